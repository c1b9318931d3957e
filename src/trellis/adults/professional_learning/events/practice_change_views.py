"""What changed in practice after an event."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request

from ..permissions import ORGANIZER_ROLES, may_organize_for_network
from .practice_changes import practice_changes
from .selectors import get_event_or_404


@page_for(*ORGANIZER_ROLES)
@require_safe
def event_changes(request: Request, event_id: UUID) -> HttpResponse:
    """What was done more often after an event. Program staff open it when they plan the next year, with ten minutes;
    they leave knowing whether to hold the event again, and what the figures cannot say."""
    event = get_event_or_404(request.viewer, event_id)
    if not may_organize_for_network(request.viewer, event.network_id):
        raise Http404
    context = {"event": event, "effect": practice_changes(event)}
    return render(request, "professional_learning/changes.html", context)
