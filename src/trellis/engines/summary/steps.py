"""The five rules, on all cells at once.

A *step* is one day of one cell: its level is the weighted mean of that day's readings, and steps are numbered
1, 2, 3, ... in order of time. Between steps the weights play no part, save in the mean.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, pairwise

import numpy as np
from numpy.typing import NDArray

from .inputs import (
    InvalidInputError,
    Rating,
    RatingTable,
    SummaryRule,
    duplicate_rating_error,
    to_floats,
    validate_ratings,
)

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


EPOCH_ORDINAL = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class RatingRows:
    """Readings that count, sorted by cell and day. Columns have one entry a reading.

    `names` are all cells asked about, in their order; `cell` points into them. `days` are ordinals of dates.
    """

    names: tuple[Hashable, ...]
    cell: NDArray
    keys: list[Hashable]
    days: NDArray
    levels: NDArray
    weights: NDArray


def sort_ratings(readings_by_cell: Mapping[Hashable, Iterable[Rating]] | RatingTable, top: int) -> RatingRows:
    """Sorted rows of a mapping from cell to readings, or of a table. Raises InvalidInputError naming the reading at
    fault."""
    names, cell, table = _number_cells(readings_by_cell)
    keys = table.keys
    levels = to_floats(table.levels, keys, "level")
    weights = np.ones(len(keys)) if table.weights is None else to_floats(table.weights, keys, "weight")
    if not len(table.cells) == len(keys) == len(levels) == len(weights) == len(table.at):
        raise InvalidInputError(
            "The columns of the table are not of one length. Give each reading one entry in each."
        )
    days = _day_ordinals(table.at, keys)
    validate_ratings(keys, levels, weights, top)
    # One number that sorts by cell and then by day is far quicker than two.
    span = int(np.ptp(days)) + 1 if len(days) else 1
    line = cell * span + (days - (days.min() if len(days) else 0))
    order = np.argsort(line, kind="stable")
    in_order = [keys[row] for row in order.tolist()]
    _check_duplicates(cell[order], in_order)
    order, in_order = _sort_within_days(order, line[order], in_order)
    counts = weights[order] > 0
    if not counts.all():
        order = order[counts]
        in_order = [key for key, is_counted in zip(in_order, counts.tolist(), strict=True) if is_counted]
    return RatingRows(names, cell[order], in_order, days[order], levels[order], weights[order])


def _number_cells(
    readings_by_cell: Mapping[Hashable, Iterable[Rating]] | RatingTable,
) -> tuple[tuple[Hashable, ...], NDArray, RatingTable]:
    if isinstance(readings_by_cell, RatingTable):
        codes: dict[Hashable, int] = {}
        cell = np.array(
            [codes.setdefault(name, len(codes)) for name in readings_by_cell.cells], dtype=np.int64
        )
        return tuple(codes), cell, readings_by_cell
    lists = [list(readings) for readings in readings_by_cell.values()]
    every = list(chain.from_iterable(lists))
    cell = np.repeat(np.arange(len(lists)), [len(readings) for readings in lists])
    table = RatingTable(
        cells=range(len(every)),  # only its length is read
        keys=[reading.key for reading in every],
        levels=[reading.level for reading in every],
        at=[reading.at for reading in every],
        weights=[reading.weight for reading in every],
    )
    return tuple(readings_by_cell), cell, table


def _day_ordinals(at: Sequence[date] | NDArray, keys: Sequence[Hashable]) -> NDArray:
    if isinstance(at, np.ndarray) and at.dtype.kind == "M":
        if np.isnat(at).any():
            raise InvalidInputError(
                f'The reading "{keys[int(np.isnat(at).argmax())]}" has no date. Give the day of the work.'
            )
        return at.astype("datetime64[D]").astype(np.int64) + EPOCH_ORDINAL
    try:
        return np.array([day.toordinal() for day in at], dtype=np.int64)
    except AttributeError:
        key = next(key for key, day in zip(keys, at, strict=True) if not isinstance(day, date))
        raise InvalidInputError(f'The reading "{key}" has no date. Give the day of the work.') from None


def _check_duplicates(cell: NDArray, keys: list[Hashable]) -> None:
    """A key that comes twice in a cell would count twice, and nobody would see it."""
    cuts = [0, *(np.flatnonzero(np.diff(cell)) + 1).tolist(), len(keys)]
    for begin, end in pairwise(cuts):
        inside = keys[begin:end]
        if len(set(inside)) < len(inside):
            raise duplicate_rating_error(next(key for row, key in enumerate(inside) if key in inside[:row]))


def _sort_within_days(order: NDArray, line: NDArray, keys: list[Hashable]) -> tuple[NDArray, list[Hashable]]:
    """The readings of one day in the order of their keys, so that an answer never shows how rows came in."""
    tied = np.flatnonzero(line[1:] == line[:-1])
    if not len(tied):
        return order, keys
    rows, keys = order.tolist(), keys.copy()
    begins = tied[np.diff(tied, prepend=-2) > 1]
    ends = tied[np.diff(tied, append=tied[-1] + 2) > 1] + 2
    for begin, end in zip(begins.tolist(), ends.tolist(), strict=True):
        day = list(zip(keys[begin:end], rows[begin:end], strict=True))
        try:
            day.sort(key=lambda keyed_row: keyed_row[0])
        except TypeError:  # keys of two kinds
            day.sort(key=lambda keyed_row: (type(keyed_row[0]).__name__, str(keyed_row[0])))
        keys[begin:end] = [key for key, _ in day]
        rows[begin:end] = [row for _, row in day]
    return np.array(rows, dtype=np.int64), keys
