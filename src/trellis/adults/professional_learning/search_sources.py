"""Events, as staff find them."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from trellis.core.community.viewer import Viewer
from trellis.core.foundation.formatting import format_date
from trellis.core.foundation.search import SearchQuery, SearchResult, register

from .models import LearningEvent
from .permissions import learner_network

BEHIND = timedelta(days=366)
"""How long ago an event may have ended."""


def find_events(viewer: Viewer, query: SearchQuery, limit: int) -> list[SearchResult]:
    """Return events by their titles. Two queries."""
    if learner_network(viewer) is None:
        return []
    events = LearningEvent.objects.seen_by(viewer).filter(deleted_at=None, ends__gt=viewer.now - BEHIND)
    best = query.best_rows(events, limit, "title")
    rows = events.in_bulk(best) if best else {}
    return [
        SearchResult(
            rows[pk].title,
            reverse("learning-event", args=[pk]),
            format_date(rows[pk].starts.astimezone(rows[pk].zone).date()),
        )
        for pk in best
        if pk in rows
    ]


register("learning-events", _("Learning events"), find_events, position=70)
