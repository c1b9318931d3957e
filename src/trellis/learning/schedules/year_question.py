"""What the engine is asked about a year: a plan with its dates, and the calendar of the school's model."""

from __future__ import annotations

from collections.abc import Iterable

from trellis.design.blueprint.package import Package
from trellis.design.blueprint.package.days import DAYS, ExhibitionSlot
from trellis.engines.timetable import year as engine

from .models import SchoolYearPlan, YearDate

Kind = YearDate.Kind
USUAL_TERMS, USUAL_WEEKS = 4, 9
"""The terms of a year, and their weeks, where a school has no model."""
GRADES = 4
"""Exhibitions that are not held every term, such as graduation, are taken to be of one grade in four."""
DRAFTED = (Kind.TERM, Kind.INTERNSHIPS, Kind.EXHIBITIONS, Kind.PLAN_MEETINGS)


def read_question(
    plan: SchoolYearPlan, package: Package | None, rows: Iterable[YearDate]
) -> engine.YearQuestion:
    """The question of a plan. Dates that a person set are fixed in it."""
    rows = list(rows)
    terms, weeks = USUAL_TERMS, USUAL_WEEKS
    weekdays, internship_weekdays = frozenset(range(5)), frozenset()
    if package:
        terms, weeks = package.calendar.cycles.count, package.calendar.cycles.weeks
        weekdays = frozenset(DAYS.index(day) for day in package.calendar.week.days)
        if package.internship:
            internship_weekdays = frozenset(DAYS.index(day) for day in package.calendar.week.internship_days)
    return engine.YearQuestion(
        plan.first_day,
        plan.last_day,
        terms=terms,
        weeks=weeks,
        weekdays=weekdays,
        closed=tuple(engine.DateSpan(row.starts, row.ends) for row in rows if row.kind == Kind.CLOSED),
        exhibitions=_exhibition_needs(plan, package, terms),
        panels=plan.panels,
        minutes_a_day=plan.exhibition_minutes_a_day,
        meeting_terms=_meeting_terms(package, terms),
        internship_weekdays=internship_weekdays,
        weeks_before_internships=plan.weeks_before_internships,
        required_days=plan.required_days,
        fixed=tuple(engine_date(row) for row in rows if row.fixed and row.kind in DRAFTED),
    )


def engine_date(row: YearDate) -> engine.YearDate:
    """A row as the engine knows it."""
    return engine.YearDate(engine.DateKind(row.kind), row.starts, row.ends, row.number, row.fixed)


def engine_dates(rows: Iterable[YearDate]) -> list[engine.YearDate]:
    """The rows of a plan that the engine knows about: all but closed days and other dates."""
    return [engine_date(row) for row in rows if row.kind in DRAFTED]


def _meeting_terms(package: Package | None, terms: int) -> frozenset[int]:
    """The terms that begin with plan meetings. Where plans are talked about every week, no week is kept free."""
    every = package.plan.every if package and package.plan else "week"
    if every == "week":
        return frozenset()
    return frozenset(range(1, terms + 1)) if every == "cycle" else frozenset({1})


def _exhibition_needs(
    plan: SchoolYearPlan, package: Package | None, terms: int
) -> tuple[engine.ExhibitionNeed, ...]:
    if package is None or package.exhibition is None:
        return ()
    needs: list[engine.ExhibitionNeed] = []
    for term in range(1, terms + 1):
        slots = [slot for slot in package.calendar.exhibitions if _is_held_in(slot, term, terms)]
        usual = [slot for slot in slots if slot.when == "every" and not slot.cycles]
        rare = [slot for slot in slots if slot not in usual]
        of_one_grade = plan.students // GRADES if usual else plan.students
        needs += [engine.ExhibitionNeed(term, slot.minutes, of_one_grade) for slot in rare]
        others = max(0, plan.students - of_one_grade * len(rare))
        needs += [engine.ExhibitionNeed(term, slot.minutes, others) for slot in usual]
    return tuple(needs)


def _is_held_in(slot: ExhibitionSlot, term: int, terms: int) -> bool:
    if slot.cycles:
        return term in slot.cycles
    return slot.when == "every" or term == terms
