"""Readings as sorted columns: by cell, then by day. Whatever order the rows came in, this is the same."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, pairwise

import numpy as np
from numpy.typing import NDArray

from .checking import duplicate_rating_error, to_floats, validate_ratings
from .inputs import InvalidInputError, Rating, RatingTable

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
