"""Schools by periods, for a roll-out: what `engines.trends.compare_rollout` reads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, TypeVar
from uuid import UUID

from trellis.core.foundation.formatting import format_date, format_month
from trellis.improvement.cycles.amounts import is_rate
from trellis.improvement.cycles.models import DataPoint, PracticalMeasure
from trellis.improvement.opportunity.school_figures import school_years_of, totals_by_year

from .models import RollOut, RollOutSchool

Unit = Literal["year", "month", "week"]
Period = TypeVar("Period", int, date)
MOST_WEEKS = 60
"""A series that is longer than this is compared in months."""
REASON = "lay out a roll-out over all schools, of which only the sum is shown"


@dataclass(frozen=True)
class RollOutTable:
    """Schools (rows) by periods (columns).

    values: a row for each school that has any, None where nothing may be shown; shares in percent. starts: the period
    in which each of these schools started, counted from 1, None where it has not within the table. labels: one for each
    period. without_values: schools that start but have nothing in the table.
    """

    unit: Unit
    labels: tuple[str, ...]
    values: tuple[tuple[float | None, ...], ...]
    starts: tuple[int | None, ...]
    is_share: bool
    without_values: int = 0

    @property
    def schools(self) -> int:
        return len(self.values)


def starts_of(roll_out: RollOut) -> dict[UUID, date]:
    """The day on which each school starts."""
    rows = RollOutSchool.objects.unscoped(REASON).filter(
        roll_out=roll_out, deleted_at=None, school__deleted_at=None
    )
    return dict(rows.values_list("school_id", "starts"))


def lay_out(roll_out: RollOut) -> RollOutTable:
    """The table of a roll-out that the viewer sees; who reads what comes of it is decided by `reads_results`."""
    starts = starts_of(roll_out)
    if roll_out.practical is not None:
        return _practical_table(roll_out.practical, starts)
    return _registered_table(roll_out, starts)


def _registered_table(roll_out: RollOut, starts: dict[UUID, date]) -> RollOutTable:
    """School years, from the first to the last that have any figure."""
    figures = totals_by_year(roll_out.network, roll_out.measure)
    years = list(range(min(figures), max(figures) + 1)) if figures else []
    factor = 100.0 if is_rate(roll_out.measure) else 1.0
    values = {
        (school, year): factor * value
        for year, by_school in figures.items()
        for school, value in by_school.items()
    }
    numbers = school_years_of(roll_out.network, starts, years)
    labels = [f"{year - 1}–{year % 100:02}" for year in years]
    return _assemble("year", years, labels, values, starts, numbers, is_share=is_rate(roll_out.measure))


def _practical_table(measure: PracticalMeasure, starts: dict[UUID, date]) -> RollOutTable:
    """Weeks, or months where the measure is counted monthly or for long: from each school's copy of the measure."""
    points = DataPoint.objects.unscoped(REASON).filter(
        deleted_at=None, measure__deleted_at=None, measure__same_as=measure, measure__school__deleted_at=None
    )
    by_school: dict[UUID, list[DataPoint]] = defaultdict(list)
    for point in points.select_related("measure").order_by("day"):
        if point.measure.school_id is not None:
            by_school[point.measure.school_id].append(point)
    days = [point.day for rows in by_school.values() for point in rows]
    unit = _unit(measure, days)
    periods = _all_periods(days, unit)
    values = {
        (school, period): _amount([point for point in rows if period_of(point.day, unit) == period])
        for school, rows in by_school.items()
        for period in {period_of(point.day, unit) for point in rows}
    }
    numbers = {
        school: next((period for period in periods if _end(period, unit) >= day), None)
        for school, day in starts.items()
    }
    in_table = {school: period for school, period in numbers.items() if period is not None}
    labels = [format_month(period) if unit == "month" else format_date(period) for period in periods]
    return _assemble(unit, periods, labels, values, starts, in_table, is_share=measure.is_share)


def _unit(measure: PracticalMeasure, days: list[date]) -> Unit:
    if measure.rhythm == PracticalMeasure.Rhythm.MONTH or not days:
        return "month" if measure.rhythm == PracticalMeasure.Rhythm.MONTH else "week"
    return "month" if (max(days) - min(days)).days > 7 * MOST_WEEKS else "week"


def period_of(day: date, unit: Unit) -> date:
    """The first day of the week (a Monday) or month of a day."""
    return day.replace(day=1) if unit == "month" else day - timedelta(days=day.weekday())


def _next(period: date, unit: Unit) -> date:
    return period_of(period + timedelta(days=31 if unit == "month" else 7), unit)


def _end(period: date, unit: Unit) -> date:
    return _next(period, unit) - timedelta(days=1)


def _all_periods(days: list[date], unit: Unit) -> list[date]:
    if not days:
        return []
    periods, last = [period_of(min(days), unit)], period_of(max(days), unit)
    while periods[-1] < last:
        periods.append(_next(periods[-1], unit))
    return periods


def _amount(points: list[DataPoint]) -> float:
    """Of several numbers in one period: the share of all that was counted, or the mean."""
    if points[0].value is not None:
        return sum(point.amount for point in points) / len(points)
    return (
        100 * sum(point.numerator or 0 for point in points) / sum(point.denominator or 1 for point in points)
    )


def _assemble(
    unit: Unit,
    periods: Sequence[Period],
    labels: list[str],
    values: Mapping[tuple[UUID, Period], float],
    starts: Mapping[UUID, date],
    numbers: Mapping[UUID, Period],
    *,
    is_share: bool,
) -> RollOutTable:
    """numbers: by school that starts within the table, the period of its start."""
    schools = sorted({school for school, _period in values}, key=str)
    return RollOutTable(
        unit,
        tuple(labels),
        tuple(tuple(values.get((school, period)) for period in periods) for school in schools),
        tuple(periods.index(numbers[school]) + 1 if school in numbers else None for school in schools),
        is_share,
        len(set(starts) - set(schools)),
    )
