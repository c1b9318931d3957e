"""Opening a round, hearing when people can come, and asking the families."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, time
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community import link_sharing, links
from trellis.core.community.models import School, Term
from trellis.core.community.selectors import is_name_of_student
from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.formatting import format_day, format_time
from trellis.core.foundation.input_parsing import parse_time
from trellis.core.foundation.revisions import (
    EditConflict,
    FieldDifference,
    create_or_save_if_current,
    save_if_current,
)
from trellis.design.blueprint.package import Package

from .models import Attendee, Round
from .scheduling_problem import build_problem
from .services import parse_name

HOURS_LINK_PURPOSE = "hours"
MAX_DAYS = 30


def open_round(
    school: School,
    term: Term,
    kind: str,
    days: list[date],
    hours: tuple[time, time],
    rooms: list[str],
    minutes: int,
    buffer: int,
    by: UUID,
    seen: int | None = None,
) -> Round:
    """Open a round, or change the one there is. Raises ActionError for days, hours or rooms that cannot be,
    EditConflict where a round was opened that was not seen (`seen` ABSENT)."""
    rooms = list(dict.fromkeys(" ".join(room.split())[:60] for room in rooms if room.strip()))
    if not days or len(days) > MAX_DAYS:
        raise ActionError(_("Choose at least one day and no more than 30."), field="days")
    if hours[0] >= hours[1]:
        raise ActionError(_("The start time must be before the end time. Check both times."), field="closes")
    if not rooms:
        raise ActionError(_("Enter at least one room."), field="rooms")
    if not (5 <= minutes <= 600 and 0 <= buffer <= 120):
        raise ActionError(
            _("An exhibition can last 5 to 600 minutes, and a break up to 120 minutes."), field="minutes"
        )
    with ledger.act("open a round of exhibitions", by=by, about=school.pk):
        values = {
            "days": sorted(day.isoformat() for day in set(days)),
            "opens": hours[0],
            "closes": hours[1],
            "rooms": rooms,
            "minutes": minutes,
            "buffer": buffer,
        }
        key = {"school": school, "term": term, "kind": kind}
        return create_or_save_if_current(Round, key, values, seen, _field_labels())


def _field_labels() -> dict[str, str]:
    return {
        "days": _("Days"),
        "opens": _("From"),
        "closes": _("To"),
        "rooms": _("Rooms, one per line"),
        "minutes": _("Minutes for each exhibition"),
        "buffer": _("Break after each, in minutes"),
    }


def invite_visitor(
    exhibition_round: Round,
    part: str,
    name: str,
    email: str,
    language: str,
    by: UUID,
    address: Callable[[str], str],
    seen: int | None = None,
) -> tuple[Attendee, str]:
    """Ask somebody when they can come: the attendee and their link. One attendee a name and part.

    Asked again without an address or a language, they keep theirs. Raises EditConflict where somebody else asked
    them, or changed these, since `seen` (ABSENT: the page did not list them).
    """
    name = parse_name(name)
    if part not in ("outside", "interpreter") or not name:
        raise ActionError(_("Enter a name and choose a role."))
    if part == "interpreter" and not language:
        raise ActionError(_("Enter the language that the interpreter speaks."), field="language")
    if part == "interpreter" and is_name_of_student(by, name):
        raise ActionError(_("A child cannot be the interpreter. Enter an adult’s name."), field="name")
    with ledger.act("ask when somebody can come", by=by, about=exhibition_round.pk):
        key = {"round": exhibition_round, "part": part, "name": name, "person": None, "deleted_at": None}
        facts = {"email": email, "language": language}
        attendee, created = Attendee.objects.unscoped(
            "keep one visitor of the same name in a round"
        ).get_or_create(**key, defaults=facts)
        if not created:
            typed = {field: value for field, value in facts.items() if value}
            attendee = save_if_current(
                attendee, typed, seen, {"email": _("Email"), "language": _("Language")}
            )
        links.revoke_links(HOURS_LINK_PURPOSE, attendee.pk, by)
        link = address(links.issue_link(HOURS_LINK_PURPOSE, attendee.pk, None, 45, by))
    if attendee.email:
        link_sharing.try_to_email_link(link, by)
    return attendee, link


def invite_families(
    exhibition_round: Round, package: Package, by: UUID, address: Callable[[str], str]
) -> int:
    """Ask every family with a mail address when they can come; gives how many were asked."""
    problem = build_problem(exhibition_round, package)
    guardians = {
        key
        for event in problem.requests
        for need in event.needs
        if need.part == "family"
        for key in need.among
    }
    invitations = []
    with ledger.act("ask families when they can come", by=by, about=exhibition_round.pk):
        for key in sorted(guardians):
            person = problem.people[key]
            attendee, _created = Attendee.objects.unscoped(
                "keep one visitor entry of a person in a round"
            ).get_or_create(
                round=exhibition_round, person=person, defaults={"part": "family", "email": person.email}
            )
            if person.email and attendee.answered_at is None:
                links.revoke_links(HOURS_LINK_PURPOSE, attendee.pk, by)
                token = links.issue_link(HOURS_LINK_PURPOSE, attendee.pk, person, 45, by)
                invitations.append(address(token))
    for link in invitations:
        link_sharing.try_to_email_link(link, by)
    return len(invitations)


def save_hours(
    attendee: Attendee, hours: Mapping[str, tuple[str, str]], days: list[str], seen: int | None = None
) -> None:
    """Write down when somebody can come. Raises ActionError for a day outside the round and for hours backwards,
    EditConflict with the days on which other hours were said since `seen`: a family has one link for all who come."""
    hours_by_day = {}
    for day, (begin, end) in hours.items():
        first, last = parse_time(begin), parse_time(end)
        if first is None and last is None:
            continue
        if first is None or last is None:
            raise ActionError(_("Enter both times, like 3:30 PM, or leave the day blank."), field=f"to-{day}")
        if day not in days or first >= last:
            raise ActionError(
                _("On each day, the start time must be before the end time."), field=f"to-{day}"
            )
        hours_by_day[day] = [f"{first:%H:%M}", f"{last:%H:%M}"]
    with ledger.act("record when someone can come", by=attendee.person_id, about=attendee.round_id):
        try:
            changes = {"hours": hours_by_day, "answered_at": timezone.now()}
            save_if_current(attendee, changes, seen, {"hours": _("When can you come?")})
        except EditConflict as conflict:
            raise EditConflict(_day_differences(conflict.differences[0]), conflict.revision) from None


def _day_differences(hours: FieldDifference) -> list[FieldDifference]:
    """Each day on which the hours differ, as the page of the hours says it."""
    saved_hours, sent_hours = _hours_by_day(hours.saved_value), _hours_by_day(hours.sent_value)
    days = sorted({*saved_hours, *sent_hours})
    pairs = ((day, saved_hours.get(day), sent_hours.get(day)) for day in days)
    return [
        FieldDifference(
            day, format_day(date.fromisoformat(day)), _format_hours(saved), _format_hours(sent), typed=False
        )
        for day, saved, sent in pairs
        if saved != sent
    ]


def _hours_by_day(value: object) -> dict[str, list[str]]:
    return value if isinstance(value, dict) else {}


def _format_hours(pair: list[str] | None) -> str:
    return " – ".join(format_time(time.fromisoformat(text)) for text in pair) if pair else ""
