"""A student's portfolio as a page shows it: each task, where its parts stand, what was settled, and chosen work."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from trellis.assessment.evidence.models import Work
from trellis.assessment.evidence.panel_evidence import RubricRow
from trellis.core.community.models import Person, Term
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.ids import new_id
from trellis.design.blueprint.package import Package
from trellis.design.blueprint.package.portfolio import Task as ModelTask
from trellis.design.blueprint.wording import wording_of

from .feedback import TaskPartFeedback, load_feedback
from .models import (
    FinalLevel,
    PartOf,
    PortfolioEntry,
    Scorer,
    Task,
    TaskPart,
    TaskSubmission,
)
from .services import may_turn_in, newest_task_part
from .tasks import find_model_task, model_tasks, rows_for_part, tasks_for_student
from .withdrawals import withdrawable_submission

DAYS_SHOWN = 120
"""Days for which what was settled in an earlier term stays on the page."""
NOT_TURNED_IN, WAITING, BEING_SCORED, NEEDS_REVISION, PASSED = (
    "not-yet",
    "waits",
    "read",
    "revision",
    "enough",
)


@dataclass
class PartStatus:
    """One part of a task as it stands. `state` tells nobody who has scored, or how."""

    part: str
    label: str
    state: str
    task_part: TaskPart | None = None
    settled: list[tuple[RubricRow, FinalLevel]] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    open_rows: list[tuple[RubricRow, list[int | None]]] = field(default_factory=list)
    open_names: list[str] = field(default_factory=list)


@dataclass
class TaskStatus:
    """A task of the model, and what a student did of it so far."""

    model_task: ModelTask
    task: Task | None
    submissions: list[TaskSubmission]
    parts: list[PartStatus]
    can_turn_in: bool
    key: UUID = field(default_factory=new_id)  # of what is handed in from this page
    earlier: Term | None = None  # the term of a task that was begun before this one
    withdrawable: TaskSubmission | None = None

    @property
    def anchor(self) -> str:
        """Its id on a page, where one task may stand for more terms than one."""
        return (
            f"{self.model_task.key}-{self.task.pk.hex}" if self.earlier and self.task else self.model_task.key
        )

    @property
    def onto(self) -> str:
        """The task of an earlier term that a new submission goes to; empty for the task of this term."""
        return str(self.task.pk) if self.earlier and self.task else ""

    @property
    def revise(self) -> bool:
        """Whether its scorers want it once more, and it can be handed in again."""
        return self.can_turn_in and self.state == NEEDS_REVISION

    @property
    def state(self) -> str:
        """Where the task stands as a whole: what wants somebody's hand comes first."""
        states = {part.state for part in self.parts} or {PASSED}  # what one assesses oneself has no parts
        return next(
            state
            for state in (NEEDS_REVISION, NOT_TURNED_IN, WAITING, BEING_SCORED, PASSED)
            if state in states
        )


def task_parts_with_scorers(task_parts: Iterable[TaskPart]) -> set[UUID]:
    """Which of some task parts have scorers. That somebody was asked is no secret; what they gave is."""
    rows = Scorer.objects.unscoped("were scorers asked").filter(
        task_part__in=list(task_parts), deleted_at=None
    )
    return set(rows.values_list("task_part_id", flat=True))


def task_statuses(viewer: Viewer, student: Person, package: Package, term: Term | None) -> list[TaskStatus]:
    """The tasks of the student's grade, those of this term and those for graduation, and any that were begun.

    Before them those of earlier terms that want a revision, which go on where they were begun. After them those of
    earlier terms that are open or were settled lately, and what was settled of tasks that the model has no more, which
    is shown and not handed in.
    """
    tasks = list(Task.objects.seen_by(viewer).filter(student=student).select_related("term"))
    tasks.sort(key=lambda task: task.term.starts, reverse=True)
    by_key = {
        model_task.key: task
        for model_task in model_tasks(package)
        if (task := _current_task(tasks, model_task, term))
    }
    grade_tasks = tasks_for_student(package, student)
    begun = [task for task in model_tasks(package) if task.key in by_key and task not in grade_tasks]
    current = {task.pk for task in by_key.values()}
    task_parts = _task_parts_by_task(viewer, tasks)
    earlier = [
        task for task in tasks if task.pk not in current and _is_recent(task, task_parts[task.pk], term)
    ]
    task_ids = {*current, *(task.pk for task in earlier)}
    submissions = _submissions_by_task(viewer, task_ids)
    every = [task_part for key in task_ids for task_part in task_parts[key]]
    with_scorers, feedback = task_parts_with_scorers(every), load_feedback(viewer, every)
    shown = (task_parts, submissions, with_scorers, feedback)
    now = [_task_status(package, task, by_key.get(task.key), *shown) for task in [*grade_tasks, *begun]]
    before = [_earlier_task_status(package, task, *shown) for task in earlier]
    to_revise = [status for status in before if status.revise]
    return to_revise + now + [status for status in before if not status.revise]


def practice_statuses(viewer: Viewer, person: Person) -> list[TaskStatus]:
    """The pieces of practice that an adult has turned in, the earliest first, as far as the viewer sees them."""
    tasks = Task.objects.seen_by(viewer).filter(student=person, practice__gt="").select_related("term")
    tasks = list(tasks.order_by("created", "key"))
    task_parts, submissions = (
        _task_parts_by_task(viewer, tasks),
        _submissions_by_task(viewer, {t.pk for t in tasks}),
    )
    every = [task_part for task in tasks for task_part in task_parts[task.pk]]
    shown = (task_parts, submissions, task_parts_with_scorers(every), load_feedback(viewer, every))
    statuses = []
    for task in tasks:
        package = wording_of(task.school_id).package
        if package is None:  # the school has no model any more, and no words for what was turned in
            continue
        model_task = find_model_task(package, task.key) or _dropped(task, task_parts[task.pk])
        statuses.append(_task_status(package, model_task, task, *shown))
    return statuses


def _task_parts_by_task(viewer: Viewer, tasks: list[Task]) -> dict[UUID, list[TaskPart]]:
    task_parts: dict[UUID, list[TaskPart]] = defaultdict(list)
    for task_part in TaskPart.objects.seen_by(viewer).filter(task__in=tasks).select_related("submission"):
        task_parts[task_part.task_id].append(task_part)
    return task_parts


def _submissions_by_task(viewer: Viewer, task_ids: set[UUID]) -> dict[UUID, list[TaskSubmission]]:
    """The submissions of each task, the newest first."""
    submissions: dict[UUID, list[TaskSubmission]] = defaultdict(list)
    for submission in TaskSubmission.objects.seen_by(viewer).filter(task__in=task_ids).order_by("-number"):
        submissions[submission.task_id].append(submission)
    return submissions


def _earlier_task_status(
    package: Package,
    task: Task,
    task_parts: dict[UUID, list[TaskPart]],
    submissions: dict[UUID, list[TaskSubmission]],
    with_scorers: set[UUID],
    feedback: TaskPartFeedback,
) -> TaskStatus:
    """A task of an earlier term: it goes on as long as the model has it, and scorers want something of it."""
    model_task = find_model_task(package, task.key)
    shown_task = model_task or _dropped(task, task_parts[task.pk])
    status = _task_status(package, shown_task, task, task_parts, submissions, with_scorers, feedback)
    status.earlier, status.can_turn_in = task.term, status.can_turn_in and model_task is not None
    return status


def _current_task(tasks: list[Task], model_task: ModelTask, term: Term | None) -> Task | None:
    """The row that a task of the model is handed in to: of this term, or the one before graduation."""
    of_key = [task for task in tasks if task.key == model_task.key]
    once = next((task for task in of_key if task.once), None) if model_task.when == "graduation" else None
    return once or next((task for task in of_key if term and task.term_id == term.pk), None)


def _is_recent(task: Task, task_parts: list[TaskPart], term: Term | None) -> bool:
    """Whether a task of an earlier term is still shown."""
    if any(task_part.settled_at is None for task_part in task_parts):
        return True
    since = timezone.now() - timedelta(days=DAYS_SHOWN)
    lasts = task.once or (term is not None and task.term_id == term.pk)
    return any(lasts or (task_part.settled_at and task_part.settled_at >= since) for task_part in task_parts)


def _dropped(task: Task, task_parts: list[TaskPart]) -> ModelTask:
    """A task that the model has no more, as far as what was handed in still tells."""
    parts = [part for part in PartOf.values if any(task_part.part == part for task_part in task_parts)]
    when = "graduation" if task.once else "semester"
    return ModelTask.model_construct(key=task.key, title=task.title, ask="", when=when, parts=parts, passes=1)


def _task_status(
    package: Package,
    model_task: ModelTask,
    task: Task | None,
    task_parts: dict[UUID, list[TaskPart]],
    submissions: dict[UUID, list[TaskSubmission]],
    with_scorers: set[UUID],
    feedback: TaskPartFeedback,
) -> TaskStatus:
    own_parts = task_parts[task.pk] if task else []
    parts = [
        _part_status(package, model_task, part, newest_task_part(own_parts, part), with_scorers, feedback)
        for part in model_task.parts
    ]
    has_scorers = any(task_part.pk in with_scorers for task_part in own_parts if task_part.settled_at is None)
    task_submissions = submissions[task.pk] if task else []
    can_turn_in = may_turn_in(own_parts, model_task, has_scorers)
    status = TaskStatus(model_task, task, task_submissions, parts, can_turn_in)
    status.withdrawable = withdrawable_submission(task_submissions, own_parts)
    return status


def _part_status(
    package: Package,
    model_task: ModelTask,
    part: str,
    task_part: TaskPart | None,
    with_scorers: set[UUID],
    feedback: TaskPartFeedback,
) -> PartStatus:
    label = str(PartOf(part).label)
    if task_part is None:
        return PartStatus(part, label, NOT_TURNED_IN)
    status = PartStatus(part, label, _part_state(task_part, with_scorers), task_part)
    rows = rows_for_part(package, model_task, part) if find_model_task(package, model_task.key) else ()
    settled, levels = feedback.settled[task_part.pk], feedback.levels[task_part.pk]
    row_keys = {row.key for row in rows}
    rows_gone = [_removed_row(package, key) for key in settled if key not in row_keys]
    status.settled = [(row, settled[row.key]) for row in [*rows, *rows_gone] if row.key in settled]
    status.comments = feedback.comments[task_part.pk]
    if task_part.open_at and levels:
        status.open_names = list(levels)
        status.open_rows = [
            (row, [levels_by_row.get(row.key) for levels_by_row in levels.values()]) for row in rows
        ]
    return status


def _removed_row(package: Package, key: str) -> RubricRow:
    """A row that the task is not scored on any more: by its title, where some rubric has it, and without its words."""
    of = key.rpartition(".")[2]
    every = [criterion for rubric in package.rubrics.rubrics for criterion in rubric.criteria]
    title = next(
        (criterion.title for criterion in every if criterion.key == of), of.replace("-", " ").capitalize()
    )
    return RubricRow(key, title, "", ())


def _part_state(task_part: TaskPart, with_scorers: set[UUID]) -> str:
    if task_part.settled_at:
        return PASSED if task_part.passed else NEEDS_REVISION
    return BEING_SCORED if task_part.pk in with_scorers else WAITING


def portfolios_of(viewer: Viewer, student: Person) -> list[tuple[Term, list[PortfolioEntry]]]:
    """What the student chose, term by term, the newest first."""
    rows = PortfolioEntry.objects.seen_by(viewer).filter(student=student).select_related("term", "work")
    by_term: dict[UUID, tuple[Term, list[PortfolioEntry]]] = {}
    for entry in rows.order_by("-term__starts", "position", "created"):
        by_term.setdefault(entry.term_id, (entry.term, []))[1].append(entry)
    return list(by_term.values())


def works_to_choose(viewer: Viewer, student: Person, term: Term) -> list[Work]:
    """Works of the student that could go into a portfolio, the newest first."""
    chosen = PortfolioEntry.objects.seen_by(viewer).filter(student=student, term=term)
    works = Work.objects.seen_by(viewer).filter(student=student).exclude(pk__in=chosen.values("work"))
    return list(works.order_by("-shown_at")[:100])
