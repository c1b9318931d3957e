"""A student's days as an iCalendar feed (RFC 5545), for the calendar on their phone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo
from uuid import UUID

from icalendar import Calendar, Event

from .items import WeekItem, item_id

REFRESH = timedelta(hours=4)


def calendar_of(items: list[WeekItem], name: str, zone: tzinfo | None, person: UUID, origin: str) -> bytes:
    """The feed's bytes. Items without a time are on the whole day. origin: before each item's address."""
    calendar = Calendar()
    calendar.add("prodid", "-//Trellis//My week//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    for item in items:
        calendar.add_component(_event(item, zone, person, origin))
    return calendar.to_ical()


def _event(item: WeekItem, zone: tzinfo | None, person: UUID, origin: str) -> Event:
    event = Event()
    event.add("uid", item_id(item, person))
    event.add("dtstamp", datetime.now(UTC))
    event.add("summary", item.title)
    if item.place:
        event.add("location", item.place)
    if item.url:
        event.add("url", origin + item.url)
    start, end = _span(item, zone)
    event.add("dtstart", start)
    if end:
        event.add("dtend", end)
    return event


def _span(item: WeekItem, zone: tzinfo | None) -> tuple[date | datetime, date | datetime | None]:
    if item.starts is None:
        return item.day, None
    starts = datetime.combine(item.day, item.starts, tzinfo=zone)
    ends = datetime.combine(item.day, item.ends, tzinfo=zone) if item.ends else None
    return starts, ends if ends and ends > starts else starts + timedelta(hours=1)
