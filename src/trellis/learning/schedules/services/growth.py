"""Writing a school's plan of growth, and what a design of the week begins with from one of its years."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from trellis.core.community.models import School
from trellis.core.foundation import ledger
from trellis.core.foundation.revisions import EditConflict, FieldDifference, create_or_save_if_current
from trellis.engines.timetable.growth_numbers import (
    ADVISORIES,
    CLASS_GROUPS,
    CORE_TEACHERS,
    OTHER_TEACHERS,
    ROOMS,
    TEAMS,
    split_evenly,
)

from ..growth_selectors import planned_numbers, read_growth
from ..models import GrowthNumber, GrowthPlan

REASON = "write the numbers of a plan that its writer sees"


@dataclass(frozen=True)
class TeamNumbers:
    """One team: its students, and the class groups and advisories that they make."""

    students: int
    grades: tuple[str, ...]
    class_groups: int
    advisories: int


@dataclass(frozen=True)
class YearNumbers:
    """One year of a plan. grades: students by grade. teachers: of core subjects. rooms: None where nobody knows yet."""

    school_year: int
    grades: dict[str, int]
    teams: tuple[TeamNumbers, ...]
    teachers: int
    other_teachers: int
    rooms: int | None
    planning_minutes: int

    @property
    def students(self) -> int:
        return sum(self.grades.values())


def save_plan(
    school: School, values: Mapping[str, object], seen: int | None, labels: Mapping[str, str], by: UUID
) -> GrowthPlan:
    """Write what a school's plan assumes. Raises EditConflict where somebody wrote since."""
    with ledger.act("plan a school's growth", by=by, about=school.pk):
        return create_or_save_if_current(GrowthPlan, {"school": school}, values, seen, labels)


def save_year(
    plan: GrowthPlan,
    year: int,
    numbers: Mapping[str, int | None],
    before: Mapping[str, int | None],
    labels: Mapping[str, str],
    by: UUID,
) -> None:
    """Write the numbers of a year by their keys; None takes one back, and the computed one holds again.

    before: the numbers as they were when the form was checked. Raises EditConflict for one that changed since.
    """
    changed = {key: number for key, number in numbers.items() if number != before.get(key)}
    if not changed:
        return
    with ledger.act("set numbers of a school's growth", by=by, about=plan.school_id, year=year):
        current = planned_numbers(plan)
        differences = [
            _difference(key, labels[key], current.get((year, key)), number)
            for key, number in changed.items()
            if current.get((year, key)) not in (before.get(key), number)
        ]
        if differences:
            raise EditConflict(differences)
        rows = GrowthNumber.objects.unscoped(REASON).filter(plan=plan, year=year)
        for key, number in changed.items():
            if number is None:
                rows.filter(key=key).delete()
            else:
                rows.update_or_create(plan=plan, year=year, key=key, defaults={"number": number})


def _difference(key: str, label: str, saved: int | None, sent: int | None) -> FieldDifference:
    texts = ["" if number is None else str(number) for number in (saved, sent)]
    return FieldDifference(key, label, *texts, saved_value=saved, sent_value=texts[1])


def year_numbers(plan: GrowthPlan, year: int) -> YearNumbers:
    """The numbers of one year, from 1 to 4, as they hold: planned by people, else computed; students of the roster."""
    growth = read_growth(plan).years[year]
    grades = {grade: number.value for grade, number in growth.grades.items()}
    needs = {key: number.value for key, number in growth.needs.items()}
    return YearNumbers(
        growth.school_year,
        grades,
        _teams(grades, needs[TEAMS], needs[CLASS_GROUPS], needs[ADVISORIES]),
        needs[CORE_TEACHERS],
        needs[OTHER_TEACHERS],
        needs.get(ROOMS),
        plan.planning_minutes,
    )


def _teams(
    grades: Mapping[str, int], teams: int, class_groups: int, advisories: int
) -> tuple[TeamNumbers, ...]:
    """Students split evenly in the order of their grades, so that a team has as few grades as can be."""
    line = [grade for grade, students in grades.items() for _student in range(students)]
    sizes = split_evenly(len(line), teams)
    rows, start = [], 0
    for size, groups, team_advisories in zip(
        sizes, split_evenly(class_groups, teams), split_evenly(advisories, teams), strict=True
    ):
        members = line[start : start + size]
        rows.append(TeamNumbers(size, tuple(dict.fromkeys(members)), groups, team_advisories))
        start += size
    return tuple(rows)
