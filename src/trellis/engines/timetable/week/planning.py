"""Common planning, counted: while a whole team plans, its students need teachers who are not on the team."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import ceil
from typing import Protocol

from .encoding import Cohort, EncodedWeek
from .inputs import Team
from .results import PlanningReason, PlanningShortage


class MeetingCounts(Protocol):
    def must_meet(self, lesson: int, span: Iterable[int]) -> int: ...


def find_planning_shortages(week: EncodedWeek, counts: MeetingCounts) -> Iterator[PlanningShortage]:
    """What keeps the teams' planning lessons from their times, the first reason for each."""
    for number, lesson in enumerate(week.lessons):
        if lesson.groups:
            continue
        team = next((t for t in week.question.teams if set(t.teachers) <= set(lesson.teachers)), None)
        shortage = _teachers_away(week, number, team)
        if shortage is None and team is not None:
            shortage = _time_left(week, counts, number, team) or _cover(week, counts, number, team)
        if shortage is not None:
            yield shortage


def _teachers_away(week: EncodedWeek, number: int, team: Team | None) -> PlanningShortage | None:
    lesson = week.lessons[number]
    possible = count_possible(week, number)
    if possible >= lesson.times:
        return None
    away = tuple(key for key in lesson.teachers if week.teachers[key].away)
    key = team.key if team else ""
    return PlanningShortage(lesson.key, key, PlanningReason.TEACHERS_AWAY, lesson.times, possible, away)


def count_possible(week: EncodedWeek, number: int) -> int:
    """How often a lesson could meet, by its possible starts alone."""
    starts = week.starts[number]
    return len({week.day_of[start] for start in starts}) if week.lessons[number].once_a_day else len(starts)


def _team_cohorts(week: EncodedWeek, team: Team) -> list[Cohort]:
    return [cohort for cohort in week.cohorts if set(team.groups) & set(cohort.groups)]


def _is_team_taught(week: EncodedWeek, lesson: int, number: int) -> bool:
    return not set(week.lessons[number].teachers).isdisjoint(week.lessons[lesson].teachers)


def _time_left(week: EncodedWeek, counts: MeetingCounts, number: int, team: Team) -> PlanningShortage | None:
    """Lessons of a group by the team's teachers and planning exclude each other; both must fit."""
    for cohort in _team_cohorts(week, team):
        taught = [lesson for lesson in cohort.lessons if _is_team_taught(week, lesson, number)]
        load = sum(counts.must_meet(lesson, cohort.present) for lesson in taught)
        needed = counts.must_meet(number, cohort.present)
        if needed and load + needed > len(cohort.present):
            available = max(0, len(cohort.present) - load)
            return PlanningShortage(
                week.lessons[number].key,
                team.key,
                PlanningReason.NO_TIME_LEFT,
                needed,
                available,
                cohort.groups,
            )
    return None


def _cover(week: EncodedWeek, counts: MeetingCounts, number: int, team: Team) -> PlanningShortage | None:
    """Supervised students need lessons by others while the team plans, and as many teachers as they fill classes."""
    supervised = [cohort for cohort in _team_cohorts(week, team) if cohort.supervised_by]
    key = week.lessons[number].key
    for cohort in supervised:
        needed = counts.must_meet(number, cohort.present)
        others = [lesson for lesson in cohort.lessons if not _is_team_taught(week, lesson, number)]
        load = sum(week.lessons[lesson].times * week.lessons[lesson].length for lesson in others)
        if needed > load:
            return PlanningShortage(
                key, team.key, PlanningReason.NO_COVER, needed, load, cohort.supervised_by
            )
    return _few_teachers(week, number, team, supervised)


def _few_teachers(
    week: EncodedWeek, number: int, team: Team, supervised: list[Cohort]
) -> PlanningShortage | None:
    """Whether too few teachers outside the team are at school for all its students, at too many of its slots."""
    best: tuple[int, int] | None = None
    days = set()
    for start in week.starts[number]:
        needed, available = _count_cover(week, number, start, supervised)
        if available >= needed:
            days.add(week.day_of[start])
        elif best is None or needed - available < best[0] - best[1]:
            best = (needed, available)
    if best is None or len(days) >= week.lessons[number].times:
        return None
    who = tuple(sorted({key for cohort in supervised for key in cohort.supervised_by}))
    return PlanningShortage(week.lessons[number].key, team.key, PlanningReason.FEW_TEACHERS, *best, who)


def _count_cover(week: EncodedWeek, number: int, start: int, supervised: list[Cohort]) -> tuple[int, int]:
    """Classes that the team's students fill while it plans, at the fewest, and teachers who could teach them then."""
    classes, teachers = 0.0, set()
    for cohort in supervised:
        if start not in cohort.present:
            continue
        others = [
            lesson
            for lesson in cohort.lessons
            if not _is_team_taught(week, lesson, number) and start in week.starts[lesson]
        ]
        largest = max((_count_students(week, lesson) for lesson in others), default=cohort.size)
        classes += cohort.size / largest
        teachers.update(key for lesson in others for key in week.lessons[lesson].teachers)
    return ceil(classes - 1e-9), len(teachers)


def _count_students(week: EncodedWeek, lesson: int) -> int:
    return len(frozenset().union(*(week.groups[key].students for key in week.lessons[lesson].groups)))
