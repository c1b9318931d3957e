"""The registry of measures: what a network can be told about who gets what. Apps register theirs in measures.py.

A measure is a question about a student in a school year. Its `facts` answer it for a whole network at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

from django.utils import timezone
from django.utils.translation import gettext as _

from .registry import Registry

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from trellis.core.community.models import Network

MeasureKind = Literal["rate", "mean"]
Direction = Literal["more", "fewer"]
"""Whether it is better for a student to have more of what is measured, or less of it."""
Stage = Literal["access", "time", "adults", "audience", "outcomes"]
"""What of school a measure is about: getting in, time in it, adults' attention, an audience, and what comes of it."""
FACETS = (
    "multilingual",
    "disability",
    "low_income",
    "race",
    "sex",
    "grade",
    "new_this_year",
    "ever_learner",
)
"""What students can be grouped by, in the order of the page."""
Fact = tuple[str, float, float]
"""A student's id (32 hex digits), what they have, and out of how much: (id, total, base)."""


@dataclass(frozen=True, slots=True)
class Year:
    """A school year: its first and last day, and the year in which it ends. zone: whose day "today" is."""

    starts: date
    ends: date
    number: int
    zone: tzinfo | None = field(default=None, compare=False)

    @property
    def day(self) -> date:
        """The day that "now" means within the year: today, or its last day when it is over."""
        return min(max(timezone.localdate(timezone=self.zone), self.starts), self.ends)

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """From midnight of the first day up to midnight after the last, for columns that hold a moment."""
        zone = timezone.get_current_timezone() or UTC
        first = datetime.combine(self.starts, time.min, zone)
        return first, datetime.combine(self.ends + timedelta(days=1), time.min, zone)


Facts = Callable[["Network", Year], Iterable[Fact]]


class ModelText(NamedTuple):
    """What one model says of a measure: its title, when a student counts, its target and how often it is reviewed."""

    model: str
    title: str
    counts: str
    standing: str


@dataclass(frozen=True, slots=True)
class Measure:
    """One registered measure.

    direction: whether "more" or "fewer" is better for a student. everyone: students whom `facts` passes over count
    with nothing out of one. left_too: those who have left count where they were last. blank_at_zero: where no
    student has anything, nothing was recorded (a rate of everyone is blank where `facts` names nobody).
    accumulates: what students have adds up over the school year, so only those enrolled for most of it count.
    facets: what a network looks at it by; None where none says. of_school: it is the same for every student of a
    school. stage: where overviews list it. standing: a model's target and period, in words. texts: what each model
    says, where several differ.
    """

    key: str
    title: str
    counts_when: str
    kind: MeasureKind
    facts: Facts
    direction: Direction
    everyone: bool = True
    left_too: bool = False
    blank_at_zero: bool = False
    accumulates: bool = False
    of_school: bool = False
    stage: Stage = "outcomes"
    facets: frozenset[str] | None = None
    standing: str = ""
    texts: tuple[ModelText, ...] = ()

    @property
    def names_students(self) -> bool:
        """Whether "students who do not count yet" says something: they are at the school, and could still count."""
        return self.kind == "rate" and self.direction == "more" and not self.left_too

    @property
    def direction_label(self) -> str:
        return _("Higher is better.") if self.direction == "more" else _("Lower is better.")


MEASURES: Registry[str, Measure] = Registry(
    "measures", "what a network can measure for each student in a school year"
)
_ADDITIONAL_FACTS: dict[str, list[Facts]] = {}


def register(
    key: str,
    title: str,
    counts_when: str,
    kind: MeasureKind,
    facts: Facts,
    *,
    direction: Direction,
    everyone: bool = True,
    left_too: bool = False,
    blank_at_zero: bool = False,
    accumulates: bool = False,
    of_school: bool = False,
    stage: Stage = "outcomes",
) -> None:
    """Register a measure. `title` is a question, `counts_when` a sentence, both lazy translations.

    `facts(network, year)` gives each student once at most. Raises ValueError for a key that is taken.
    """
    if direction not in get_args(Direction):
        raise ValueError(f"The measure {key} must say whether more or fewer is better, not {direction!r}.")
    measure = Measure(
        key,
        title,
        counts_when,
        kind,
        _with_additional_facts(key, facts),
        direction,
        everyone,
        left_too,
        blank_at_zero,
        accumulates,
        of_school,
        stage,
    )
    MEASURES.register(key, measure)


def add_facts(key: str, facts: Facts) -> None:
    """Let another app tell of a measure too, whichever app starts first. For rates of one out of one a student: who
    counts by either app counts, once."""
    _ADDITIONAL_FACTS.setdefault(key, []).append(facts)


def _with_additional_facts(key: str, facts: Facts) -> Facts:
    def every(network: Network, year: Year) -> Iterable[Fact]:
        others = _ADDITIONAL_FACTS.get(key)
        if not others:
            return facts(network, year)
        by_student: dict[str, tuple[float, float]] = {}
        for source in (facts, *others):
            for student, total, base in source(network, year):
                before = by_student.get(student, (0, 0))
                by_student[student] = max(total, before[0]), max(base, before[1])
        return ((student, total, base) for student, (total, base) in by_student.items())

    return every


def find_measure(key: str) -> Measure | None:
    """The measure of that key, or None."""
    return MEASURES.get(key)


def count_each_student(students: QuerySet, others: QuerySet | None = None) -> Iterator[Fact]:
    """Yield one out of one for each student of a query that gives their ids, each once.

    `others`, a second such query, are students of whom something is recorded that is not enough: nothing out of one.
    """
    counted = set()
    for student in students.iterator(chunk_size=20_000):
        counted.add(student)
        yield student.hex, 1, 1
    for student in others.iterator(chunk_size=20_000) if others is not None else ():
        if student not in counted:
            yield student.hex, 0, 1
