"""A program manager's day. Who: somebody who runs a network's programs, every morning with five minutes; they leave
knowing what to decide, whom to call, and what comes this week.

They see schools, agreements and events, and no student.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from trellis.adults.professional_learning.models import LearningEvent
from trellis.core.community.clock import zone_named
from trellis.core.community.models import Network
from trellis.core.foundation.requests import Request

from . import clock
from .network_waiting import network_waiting

COMING = timedelta(days=14)


def render_network_page(request: Request, network_ids: set[UUID]) -> HttpResponse:
    """The day of a network that the viewer works for."""
    viewer = request.viewer
    network = Network.objects.seen_by(viewer).filter(pk__in=network_ids).order_by("name").first()
    if network is None:
        raise Http404
    local_now = timezone.now().astimezone(zone_named(network.time_zone))
    events = LearningEvent.objects.seen_by(viewer).filter(
        network=network, deleted_at=None, status=LearningEvent.Status.OPEN
    )
    context = {
        "network": network,
        "greeting": clock.greeting(local_now, viewer.person.first_name),
        "day": clock.format_day(local_now.date()),
        "waiting": network_waiting(viewer, network, local_now.date()),
        "events": events.filter(ends__gte=local_now, starts__lt=local_now + COMING).order_by("starts"),
    }
    with timezone.override(local_now.tzinfo):
        return render(request, "shell/days/network.html", context)
