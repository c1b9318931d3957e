"""One thing on one day of somebody's week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from uuid import UUID


@dataclass(frozen=True)
class WeekItem:
    """One thing on one day. starts and ends: on the school's clock, None for the whole day.

    key: what stays the same for one thing, so that a calendar that is fetched again does not double it. is_lesson: it
    is one of the lessons of every week.
    """

    key: str
    day: date
    title: str
    place: str = ""
    starts: time | None = None
    ends: time | None = None
    url: str = ""
    is_lesson: bool = False


def item_id(item: WeekItem, person: UUID) -> str:
    """The id of an item in a calendar."""
    return f"{item.key}-{person.hex[:12]}@trellis"
