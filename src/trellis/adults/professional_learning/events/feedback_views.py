"""Feedback on an event: the page of who was there, which its organizer reads once enough people answered."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request

from ..permissions import LEARNER_ROLES, may_organize
from .feedback import feedback_summary
from .feedback_forms import FeedbackForm
from .page import own_seat, render_for_event
from .selectors import get_event_or_404


@page_for(*LEARNER_ROLES)
@never_cache
def event_feedback(request: Request, event_id: UUID) -> HttpResponse:
    """Say what helped and what should change. Somebody who was there opens it after the event, with two minutes; the
    organizer opens it a week later and leaves knowing what to change, and not who said so."""
    event = get_event_or_404(request.viewer, event_id)
    organizes = may_organize(request.viewer, event)
    sign_up = own_seat(request.viewer, event)
    if not organizes and not sign_up:
        raise Http404
    is_over = bool(event.ends and event.ends <= timezone.now())
    answers = bool(sign_up and is_over)
    actions = PageActions(request, (FeedbackForm,) if answers else (), sign_up)
    if actions.done:
        return actions.redirect_to(request.path)
    form = actions.form(FeedbackForm) if answers else None
    context = {
        "actions": actions,
        "form": form,
        "feedback": form.feedback if form else None,
        "is_over": is_over,
        "organizes": organizes,
        "summary": feedback_summary(request.viewer, event) if organizes and is_over else None,
    }
    return render_for_event(request, event, "professional_learning/feedback.html", context, actions.status)
