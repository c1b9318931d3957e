"""A session as an invitation, an update or a cancellation for a calendar (RFC 5545 and RFC 5546).

Each file holds one session: calendars take one object at a time. A session of one sign-up keeps its id, and every later
message about it has a higher sequence number, so that calendars move what they have and double nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID

from icalendar import Calendar, Event, Timezone, vCalAddress, vText

from ..models import LearningEvent, LearningSession

REQUEST, CANCEL = "REQUEST", "CANCEL"


@dataclass(frozen=True)
class Invitation:
    """One session for one person's calendar. sequence: how often their calendar was written to about it."""

    sign_up: UUID
    session: UUID
    title: str
    place: str
    text: str
    starts: datetime
    ends: datetime
    time_zone: str

    @property
    def uid(self) -> str:
        return f"learning-{self.sign_up}-{self.session}@trellis"

    @property
    def digest(self) -> str:
        """Changes whenever the calendar should."""
        parts = (self.title, self.place, self.text, self.starts.isoformat(), self.ends.isoformat())
        return sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def invitation_for(event: LearningEvent, session: LearningSession, sign_up: UUID) -> Invitation:
    title = event.title if not session.title else f"{event.title}: {session.title}"
    place = ", ".join(part for part in (session.room, event.place) if part)
    return Invitation(
        sign_up=sign_up,
        session=session.pk,
        title=title,
        place=place or event.online_link,
        text="\n".join(part for part in (event.about, event.online_link) if part),
        starts=session.starts.astimezone(event.zone),
        ends=session.ends.astimezone(event.zone),
        time_zone=event.time_zone,
    )


def calendar_file(
    invitation: Invitation, method: str, sequence: int, organizer: str, attendee: str, name: str
) -> bytes:
    """The file of one message. method: REQUEST or CANCEL. organizer and attendee: email addresses."""
    calendar = Calendar()
    calendar.add("prodid", "-//Trellis//Professional learning//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    calendar.add_component(
        Timezone.from_tzid(
            invitation.time_zone,
            first_date=invitation.starts.date().replace(month=1, day=1),
            last_date=invitation.ends.date().replace(year=invitation.ends.year + 1, month=1, day=1),
        )
    )
    event = Event()
    event.add("uid", invitation.uid)
    event.add("sequence", sequence)
    event.add("dtstamp", datetime.now(UTC))
    event.add("dtstart", invitation.starts)
    event.add("dtend", invitation.ends)
    event.add("summary", invitation.title)
    if invitation.place:
        event.add("location", invitation.place)
    if invitation.text and method == REQUEST:
        event.add("description", invitation.text)
    event.add("status", "CONFIRMED" if method == REQUEST else "CANCELLED")
    event["organizer"] = vCalAddress(f"mailto:{organizer}")
    person = vCalAddress(f"mailto:{attendee}")
    person.params["cn"] = vText(name)
    person.params["role"] = vText("REQ-PARTICIPANT")
    person.params["partstat"] = vText("ACCEPTED")
    person.params["rsvp"] = vText("FALSE")
    event.add("attendee", person, encode=False)
    calendar.add_component(event)
    return calendar.to_ical()
