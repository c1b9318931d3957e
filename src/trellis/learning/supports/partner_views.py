"""A partner's page by its link. Who: somebody at a food bank with one minute, who leaves having said yes or no."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from trellis.core.community import links
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request

from . import partner_forms, partner_services


@page_for(public=True)
@never_cache
def referral(request: Request, token: str) -> HttpResponse:
    """What the partner is asked, in its language: a first name and one sentence. To open it changes nothing."""
    with links.activate_link_locale(request, token):
        try:
            is_answer = partner_forms.answers_a_shown_page(request)
            _link, referral = partner_services.resolve_referral_link(token, answered=is_answer)
        except ActionError as error:
            return links.render_link_error(request, error, "supports/referral.html")
        actions = PageActions(request, partner_forms.ANSWERS_BY_LINK, referral)
        if actions.done and actions.form(partner_forms.AcceptForm).is_bound:
            return redirect("referral", token)
        if actions.done:
            thanks = {"sentence": _("Thank you. The school has your answer."), "done": True}
            return render(request, "supports/referral.html", thanks)
        context = {
            "referral": referral,
            "student": referral.need.student,
            "partner": referral.partner,
            "actions": actions,
        }
        return render(request, "supports/referral.html", context, status=actions.status)
