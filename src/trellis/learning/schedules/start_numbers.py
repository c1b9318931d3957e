"""The numbers that a design begins with, and what a school's model says about its week."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import time

from trellis.design.blueprint.package.days import Calendar, WeeklyBlock
from trellis.learning.teams.school_drafts import suggest_counts

DEFAULT_DAYS = ("mon", "tue", "wed", "thu", "fri")
DEFAULT_HOURS = ("08:30", "15:15")
LUNCH_MINUTES, PASSING_MINUTES = 35, 5
LONG_DAY = 450  # minutes from which a day has six periods, and not five
SHORTEST_DAY = 150
LONGEST_ADVISORY = 50  # minutes; a longer one is spread over more days, so that the first period stays short
DEFAULT_PLANNING = 60
TEACHERS_PER_TEAM = 5
SPARE_ROOMS = 2
LONG_BLOCK = 45  # minutes from which a block of the model is a class, and not a talk or a meeting


@dataclass(frozen=True)
class StartNumbers:
    """What a principal knows before there is a roster.

    students: by team, or the total alone. class_groups, advisories: in each team. planning_minutes: for each team's
    teachers together, a week; None for what the school's model says.
    """

    students: tuple[int, ...]
    teams: int
    class_groups: int
    advisories: int
    teachers: int
    rooms: int
    planning_minutes: int | None = None

    @property
    def students_by_team(self) -> tuple[int, ...]:
        """The students of each team; a total is shared out evenly."""
        if len(self.students) == self.teams:
            return self.students
        return tuple(share_out(sum(self.students), self.teams))


def share_out(total: int, parts: int) -> list[int]:
    """A whole number as so many parts that differ by one at most, the larger ones first."""
    return [total // parts + (number < total % parts) for number in range(parts)]


def suggest_numbers(students: int) -> StartNumbers:
    """Numbers that suit so many students: teams of 75 to 100, class groups of 25 and advisories of 18 at most."""
    teams, class_groups, advisories = suggest_counts(students)
    return StartNumbers(
        students=(students,),
        teams=teams,
        class_groups=class_groups,
        advisories=advisories,
        teachers=teams * max(TEACHERS_PER_TEAM, advisories),
        rooms=teams * max(class_groups, advisories) + SPARE_ROOMS,
    )


@dataclass(frozen=True)
class WeekShape:
    """What a school's model says about its week. periods: from when to when, the same on every day.

    advisory_times: a week, in the first period of a day; 0 without advisory. blocks: other time that the model keeps
    free every week: (title, times a week).
    """

    days: tuple[str, ...]
    periods: tuple[tuple[time, time], ...]
    internship_days: tuple[str, ...] = ()
    advisory_title: str = ""
    advisory_times: int = 0
    planning_minutes: int = DEFAULT_PLANNING
    project_times: int = 0
    blocks: tuple[tuple[str, int], ...] = field(default=())

    @property
    def away(self) -> list[str]:
        """When students are out: on internship days, but for the first period where advisory is in it."""
        first = 2 if self.advisory_times else 1
        return [
            f"{day}:{number}"
            for day in self.days
            if day in self.internship_days
            for number in range(first, len(self.periods) + 1)
        ]

    @property
    def open_slots(self) -> int:
        """Periods of a week that students are at school for and that advisory does not take."""
        return len(self.days) * len(self.periods) - len(self.away) - self.advisory_times

    @property
    def open_days(self) -> int:
        """Days on which there is time for lessons."""
        return len([day for day in self.days if day not in self.internship_days])


def read_calendar(calendar: Calendar | None) -> WeekShape:
    """The week of a model, with what every school has where the model is silent or there is none."""
    days = tuple(calendar.week.days) if calendar else DEFAULT_DAYS
    hours = (calendar.week.starts, calendar.week.ends) if calendar else DEFAULT_HOURS
    blocks = calendar.blocks if calendar else ()
    advisory = next((block for block in blocks if "advisory" in block.key), None)
    advisory_times, advisory_minutes = _spread_advisory(advisory, len(days))
    return WeekShape(
        days=days,
        periods=tuple(lay_out_day(*hours, advisory_minutes)),
        internship_days=tuple(calendar.week.internship_days) if calendar else (),
        advisory_title=advisory.title if advisory else "",
        advisory_times=advisory_times,
        planning_minutes=_planning_minutes(blocks),
        project_times=sum(block.times_a_week for block in blocks if "project" in block.key),
        blocks=tuple((block.title, block.times_a_week) for block in blocks if _is_class(block)),
    )


def _spread_advisory(block: WeeklyBlock | None, days: int) -> tuple[int, int]:
    """How often advisory meets in the first period, and for how long."""
    if block is None:
        return 0, 0
    total = block.minutes * block.times_a_week
    times = block.times_a_week if block.minutes <= LONGEST_ADVISORY else -(-total // LONGEST_ADVISORY)
    times = min(days, times)
    return times, min(LONGEST_ADVISORY, max(25, round(total / times / 5) * 5))


def _planning_minutes(blocks: Iterable[WeeklyBlock]) -> int:
    keys = ("team-meeting", "planning", "adult-learning")
    minutes = sum(
        block.minutes * block.times_a_week for block in blocks if any(key in block.key for key in keys)
    )
    return minutes or DEFAULT_PLANNING


def _is_class(block: WeeklyBlock) -> bool:
    """Whether students have it as a class of its own."""
    for_others = ("advisory", "project", "team-meeting", "planning", "adult", "meeting")
    return block.minutes >= LONG_BLOCK and not any(key in block.key for key in for_others)


def lay_out_day(starts: str, ends: str, first_minutes: int) -> list[tuple[time, time]]:
    """Five or six periods with lunch between them. first_minutes: how long the first is; 0: as long as the others."""
    start, end = _minutes(starts), _minutes(ends)
    if end - start < SHORTEST_DAY:
        start, end = (_minutes(hour) for hour in DEFAULT_HOURS)
    count = 6 if end - start >= LONG_DAY else 5
    free = end - start - LUNCH_MINUTES - PASSING_MINUTES * (count - 2) - first_minutes
    length = free // (count - bool(first_minutes)) // 5 * 5
    periods, at, had_lunch = [], start, False
    for number in range(count):
        until = at + (first_minutes if first_minutes and not number else length)
        periods.append((time(*divmod(at, 60)), time(*divmod(until, 60))))
        is_lunch = not had_lunch and (until >= 11 * 60 + 30 or number == count - 2)
        had_lunch = had_lunch or is_lunch
        at = until + (LUNCH_MINUTES if is_lunch else PASSING_MINUTES)
    return periods


def _minutes(text: str) -> int:
    hour, minute = text.split(":")[:2]
    return int(hour) * 60 + int(minute)
