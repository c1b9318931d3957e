"""Figures to compare two designs by, from a question and its timetable alone."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from statistics import fmean

from .counting import language_minutes, planning_minutes
from .inputs import WeekQuestion
from .results import Timetable


@dataclass(frozen=True, slots=True)
class WeekFigures:
    """`adults_per_student`: each student's adults who teach them in at least so many periods a week, on average.
    `students_per_teacher`: different students a week, on average over teachers who have any. `planning`: minutes a
    week of each team. `language_given`, `language_needed`: minutes, added up over groups and never above their need.
    """

    adults_per_student: float
    students_per_teacher: float
    students_of: dict[str, int]
    planning: dict[str, int]
    language_given: int
    language_needed: int


def compute_figures(question: WeekQuestion, timetable: Timetable, periods: int = 3) -> WeekFigures:
    """Return the figures of a week. periods: how often an adult must see a student in a week to count."""
    lessons = {lesson.key: lesson for lesson in question.lessons}
    students_in = {group.key: group.students for group in question.groups}
    seen: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for placement in timetable.placements:
        lesson = lessons[placement.lesson]
        students = frozenset().union(*(students_in[key] for key in lesson.groups))
        for teacher in lesson.teachers:
            for student in students:
                seen[teacher][student] += lesson.length
    everyone = frozenset().union(*students_in.values())
    adults = sum(count >= periods for students in seen.values() for count in students.values())
    given = language_minutes(question, timetable)
    students_of = {teacher.key: len(seen[teacher.key]) for teacher in question.teachers}
    loads = [count for count in students_of.values() if count]
    return WeekFigures(
        adults_per_student=adults / len(everyone) if everyone else 0.0,
        students_per_teacher=fmean(loads) if loads else 0.0,
        students_of=students_of,
        planning={team.key: planning_minutes(question, timetable, team) for team in question.teams},
        language_given=sum(
            min(minutes, need.minutes) for minutes, need in zip(given, question.language, strict=True)
        ),
        language_needed=sum(need.minutes for need in question.language),
    )
