"""What day and hour it is where a school stands."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from .models import School


def at_school(school: School | None, now: datetime) -> datetime:
    """`now` on the school's own clock; UTC where it has none that this machine knows."""
    try:
        return now.astimezone(ZoneInfo(school.time_zone if school else "UTC"))
    except (ZoneInfoNotFoundError, ValueError):
        return now.astimezone(ZoneInfo("UTC"))
