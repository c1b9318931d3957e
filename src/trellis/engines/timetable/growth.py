"""How a school grows that opens with one or two grades and adds one a year: students, teams, adults and rooms.

    from trellis.engines.timetable.growth import EntryGrade, GrowthQuestion, compute_growth

    years = compute_growth(GrowthQuestion(opening=2027, entries=(EntryGrade("09", 100),)))
    [year.students for year in years]                         # [0, 100, 190, 281, 367]
    [(fact.kind, fact.needed, fact.available) for fact in years[1].facts]

Year 0 is the year before the first students come. The arithmetic is a school's own first guess and no finding: every
number may be replaced by a planned one (`planned`), and students by those on the roster (`counted`). What follows from
a number follows from its replacement. Grades are CEDS codes: "09".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .growth_facts import GrowthFact, find_facts
from .growth_numbers import (
    ADVISORIES,
    CLASS_GROUPS,
    GRADES,
    LAST_GRADE,
    LAST_YEAR,
    NEEDS,
    ROLES,
    ROOMS,
    ROOMS_NEEDED,
    TEAMS,
    Number,
    Span,
    ceiling,
    nearest,
    possible_teams,
    split_evenly,
)
from .inputs import InvalidInputError

TEAM_SIZE, CLASS_SIZE, STUDENTS_PER_TEACHER = Span(80, 100), Span(20, 25), Span(16, 20)
Given = Mapping[tuple[int, str], int]
"""Numbers by year and key: a grade, or one of NEEDS."""


@dataclass(frozen=True, slots=True)
class EntryGrade:
    """A grade in which new students start, and how many. It is filled up to its intake each year."""

    grade: str
    intake: int


@dataclass(frozen=True, slots=True)
class GrowthQuestion:
    """What a school plans. opening: the school year of year 1, by the year in which it ends. Losses are in percent.

    loss_first_year: of all students from year 1 to year 2. rooms: how many there are; None where nobody knows yet.
    """

    opening: int
    entries: tuple[EntryGrade, ...]
    loss_first_year: int = 10
    loss_later: int = 5
    team_size: Span = TEAM_SIZE
    class_size: Span = CLASS_SIZE
    advisory_size: int = 16
    students_per_teacher: Span = STUDENTS_PER_TEACHER
    subjects: int = 7
    rooms: int | None = None
    planning_minutes: int = 100
    planned: Given = field(default_factory=dict)
    counted: Given = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GrowthYear:
    """One year. grades: students by grade. needs: everything else by its key (NEEDS), in that order."""

    year: int
    school_year: int
    grades: dict[str, Number]
    needs: dict[str, Number]
    facts: tuple[GrowthFact, ...] = ()

    @property
    def students(self) -> int:
        return sum(number.value for number in self.grades.values())

    @property
    def is_counted(self) -> bool:
        """Whether its students are those on the roster."""
        return any(number.counted is not None for number in self.grades.values())


def compute_growth(question: GrowthQuestion) -> tuple[GrowthYear, ...]:
    """Return years 0 to 4. Raises InvalidInputError, in words, for what cannot be."""
    _validate(question)
    years: list[GrowthYear] = []
    for number in range(LAST_YEAR + 1):
        grades = _students_by_grade(question, number, years[-1].grades if years else {})
        students = sum(count.value for count in grades.values())
        needs = _needs(question, number, students)
        facts = find_facts(
            number,
            students,
            needs,
            teams_before=years[-1].needs[TEAMS].value if years else 0,
            advisory_size=question.advisory_size,
            subjects=question.subjects,
            plans_together=question.planning_minutes > 0,
        )
        years.append(GrowthYear(number, question.opening + number - 1, grades, needs, facts))
    return tuple(years)


def _students_by_grade(
    question: GrowthQuestion, year: int, before: Mapping[str, Number]
) -> dict[str, Number]:
    """Everybody moves up a grade, less the loss; the entry grades are filled up."""
    if year == 0:
        return {}
    loss = question.loss_first_year if year == 2 else question.loss_later
    computed = {
        _next_grade(grade): nearest(number.value * (100 - loss), 100)
        for grade, number in before.items()
        if grade != LAST_GRADE
    }
    for entry in question.entries:
        computed[entry.grade] = max(entry.intake, computed.get(entry.grade, 0))
    counted = {grade: count for (of_year, grade), count in question.counted.items() if of_year == year}
    return {
        grade: Number.of(
            computed.get(grade, 0),
            planned=question.planned.get((year, grade)),
            counted=counted.get(grade, 0) if counted else None,
        )
        for grade in sorted(computed.keys() | counted.keys())
    }


def _next_grade(grade: str) -> str:
    return f"{int(grade) + 1:02}"


def _needs(question: GrowthQuestion, year: int, students: int) -> dict[str, Number]:
    """What this many students need, each number before those that follow from it."""

    def number(key: str, computed: int, most: int | None = None, least: int | None = None) -> Number:
        return Number.of(computed, least=least, most=most, planned=question.planned.get((year, key)))

    fewest, most = possible_teams(students, question.team_size)
    teams = number(TEAMS, fewest, most)
    team_sizes = split_evenly(students, teams.value)
    groups = question.class_size
    class_groups = number(
        CLASS_GROUPS,
        sum(ceiling(size, groups.most) for size in team_sizes),
        sum(nearest(size, groups.least) for size in team_sizes),
    )
    size = question.advisory_size
    advisories = number(ADVISORIES, ceiling(students, size), least=nearest(students, size))
    needs = {TEAMS: teams, CLASS_GROUPS: class_groups, ADVISORIES: advisories}
    ratio = question.students_per_teacher
    for key, role in ROLES.items():
        span = role.by_year[year]
        if role.by_ratio and year:
            span = Span(ceiling(students, ratio.most), nearest(students, ratio.least))
        needs[key] = number(key, span.least, span.most)
    busiest = max(class_groups.value, advisories.value)
    needs[ROOMS_NEEDED] = number(ROOMS_NEEDED, busiest)
    if year and (question.rooms is not None or (year, ROOMS) in question.planned):
        needs[ROOMS] = number(ROOMS, question.rooms or 0)
    return needs


def _validate(question: GrowthQuestion) -> None:
    grades = [entry.grade for entry in question.entries]
    if not 1 <= len(grades) <= 2 or len(set(grades)) < len(grades):
        raise InvalidInputError("A school opens with one entry grade, or with two different ones.")
    for grade in [*grades, *(key for _year, key in question.counted)]:
        if grade not in GRADES:
            raise InvalidInputError(f"{grade} is not a grade from 01 to 12.")
    if any(entry.intake < 1 for entry in question.entries):
        raise InvalidInputError("An entry grade has at least one new student a year.")
    for loss in (question.loss_first_year, question.loss_later):
        if not 0 <= loss < 100:
            raise InvalidInputError(f"A loss of {loss} percent is not from 0 to 99.")
    for name, span in (
        ("A team", question.team_size),
        ("A class group", question.class_size),
        ("A teacher", question.students_per_teacher),
    ):
        if not 1 <= span.least <= span.most:
            raise InvalidInputError(f"{name} has from {span.least} to {span.most} students.")
    if question.advisory_size < 1 or question.subjects < 1:
        raise InvalidInputError("An advisory has at least one student, and a school at least one subject.")
    if question.planning_minutes < 0 or (question.rooms or 0) < 0:
        raise InvalidInputError("Rooms and minutes are not below zero.")
    for (year, key), number in [*question.planned.items(), *question.counted.items()]:
        _validate_given(year, key, number)


def _validate_given(year: int, key: str, number: int) -> None:
    if key not in GRADES and key not in NEEDS:
        raise InvalidInputError(f"There is no {key} in a plan of a school's growth.")
    if not 0 <= year <= LAST_YEAR or (year == 0 and key not in ROLES):
        raise InvalidInputError(f"Year {year} has no number for {key}.")
    if number < 0:
        raise InvalidInputError(f"{key} in year {year} is {number}, which is below zero.")
