"""What follows when the time of an exhibition changes. Higher apps register it; it runs in the act that changed it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from trellis.core.foundation.registry import Registry

from .models import Exhibition

TimeChangeFollowup = Callable[[UUID, datetime | None, datetime | None], None]
"""Given the exhibition's id, the time before, and the time now."""

TIME_CHANGES: Registry[str, TimeChangeFollowup] = Registry(
    "exhibition-times", "what follows when the time of an exhibition changes"
)


def announce_time_change(exhibition: Exhibition, before: datetime | None, now: datetime | None) -> None:
    """Run what follows, where the time really changed."""
    if before != now:
        for follow_up in TIME_CHANGES.values():
            follow_up(exhibition.pk, before, now)
