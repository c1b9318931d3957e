"""What is asked: a school's days, rooms, staff, student groups and lessons, and what the school wishes for.

Clock times are minutes after midnight. A place in the week is a `Slot`: the key of a day and of a period on it.
Days may have different bell schedules; periods of one day stand in order and do not overlap.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from ..inputs import InvalidInputError

__all__ = [
    "Day",
    "FixedPlacement",
    "Group",
    "InvalidInputError",
    "LanguageNeed",
    "Lesson",
    "Period",
    "Room",
    "Slot",
    "Teacher",
    "Team",
    "WeekQuestion",
    "Wish",
    "Wishes",
    "slots_on",
]


class Slot(NamedTuple):
    """One period on one day."""

    day: str
    period: str


@dataclass(frozen=True, slots=True)
class Period:
    """`key` is what `Lesson.periods` names; the same period may have other clock times on another day."""

    key: str
    start: int
    end: int

    @property
    def minutes(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Day:
    key: str
    periods: tuple[Period, ...]


@dataclass(frozen=True, slots=True)
class Room:
    """`kinds`: every kind of lesson that can be in it; a science room may serve general lessons too."""

    key: str
    kinds: tuple[str, ...] = ("general",)
    away: frozenset[Slot] = frozenset()


@dataclass(frozen=True, slots=True)
class Teacher:
    """`away`: not at school. `home_room`: preferred. `days_off`: wished days without a lesson."""

    key: str
    away: frozenset[Slot] = frozenset()
    most_a_week: int | None = None
    most_a_day: int | None = None
    home_room: str | None = None
    days_off: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """A strand, advisory or class. Groups that share a student cannot have lessons at one time.

    `away`: out at internships; a student who is away with one group is away for all. `supervised`: in a lesson in
    every period in which they are not away.
    """

    key: str
    students: frozenset[str]
    away: frozenset[Slot] = frozenset()
    supervised: bool = False


@dataclass(frozen=True, slots=True)
class Team:
    """Teachers who share the students of `groups`. `planning_minutes`: wished minutes a week to meet in."""

    key: str
    teachers: tuple[str, ...]
    groups: tuple[str, ...]
    planning_minutes: int = 0


@dataclass(frozen=True, slots=True)
class Lesson:
    """What meets `times` a week for `length` periods in a row; without groups it is common planning.

    `room` is one room, `room_kind` any room of that kind, neither: no room. `periods`: where it may start
    (empty: anywhere).
    """

    key: str
    subject: str
    teachers: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    times: int = 1
    length: int = 1
    room_kind: str | None = None
    room: str | None = None
    once_a_day: bool = True
    periods: frozenset[str] = frozenset()
    language_service: bool = False

    @property
    def needs_room(self) -> bool:
        return self.room is not None or self.room_kind is not None


@dataclass(frozen=True, slots=True)
class FixedPlacement:
    """A meeting that a person put somewhere; it stays. `room`: None where any fitting room will do."""

    lesson: str
    day: str
    period: str
    room: str | None = None


@dataclass(frozen=True, slots=True)
class LanguageNeed:
    """Minutes of language service that a group must get in a week."""

    group: str
    minutes: int


class Wish(Enum):
    TEACHER_GAPS = "teacher-gaps"
    STUDENT_GAPS = "student-gaps"
    DAYS_OFF = "days-off"
    CONSECUTIVE = "consecutive"
    ROOM_CHANGES = "room-changes"
    PLANNING = "planning"
    LANGUAGE = "language"


@dataclass(frozen=True, slots=True)
class Wishes:
    """Weights of one unit of each wish (0: not wished). `count_wishes` says what the units are."""

    teacher_gaps: int = 10
    student_gaps: int = 2
    days_off: int = 20
    consecutive: int = 10
    room_changes: int = 3
    planning: int = 1
    language: int = 1
    most_consecutive: int = 3

    def weight(self, wish: Wish) -> int:
        return getattr(self, wish.name.lower())


@dataclass(frozen=True, slots=True)
class WeekQuestion:
    days: tuple[Day, ...]
    rooms: tuple[Room, ...]
    teachers: tuple[Teacher, ...]
    groups: tuple[Group, ...]
    lessons: tuple[Lesson, ...]
    teams: tuple[Team, ...] = ()
    fixed: tuple[FixedPlacement, ...] = ()
    language: tuple[LanguageNeed, ...] = ()
    wishes: Wishes = field(default_factory=Wishes)

    @property
    def slots(self) -> tuple[Slot, ...]:
        return tuple(Slot(day.key, period.key) for day in self.days for period in day.periods)


def slots_on(days: Iterable[Day], *keys: str, periods: Iterable[str] | None = None) -> frozenset[Slot]:
    """The slots of the days that are named, or only some periods of them: for `away`."""
    period_keys = None if periods is None else set(periods)
    return frozenset(
        Slot(day.key, period.key)
        for day in days
        if day.key in keys
        for period in day.periods
        if period_keys is None or period.key in period_keys
    )
