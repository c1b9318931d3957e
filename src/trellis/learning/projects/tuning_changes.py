"""What follows a change of a tuning session, for those who are invited: higher apps register it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from trellis.core.foundation.registry import Registry


class TuningChange(StrEnum):
    INVITED = "invited"
    MOVED = "moved"
    CANCELED = "canceled"
    REMOVED = "removed"


TuningFollowup = Callable[[UUID, tuple[UUID, ...], TuningChange, datetime], None]
"""Takes the session, the people, what has changed, and the first moment at which somebody could come in vain."""
TUNING_FOLLOWUPS: Registry[str, TuningFollowup] = Registry(
    "tuning-changes", "what follows a change of a tuning session"
)


def announce_change(session: UUID, people: Iterable[UUID], change: TuningChange, first: datetime) -> None:
    """Let every app that registered follow up."""
    for follow_up in TUNING_FOLLOWUPS.values():
        follow_up(session, tuple(people), change, first)
