"""A student's portfolio as a page shows it: each task, where its parts stand, what was settled, and chosen work."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from trellis.assessment.evidence.judged import Row
from trellis.assessment.evidence.models import Work
from trellis.core.community.models import Person, Term
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.ids import new_id
from trellis.design.blueprint.package import Package
from trellis.design.blueprint.package.portfolio import Task as Asked

from .models import (
    OwnReading,
    PartOf,
    PortfolioEntry,
    Reader,
    RowReading,
    Settled,
    Sitting,
    Task,
    Version,
)
from .services import may_hand_in, standing
from .tasks import asked_of, for_whom, rows_for
from .withdrawals import may_withdraw

DAYS_SHOWN = 120
"""Days for which what was settled in an earlier term stays on the page."""
NOT_YET, WAITS, READ, REVISION, ENOUGH = "not-yet", "waits", "read", "revision", "enough"


@dataclass
class PartNow:
    """One part of a task as it stands. `state` tells nobody who has read, or how."""

    part: str
    label: str
    state: str
    sitting: Sitting | None = None
    settled: list[tuple[Row, Settled]] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    open_rows: list[tuple[Row, list[int | None]]] = field(default_factory=list)
    open_names: list[str] = field(default_factory=list)


@dataclass
class TaskNow:
    """A task of the model, and what a student did of it so far."""

    model_task: Asked
    task: Task | None
    versions: list[Version]
    parts: list[PartNow]
    may_hand_in: bool
    key: UUID = field(default_factory=new_id)  # of what is handed in from this page
    earlier: Term | None = None  # the term of a task that was begun before this one
    may_take_back: Version | None = None

    @property
    def anchor(self) -> str:
        """Its id on a page, where one task may stand for more terms than one."""
        return (
            f"{self.model_task.key}-{self.task.pk.hex}" if self.earlier and self.task else self.model_task.key
        )

    @property
    def onto(self) -> str:
        """The task of an earlier term that a new version goes to; empty for the task of this term."""
        return str(self.task.pk) if self.earlier and self.task else ""

    @property
    def revise(self) -> bool:
        """Whether its readers want it once more, and it can be handed in again."""
        return self.may_hand_in and self.state == REVISION

    @property
    def state(self) -> str:
        """Where the task stands as a whole: what wants somebody's hand comes first."""
        states = {part.state for part in self.parts}
        return next(state for state in (REVISION, NOT_YET, WAITS, READ, ENOUGH) if state in states)


def asked_already(sittings: Iterable[Sitting]) -> set[UUID]:
    """Which of some sittings have readers. That somebody was asked is no secret; what they read is."""
    rows = Reader.objects.unscoped("whether readers were asked").filter(
        sitting__in=list(sittings), deleted_at=None
    )
    return set(rows.values_list("sitting_id", flat=True))


def tasks_of(viewer: Viewer, student: Person, package: Package, term: Term | None) -> list[TaskNow]:
    """The tasks of the student's grade, those of this term and those for graduation, and any that were begun.

    Before them those of earlier terms that want a revision, which go on where they were begun. After them those of
    earlier terms that are open or were settled lately, and what was settled of tasks that the model has no more, which
    is shown and not handed in.
    """
    tasks = list(Task.objects.seen_by(viewer).filter(student=student).select_related("term"))
    tasks.sort(key=lambda task: task.term.starts, reverse=True)
    by_key = {
        model_task.key: task
        for model_task in package.portfolio.tasks
        if (task := _current(tasks, model_task, term))
    }
    grade_tasks = for_whom(package, student)
    begun = [
        model_task
        for model_task in package.portfolio.tasks
        if model_task.key in by_key and model_task not in grade_tasks
    ]
    current = {task.pk for task in by_key.values()}
    sittings = _sittings_by_task(viewer, tasks)
    earlier = [task for task in tasks if task.pk not in current and _lately(task, sittings[task.pk], term)]
    task_ids = {*current, *(task.pk for task in earlier)}
    versions = _versions_by_task(viewer, task_ids)
    every = [sitting for key in task_ids for sitting in sittings[key]]
    with_readers, feedback = asked_already(every), _told(viewer, every)
    now = [
        _now(package, model_task, by_key.get(model_task.key), sittings, versions, with_readers, feedback)
        for model_task in [*grade_tasks, *begun]
    ]
    before = [_earlier(package, task, sittings, versions, with_readers, feedback) for task in earlier]
    return (
        [task_now for task_now in before if task_now.revise]
        + now
        + [task_now for task_now in before if not task_now.revise]
    )


def _sittings_by_task(viewer: Viewer, tasks: list[Task]) -> dict[UUID, list[Sitting]]:
    sittings: dict[UUID, list[Sitting]] = defaultdict(list)
    for sitting in Sitting.objects.seen_by(viewer).filter(task__in=tasks).select_related("version"):
        sittings[sitting.task_id].append(sitting)
    return sittings


def _versions_by_task(viewer: Viewer, task_ids: set[UUID]) -> dict[UUID, list[Version]]:
    """The versions of each task, the newest first."""
    versions: dict[UUID, list[Version]] = defaultdict(list)
    for version in Version.objects.seen_by(viewer).filter(task__in=task_ids).order_by("-number"):
        versions[version.task_id].append(version)
    return versions


def _earlier(
    package: Package,
    task: Task,
    sittings: dict[UUID, list[Sitting]],
    versions: dict[UUID, list[Version]],
    with_readers: set[UUID],
    feedback: Told,
) -> TaskNow:
    """A task of an earlier term: it goes on as long as the model has it, and readers want something of it."""
    model_task = asked_of(package, task.key)
    stood = model_task or _dropped(task, sittings[task.pk])
    task_now = _now(package, stood, task, sittings, versions, with_readers, feedback)
    task_now.earlier, task_now.may_hand_in = task.term, task_now.may_hand_in and model_task is not None
    return task_now


def _current(tasks: list[Task], model_task: Asked, term: Term | None) -> Task | None:
    """The row that a task of the model is handed in to: of this term, or the one before graduation."""
    of_key = [task for task in tasks if task.key == model_task.key]
    once = next((task for task in of_key if task.once), None) if model_task.when == "graduation" else None
    return once or next((task for task in of_key if term and task.term_id == term.pk), None)


def _lately(task: Task, sittings: list[Sitting], term: Term | None) -> bool:
    """Whether a task of an earlier term is still shown."""
    if any(sitting.settled_at is None for sitting in sittings):
        return True
    since = timezone.now() - timedelta(days=DAYS_SHOWN)
    lasts = task.once or (term is not None and task.term_id == term.pk)
    return any(lasts or (sitting.settled_at and sitting.settled_at >= since) for sitting in sittings)


def _dropped(task: Task, sittings: list[Sitting]) -> Asked:
    """A task that the model has no more, as far as what was handed in still tells."""
    parts = [part for part in PartOf.values if any(sitting.part == part for sitting in sittings)]
    when = "graduation" if task.once else "semester"
    return Asked.model_construct(key=task.key, title=task.title, ask="", when=when, parts=parts, passes=1)


@dataclass
class Told:
    """What a viewer may know of sittings, by the sitting's id."""

    settled: dict[UUID, dict[str, Settled]]
    comments: dict[UUID, list[str]]
    levels: dict[UUID, dict[str, dict[str, int]]]


def _told(viewer: Viewer, sittings: list[Sitting]) -> Told:
    feedback = Told(defaultdict(dict), defaultdict(list), defaultdict(dict))
    for settled in Settled.objects.seen_by(viewer).filter(sitting__in=sittings):
        feedback.settled[settled.sitting_id][settled.row] = settled
    open_ones = [sitting.pk for sitting in sittings if sitting.open_at]
    readings = OwnReading.objects.seen_by(viewer).filter(
        reader__sitting__in=open_ones, reader__deleted_at=None, reader__sitting__settled_at__isnull=False
    )
    rows = readings.exclude(comment="").order_by("reader__place")
    for sitting, comment in rows.values_list("reader__sitting_id", "comment"):
        feedback.comments[sitting].append(comment)
    read = RowReading.objects.seen_by(viewer).filter(
        reading__reader__sitting__in=open_ones, reading__reader__deleted_at=None
    )
    rows = read.select_related("reading__reader__person").order_by("reading__reader__place")
    for row_reading in rows:
        seat = row_reading.reading.reader
        feedback.levels[seat.sitting_id].setdefault(seat.called, {})[row_reading.row] = row_reading.level
    return feedback


def _now(
    package: Package,
    model_task: Asked,
    task: Task | None,
    sittings: dict[UUID, list[Sitting]],
    versions: dict[UUID, list[Version]],
    with_readers: set[UUID],
    feedback: Told,
) -> TaskNow:
    task_sittings = sittings[task.pk] if task else []
    parts = [
        _part(package, model_task, part, standing(task_sittings, part), with_readers, feedback)
        for part in model_task.parts
    ]
    read_now = any(sitting.pk in with_readers for sitting in task_sittings if sitting.settled_at is None)
    mine = versions[task.pk] if task else []
    now = TaskNow(model_task, task, mine, parts, may_hand_in(task_sittings, model_task, read_now))
    now.may_take_back = may_withdraw(mine, task_sittings)
    return now


def _part(
    package: Package,
    model_task: Asked,
    part: str,
    sitting: Sitting | None,
    with_readers: set[UUID],
    feedback: Told,
) -> PartNow:
    label = str(PartOf(part).label)
    if sitting is None:
        return PartNow(part, label, NOT_YET)
    now = PartNow(part, label, _state(sitting, with_readers), sitting)
    rows = rows_for(package, model_task, part) if asked_of(package, model_task.key) else ()
    settled, levels = feedback.settled[sitting.pk], feedback.levels[sitting.pk]
    row_keys = {row.key for row in rows}
    rows_gone = [_row_gone(package, key) for key in settled if key not in row_keys]
    now.settled = [(row, settled[row.key]) for row in [*rows, *rows_gone] if row.key in settled]
    now.comments = feedback.comments[sitting.pk]
    if sitting.open_at and levels:
        now.open_names = list(levels)
        now.open_rows = [
            (row, [levels_by_row.get(row.key) for levels_by_row in levels.values()]) for row in rows
        ]
    return now


def _row_gone(package: Package, key: str) -> Row:
    """A row that the task is not read on any more: by its title, where some rubric has it, and without its words."""
    of = key.rpartition(".")[2]
    every = [criterion for rubric in package.rubrics.rubrics for criterion in rubric.criteria]
    title = next(
        (criterion.title for criterion in every if criterion.key == of), of.replace("-", " ").capitalize()
    )
    return Row(key, title, "", ())


def _state(sitting: Sitting, with_readers: set[UUID]) -> str:
    if sitting.settled_at:
        return ENOUGH if sitting.passed else REVISION
    return READ if sitting.pk in with_readers else WAITS


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
