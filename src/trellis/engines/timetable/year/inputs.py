"""What is asked: first and last day, closed days, terms, exhibitions, internships. A last day counts as in its span."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, StrEnum
from functools import cached_property
from itertools import pairwise

ONE_DAY = timedelta(days=1)
LONGEST_YEAR = timedelta(days=400)
MOST_TERMS = 12


class Refusal(Enum):
    """Why no year can be drafted, with the sentence for whoever calls the engine."""

    LAST_BEFORE_FIRST = "The last day comes before the first."
    TOO_LONG = "A school year has at most 400 days."
    NO_SCHOOL_DAYS = "There is no school day between the first day and the last."
    TERMS_UNKNOWN = "A year has 1 to 12 terms, of at least one week each."
    FEWER_WEEKS_THAN_TERMS = "There are fewer weeks than terms."
    NO_PANELS = "At least one panel is needed."
    EXHIBITION_TOO_LONG = "One exhibition takes longer than a day has minutes for."
    FIXED_BACKWARD = "A date that was set by hand ends before it starts."
    FIXED_OUTSIDE = "A date that was set by hand is outside of the school year."
    FIXED_TERMS_OVERLAP = "Terms that were set by hand overlap or are not in order."


class YearRefusedError(ValueError):
    """No year can be drafted from this question. refusal: why."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal


class DateKind(StrEnum):
    TERM = "term"
    INTERNSHIPS = "internships"
    EXHIBITIONS = "exhibitions"
    PLAN_MEETINGS = "plan_meetings"


@dataclass(frozen=True, slots=True, order=True)
class DateSpan:
    """From one day to another, both in it."""

    starts: date
    ends: date

    def __contains__(self, day: date) -> bool:
        return self.starts <= day <= self.ends


@dataclass(frozen=True, slots=True)
class YearDate:
    """One date of the year. number: of the term that it is or belongs to, of the half year for internships; None where
    a person added it. fixed: a person set it."""

    kind: DateKind
    starts: date
    ends: date
    number: int | None = None
    fixed: bool = False

    @property
    def span(self) -> DateSpan:
        return DateSpan(self.starts, self.ends)


@dataclass(frozen=True, slots=True)
class ExhibitionNeed:
    """Exhibitions of one length at the end of a term: of so many students, so many minutes each."""

    term: int
    minutes: int
    students: int


@dataclass(frozen=True)
class YearQuestion:
    """A year to draft. weekdays and internship_weekdays: 0 for Monday. weeks: that a term should have.

    panels: that work at once; minutes_a_day: of exhibitions in each. most_exhibition_days: in one window.
    meeting_terms: in which families come for plan meetings. required_days: of school; None where nobody asks for any.
    """

    first_day: date
    last_day: date
    terms: int
    weeks: int
    weekdays: frozenset[int] = frozenset(range(5))
    closed: tuple[DateSpan, ...] = ()
    exhibitions: tuple[ExhibitionNeed, ...] = ()
    panels: int = 1
    minutes_a_day: int = 300
    most_exhibition_days: int = 10
    meeting_terms: frozenset[int] = frozenset()
    internship_weekdays: frozenset[int] = frozenset()
    weeks_before_internships: int = 3
    required_days: int | None = None
    fixed: tuple[YearDate, ...] = ()

    @cached_property
    def school_days(self) -> tuple[date, ...]:
        """Days on which there is school, in order."""
        return tuple(
            day
            for day in days_between(self.first_day, self.last_day)
            if day.weekday() in self.weekdays and not any(day in span for span in self.closed)
        )

    def school_days_in(self, span: DateSpan) -> list[date]:
        return [day for day in self.school_days if day in span]

    def fixed_of(self, kind: DateKind) -> list[YearDate]:
        return sorted((each for each in self.fixed if each.kind == kind), key=lambda each: each.starts)


def days_between(first: date, last: date) -> Iterator[date]:
    """Each day from the first to the last."""
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def weeks_of(days: list[date]) -> list[list[date]]:
    """Days in order, by the calendar week that they are in."""
    weeks: dict[date, list[date]] = {}
    for day in days:
        weeks.setdefault(day - timedelta(days=day.weekday()), []).append(day)
    return list(weeks.values())


def check_question(question: YearQuestion) -> None:
    """Raise YearRefusedError for a year that cannot be."""
    length = question.last_day - question.first_day
    refusals = {
        Refusal.LAST_BEFORE_FIRST: length < timedelta(),
        Refusal.TOO_LONG: length >= LONGEST_YEAR,
        Refusal.TERMS_UNKNOWN: not 1 <= question.terms <= MOST_TERMS or question.weeks < 1,
        Refusal.NO_PANELS: bool(question.exhibitions) and question.panels < 1,
        Refusal.EXHIBITION_TOO_LONG: any(
            need.minutes > question.minutes_a_day for need in question.exhibitions
        ),
    }
    for refusal, applies in refusals.items():
        if applies:
            raise YearRefusedError(refusal)
    if not question.school_days:
        raise YearRefusedError(Refusal.NO_SCHOOL_DAYS)
    _check_fixed(question)
    if len(weeks_of(list(question.school_days))) < question.terms:
        raise YearRefusedError(Refusal.FEWER_WEEKS_THAN_TERMS)


def _check_fixed(question: YearQuestion) -> None:
    year = DateSpan(question.first_day, question.last_day)
    if any(each.ends < each.starts for each in question.fixed):
        raise YearRefusedError(Refusal.FIXED_BACKWARD)
    if any(each.starts not in year or each.ends not in year for each in question.fixed):
        raise YearRefusedError(Refusal.FIXED_OUTSIDE)
    terms = question.fixed_of(DateKind.TERM)
    numbers = [term.number or 0 for term in terms]
    in_order = all(a.ends < b.starts for a, b in pairwise(terms)) and numbers == sorted(set(numbers))
    if not in_order or not all(1 <= number <= question.terms for number in numbers):
        raise YearRefusedError(Refusal.FIXED_TERMS_OVERLAP)
