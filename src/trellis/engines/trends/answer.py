"""What is asked of a series with dates, and the whole answer: the chart, and what a marked change did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from .control_charts import laney_chart, p_chart, xmr_chart
from .interrupted import InterruptedSeries, interrupted_series
from .marked_changes import WAIT_FOR, before_after
from .rare_events import days_between, g_chart, t_chart
from .results import Baseline, BeforeAfter, ControlChart, InvalidInputError, RunChart
from .runs import run_chart

Chart = Literal["run", "xmr", "p", "laney", "t", "g"]
SHARE_CHARTS = ("p", "laney")


@dataclass(frozen=True, slots=True)
class Series:
    """A measure over time, in order of its dates: values, or shares with their numerators and denominators.

    values: None where a date has no value. A t chart may have dates alone, those of the events.
    """

    dates: tuple[date, ...]
    values: tuple[float | None, ...] = ()
    numerators: tuple[float | None, ...] = ()
    denominators: tuple[float | None, ...] = ()

    @property
    def is_share(self) -> bool:
        return bool(self.denominators)


@dataclass(frozen=True, slots=True)
class TrendSpec:
    """Which chart, which dates are its baseline, when a change began, and how many points after it to wait for."""

    chart: Chart = "run"
    baseline: tuple[date, date] | None = None
    change: date | None = None
    wait_for: int = WAIT_FOR


@dataclass(frozen=True, slots=True)
class TrendAnswer:
    """The chart, and where a change was marked what the points after it say. change_point counts from 1."""

    series: Series
    chart: RunChart | ControlChart
    change_point: int | None = None
    before_after: BeforeAfter | None = None
    interrupted: InterruptedSeries | None = None


def answer_trend(series: Series, spec: TrendSpec) -> TrendAnswer:
    """Chart the series. With a change marked, compare before and after; points before it are then the baseline.

    Raises InvalidInputError, in a sentence, for what cannot be charted.
    """
    if spec.chart == "t" and not series.values:
        series = Series(series.dates[1:], tuple(days_between(series.dates)))
    if not series.values:
        raise InvalidInputError("Only a t chart can be made of dates alone. Name a column with values.")
    change = _change_point(series, spec.change)
    baseline = _baseline(series, spec, change)
    chart = _chart(series, spec.chart, baseline)
    if change is None:
        return TrendAnswer(series, chart)
    return TrendAnswer(
        series,
        chart,
        change,
        before_after(series.values, change, baseline, wait_for=spec.wait_for),
        interrupted_series(series.values, change),
    )


def _chart(series: Series, chart: Chart, baseline: Baseline | None) -> RunChart | ControlChart:
    if chart in SHARE_CHARTS:
        if not series.is_share:
            raise InvalidInputError(f"A {chart} chart needs a numerator and a denominator.")
        make = p_chart if chart == "p" else laney_chart
        return make(series.numerators, series.denominators, baseline)
    makers = {"run": run_chart, "xmr": xmr_chart, "t": t_chart, "g": g_chart}
    return makers[chart](series.values, baseline)


def _change_point(series: Series, change: date | None) -> int | None:
    """The first point on the day of the change or after it."""
    if change is None:
        return None
    point = sum(day < change for day in series.dates) + 1
    if not 2 <= point <= len(series.dates):
        raise InvalidInputError(
            f"The change on {change} must have points before it and after it: "
            f"the points are from {series.dates[0]} to {series.dates[-1]}."
        )
    return point


def _baseline(series: Series, spec: TrendSpec, change: int | None) -> Baseline | None:
    if spec.baseline is None:
        return None if change is None else Baseline(1, change - 1)
    first, last = spec.baseline
    points = [point for point, day in enumerate(series.dates, start=1) if first <= day <= last]
    if not points:
        raise InvalidInputError(
            f"There are no points from {first} to {last}: "
            f"the points are from {series.dates[0]} to {series.dates[-1]}."
        )
    return Baseline(points[0], points[-1])
