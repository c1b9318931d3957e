"""Bell times as people type them: a period on each line, such as "8:30-9:05"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import time

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.input_parsing import parse_time

from .days import DAY_NAMES

MOST_PERIODS = 12
LAST_AFTERNOON_HOUR = 6  # "1:00" to "6:59" are in the afternoon, unless the line says a.m.
BETWEEN = re.compile(r"\s*(?:[-‐‑‒–—−~]|\bto\b)\s*", re.IGNORECASE)
HALF_OF_DAY = re.compile(r"[ap]\.?\s*m|[ap]$", re.IGNORECASE)
Times = tuple[time, time]


def parse_bell_times(day: str, text: str) -> list[Times]:
    """The periods of a day. Raises ValidationError with a sentence for each line that cannot be read."""
    periods: list[Times] = []
    problems: list[str] = []
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), start=1)]
    for number, line in lines:
        if not line:
            continue
        times = _parse_line(line)
        problem = _problem_of(times, periods)
        if problem:
            problems.append(problem % {"day": DAY_NAMES[day], "line": number})
        elif times:
            periods.append(times)
    if len(periods) > MOST_PERIODS:
        problems.append(_("%(day)s has more than 12 periods.") % {"day": DAY_NAMES[day]})
    if problems:
        raise ValidationError([ValidationError(problem) for problem in problems])
    return periods


def _problem_of(times: Times | None, before: list[Times]) -> str:
    """What is wrong with a line, as a sentence with a place for the day and the line."""
    if times is None:
        return _("%(day)s, line %(line)d: Enter when the period starts and ends, like 8:30-9:05.")
    if times[0] >= times[1]:
        return _("%(day)s, line %(line)d: This period ends before it starts.")
    if before and times[0] < before[-1][1]:
        return _("%(day)s, line %(line)d: This period starts before the one above it ends.")
    return ""


def _parse_line(line: str) -> Times | None:
    parts = BETWEEN.split(line)
    if len(parts) != 2:
        return None
    starts, ends = (_parse_clock(part) for part in parts)
    return (starts, ends) if starts and ends else None


def _parse_clock(text: str) -> time | None:
    """A time of a school day: without a.m. or p.m., hours from 1 to 6 are in the afternoon."""
    try:
        clock = parse_time(text)
    except ActionError:
        return None
    if clock and not HALF_OF_DAY.search(text) and 1 <= clock.hour <= LAST_AFTERNOON_HOUR:
        return clock.replace(hour=clock.hour + 12)
    return clock


def bell_times_text(periods: Iterable[Times]) -> str:
    """The same text again, for the form."""
    return "\n".join(f"{_clock_text(starts)}-{_clock_text(ends)}" for starts, ends in periods)


def _clock_text(clock: time) -> str:
    """A time as `parse_bell_times` reads it; digits as everybody types them, so that the text reads the same again."""
    hour, half = clock.hour % 12 or 12, ""
    if clock.hour <= LAST_AFTERNOON_HOUR:
        half = " AM"
    elif clock.hour > LAST_AFTERNOON_HOUR + 12:
        half = " PM"
    return f"{hour}:{clock.minute:02d}{half}"
