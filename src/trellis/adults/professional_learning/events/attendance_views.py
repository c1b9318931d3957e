"""The organizer's roster of a session with its code, and the page on which people enter one."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from trellis.core.community.clock import zone_of_viewer
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request

from ..models import LearningCertificate, LearningEvent
from ..permissions import LEARNER_ROLES
from ..records.certificates import sign_ups_to_certify
from ..records.license_hours import license_rules
from . import attendance
from .attendance_forms import AttendanceForm, EnterCodeForm, IssueCertificatesForm
from .page import render_for_event
from .selectors import get_organized_event_or_404


@page_for(*LEARNER_ROLES)
@never_cache
def event_attendance(request: Request, event_id: UUID) -> HttpResponse:
    """Who was there. Whoever runs an event opens it on a projector as a session starts, and with two minutes after it;
    they leave with everybody marked who was there, and with certificates on their way."""
    event = get_organized_event_or_404(request.viewer, event_id)
    actions = PageActions(request, (AttendanceForm, IssueCertificatesForm), event)
    if actions.done:
        return redirect(request.get_full_path())
    now = timezone.now()
    sessions = attendance.sessions_of(request.viewer, event)
    session = attendance.current_session(sessions, now, request.GET.get("session", ""))
    lines = attendance.session_roster(request.viewer, session) if session else []
    rule = license_rules().get(event.sponsor_state)
    context = {
        "actions": actions,
        "sessions": sessions,
        "session": session,
        "has_started": bool(session and session.starts <= now + attendance.OPENS_BEFORE),
        "lines": lines,
        "marked": sum(bool(line.how) for line in lines),
        "assesses": bool(rule and rule.needs_assessment),
        **_certificate_figures(event, now),
    }
    template = "professional_learning/attendance.html"
    return render_for_event(request, event, template, context, actions.status)


def _certificate_figures(event: LearningEvent, now) -> dict[str, object]:
    issued = LearningCertificate.objects.unscoped("count the certificates of an event for its organizer")
    return {
        "is_over": bool(event.ends and event.ends <= now),
        "issued": issued.filter(sign_up__event=event, deleted_at=None).count(),
        "to_issue": sign_ups_to_certify(event).count(),
    }


@page_for(*LEARNER_ROLES)
@never_cache
def enter_code(request: Request) -> HttpResponse:
    """Enter the code that is shown in the room. Somebody at a session opens it on a phone, with ten seconds; they leave
    marked as there, and their hours count."""
    actions = PageActions(request, (EnterCodeForm,))
    if actions.done:
        return redirect("my-learning")
    context = {
        "actions": actions,
        "form": actions.form(EnterCodeForm),
        "open": attendance.open_sessions(request.viewer),
    }
    with timezone.override(zone_of_viewer(request.viewer)):
        return render(request, "professional_learning/enter_code.html", context, status=actions.status)
