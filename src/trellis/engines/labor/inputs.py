"""What is asked: somebody's age, the days and hours, the school's year, and what is done there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum
from itertools import pairwise

MAX_PERIOD = timedelta(days=1100)
ONE_YEAR = timedelta(days=365)


class InvalidInputError(ValueError):
    """The question cannot be read; the sentence says what is wrong and what to do."""


class WorkKind(StrEnum):
    """What the hours are. WECEP is a work experience and career exploration program for 14 and 15 (29 CFR 570.36);
    a student-learner has a written agreement under 29 CFR 570.50(c)."""

    UNPAID = "unpaid"
    PAID = "paid"
    WECEP = "wecep"
    STUDENT_LEARNER = "student-learner"


@dataclass(frozen=True, slots=True)
class Shift:
    """One stretch of hours that comes back every week. `weekday` is ISO's: 1 is Monday."""

    weekday: int
    start: time
    end: time
    break_minutes: int = 0

    @property
    def span(self) -> tuple[int, int]:
        """From and to, in minutes after midnight."""
        return self.start.hour * 60 + self.start.minute, self.end.hour * 60 + self.end.minute


@dataclass(frozen=True, slots=True)
class SchoolCalendar:
    """When the school is in session: its first and last day, its weekdays and hours, and days without it."""

    first: date
    last: date
    weekdays: frozenset[int]
    starts: time
    ends: time
    closed: frozenset[date] = frozenset()

    def on(self, day: date) -> bool:
        """Whether there is school on a day."""
        return self.first <= day <= self.last and day.isoweekday() in self.weekdays and day not in self.closed


@dataclass(frozen=True, slots=True)
class WorkSchedule:
    """A schedule to review.

    `born` None: looked at as if they were 14. `state`: two letters, or "". `last` None: a year ahead is looked at.
    `school` None: Monday to Friday are taken for school days from 8 to 15. `tasks`: keys of `hazardous_tasks()`.
    `agreement`: the written agreement that WECEP and student-learners need is signed.
    """

    born: date | None
    kind: WorkKind
    first: date
    state: str = ""
    last: date | None = None
    shifts: tuple[Shift, ...] = ()
    school: SchoolCalendar | None = None
    tasks: frozenset[str] = frozenset()
    agreement: bool = False

    @property
    def until(self) -> date:
        return self.last or self.first + ONE_YEAR


def check_schedule(schedule: WorkSchedule, tasks: frozenset[str]) -> None:
    """Raise InvalidInputError for a schedule that cannot be."""
    if schedule.last and schedule.last < schedule.first:
        raise InvalidInputError(f"The last day, {schedule.last}, comes before the first, {schedule.first}.")
    if schedule.until - schedule.first > MAX_PERIOD:
        raise InvalidInputError("More than three years are asked about. Ask about one placement at a time.")
    if schedule.born and schedule.born > schedule.first:
        raise InvalidInputError(
            f"The birth date, {schedule.born}, comes after the first day, {schedule.first}."
        )
    unknown = sorted(schedule.tasks - tasks)
    if unknown:
        raise InvalidInputError(
            f'"{unknown[0]}" is not on the list of dangerous work. hazardous_tasks() gives the list.'
        )
    for shift in schedule.shifts:
        _check_shift(shift)
    ordered = sorted(schedule.shifts, key=lambda shift: (shift.weekday, shift.span))
    for earlier, later in pairwise(ordered):
        if earlier.weekday == later.weekday and later.span[0] < earlier.span[1]:
            raise InvalidInputError(
                f"Two stretches of weekday {earlier.weekday} overlap: {earlier.start} to {earlier.end} and another."
            )


def _check_shift(shift: Shift) -> None:
    if not 1 <= shift.weekday <= 7:
        raise InvalidInputError(f"Weekday {shift.weekday} is not one of 1 (Monday) to 7 (Sunday).")
    start, end = shift.span
    if end <= start:
        raise InvalidInputError(
            f"The hours {shift.start} to {shift.end} end before they begin. Split a night at midnight into two days."
        )
    if not 0 <= shift.break_minutes < end - start:
        raise InvalidInputError(
            f"A break of {shift.break_minutes} minutes does not fit into {shift.start} to {shift.end}."
        )
