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

    asked: Asked
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
        return f"{self.asked.key}-{self.task.pk.hex}" if self.earlier and self.task else self.asked.key

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
        found = {one.state for one in self.parts}
        return next(one for one in (REVISION, NOT_YET, WAITS, READ, ENOUGH) if one in found)


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
    own = list(Task.objects.seen_by(viewer).filter(student=student).select_related("term"))
    own.sort(key=lambda one: one.term.starts, reverse=True)
    by_key = {one.key: found for one in package.portfolio.tasks if (found := _current(own, one, term))}
    wanted = for_whom(package, student)
    begun = [one for one in package.portfolio.tasks if one.key in by_key and one not in wanted]
    current = {one.pk for one in by_key.values()}
    sittings: dict[UUID, list[Sitting]] = defaultdict(list)
    for one in Sitting.objects.seen_by(viewer).filter(task__in=own).select_related("version"):
        sittings[one.task_id].append(one)
    earlier = [one for one in own if one.pk not in current and _lately(one, sittings[one.pk], term)]
    held = {*current, *(one.pk for one in earlier)}
    versions: dict[UUID, list[Version]] = defaultdict(list)
    for one in Version.objects.seen_by(viewer).filter(task__in=held).order_by("-number"):
        versions[one.task_id].append(one)
    every = [one for key in held for one in sittings[key]]
    asked, told = asked_already(every), _told(viewer, every)
    now = [
        _now(package, one, by_key.get(one.key), sittings, versions, asked, told) for one in [*wanted, *begun]
    ]
    before = [_earlier(package, one, sittings, versions, asked, told) for one in earlier]
    return [one for one in before if one.revise] + now + [one for one in before if not one.revise]


def _earlier(
    package: Package,
    task: Task,
    sittings: dict[UUID, list[Sitting]],
    versions: dict[UUID, list[Version]],
    with_readers: set[UUID],
    told: Told,
) -> TaskNow:
    """A task of an earlier term: it goes on as long as the model has it, and readers want something of it."""
    asked = asked_of(package, task.key)
    stood = asked or _dropped(task, sittings[task.pk])
    one = _now(package, stood, task, sittings, versions, with_readers, told)
    one.earlier, one.may_hand_in = task.term, one.may_hand_in and asked is not None
    return one


def _current(own: list[Task], asked: Asked, term: Term | None) -> Task | None:
    """The row that a task of the model is handed in to: of this term, or the one before graduation."""
    of_key = [one for one in own if one.key == asked.key]
    once = next((one for one in of_key if one.once), None) if asked.when == "graduation" else None
    return once or next((one for one in of_key if term and one.term_id == term.pk), None)


def _lately(task: Task, sittings: list[Sitting], term: Term | None) -> bool:
    """Whether a task of an earlier term is still shown."""
    if any(one.settled_at is None for one in sittings):
        return True
    since = timezone.now() - timedelta(days=DAYS_SHOWN)
    lasts = task.once or (term is not None and task.term_id == term.pk)
    return any(lasts or (one.settled_at and one.settled_at >= since) for one in sittings)


def _dropped(task: Task, sittings: list[Sitting]) -> Asked:
    """A task that the model has no more, as far as what was handed in still tells."""
    parts = [part for part in PartOf.values if any(one.part == part for one in sittings)]
    when = "graduation" if task.once else "semester"
    return Asked.model_construct(key=task.key, title=task.title, ask="", when=when, parts=parts, passes=1)


@dataclass
class Told:
    """What a viewer may know of sittings, by the sitting's id."""

    settled: dict[UUID, dict[str, Settled]]
    comments: dict[UUID, list[str]]
    levels: dict[UUID, dict[str, dict[str, int]]]


def _told(viewer: Viewer, sittings: list[Sitting]) -> Told:
    told = Told(defaultdict(dict), defaultdict(list), defaultdict(dict))
    for one in Settled.objects.seen_by(viewer).filter(sitting__in=sittings):
        told.settled[one.sitting_id][one.row] = one
    open_ones = [one.pk for one in sittings if one.open_at]
    said = OwnReading.objects.seen_by(viewer).filter(
        reader__sitting__in=open_ones, reader__deleted_at=None, reader__sitting__settled_at__isnull=False
    )
    rows = said.exclude(comment="").order_by("reader__place")
    for sitting, comment in rows.values_list("reader__sitting_id", "comment"):
        told.comments[sitting].append(comment)
    read = RowReading.objects.seen_by(viewer).filter(
        reading__reader__sitting__in=open_ones, reading__reader__deleted_at=None
    )
    rows = read.select_related("reading__reader__person").order_by("reading__reader__place")
    for one in rows:
        seat = one.reading.reader
        told.levels[seat.sitting_id].setdefault(seat.called, {})[one.row] = one.level
    return told


def _now(
    package: Package,
    asked: Asked,
    task: Task | None,
    sittings: dict[UUID, list[Sitting]],
    versions: dict[UUID, list[Version]],
    with_readers: set[UUID],
    told: Told,
) -> TaskNow:
    own = sittings[task.pk] if task else []
    parts = [_part(package, asked, part, standing(own, part), with_readers, told) for part in asked.parts]
    read_now = any(one.pk in with_readers for one in own if one.settled_at is None)
    mine = versions[task.pk] if task else []
    now = TaskNow(asked, task, mine, parts, may_hand_in(own, asked, read_now))
    now.may_take_back = may_withdraw(mine, own)
    return now


def _part(
    package: Package,
    asked: Asked,
    part: str,
    sitting: Sitting | None,
    with_readers: set[UUID],
    told: Told,
) -> PartNow:
    label = str(PartOf(part).label)
    if sitting is None:
        return PartNow(part, label, NOT_YET)
    now = PartNow(part, label, _state(sitting, with_readers), sitting)
    rows = rows_for(package, asked, part) if asked_of(package, asked.key) else ()
    settled, levels = told.settled[sitting.pk], told.levels[sitting.pk]
    known = {row.key for row in rows}
    rows_gone = [_row_gone(package, key) for key in settled if key not in known]
    now.settled = [(row, settled[row.key]) for row in [*rows, *rows_gone] if row.key in settled]
    now.comments = told.comments[sitting.pk]
    if sitting.open_at and levels:
        now.open_names = list(levels)
        now.open_rows = [(row, [one.get(row.key) for one in levels.values()]) for row in rows]
    return now


def _row_gone(package: Package, key: str) -> Row:
    """A row that the task is not read on any more: by its title, where some rubric has it, and without its words."""
    of = key.rpartition(".")[2]
    every = [one for rubric in package.rubrics.rubrics for one in rubric.criteria]
    title = next((one.title for one in every if one.key == of), of.replace("-", " ").capitalize())
    return Row(key, title, "", ())


def _state(sitting: Sitting, with_readers: set[UUID]) -> str:
    if sitting.settled_at:
        return ENOUGH if sitting.passed else REVISION
    return READ if sitting.pk in with_readers else WAITS


def portfolios_of(viewer: Viewer, student: Person) -> list[tuple[Term, list[PortfolioEntry]]]:
    """What the student chose, term by term, the newest first."""
    rows = PortfolioEntry.objects.seen_by(viewer).filter(student=student).select_related("term", "work")
    told: dict[UUID, tuple[Term, list[PortfolioEntry]]] = {}
    for one in rows.order_by("-term__starts", "position", "created"):
        told.setdefault(one.term_id, (one.term, []))[1].append(one)
    return list(told.values())


def works_to_choose(viewer: Viewer, student: Person, term: Term) -> list[Work]:
    """Works of the student that could go into a portfolio, the newest first."""
    there = PortfolioEntry.objects.seen_by(viewer).filter(student=student, term=term)
    found = Work.objects.seen_by(viewer).filter(student=student).exclude(pk__in=there.values("work"))
    return list(found.order_by("-shown_at")[:100])
