"""A round as a question for the timetable: who must be there, who may come, and when."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils import timezone

from trellis.core.community.clock import at_school
from trellis.core.community.models import Person, Role, Tie
from trellis.core.community.viewer import active
from trellis.design.blueprint.package import Package
from trellis.design.blueprint.package.world import Kind
from trellis.engines.timetable import Fixed, Need, Room, Wanted
from trellis.engines.timetable import Person as Free

from . import seats
from .models import Comer, Exhibition, Panelist, Round

WHY = "finds times for a school's exhibitions"


@dataclass
class Question:
    """What the engine is asked, and how its keys lead back: people, comers and exhibitions by key."""

    zone: ZoneInfo
    origin: date
    wanted: list[Wanted] = field(default_factory=list)
    free: dict[str, Free] = field(default_factory=dict)
    rooms: dict[str, Room] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    comers: dict[str, Comer] = field(default_factory=dict)
    exhibitions: dict[str, Exhibition] = field(default_factory=dict)
    silent: int = 0  # families who have not said when they can come

    def minute(self, day: date, at: time) -> int:
        """Minutes from midnight of the round's first day, on the school's clock."""
        return (day - self.origin).days * 1440 + at.hour * 60 + at.minute

    def moment(self, minute: int) -> datetime:
        """The moment of a minute."""
        day = date.fromordinal(self.origin.toordinal() + minute // 1440)
        return datetime.combine(day, time(minute % 1440 // 60, minute % 60), tzinfo=self.zone)

    def key(self, comer: Comer) -> str:
        """A comer with a record is that person everywhere."""
        return str(comer.person_id or comer.pk)


def ask(held: Round, package: Package) -> Question:
    """Everything about a round that the timetable needs to know."""
    days = sorted(date.fromisoformat(day) for day in held.days)
    asked = Question(at_school(held.school, timezone.now()).tzinfo, days[0])
    whole = tuple((asked.minute(day, held.opens), asked.minute(day, held.closes)) for day in days)
    asked.rooms = {name: Room(name, whole) for name in held.rooms}
    _comers(asked, held, whole)
    students = _students(held, package)
    near = seats.around(held.school_id, students)
    kind = next(one for one in package.exhibition.kinds if one.key == held.kind)
    strangers = tuple(key for key, comer in asked.comers.items() if comer.part == "outside")
    rows = Exhibition.objects.unscoped(WHY).filter(student__in=students, term=held.term, kind=held.kind)
    by_student = {one.student_id: one for one in rows}
    panels = defaultdict(list)
    for seat in Panelist.objects.unscoped(WHY).filter(exhibition__in=rows, deleted_at=None):
        panels[seat.exhibition_id].append(seat)
    for student in students.values():
        one = by_student.get(student.pk)
        if one and (one.agreed_at or one.held_at):
            continue
        key = str(student.pk)
        if one:
            asked.exhibitions[key] = one
        fixed = _fixed(asked, one, panels[one.pk] if one else [])
        needs = _needs(asked, kind, student, near, strangers)
        must = tuple(dict.fromkeys([key, *near.advisor.get(student.pk, [])[:1]]))
        for each in must:
            asked.free.setdefault(each, Free(each, whole))
        asked.people[key] = student
        asked.wanted.append(Wanted(key, must, held.minutes, needs, held.buffer, fixed))
    _loosen(asked)
    asked.people |= near.people
    for name in {one.fixed.room for one in asked.wanted if one.fixed} - set(asked.rooms):
        asked.rooms[name] = Room(name, ())
    known = {key for one in asked.wanted for need in one.needs for key in need.among}
    known |= {key for one in asked.wanted if one.fixed for _part, key in one.fixed.chosen}
    for key in known - set(asked.free):
        asked.free[key] = Free(key, whole)
    return asked


def _loosen(asked: Question) -> None:
    """Of times that were said yes to, those that clash with another may move: only what was set by hand may not."""
    booked: dict[str, list[tuple[int, int]]] = defaultdict(list)

    def by_hand(one: Wanted) -> bool:
        return asked.exhibitions[one.key].by_hand

    for one in sorted((one for one in asked.wanted if one.fixed), key=lambda one: not by_hand(one)):
        begin, end = one.fixed.start, one.fixed.start + one.minutes + one.buffer
        busy = {f"room {one.fixed.room}", *one.must, *(key for _part, key in one.fixed.chosen)}
        clash = any(begin < until and start < end for who in busy for start, until in booked[who])
        if clash and not by_hand(one):
            asked.wanted[asked.wanted.index(one)] = replace(one, fixed=None)
            continue
        for who in busy:
            booked[who].append((begin, end))


def _comers(asked: Question, held: Round, whole: tuple[tuple[int, int], ...]) -> None:
    comers = Comer.objects.unscoped(WHY).filter(round=held, deleted_at=None).select_related("person")
    for comer in comers:
        stretches = tuple(
            (asked.minute(day, time.fromisoformat(begin)), asked.minute(day, time.fromisoformat(end)))
            for text, (begin, end) in sorted(comer.hours.items())
            if text in held.days
            for day in [date.fromisoformat(text)]
        )
        key = asked.key(comer)
        asked.comers[key] = comer
        asked.free[key] = Free(key, stretches if comer.said_at else whole)


def _students(held: Round, package: Package) -> dict[UUID, Person]:
    """Everybody at the school where each cycle ends with one; else those whose exhibition of the kind is planned."""
    ties = Tie.objects.unscoped(WHY).filter(
        active(timezone.now()), role=Role.STUDENT, to_school=held.school_id, person__deleted_at=None
    )
    every = any(slot.kind == held.kind and slot.when == "every" for slot in package.calendar.exhibitions)
    if not every:
        planned = Exhibition.objects.unscoped(WHY).filter(term=held.term, kind=held.kind, deleted_at=None)
        ties = ties.filter(person__in=planned.values("student"))
    people = [
        tie.person for tie in ties.select_related("person").order_by("person__family_name", "person__pk")
    ]
    return {person.pk: person for person in people}


def _needs(
    asked: Question, kind: Kind, student: Person, near: seats.Around, strangers: tuple[str, ...]
) -> tuple[Need, ...]:
    found = list(seats.needs(kind, student.pk, near, strangers))
    family = near.family[student.pk]
    if family:
        asked.silent += not any(asked.comers.get(key) and asked.comers[key].said_at for key in family)
    tongue = (student.home_languages or [""])[0]
    speakers = tuple(
        key for key, comer in asked.comers.items() if comer.part == "interpreter" and comer.language == tongue
    )
    if family and speakers:
        found.append(Need("interpreter", speakers))
    return tuple(found)


def _fixed(asked: Question, one: Exhibition | None, panel: list[Panelist]) -> Fixed | None:
    """A time that holds: set by hand, or one that somebody on the panel has already said yes to."""
    if one is None or one.starts is None:
        return None
    own = (Panelist.Part.STUDENT, Panelist.Part.ADVISOR)
    others = [seat for seat in panel if seat.part not in own]
    if not one.by_hand and not any(seat.accepted_at for seat in others):
        return None
    here = one.starts.astimezone(asked.zone)
    chosen = tuple(
        (seat.part, str(seat.person_id or seat.comer_id))
        for seat in others
        if seat.person_id or seat.comer_id
    )
    return Fixed(asked.minute(here.date(), here.time()), one.room or "–", chosen)
