"""The desk of colleagues' practice: which pieces wait for scorers that the viewer chooses, and whom to ask.

It is the desk of students' parts with other people on it. It says nothing of levels, and nobody finds a piece of
their own on it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q

from trellis.core.community.distinct_names import add_distinctions
from trellis.core.community.models import Person, School
from trellis.core.community.viewer import Viewer

from .desk import OpenPart, ScoringDesk, arrange_parts, own_seats, portfolio_seats_at
from .models import Scorer, TaskPart
from .permissions import chooses_condition
from .practice import possible_assessors
from .scorer_candidates import propose_scorers, request_counts_of
from .scoring_basis import SchoolTasks
from .tasks import find_portfolio_model

PRACTICE_SEATS = Q(task_part__task__practice__gt="")


@dataclass(frozen=True)
class PracticeDesk:
    """The pieces of practice whose scorers one person chooses."""

    pk: UUID
    """The id of that person: what the ledger says that an act is about."""

    def open_parts(self, viewer: Viewer) -> list[TaskPart]:
        """Pieces that are not final yet, the longest waiting first."""
        rows = TaskPart.objects.unsettled().seen_by(viewer).filter(chooses_condition(viewer, "task__"))
        related = ("task__student", "task__school", "submission")
        return list(rows.select_related(*related).order_by("submission__created", "pk"))

    def candidates(self, task_part: TaskPart) -> list[Person]:
        """Who may score a piece."""
        return possible_assessors(task_part.task)

    def seats(self, viewer: Viewer) -> list[Scorer]:
        """The seats of these pieces that may be taken away."""
        rows = Scorer.objects.seen_by(viewer).filter(task_part__in=self.open_parts(viewer), deleted_at=None)
        return list(rows.select_related("person"))


def practice_desk(viewer: Viewer) -> ScoringDesk:
    """Everything that the viewer chooses scorers for."""
    task_parts = PracticeDesk(viewer.person_id).open_parts(viewer)
    desk = ScoringDesk()
    for school_id in dict.fromkeys(task_part.task.school_id for task_part in task_parts):
        at_school = [task_part for task_part in task_parts if task_part.task.school_id == school_id]
        arrange_parts(viewer, desk, at_school, SchoolTasks(school_id))
    parts = [*desk.third, *desk.waiting]
    add_distinctions([part.task_part.task.student for part in parts])
    load = request_counts_of([part.task_part.pk for part in [*parts, *desk.being_scored]])
    for part in parts:
        _propose(part, load)
    return desk


def _propose(part: OpenPart, load: Counter[UUID]) -> None:
    taken = {seat.person_id for seat in part.seated if seat.person_id}
    people = possible_assessors(part.task_part.task)
    free = 1 if part.task_part.third_at else 2 - len(part.seated)
    proposed = propose_scorers(people, taken, set(), load, free)
    part.proposed = [*proposed, *[None] * (free - len(proposed))]
    part.others = [person for person in people if person.pk not in taken]


def own_practice_seats(viewer: Viewer) -> list[tuple[Scorer, str]]:
    """Colleagues' pieces that the viewer was asked to score, and what each wants of them now."""
    return own_seats(viewer, PRACTICE_SEATS)


def pending_practice_seats(viewer: Viewer) -> list[tuple[Scorer, str]]:
    """Those that wait for the viewer: to score, or to discuss."""
    return [pair for pair in own_practice_seats(viewer) if pair[1] != "change"]


@dataclass
class PendingSeats:
    """What awaits the viewer, to score or to discuss: students' portfolio work, and colleagues' practice."""

    portfolio: list[tuple[Scorer, str]] = field(default_factory=list)
    practice: list[tuple[Scorer, str]] = field(default_factory=list)


def pending_seats(viewer: Viewer, school: School) -> PendingSeats:
    """Return what awaits the viewer of a school's students and of colleagues anywhere. One query where nothing does."""
    has_portfolios = find_portfolio_model(school.pk) is not None
    condition = PRACTICE_SEATS | portfolio_seats_at(school) if has_portfolios else PRACTICE_SEATS
    pending = PendingSeats()
    for seat, wish in own_seats(viewer, condition):
        if wish != "change":
            seats = pending.practice if seat.task_part.task.practice else pending.portfolio
            seats.append((seat, wish))
    return pending
