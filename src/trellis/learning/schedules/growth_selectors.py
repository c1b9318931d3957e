"""Reading a school's plan of growth: its years as computed, with the numbers people set and those of the roster."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count
from django.utils import timezone

from trellis.core.community.clock import school_local_time
from trellis.core.community.models import Role, School, Tie
from trellis.core.community.school_years import FIRST_MONTH, school_year_around
from trellis.core.community.viewer import Viewer, active_at
from trellis.engines.timetable.growth import EntryGrade, GrowthQuestion, GrowthYear, compute_growth
from trellis.engines.timetable.growth_numbers import GRADES, LAST_YEAR, Span

from .models import GrowthNumber, GrowthPlan


@dataclass(frozen=True)
class RosterCount:
    """How many students a school has in its current school year, by grade; others have no grade from 1 to 12."""

    school_year: int
    by_grade: dict[str, int]
    others: int


@dataclass(frozen=True)
class Growth:
    """Years 0 to 4 of a plan. roster: None where the school has no students yet, or its plan no such year."""

    years: tuple[GrowthYear, ...]
    roster: RosterCount | None


@dataclass(frozen=True)
class GrowthPage:
    """What the page of a school's growth is about. plan and growth: None until somebody entered what it assumes."""

    school: School
    plan: GrowthPlan | None
    growth: Growth | None


def growth_page(viewer: Viewer, school: School) -> GrowthPage:
    """The school's plan, computed."""
    plan = growth_plan(viewer, school)
    return GrowthPage(school, plan, read_growth(plan) if plan else None)


def growth_plan(viewer: Viewer, school: School) -> GrowthPlan | None:
    """The school's plan, with its school, if it has one."""
    return (
        GrowthPlan.objects.seen_by(viewer)
        .filter(school=school, deleted_at=None)
        .select_related("school")
        .first()
    )


def current_school_year(school: School, today: date) -> int:
    """The school year of today, by the year in which it ends."""
    year = school_year_around(school, today)
    return year.number if year else today.year + (today.month >= FIRST_MONTH)


def count_roster(school: School, now: datetime) -> RosterCount:
    """Count the students whom the school has now. It names nobody."""
    ties = Tie.objects.unscoped("count a school's students by grade, for its plan of growth").filter(
        active_at(now), role=Role.STUDENT, to_school=school, person__deleted_at=None
    )
    counts = dict(ties.order_by().values_list("person__grade").annotate(Count("person", distinct=True)))
    by_grade = {grade: count for grade, count in counts.items() if grade in GRADES}
    year = current_school_year(school, school_local_time(school, now).date())
    return RosterCount(year, by_grade, sum(counts.values()) - sum(by_grade.values()))


def planned_numbers(plan: GrowthPlan) -> dict[tuple[int, str], int]:
    """The numbers that people set themselves, by year and key."""
    rows = GrowthNumber.objects.unscoped("read the numbers of a plan that its reader sees").filter(plan=plan)
    return {(year, key): number for year, key, number in rows.values_list("year", "key", "number")}


def read_growth(plan: GrowthPlan, now: datetime | None = None) -> Growth:
    """Compute the years of a plan. Where the school has students, they count for the current school year."""
    roster = count_roster(plan.school, now or timezone.now())
    year = roster.school_year - plan.opening + 1
    counts = roster.by_grade if 1 <= year <= LAST_YEAR else {}
    counted = {(year, grade): count for grade, count in counts.items()}
    years = compute_growth(_question(plan, planned_numbers(plan), counted))
    return Growth(years, roster if counts else None)


def _question(
    plan: GrowthPlan, planned: dict[tuple[int, str], int], counted: dict[tuple[int, str], int]
) -> GrowthQuestion:
    entries = [EntryGrade(plan.entry_grade, plan.intake)]
    if plan.second_entry_grade and plan.second_intake:
        entries.append(EntryGrade(plan.second_entry_grade, plan.second_intake))
    return GrowthQuestion(
        plan.opening,
        tuple(entries),
        loss_first_year=plan.loss_first_year,
        loss_later=plan.loss_later,
        team_size=Span(plan.team_least, plan.team_most),
        class_size=Span(plan.class_least, plan.class_most),
        advisory_size=plan.advisory_size,
        students_per_teacher=Span(plan.teacher_least, plan.teacher_most),
        subjects=plan.subjects,
        rooms=plan.rooms,
        planning_minutes=plan.planning_minutes,
        planned=planned,
        counted=counted,
    )
