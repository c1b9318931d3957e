"""The page of the link that a graduate keeps."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from trellis.core.community import links
from trellis.core.community.models import Schooling
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request

from .asking import LINK_PURPOSE
from .forms import AnswerForm, StopForm


@page_for(public=True)
@never_cache
def alumni_link(request: Request, token: str) -> HttpResponse:
    """Five questions for a graduate, on a phone on the bus, with two minutes. They leave with their answer saved, or
    with the promise that nobody asks again. To open it changes nothing."""
    with links.activate_link_locale(request, token):
        try:
            link = links.resolve_link(LINK_PURPOSE, token)
        except ActionError as error:
            return links.render_link_error(request, error, "alumni/link.html")
        schoolings = Schooling.objects.unscoped("show a graduate the page of their link")
        schooling = schoolings.select_related("student", "school").get(pk=link.about_id)
        actions = PageActions(request, [AnswerForm, StopForm], schooling)
        if actions.done:
            return redirect("alumni-link", token)
        context = {
            "school": schooling.school,
            "student": schooling.student,
            "answer": actions.form(AnswerForm).answer,
            "actions": actions,
        }
        return render(request, "alumni/link.html", context, status=actions.status)
