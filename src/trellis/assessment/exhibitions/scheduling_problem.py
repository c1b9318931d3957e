"""A round as input for the timetable engine: who must be there, who may come, and when."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils import timezone

from trellis.core.community.clock import zone_named
from trellis.core.community.models import Person, Role, Tie
from trellis.core.community.viewer import active_at
from trellis.design.blueprint.package import Package
from trellis.design.blueprint.package.internships_and_exhibitions import ExhibitionKind
from trellis.engines.timetable import ExhibitionRequest, FixedTime, PanelNeed, Room
from trellis.engines.timetable import Person as Free

from . import seats
from .models import Attendee, Exhibition, Panelist, Round
from .rubric import exhibition_rules

REASON = "find times for all exhibitions of a school"


@dataclass
class SchedulingProblem:
    """The timetable engine's input, and the people, visitors and exhibitions behind its keys."""

    zone: ZoneInfo
    origin: date
    requests: list[ExhibitionRequest] = field(default_factory=list)
    free: dict[str, Free] = field(default_factory=dict)
    rooms: dict[str, Room] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    attendees: dict[str, Attendee] = field(default_factory=dict)
    exhibitions: dict[str, Exhibition] = field(default_factory=dict)

    def minute(self, day: date, at: time) -> int:
        """Minutes from midnight of the round's first day, on the school's clock."""
        return (day - self.origin).days * 1440 + at.hour * 60 + at.minute

    def moment(self, minute: int) -> datetime:
        """The moment of a minute."""
        day = date.fromordinal(self.origin.toordinal() + minute // 1440)
        return datetime.combine(day, time(minute % 1440 // 60, minute % 60), tzinfo=self.zone)

    def key(self, attendee: Attendee) -> str:
        """A attendee with a record is that person everywhere."""
        return str(attendee.person_id or attendee.pk)


def build_problem(exhibition_round: Round, package: Package) -> SchedulingProblem:
    """Return everything about a round that the timetable engine needs."""
    days = sorted(date.fromisoformat(day) for day in exhibition_round.days)
    problem = SchedulingProblem(zone_named(exhibition_round.school.time_zone), days[0])
    whole = tuple(
        (problem.minute(day, exhibition_round.opens), problem.minute(day, exhibition_round.closes))
        for day in days
    )
    problem.rooms = {name: Room(name, whole) for name in exhibition_round.rooms}
    _add_visitors(problem, exhibition_round, whole)
    students = _students_to_schedule(exhibition_round, package)
    near = seats.panel_candidates(exhibition_round.school_id, students)
    kind = next(kind for kind in exhibition_rules(package).kinds if kind.key == exhibition_round.kind)
    strangers = tuple(key for key, attendee in problem.attendees.items() if attendee.part == "outside")
    rows = Exhibition.objects.unscoped(REASON).filter(
        student__in=students, term=exhibition_round.term, kind=exhibition_round.kind
    )
    by_student = {exhibition.student_id: exhibition for exhibition in rows}
    panels = _panels_by_exhibition(rows)
    for student in students.values():
        exhibition = by_student.get(student.pk)
        if exhibition and (exhibition.agreed_at or exhibition.held_at):
            continue
        key = str(student.pk)
        if exhibition:
            problem.exhibitions[key] = exhibition
        fixed = _fixed_time(problem, exhibition, panels[exhibition.pk] if exhibition else [])
        needs = _panel_needs(problem, kind, student, near, strangers)
        must = tuple(dict.fromkeys([key, *near.advisor.get(student.pk, [])[:1]]))
        for person in must:
            problem.free.setdefault(person, Free(person, whole))
        problem.people[key] = student
        problem.requests.append(
            ExhibitionRequest(key, must, exhibition_round.minutes, needs, exhibition_round.buffer, fixed)
        )
    _release_clashing_times(problem)
    problem.people |= near.people
    _add_missing_rooms_and_people(problem, whole)
    return problem


def _panels_by_exhibition(exhibitions: QuerySet[Exhibition]) -> dict[UUID, list[Panelist]]:
    panels: dict[UUID, list[Panelist]] = defaultdict(list)
    for seat in Panelist.objects.unscoped(REASON).filter(exhibition__in=exhibitions, deleted_at=None):
        panels[seat.exhibition_id].append(seat)
    return panels


def _add_missing_rooms_and_people(problem: SchedulingProblem, whole: tuple[tuple[int, int], ...]) -> None:
    """Add the rooms and people that an event names and the round does not."""
    for name in {event.fixed.room for event in problem.requests if event.fixed} - set(problem.rooms):
        problem.rooms[name] = Room(name, ())
    keys = {key for event in problem.requests for need in event.needs for key in need.among}
    keys |= {key for event in problem.requests if event.fixed for _part, key in event.fixed.chosen}
    for key in keys - set(problem.free):
        problem.free[key] = Free(key, whole)


def _release_clashing_times(problem: SchedulingProblem) -> None:
    """Release accepted times that clash with another: only times that were set by hand may not move."""
    booked: dict[str, list[tuple[int, int]]] = defaultdict(list)

    def by_hand(event: ExhibitionRequest) -> bool:
        return problem.exhibitions[event.key].by_hand

    events = [(event, event.fixed) for event in problem.requests if event.fixed]
    for event, fixed in sorted(events, key=lambda pair: not by_hand(pair[0])):
        begin, end = fixed.start, fixed.start + event.minutes + event.buffer
        busy = {f"room {fixed.room}", *event.must, *(key for _part, key in fixed.chosen)}
        clash = any(begin < until and start < end for who in busy for start, until in booked[who])
        if clash and not by_hand(event):
            problem.requests[problem.requests.index(event)] = replace(event, fixed=None)
            continue
        for who in busy:
            booked[who].append((begin, end))


def _add_visitors(
    problem: SchedulingProblem, exhibition_round: Round, whole: tuple[tuple[int, int], ...]
) -> None:
    attendees = (
        Attendee.objects.unscoped(REASON)
        .filter(round=exhibition_round, deleted_at=None)
        .select_related("person")
    )
    for attendee in attendees:
        stretches = tuple(
            (problem.minute(day, time.fromisoformat(begin)), problem.minute(day, time.fromisoformat(end)))
            for text, (begin, end) in sorted(attendee.hours.items())
            if text in exhibition_round.days
            for day in [date.fromisoformat(text)]
        )
        key = problem.key(attendee)
        problem.attendees[key] = attendee
        problem.free[key] = Free(key, stretches if attendee.answered_at else whole)


def _students_to_schedule(exhibition_round: Round, package: Package) -> dict[UUID, Person]:
    """Everybody at the school where each cycle ends with one; else those whose exhibition of the kind is planned."""
    ties = Tie.objects.unscoped(REASON).filter(
        active_at(timezone.now()),
        role=Role.STUDENT,
        to_school=exhibition_round.school_id,
        person__deleted_at=None,
    )
    every = any(
        slot.kind == exhibition_round.kind and slot.when == "every" for slot in package.calendar.exhibitions
    )
    if not every:
        planned = Exhibition.objects.unscoped(REASON).filter(
            term=exhibition_round.term, kind=exhibition_round.kind, deleted_at=None
        )
        ties = ties.filter(person__in=planned.values("student"))
    people = [
        tie.person for tie in ties.select_related("person").order_by("person__family_name", "person__pk")
    ]
    return {person.pk: person for person in people}


def _panel_needs(
    problem: SchedulingProblem,
    kind: ExhibitionKind,
    student: Person,
    near: seats.PanelCandidates,
    strangers: tuple[str, ...],
) -> tuple[PanelNeed, ...]:
    needs = list(seats.seat_needs(kind, student.pk, near, strangers))
    home_language = (student.home_languages or [""])[0]
    speakers = tuple(
        key
        for key, attendee in problem.attendees.items()
        if attendee.part == "interpreter" and attendee.language == home_language
    )
    if near.family[student.pk] and speakers:
        needs.append(PanelNeed("interpreter", speakers))
    return tuple(needs)


def _fixed_time(
    problem: SchedulingProblem, exhibition: Exhibition | None, panel: list[Panelist]
) -> FixedTime | None:
    """A time that holds: set by hand, or one that somebody on the panel has already said yes to."""
    if exhibition is None or exhibition.starts is None:
        return None
    own_parts = (Panelist.Part.STUDENT, Panelist.Part.ADVISOR)
    others = [seat for seat in panel if seat.part not in own_parts]
    if not exhibition.by_hand and not any(seat.accepted_at for seat in others):
        return None
    local_start = exhibition.starts.astimezone(problem.zone)
    chosen = tuple(
        (seat.part, str(seat.person_id or seat.attendee_id))
        for seat in others
        if seat.person_id or seat.attendee_id
    )
    return FixedTime(problem.minute(local_start.date(), local_start.time()), exhibition.room or "–", chosen)
