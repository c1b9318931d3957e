"""The school's desk: which parts wait for scorers and whom to ask, where a third is wanted, and how scorers agree.

Nothing here says who has scored: a scorer may sit at this desk.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.functional import cached_property

from trellis.core.community.distinct_names import add_distinctions
from trellis.core.community.models import Person, School
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.prepared_queries import PreparedQuery

from .models import THIRD_POSITION, Scorer, ScorerLevel, TaskPart
from .permissions import active_seats
from .scorer_candidates import (
    advisors_of,
    guardian_pairs,
    propose_scorers,
    request_counts,
    schools_of,
    staff_of,
    students_of,
)
from .scoring_basis import SchoolTasks
from .tasks import find_portfolio_model

MAX_LISTED = 40
"""Parts that wait, on one page: the others come up as these are asked for."""
MIN_ROWS = 20
"""Rows that two have scored before a share of agreement says anything."""


_OPEN_SEATS = PreparedQuery(Scorer, lambda seats: seats.values_list("pk", flat=True)[:1])


@dataclass(frozen=True)
class SchoolDesk:
    """The desk of one school, as the forms on it need it."""

    school: School

    @property
    def pk(self) -> UUID:
        """The id of the school: what the ledger says that an act is about."""
        return self.school.pk

    def open_parts(self, viewer: Viewer) -> list[TaskPart]:
        """The open parts of students whom the viewer works with at the school."""
        return open_task_parts_at(viewer, self.school)

    def candidates(self, _task_part: TaskPart) -> list[Person]:
        """Who may score a part."""
        return self._staff

    @cached_property
    def _staff(self) -> list[Person]:
        return staff_of(self.school.pk)

    def seats(self, viewer: Viewer) -> list[Scorer]:
        """The seats at the school that may be taken away."""
        in_care = viewer.in_care("task_part__task__student")
        rows = Scorer.objects.seen_by(viewer).filter(in_care, task_part__task__practice="", deleted_at=None)
        at_school = Q(task_part__task__school=self.school) | Q(task_part__in=self.open_parts(viewer))
        return list(rows.filter(at_school).select_related("person"))


@dataclass
class OpenPart:
    """A part that wants scorers: whom to propose for each free place, and who may be chosen instead."""

    task_part: TaskPart
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
    being_scored: list[OpenPart] = field(default_factory=list)
    talk: list[OpenPart] = field(default_factory=list)
    more: int = 0


def open_task_parts_at(viewer: Viewer, school: School) -> list[TaskPart]:
    """The open parts of students whom the viewer works with at the school, the longest waiting first.

    Among them those of students who have come from another school, which is theirs no more.
    """
    rows = (
        TaskPart.objects.unsettled()
        .seen_by(viewer)
        .filter(viewer.in_care("task__student"), task__practice="")
    )
    open_parts = rows.filter(Q(task__school=school) | Q(task__student__in=students_of(school.pk)))
    open_parts = open_parts.select_related("task__student", "task__school", "submission")
    task_parts = list(open_parts.order_by("submission__created", "submission", "-part"))
    moved = schools_of(
        {task_part.task.student_id for task_part in task_parts if task_part.task.school_id != school.pk}
    )
    return [
        task_part
        for task_part in task_parts
        if task_part.task.school_id == school.pk
        or task_part.task.school_id not in moved.get(task_part.task.student_id, ())
    ]


def scoring_desk(viewer: Viewer, school: School) -> ScoringDesk:
    """Everything that is open at a school, as far as the viewer works with its students."""
    desk = ScoringDesk()
    arrange_parts(viewer, desk, open_task_parts_at(viewer, school), SchoolTasks(school.pk))
    desk.more = max(0, len(desk.waiting) - MAX_LISTED)
    desk.waiting = desk.waiting[:MAX_LISTED]
    _propose_scorers(school, desk)
    return desk


def arrange_parts(viewer: Viewer, desk: ScoringDesk, task_parts: list[TaskPart], tasks: SchoolTasks) -> None:
    """Put each open part where it belongs on a desk: it waits, wants a third, is being scored, or talked about."""
    seated: dict[UUID, list[Scorer]] = defaultdict(list)
    rows = Scorer.objects.seen_by(viewer).filter(task_part__in=task_parts, deleted_at=None)
    for scorer in rows.select_related("person").order_by("position"):
        seated[scorer.task_part_id].append(scorer)
    for task_part in task_parts:
        model_task = tasks.find(task_part.task.key)
        if model_task is None:
            continue
        scorers = seated[task_part.pk]
        part = OpenPart(task_part, model_task.title, scorers)
        if task_part.open_at:
            desk.talk.append(part)
        elif task_part.third_at:
            (
                desk.being_scored if any(seat.position == THIRD_POSITION for seat in scorers) else desk.third
            ).append(part)
        elif len(scorers) < model_task.readers:
            strangers = sum(seat.person_id is None for seat in scorers)
            external = model_task.external if task_part.part == "oral" else 0
            part.outside = min(max(0, external - strangers), model_task.readers - len(scorers))
            desk.waiting.append(part)
        else:
            desk.being_scored.append(part)


def _propose_scorers(school: School, desk: ScoringDesk) -> None:
    parts = [*desk.third, *desk.waiting]
    if not parts:
        return
    add_distinctions([part.task_part.task.student for part in parts])
    staff, load = staff_of(school.pk), request_counts(school.pk)
    students = {part.task_part.task.student_id for part in parts}
    family, advisors = guardian_pairs(students), advisors_of(students)
    for part in parts:
        student = part.task_part.task.student_id
        taken = {seat.person_id for seat in part.seated if seat.person_id}
        taken |= {guardian for of, guardian in family if of == student}
        free = 1 if part.task_part.third_at else 2 - len(part.seated) - part.outside
        part.proposed = propose_scorers(staff, taken, advisors.get(student, set()), load, free)
        part.others = [person for person in staff if person.pk not in taken]


def own_seats_with_task(viewer: Viewer, school: School) -> list[tuple[Scorer, str]]:
    """What the viewer was asked to score, and what each wants of them now: "read", "change" or "talk"."""
    return own_seats(viewer, portfolio_seats_at(school))


def portfolio_seats_at(school: School) -> Q:
    """A condition on a scorer: of students' work at a school."""
    return Q(task_part__task__school=school, task_part__task__practice="")


def own_seats(viewer: Viewer, condition: Q) -> list[tuple[Scorer, str]]:
    """Open seats of the viewer that meet a condition, and what each wants of them now.

    Most people have none, and a prepared query says so ten times as fast.
    """
    reason = "find out whether the viewer is asked to score anything"
    if not _OPEN_SEATS.unscoped(reason, person=viewer.person_id, task_part__settled_at=None, deleted_at=None):
        return []
    rows = Scorer.objects.seen_by(viewer).filter(
        condition, pk__in=active_seats(viewer).values("pk"), task_part__settled_at=None
    )
    return seats_with_wish(viewer, rows)


def seats_with_wish(viewer: Viewer, rows: QuerySet[Scorer]) -> list[tuple[Scorer, str]]:
    """The viewer's own seats among these, and what each wants of them now: "read", "change" or "talk"."""
    rows = rows.select_related("task_part__task__student", "task_part__submission").order_by("created")
    tasks: dict[UUID, SchoolTasks] = {}
    scorers = []
    for scorer in rows:
        task = scorer.task_part.task
        if tasks.setdefault(task.school_id, SchoolTasks(task.school_id)).find(task.key):
            scorers.append(scorer)
    levels = ScorerLevel.objects.seen_by(viewer).filter(feedback__scorer__in=scorers)
    scored = set(levels.values_list("feedback__scorer_id", flat=True))
    pairs = []
    for scorer in scorers:
        wants = "talk" if scorer.task_part.open_at else "change" if scorer.pk in scored else "read"
        if not scorer.task_part.is_closed_for(scorer):
            pairs.append((scorer, wants))
    return pairs


def own_pending_seats(viewer: Viewer, school: School) -> list[tuple[Scorer, str]]:
    """Return what awaits the viewer at a school: to score, or to discuss. Nothing where its model has no portfolios."""
    if find_portfolio_model(school.pk) is None:
        return []
    return [pair for pair in own_seats_with_task(viewer, school) if pair[1] != "change"]


@dataclass(frozen=True)
class ScorerAgreement:
    """Of rows that two have scored: how many in a hundred they scored alike, and how many within one level."""

    rows: int
    alike: int
    near: int


def scorer_agreement(viewer: Viewer, school: School) -> ScorerAgreement | None:
    """How the first two scorers agree, over what lies open. None under twenty rows: that says nothing yet."""
    rows = ScorerLevel.objects.seen_by(viewer).filter(
        feedback__scorer__task_part__task__school=school,
        feedback__scorer__task_part__task__practice="",
        feedback__scorer__task_part__open_at__isnull=False,
        feedback__scorer__position__in=(1, 2),
        feedback__scorer__deleted_at=None,
    )
    pairs: dict[tuple[UUID, str], list[int]] = defaultdict(list)
    for task_part, row, level in rows.values_list("feedback__scorer__task_part_id", "row", "level"):
        pairs[task_part, row].append(level)
    apart = [abs(two[0] - two[1]) for two in pairs.values() if len(two) == 2]
    if len(apart) < MIN_ROWS:
        return None
    alike, near = sum(distance == 0 for distance in apart), sum(distance <= 1 for distance in apart)
    return ScorerAgreement(len(apart), round(100 * alike / len(apart)), round(100 * near / len(apart)))
