"""The school's desk: which parts wait for readers and whom to ask, where a third is wanted, and how readers agree.

Nothing here says who has read: a reader may sit at this desk.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q

from trellis.core.community.distinct_names import add_distinctions
from trellis.core.community.models import Person, School
from trellis.core.community.viewer import Viewer
from trellis.design.blueprint.package import Package

from .finding import (
    advisors_of,
    guardian_pairs,
    propose_scorers,
    request_counts,
    schools_of,
    staff_of,
    students_of,
)
from .models import THIRD_PLACE, Scorer, ScorerLevel, TaskPart
from .permissions import active_seats
from .tasks import find_model_task, find_portfolio_model

MAX_LISTED = 40
"""Parts that wait, on one page: the others come up as these are asked for."""
MIN_ROWS = 20
"""Rows that two have read before a share of agreement says anything."""


@dataclass
class OpenPart:
    """A part that wants readers: whom to propose for each free place, and who may be chosen instead."""

    sitting: TaskPart
    title: str
    seated: list[Scorer]
    outside: int = 0
    proposed: Sequence[Person | None] = field(default_factory=list)
    others: list[Person] = field(default_factory=list)


@dataclass
class ScoringDesk:
    """A school's open parts by what they want. `more`: how many wait that are not shown."""

    waiting: list[OpenPart] = field(default_factory=list)
    third: list[OpenPart] = field(default_factory=list)
    reading: list[OpenPart] = field(default_factory=list)
    talk: list[OpenPart] = field(default_factory=list)
    more: int = 0


def open_sittings_at(viewer: Viewer, school: School) -> list[TaskPart]:
    """The open parts of students whom the viewer works with at the school, the longest waiting first.

    Among them those of students who have come from another school, which is theirs no more.
    """
    rows = TaskPart.objects.unsettled().seen_by(viewer).filter(viewer.in_care("task__student"))
    open_parts = rows.filter(Q(task__school=school) | Q(task__student__in=students_of(school.pk)))
    open_parts = open_parts.select_related("task__student", "task__school", "version")
    sittings = list(open_parts.order_by("version__created", "version", "-part"))
    moved = schools_of(
        {sitting.task.student_id for sitting in sittings if sitting.task.school_id != school.pk}
    )
    return [
        sitting
        for sitting in sittings
        if sitting.task.school_id == school.pk
        or sitting.task.school_id not in moved.get(sitting.task.student_id, ())
    ]


def scoring_desk(viewer: Viewer, school: School, package: Package) -> ScoringDesk:
    """Everything that is open at a school, as far as the viewer works with its students."""
    sittings = open_sittings_at(viewer, school)
    seated: dict[UUID, list[Scorer]] = defaultdict(list)
    rows = Scorer.objects.seen_by(viewer).filter(sitting__in=sittings, deleted_at=None)
    for reader in rows.select_related("person").order_by("place"):
        seated[reader.sitting_id].append(reader)
    desk = ScoringDesk()
    for sitting in sittings:
        model_task = find_model_task(package, sitting.task.key)
        if model_task is None:
            continue
        readers = seated[sitting.pk]
        part = OpenPart(sitting, model_task.title, readers)
        if sitting.open_at:
            desk.talk.append(part)
        elif sitting.third_at:
            (desk.reading if any(seat.place == THIRD_PLACE for seat in readers) else desk.third).append(part)
        elif len(readers) < model_task.readers:
            strangers = sum(seat.person_id is None for seat in readers)
            external = model_task.external if sitting.part == "oral" else 0
            part.outside = min(max(0, external - strangers), model_task.readers - len(readers))
            desk.waiting.append(part)
        else:
            desk.reading.append(part)
    desk.more = max(0, len(desk.waiting) - MAX_LISTED)
    desk.waiting = desk.waiting[:MAX_LISTED]
    _propose_scorers(school, desk)
    return desk


def _propose_scorers(school: School, desk: ScoringDesk) -> None:
    parts = [*desk.third, *desk.waiting]
    if not parts:
        return
    add_distinctions([part.sitting.task.student for part in parts])
    staff, load = staff_of(school.pk), request_counts(school.pk)
    students = {part.sitting.task.student_id for part in parts}
    family, advisors = guardian_pairs(students), advisors_of(students)
    for part in parts:
        student = part.sitting.task.student_id
        taken = {seat.person_id for seat in part.seated if seat.person_id}
        taken |= {guardian for of, guardian in family if of == student}
        free = 1 if part.sitting.third_at else 2 - len(part.seated) - part.outside
        part.proposed = propose_scorers(staff, taken, advisors.get(student, set()), load, free)
        part.others = [person for person in staff if person.pk not in taken]


def own_seats_with_task(viewer: Viewer, school: School, package: Package) -> list[tuple[Scorer, str]]:
    """What the viewer was asked to read, and what each wants of them now: "read", "change" or "talk".

    Tasks that the model has no more are left out: nothing can be read of them.
    """
    rows = Scorer.objects.seen_by(viewer).filter(
        pk__in=active_seats(viewer).values("pk"), sitting__settled_at=None, sitting__task__school=school
    )
    rows = rows.select_related("sitting__task__student", "sitting__version").order_by("created")
    readers = [reader for reader in rows if find_model_task(package, reader.sitting.task.key)]
    levels = ScorerLevel.objects.seen_by(viewer).filter(reading__reader__in=readers)
    read = set(levels.values_list("reading__reader_id", flat=True))
    pairs = []
    for reader in readers:
        wants = "talk" if reader.sitting.open_at else "change" if reader.pk in read else "read"
        if not reader.sitting.is_closed_for(reader):
            pairs.append((reader, wants))
    return pairs


def own_pending_seats(viewer: Viewer, school: School) -> list[tuple[Scorer, str]]:
    """Return what awaits the viewer at a school: to score, or to discuss. Nothing where its model has no portfolios."""
    model = find_portfolio_model(school.pk)
    if model is None:
        return []
    return [pair for pair in own_seats_with_task(viewer, school, model.package) if pair[1] != "change"]


@dataclass(frozen=True)
class ScorerAgreement:
    """Of rows that two have read: how many in a hundred they read alike, and how many within one level."""

    rows: int
    alike: int
    near: int


def scorer_agreement(viewer: Viewer, school: School) -> ScorerAgreement | None:
    """How the first two readers agree, over what lies open. None under twenty rows: that says nothing yet."""
    rows = ScorerLevel.objects.seen_by(viewer).filter(
        reading__reader__sitting__task__school=school,
        reading__reader__sitting__open_at__isnull=False,
        reading__reader__place__in=(1, 2),
        reading__reader__deleted_at=None,
    )
    pairs: dict[tuple[UUID, str], list[int]] = defaultdict(list)
    for sitting, row, level in rows.values_list("reading__reader__sitting_id", "row", "level"):
        pairs[sitting, row].append(level)
    apart = [abs(two[0] - two[1]) for two in pairs.values() if len(two) == 2]
    if len(apart) < MIN_ROWS:
        return None
    alike, near = sum(distance == 0 for distance in apart), sum(distance <= 1 for distance in apart)
    return ScorerAgreement(len(apart), round(100 * alike / len(apart)), round(100 * near / len(apart)))
