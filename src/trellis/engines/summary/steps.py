"""The five rules, on all cells at once.

A *step* is one day of one cell: its level is the weighted mean of that day's readings, and steps are numbered
1, 2, 3, ... in order of time. Between steps the weights play no part, save in the mean.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .inputs import SummaryRule
from .rows import RatingRows

MIN_CURVE_STEPS = 3
ROUNDING_DIGITS = 9


@dataclass(frozen=True, slots=True)
class RatingCells:
    """Cells that have a reading, each a run of rows and a run of steps. `begin` and `last_step` point to rows."""

    rows: RatingRows
    begin: NDArray
    size: NDArray
    last_step: NDArray
    of_row: NDArray
    of_step: NDArray
    step: NDArray
    steps: NDArray
    levels: NDArray

    @property
    def low(self) -> NDArray:
        return np.minimum.reduceat(self.rows.levels, self.begin)

    @property
    def high(self) -> NDArray:
        return np.maximum.reduceat(self.rows.levels, self.begin)


def group_into_cells(rows: RatingRows) -> RatingCells:
    """Cuts sorted rows, at least one, into cells and days."""
    new_cell = np.append(True, rows.cell[1:] != rows.cell[:-1])
    new_step = new_cell | np.append(True, rows.days[1:] != rows.days[:-1])
    begin, step_begin = np.flatnonzero(new_cell), np.flatnonzero(new_step)
    of_row = np.cumsum(new_cell) - 1
    of_step = of_row[step_begin]
    steps = np.bincount(of_step)
    first = np.cumsum(steps) - steps
    weights = np.add.reduceat(rows.weights, step_begin)
    levels = np.add.reduceat(rows.weights * rows.levels, step_begin) / weights
    return RatingCells(
        rows=rows,
        begin=begin,
        size=np.bincount(of_row),
        last_step=step_begin[first + steps - 1],
        of_row=of_row,
        of_step=of_step,
        step=np.arange(len(of_step)) - first[of_step] + 1,
        steps=steps,
        levels=levels,
    )


def most_recent(of: RatingCells, decay: float) -> NDArray:
    """The last step: the last reading by date, or the weighted mean of that day's. Canvas calls it "most recent
    score"."""
    return of.levels[np.cumsum(of.steps) - 1]


def mean(of: RatingCells, decay: float) -> NDArray:
    """The weighted mean of all readings: sum of weight times level, over the sum of weights. Time plays no part."""
    total = np.bincount(of.of_row, of.rows.weights * of.rows.levels)
    return total / np.bincount(of.of_row, of.rows.weights)


def highest(of: RatingCells, decay: float) -> NDArray:
    """The highest reading there is, whenever it was, whatever it weighs."""
    return of.high


def decaying_average(of: RatingCells, decay: float) -> NDArray:
    """The decaying average: value_1 = level_1, value_n = decay × level_n + (1 − decay) × value_(n−1).

    This is what Canvas documents as "Decaying Average" today (in its API `standard_decaying_average`, 65%
    unless set), and what PowerSchool documents under the same name. It is not the older Canvas formula, 65% of
    the last and 35% of the plain mean of all the rest, which Canvas has since called "Weighted Average".
    Source: Canvas Outcomes, New and Updated Proficiency Calculations (community.canvaslms.com, The Product Blog).
    Written out: step j of n weighs decay × (1 − decay)^(n − j), and the first (1 − decay)^(n − 1).
    """
    ago = of.steps[of.of_step] - of.step
    share = (1 - decay) ** ago * np.where(of.step == 1, 1.0, decay)
    return np.bincount(of.of_step, share * of.levels)


def power_law(of: RatingCells, decay: float) -> NDArray:
    """The power law of learning: level = a × step^b, fitted by least squares on logarithms, at the last step.

    Source: Robert J. Marzano, Transforming Classroom Grading (ASCD, 2000), who takes the curve's height at the
    last assessment for the student's level then; JumpRope documents the same. It may lie outside the readings and
    outside the scale; the caller keeps it on the scale. Fewer than three steps make no curve: the mean instead.
    """
    x, y = np.log(of.step), np.log(of.levels)
    middle_x, middle_y = np.bincount(of.of_step, x) / of.steps, np.bincount(of.of_step, y) / of.steps
    dx, dy = x - middle_x[of.of_step], y - middle_y[of.of_step]
    across = np.bincount(of.of_step, dx * dx)
    slope = np.bincount(of.of_step, dx * dy) / np.where(across > 0, across, 1.0)
    return np.where(
        has_no_curve(of), mean(of, decay), np.exp(middle_y + slope * (np.log(of.steps) - middle_x))
    )


def has_no_curve(of: RatingCells) -> NDArray:
    """Where a power law has too few steps to be fitted."""
    return of.steps < MIN_CURVE_STEPS


FUNCTION_BY_RULE: dict[SummaryRule, Callable[[RatingCells, float], NDArray]] = {
    SummaryRule.MOST_RECENT: most_recent,
    SummaryRule.POWER_LAW: power_law,
    SummaryRule.DECAYING: decaying_average,
    SummaryRule.MEAN: mean,
    SummaryRule.HIGHEST: highest,
}


def summary_values(of: RatingCells, rule: SummaryRule, top: int, decay: float) -> NDArray:
    """The value of each cell, to nine digits after the point.

    Rounded because 0.35 × 3 + 0.65 × 3 is not quite 3 to a computer, and a letter may begin at 3. Then kept
    between the lowest and the highest reading, or for the curve of a power law on the scale.
    """
    rounded = np.round(FUNCTION_BY_RULE[rule](of, decay), ROUNDING_DIGITS)
    low, high = of.low, of.high
    if rule is SummaryRule.POWER_LAW:
        free = ~has_no_curve(of) & (low < high)
        low, high = np.where(free, 1.0, low), np.where(free, float(top), high)
    return np.clip(rounded, low, high)
