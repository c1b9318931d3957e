"""What the pages of an event have in common: the viewer's own seat, and the clock of the place."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from trellis.core.community.viewer import Viewer
from trellis.core.foundation.requests import Request

from ..models import LearningEvent, SignUp


def own_seat(viewer: Viewer, event: LearningEvent) -> SignUp | None:
    """The viewer's own seat at the event."""
    return SignUp.objects.seen_by(viewer).seated().filter(event=event, person=viewer.person_id).first()


def render_for_event(
    request: Request, event: LearningEvent, template: str, context: dict[str, object], status: int = 200
) -> HttpResponse:
    """Render a page of an event, with moments on the clock of the place where it is."""
    with timezone.override(event.zone):
        return render(request, template, {"event": event, **context}, status=status)
