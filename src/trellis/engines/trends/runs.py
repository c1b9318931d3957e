"""Run charts: a median, and two rules about the points around it. One chart, or very many at once.

A run is points that follow each other on one side of the center line; points on it are not useful points and neither
break nor lengthen a run. The rules: a *shift* (the longest run is over its limit) and *few crossings* (the line is
crossed less often than its limit). Both limits go by the number of useful points (see `run_limits`).

The trend rule (five points that all go up, or all down) is there because people ask for it, and off unless asked for:
it finds real trends hardly more often than chance makes them, and adds false alarms (Davis and Woodall 1988, Journal of
Quality Technology 20:260; Anhøj and Olesen 2014, PLoS ONE 9:e113825, call it virtually useless).

>>> chart = run_chart([5, 7, 6, 8, 4, 6.5, 5.5, 9, 3, 7.5, 9, 10, 9.5, 11, 9, 10, 12, 11], Baseline(1, 10))
>>> chart.center, chart.longest.length, chart.limits.longest_run, chart.shift
(6.25, 9, 7, True)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .results import Baseline, BaselineUsed, InvalidInputError, LimitSource, Reason, Run, RunChart
from .run_limits import Array, RunLimits, exact_limits, published_limits

MIN_USEFUL = 10
MIN_BASELINE = 8
TREND_POINTS = 5
FEW_USEFUL = Reason(
    "few-points",
    f"Fewer than {MIN_USEFUL} points lie off the center line, so the rules of a run chart say nothing yet.",
)
SHORT_BASELINE = Reason(
    "short-baseline",
    f"The baseline has fewer than {MIN_BASELINE} points with a value. Choose a longer one, or wait for more points.",
)
MANY_ON_LINE = Reason(
    "many-on-line",
    "More than half of the points lie on the center line, so a run chart shows little. Put several weeks together, or "
    "chart the time between events.",
)
SAME_VALUE = Reason("same-value", "All points have the same value, so nothing can be compared.")


@dataclass(frozen=True, slots=True)
class RunCharts:
    """Many run charts: one entry for each series. `judged` is False where there are too few points, or most are on the
    line; then no rule is applied."""

    center: Array
    useful: Array
    longest: Array
    crossings: Array
    longest_limit: Array
    crossings_limit: Array
    judged: Array
    shift: Array
    few_crossings: Array

    @property
    def signal(self) -> Array:
        return self.shift | self.few_crossings


@dataclass(frozen=True, slots=True)
class _Walk:
    """What one pass over the points counts, for each series."""

    useful: Array
    longest: Array
    longest_end: Array
    crossings: Array


def run_chart(
    values: Sequence[float | None],
    baseline: Baseline | None = None,
    *,
    limits: LimitSource = "exact",
    trend: bool = False,
) -> RunChart:
    """Chart one series; None or NaN where a value is missing. Without a baseline, the median of all points."""
    series = as_series(values)
    charts = run_charts(series[None, :], baseline, limits=limits)
    around = baseline_used(series, baseline)
    if refusal := _refusal(series, around, charts):
        return RunChart(len(series), baseline=around, refusal=refusal)
    above = np.sign(series - charts.center[0])
    return RunChart(
        len(series),
        int(charts.useful[0]),
        float(charts.center[0]),
        around,
        _longest_run(above),
        int(charts.crossings[0]),
        _limits_of(above[None, :], baseline, limits)[0][0],
        bool(charts.shift[0]),
        bool(charts.few_crossings[0]),
        has_trend(series) if trend else None,
    )


def run_charts(
    values: Array, baseline: Baseline | None = None, *, limits: LimitSource = "exact"
) -> RunCharts:
    """Chart each row of `values` (series by points, NaN where missing), all with one baseline."""
    table = np.asarray(values, dtype=float)
    if table.ndim != 2:
        raise InvalidInputError("Give a table with a row for each series and a column for each point.")
    center = _centers(table, baseline)
    above = np.sign(table - center[:, None])
    walk = _walk(above)
    rules, at = _limits_of(above, baseline, limits)
    longest_limit = np.array([rule.longest_run for rule in rules])[at]
    crossings_limit = np.array([rule.crossings for rule in rules])[at]
    judged = (walk.useful >= MIN_USEFUL) & _is_long_enough(table, baseline)
    judged &= 2 * walk.useful >= (~np.isnan(table)).sum(axis=1)
    return RunCharts(
        center,
        walk.useful,
        walk.longest,
        walk.crossings,
        longest_limit,
        crossings_limit,
        judged,
        judged & (walk.longest > longest_limit),
        judged & (walk.crossings < crossings_limit),
    )


def has_trend(series: Array, points: int = TREND_POINTS) -> bool:
    """Whether so many points in a row all go up, or all down; a value that repeats the one before is passed over."""
    steps = np.sign(np.diff(series[~np.isnan(series)]))
    length, last = 1, 0.0
    for step in steps[steps != 0]:
        length = length + 1 if step == last else 2
        last = step
        if length >= points:
            return True
    return False


def as_series(values: Sequence[float | None]) -> Array:
    """Numbers with NaN for None. Raises InvalidInputError for what is no list of finite numbers."""
    series = np.array([np.nan if value is None else value for value in values], dtype=float)
    if np.isinf(series).any():
        raise InvalidInputError("Every value must be a finite number.")
    return series


def baseline_used(series: Array, baseline: Baseline | None) -> BaselineUsed:
    """The points that the center line of a series stands on. Raises InvalidInputError where it has no such points."""
    if baseline is None:
        return BaselineUsed(1, len(series), int((~np.isnan(series)).sum()), False)
    if baseline.last is None or baseline.first is None:
        return BaselineUsed(None, None, 0, True)
    if baseline.last > len(series):
        raise InvalidInputError(
            f"The baseline ends at point {baseline.last}, but there are only {len(series)} points."
        )
    chosen = series[baseline.first - 1 : baseline.last]
    return BaselineUsed(baseline.first, baseline.last, int((~np.isnan(chosen)).sum()), True)


def baseline_slice(baseline: Baseline | None) -> slice:
    return (
        slice(None)
        if baseline is None or baseline.first is None
        else slice(baseline.first - 1, baseline.last)
    )


def _refusal(series: Array, around: BaselineUsed, charts: RunCharts) -> Reason | None:
    if len(np.unique(series[~np.isnan(series)])) == 1:
        return SAME_VALUE
    if around.first is not None and around.points < MIN_BASELINE:
        return SHORT_BASELINE if around.frozen else FEW_USEFUL
    if charts.judged[0]:
        return None
    return FEW_USEFUL if charts.useful[0] < MIN_USEFUL else MANY_ON_LINE


def _centers(table: Array, baseline: Baseline | None) -> Array:
    if baseline is not None and baseline.center is not None:
        return np.full(len(table), float(baseline.center))
    if baseline is not None and baseline.last is not None and baseline.last > table.shape[1]:
        raise InvalidInputError(
            f"The baseline ends at point {baseline.last}, but there are only {table.shape[1]} points."
        )
    chosen = table[:, baseline_slice(baseline)]
    whole = ~np.isnan(chosen).any(axis=1)
    center = np.full(len(table), np.nan)
    center[whole] = np.median(chosen[whole], axis=1)
    for row in np.flatnonzero(~whole):
        present = chosen[row][~np.isnan(chosen[row])]
        center[row] = np.median(present) if len(present) else np.nan
    return center


def _is_long_enough(table: Array, baseline: Baseline | None) -> Array:
    if baseline is None or baseline.first is None:
        return np.ones(len(table), dtype=bool)
    return (~np.isnan(table[:, baseline_slice(baseline)])).sum(axis=1) >= MIN_BASELINE


def _limits_of(above: Array, baseline: Baseline | None, source: LimitSource) -> tuple[list[RunLimits], Array]:
    """The different limits that the series need, and which of them each needs."""
    useful = (np.abs(above) == 1).sum(axis=1)
    chosen = (
        above[:, baseline_slice(baseline)] if baseline is None or baseline.center is None else above[:, :0]
    )
    ups, downs, middle = ((chosen == side).sum(axis=1) for side in (1, -1, 0))
    counts = np.stack(
        [useful] if source == "anhoej" else [ups, downs, useful - ups - downs, np.minimum(middle, 1)]
    )
    _, first, at = np.unique(
        np.ravel_multi_index(tuple(counts), (above.shape[1] + 1,) * len(counts)),
        return_index=True,
        return_inverse=True,
    )
    return [_rule(*map(int, case), source=source) for case in counts[:, first].T], at


def _rule(*counts: int, source: LimitSource) -> RunLimits:
    if sum(counts[:3]) < MIN_USEFUL:
        return RunLimits(sum(counts[:3]), 0, None, source)
    return published_limits(*counts) if source == "anhoej" else exact_limits(*counts)


def _walk(above: Array) -> _Walk:
    series, points = above.shape
    columns = np.ascontiguousarray(np.nan_to_num(above).T.astype(np.int8))
    side, length = np.zeros(series, np.int8), np.zeros(series, int)
    walk = _Walk(*(np.zeros(series, int) for _ in range(4)))
    for point in range(points):
        at = columns[point]
        useful = at != 0
        same = useful & (at == side)
        walk.crossings[...] += useful & (at == -side)
        length = np.where(same, length + 1, np.where(useful, 1, length))
        longer = length > walk.longest
        walk.longest[longer], walk.longest_end[longer] = length[longer], point + 1
        walk.useful[...] += useful
        side = np.where(useful, at, side)
    return walk


def _longest_run(above: Array) -> Run:
    """The first of the longest runs of one series."""
    walk = _walk(above[None, :])
    last, length = int(walk.longest_end[0]), int(walk.longest[0])
    useful = np.flatnonzero(np.abs(above[:last]) == 1)
    return Run(length, int(useful[-length]) + 1, last, "above" if above[last - 1] > 0 else "below")
