"""A message to a site about a student's request. Who: staff who work with the student."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from trellis.core.community.selectors import get_student_or_404
from trellis.core.community.viewer import SCHOOL_ROLES
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request

from . import permissions, selectors, site_messages
from .programs import student_program_or_404
from .site_message_forms import MESSAGE_FORMS, LoggedMessageForm, MessageForm, MessagePage


@page_for(*SCHOOL_ROLES)
@never_cache
def site_message(request: Request, student_id: UUID) -> HttpResponse:
    """Write to a mentor or the site, in their language; `?to=` chooses whom."""
    viewer = request.viewer
    student = get_student_or_404(viewer, student_id)
    program = student_program_or_404(student.pk)
    if not permissions.may_manage_search(viewer, student):
        raise Http404
    hold = selectors.open_hold(viewer, student, program.today)
    if hold is None:
        messages.info(request, _("No spot is reserved. Reserve one first."))
        return redirect("placement-search", student.pk)
    recipients = site_messages.recipients_at(hold.internship_site)
    chosen = request.GET.get("to", "")
    recipient = next((person for person in recipients if person.key == chosen), recipients[0])
    language, own_language = recipient.language, get_language() or recipient.language
    facts = (hold, recipient, viewer.person, program.school.name)
    page = MessagePage(hold, recipient, site_messages.draft_message(*facts, language))
    actions = PageActions(request, MESSAGE_FORMS, page)
    if actions.done:
        return redirect("placement-search", student.pk)
    form_class = MessageForm if recipient.email else LoggedMessageForm
    context = {
        "student": student,
        "words": program.words,
        "hold": hold,
        "recipients": recipients,
        "recipient": recipient,
        "actions": actions,
        "form": actions.sent or actions.form(form_class),
        "own_draft": site_messages.draft_message(*facts, own_language) if own_language != language else None,
    }
    return render(request, "internships/site_message.html", context, status=actions.status)
