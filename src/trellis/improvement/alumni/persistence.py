"""What became of a class after graduation, counted as the National Student Clearinghouse counts it.

The rules are those of its report definitions for high schools (Fall 2012). It has none for "persistence at two, four
and six years"; ours is in `enrolled_or_degree_in_year`. Somebody who is not found may be at college all the same, so
every share stands beside the share that it would be at most. No Django here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

CLASS_STARTS = (9, 1)
YEAR_STARTS = (8, 15)
YEAR_ENDS = (8, 14)
FALL_ENDS = (10, 31)
YEARS = (2, 4, 6)
LAST_YEAR = 6


class Level(StrEnum):
    """What a degree is. Certificates and what is not recognized count nowhere."""

    CERTIFICATE = "certificate"
    ASSOCIATE = "associate"
    BACHELOR = "bachelor"
    HIGHER = "higher"
    UNKNOWN = "unknown"


COUNTED_LEVELS = frozenset({Level.ASSOCIATE, Level.BACHELOR, Level.HIGHER})


class YearState(StrEnum):
    """Where somebody stands in one year after graduation: exactly one of six, in this order."""

    DEGREE = "degree"
    NEW = "new"
    RETAINED = "retained"
    RETURNED = "returned"
    STOPPED = "stopped"
    NO_RECORD = "no-record"


@dataclass(frozen=True)
class Enrollment:
    """A stretch of time at a college, first and last day."""

    begin: date
    end: date
    college: str = ""


@dataclass(frozen=True)
class Degree:
    """A degree, by its day and level."""

    day: date
    level: Level


@dataclass(frozen=True)
class History:
    """What is known of one graduate. as_of: the day up to which the Clearinghouse looked; None where nobody asked."""

    class_of: int
    as_of: date | None = None
    was_found: bool = False
    enrollments: tuple[Enrollment, ...] = ()
    degrees: tuple[Degree, ...] = ()


def class_of(graduated_on: date) -> int:
    """The class: everybody who graduated from 1 September of the year before to 31 August."""
    return graduated_on.year + ((graduated_on.month, graduated_on.day) >= CLASS_STARTS)


def year_after(class_year: int, number: int) -> tuple[date, date]:
    """First and last day of the first, second ... academic year after graduation: 15 August to 14 August."""
    return date(class_year + number - 1, *YEAR_STARTS), date(class_year + number, *YEAR_ENDS)


def first_fall(class_year: int) -> tuple[date, date]:
    """First and last day of the first fall: 15 August to 31 October."""
    return date(class_year, *YEAR_STARTS), date(class_year, *FALL_ENDS)


@dataclass(frozen=True)
class ClassDays:
    """The days by which a class is counted: first and last of graduating, start and end of year 1, end of the fall."""

    year: int
    first: date
    last: date
    start: date
    fall: date
    end: date


def class_days(class_year: int) -> ClassDays:
    """The days of a class, for the page that explains them."""
    start, end = year_after(class_year, 1)
    first = date(class_year - 1, *CLASS_STARTS)
    last = date(class_year, *CLASS_STARTS) - timedelta(days=1)
    return ClassDays(class_year, first, last, start, first_fall(class_year)[1], end)


def is_enrolled(history: History, first: date, last: date) -> bool:
    """Whether any enrollment touches these days."""
    return any(term.begin <= last and term.end >= first for term in history.enrollments)


def has_degree_by(history: History, day: date) -> bool:
    """Whether they hold an associate degree or higher by the end of a day."""
    return any(degree.day <= day and degree.level in COUNTED_LEVELS for degree in history.degrees)


def enrolled_first_fall(history: History) -> bool:
    return is_enrolled(history, *first_fall(history.class_of))


def enrolled_first_year(history: History) -> bool:
    return is_enrolled(history, *year_after(history.class_of, 1))


def persisted_to_second_year(history: History) -> bool:
    """Enrolled in the first and in the second year, at any college."""
    return all(is_enrolled(history, *year_after(history.class_of, number)) for number in (1, 2))


def enrolled_or_degree_in_year(history: History, number: int) -> bool:
    """Our own definition: enrolled anywhere in that academic year, or a degree by its end."""
    first, last = year_after(history.class_of, number)
    return is_enrolled(history, first, last) or has_degree_by(history, last)


def degree_within_six_years(history: History) -> bool:
    return has_degree_by(history, year_after(history.class_of, LAST_YEAR)[1])


def state_in_year(history: History, number: int) -> YearState:
    """The one of six states that somebody is in, in that year after graduation."""
    first, last = year_after(history.class_of, number)
    if has_degree_by(history, last):
        return YearState.DEGREE
    start = year_after(history.class_of, 1)[0]
    earlier = number > 1 and is_enrolled(history, start, first - timedelta(days=1))
    if is_enrolled(history, first, last):
        if not earlier:
            return YearState.NEW
        previous = year_after(history.class_of, number - 1)
        return YearState.RETAINED if is_enrolled(history, *previous) else YearState.RETURNED
    return YearState.STOPPED if earlier else YearState.NO_RECORD


class Outcome(StrEnum):
    """What a class is counted by."""

    FIRST_FALL = "first-fall"
    FIRST_YEAR = "first-year"
    SECOND_YEAR = "second-year"
    YEAR_TWO = "year-2"
    YEAR_FOUR = "year-4"
    YEAR_SIX = "year-6"
    DEGREE_SIX = "degree-6"


_COUNTS = {
    Outcome.FIRST_FALL: enrolled_first_fall,
    Outcome.FIRST_YEAR: enrolled_first_year,
    Outcome.SECOND_YEAR: persisted_to_second_year,
    Outcome.YEAR_TWO: lambda history: enrolled_or_degree_in_year(history, 2),
    Outcome.YEAR_FOUR: lambda history: enrolled_or_degree_in_year(history, 4),
    Outcome.YEAR_SIX: lambda history: enrolled_or_degree_in_year(history, 6),
    Outcome.DEGREE_SIX: degree_within_six_years,
}
_YEAR_OF = {
    Outcome.FIRST_YEAR: 1,
    Outcome.SECOND_YEAR: 2,
    Outcome.YEAR_TWO: 2,
    Outcome.YEAR_FOUR: 4,
    Outcome.YEAR_SIX: 6,
    Outcome.DEGREE_SIX: 6,
}


def counts(outcome: Outcome, history: History) -> bool:
    """Whether somebody counts for an outcome."""
    return _COUNTS[outcome](history)


def known_after(class_year: int, outcome: Outcome) -> date:
    """The last day that the outcome depends on: it is shown for data that are as of a later day."""
    if outcome == Outcome.FIRST_FALL:
        return first_fall(class_year)[1]
    return year_after(class_year, _YEAR_OF[outcome])[1]


@dataclass(frozen=True)
class OutcomeCount:
    """A class and one outcome. counted: of those looked up late enough (`looked_up`), who counts. at_most: who would
    count if everybody without any record did. students: the whole class."""

    students: int
    looked_up: int
    counted: int
    at_most: int


@dataclass(frozen=True)
class ClassCount:
    """How a class stands. with_record, not_found and not_looked_up add up to students.

    An outcome before its time is None.
    """

    class_of: int
    students: int
    with_record: int
    not_found: int
    not_looked_up: int
    as_of: date | None
    outcomes: Mapping[Outcome, OutcomeCount | None] = field(default_factory=dict)


def count_class(class_year: int, histories: Iterable[History]) -> ClassCount:
    """Count one class. An outcome is None where nobody was looked up after its last day."""
    everybody = list(histories)
    looked_up = [history for history in everybody if history.as_of]
    with_record = sum(history.was_found for history in looked_up)
    return ClassCount(
        class_year,
        len(everybody),
        with_record,
        len(looked_up) - with_record,
        len(everybody) - len(looked_up),
        min((history.as_of for history in looked_up if history.as_of), default=None),
        {outcome: _count_outcome(class_year, outcome, everybody) for outcome in Outcome},
    )


def _count_outcome(class_year: int, outcome: Outcome, everybody: list[History]) -> OutcomeCount | None:
    last = known_after(class_year, outcome)
    looked_up = [history for history in everybody if history.as_of and history.as_of > last]
    if not looked_up:
        return None
    counted = sum(counts(outcome, history) for history in looked_up)
    without_record = len(everybody) - len(looked_up) + sum(not history.was_found for history in looked_up)
    return OutcomeCount(len(everybody), len(looked_up), counted, counted + without_record)


def states_by_year(class_year: int, histories: Iterable[History]) -> dict[int, Counter[YearState]]:
    """By year after graduation that is over for everybody who was looked up, how many are in each state."""
    looked_up = [history for history in histories if history.as_of]
    last = min((history.as_of for history in looked_up if history.as_of), default=None)
    return {
        number: Counter(state_in_year(history, number) for history in looked_up)
        for number in range(1, LAST_YEAR + 1)
        if last and last > year_after(class_year, number)[1]
    }


_CERTIFICATE = re.compile(r"\b(cert|certificate|certification|diploma|license|licensure|credential)\b")
_FIRST_WORDS = {
    Level.ASSOCIATE: r"associates?|assoc|aas?|as|aab|aat|afa|ags|aos|aba",
    Level.BACHELOR: r"bachelors?|bach|ba|bs|bfa|bba|bsn|bas|bsw|bse|bsed|bm|barch",
    Level.HIGHER: r"masters?|ma|ms|mba|med|mfa|msw|mph|mat|mpa|msn|doctor|doctorate|doctoral|phd|edd|jd|md",
}


def degree_level(title: str) -> Level:
    """Guess a level from a title, which each college words in its own way. A doubtful one is UNKNOWN, never counted."""
    plain = re.sub(r"[.'’]", "", title.lower())
    if _CERTIFICATE.search(plain):
        return Level.CERTIFICATE
    first = next(iter(re.findall(r"[a-z]+", plain)), "")
    return next((level for level, words in _FIRST_WORDS.items() if re.fullmatch(words, first)), Level.UNKNOWN)
