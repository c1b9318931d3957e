"""The demo's clock: it starts on a school day at 10:30, whatever day it is outside, and stands while nobody runs it.

The days of the invented people are written around the day on which the demo was built. A demo that is opened on a
Saturday, at midnight or a month later would otherwise show an empty school. The settings install this clock in a demo
and nowhere else.
"""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

SHIFT_VARIABLE = "TRELLIS_DEMO_CLOCK"
"""The environment variable that tells the server's processes how many seconds the clock is ahead."""
STARTS_AT = time(10, 30, tzinfo=ZoneInfo("America/New_York"))
SUMMER = ((6, 20), (9, 8))
LAST_FULL_WEEKS = (5, 26)

_shift = timedelta()


def now() -> datetime:
    """The moment on the demo's clock."""
    return datetime.now(UTC) + _shift


def install() -> None:
    """Let all of Django read this clock. Called by the settings, before a model takes `timezone.now` as a default."""
    global _shift
    _shift = timedelta(seconds=float(os.environ.get(SHIFT_VARIABLE, "0")))
    timezone.now = now  # ty: ignore[invalid-assignment]


def set_clock(moment: datetime) -> None:
    """Set the clock, here and in the processes that are started from here."""
    global _shift
    _shift = moment - datetime.now(UTC)
    os.environ[SHIFT_VARIABLE] = str(_shift.total_seconds())


def nearest_school_day(today: date) -> date:
    """The day itself; on a weekend the Friday before; in summer a Tuesday or so of late May."""
    first, last = (date(today.year, *day) for day in SUMMER)
    day = date(today.year, *LAST_FULL_WEEKS) if first < today < last else today
    return day - timedelta(days=max(0, day.isoweekday() - 5))


def opening_moment(today: date) -> datetime:
    """The moment at which a new demo opens."""
    return datetime.combine(nearest_school_day(today), STARTS_AT)
