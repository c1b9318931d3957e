"""What whoever owns a cycle is told: a decision that is due, or a meeting that comes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community.clock import zone_of_viewer
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.formatting import format_day
from trellis.improvement.cycles.decisions import waiting_cycles

from ..registry import DigestItem, page_link


def due_cycles(viewer: Viewer, since: datetime) -> Iterator[DigestItem]:
    """Each cycle that waits for the viewer; new on the day it is due, and three days before a meeting."""
    zone = zone_of_viewer(viewer)
    today = timezone.localdate(timezone=zone)
    for cycle in waiting_cycles(viewer, today):
        day = cycle.due if cycle.due <= today or cycle.next_meeting is None else cycle.next_meeting
        words = _("%(title)s: decide by %(day)s") if cycle.due <= today else _("%(title)s: meeting %(day)s")
        yield DigestItem(
            words % {"title": cycle.title, "day": format_day(day)},
            page_link("cycle", cycle.pk),
            is_new=day >= timezone.localdate(since, timezone=zone),
        )
