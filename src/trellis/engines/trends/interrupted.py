"""An interrupted time series: did the level, or the slope, of one series change at a marked point?

A straight line before and another after (segmented regression; Wagner and others 2002, Journal of Clinical Pharmacy
and Therapeutics 27:299). Points of one series resemble their neighbors, so the standard errors are those of Newey and
West (1987, Econometrica 55:703) with 1.3 times the square root of n lags (Lazarus and others 2018, Journal of
Business and Economic Statistics 36:541). With the 12 to 40 points that schools have, 1.96 of them to each side would
hold the truth in 42 to 75 of 100 series. So how many are needed is computed for each series: from the distribution of
the same statistic for noise in which neighbors are as alike as the residuals say, plus one standard error, 2,000
draws with a fixed seed. The intervals then hold the truth in 94 to 98 of 100 series, up to a correlation of neighbors
of 0.5, and in 90 or more at 0.7.

It compares a series with its own past. Whatever else happened at that point is in the answer too.

>>> line = [20, 21, 20.5, 21.5, 22, 21, 22.5, 22, 23, 22.5, 27, 28.5, 28, 29.5, 30, 29, 31, 30.5]
>>> answer = interrupted_series(line, change=11)
>>> round(answer.level.value, 1), round(answer.slope.value, 2), answer.level.low > 0
(4.4, 0.2, True)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt

import numpy as np

from .results import InvalidInputError, Reason
from .run_limits import Array
from .runs import as_series

MIN_BEFORE = 8
MIN_AFTER = 4
PARAMETERS = 4
FEW_BEFORE = Reason(
    "few-before",
    f"There are fewer than {MIN_BEFORE} points before the change, too few to know where the line was going.",
)
FEW_AFTER = Reason(
    "few-after", f"There are fewer than {MIN_AFTER} points from the change on, too few for a line."
)
DRAWS, SEED = 2000, 20140219
MOST_ALIKE, ALIKE_STEP = 0.9, 0.05
NO_NOISE = Reason("same-value", "The points lie on the lines exactly, so nothing can be said about chance.")


@dataclass(frozen=True, slots=True)
class Effect:
    """An estimate with its 95% interval and its standard error."""

    value: float
    low: float
    high: float
    error: float

    @property
    def direction(self) -> str | None:
        """ "up" or "down" where the interval leaves out zero."""
        return "up" if self.low > 0 else "down" if self.high < 0 else None


@dataclass(frozen=True, slots=True)
class InterruptedSeries:
    """How the line changed at a point.

    level: the jump at the change, beside where the first line was going. slope: by how much more each further point
    rises. at_end: how far the last point's line is from where the first line was going. slope_before: per point.
    """

    before_points: int
    after_points: int
    lags: int = 0
    slope_before: Effect | None = None
    level: Effect | None = None
    slope: Effect | None = None
    at_end: Effect | None = None
    refusal: Reason | None = None


def interrupted_series(
    values: Sequence[float | None], change: int, *, lags: int | None = None
) -> InterruptedSeries:
    """Fit a line before point `change` (counted from 1) and one from it on. Missing values keep their place in time.

    `lags` is how far apart two points may still resemble each other; by default 1.3 times the square root of n.
    """
    series = as_series(values)
    if not 2 <= change <= len(series):
        raise InvalidInputError(
            f"The change must be at a point from 2 to {len(series)}, counted from 1; not {change}."
        )
    present = np.flatnonzero(~np.isnan(series))
    before, after = int((present < change - 1).sum()), int((present >= change - 1).sum())
    if before < MIN_BEFORE or after < MIN_AFTER:
        return InterruptedSeries(before, after, refusal=FEW_BEFORE if before < MIN_BEFORE else FEW_AFTER)
    design = segmented_design(len(series), change)[present]
    coefficients, residuals = _fit(design, series[present])
    if float((residuals**2).sum()) <= 1e-18 * float((series[present] ** 2).sum()):
        return InterruptedSeries(before, after, refusal=NO_NOISE)
    lags = round(1.3 * sqrt(len(present))) if lags is None else lags
    contrasts, distances = _contrasts(len(series), change), np.abs(np.subtract.outer(present, present))
    errors = newey_west(design, residuals, contrasts, lags, distances)
    alike = round(likeness_of_neighbors(design, residuals, distances) / ALIKE_STEP)
    critical = np.array(critical_values(tuple(present.tolist()), change, len(series), lags, alike))
    slope_before, level, slope, at_end = (
        Effect(float(value), float(value - half), float(value + half), float(error))
        for value, error, half in zip(contrasts @ coefficients, errors, critical * errors, strict=True)
    )
    return InterruptedSeries(before, after, lags, slope_before, level, slope, at_end)


def segmented_design(points: int, change: int) -> Array:
    """Columns: 1, time from the first point, 1 from the change on, time since the change."""
    time = np.arange(points, dtype=float)
    since = time - (change - 1)
    after = since >= 0
    return np.column_stack([np.ones(points), time, after, np.where(after, since, 0.0)])


def newey_west(design: Array, residuals: Array, contrasts: Array, lags: int, distances: Array) -> Array:
    """Standard errors of contrasts of the coefficients: Bartlett weights, times n / (n - k) as for few points.

    residuals: one column, or one for each draw. distances: how far apart in time each two points are.
    """
    points, parameters = design.shape
    loads = contrasts @ np.linalg.solve(design.T @ design, design.T)
    kernel = np.clip(1 - distances / (lags + 1), 0, None)
    columns = residuals.reshape(points, -1)
    squares = []
    for load in loads:
        scores = load[:, None] * columns
        squares.append((scores * (kernel @ scores)).sum(axis=0))
    errors = np.sqrt(np.maximum(squares, 0.0) * points / (points - parameters))
    return errors[:, 0] if residuals.ndim == 1 else errors


@lru_cache(maxsize=1024)
def critical_values(
    present: tuple[int, ...], change: int, points: int, lags: int, alike: int
) -> tuple[float, ...]:
    """How many standard errors a 95% interval of each contrast goes to each side, from simulated noise.

    present: which of the points (from 0) have a value. alike: the correlation of neighbors, in steps of 0.05.
    """
    design = segmented_design(points, change)[list(present)]
    contrasts, distances = _contrasts(points, change), np.abs(np.subtract.outer(present, present))
    draws = np.random.default_rng(SEED).normal(size=(len(design), DRAWS))
    noise = np.linalg.cholesky((ALIKE_STEP * alike) ** distances) @ draws
    coefficients, left_over = _fit(design, noise)
    errors = newey_west(design, left_over, contrasts, lags, distances)
    ratios = np.abs(contrasts @ coefficients) / np.maximum(errors, 1e-300)
    return tuple(np.quantile(ratios, 0.95, axis=1).tolist())


def likeness_of_neighbors(design: Array, residuals: Array, distances: Array) -> float:
    """The correlation of neighbors that makes residuals as alike as these on average, plus one standard error.

    Fitted lines take away some likeness, the more the fewer points there are; this puts it back.
    """
    neighbors = distances == 1
    observed = residuals @ neighbors @ residuals / 2 / (residuals @ residuals)
    maker = np.eye(len(design)) - design @ np.linalg.solve(design.T @ design, design.T)
    grid = np.arange(0, 1, ALIKE_STEP)
    expected = []
    for correlation in grid:
        spread = maker @ correlation**distances @ maker
        expected.append((spread * neighbors).sum() / 2 / np.trace(spread))
    alike = float(np.interp(observed, expected, grid))
    return min(MOST_ALIKE, alike + sqrt((1 - alike**2) / len(residuals)))


def _contrasts(points: int, change: int) -> Array:
    """Slope before, level, slope, and the distance of the two lines at the last point."""
    return np.vstack([np.eye(PARAMETERS)[1:], [0.0, 0.0, 1.0, points - change]])


def _fit(design: Array, values: Array) -> tuple[Array, Array]:
    coefficients = np.linalg.solve(design.T @ design, design.T @ values)
    return coefficients, values - design @ coefficients
