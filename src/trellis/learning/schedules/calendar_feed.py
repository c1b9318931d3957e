"""The dates of a school year as an iCalendar file (RFC 5545). Each keeps its id: a second download moves it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event

from trellis.core.community.models import School

from .year_lines import DateLine

ONE_DAY = timedelta(days=1)


def year_calendar_file(school: School, lines: Iterable[DateLine]) -> bytes:
    """The file's bytes. Each date is an event of whole days."""
    calendar = Calendar()
    calendar.add("prodid", "-//Trellis//School year//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", school.name)
    for line in lines:
        calendar.add_component(_event(line))
    return calendar.to_ical()


def _event(line: DateLine) -> Event:
    event = Event()
    event.add("uid", f"year-{line.key}@trellis")
    event.add("dtstamp", datetime.now(UTC))
    event.add("summary", line.title)
    event.add("dtstart", line.starts)
    event.add("dtend", line.ends + ONE_DAY)  # the day after the last, as the standard has it
    event.add("transp", "TRANSPARENT")
    return event
