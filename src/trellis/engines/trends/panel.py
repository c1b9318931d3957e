"""Schools by periods, and when each started: which values a roll-out can be judged by.

A roll-out reaches schools (clusters) at different times. A value counts as *untreated* before its school started, and
as *compared* from the start on, where the school has a value from before and enough schools have not started yet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .results import InvalidInputError, Reason
from .run_limits import Array

MIN_CLUSTERS = 4
NEVER = np.iinfo(np.int64).max
FEW_STARTED = Reason(
    "few-started",
    f"Fewer than {MIN_CLUSTERS} schools have started and have data from before and after. No comparison is made.",
)
FEW_NOT_YET = Reason(
    "few-not-yet",
    f"In no period after a start are there {MIN_CLUSTERS} schools or more that have not started yet. No comparison is "
    "made.",
)
NOTHING_BEFORE = Reason("nothing-before", "No school has data from before it started. No comparison is made.")
NOT_LINKED = Reason(
    "not-linked",
    "The schools that have not started yet have data in other periods than the rest. No comparison is made.",
)
LATE_PERIODS = Reason(
    "late-periods",
    f"Periods in which fewer than {MIN_CLUSTERS} schools had not started yet are left out: nothing can be compared "
    "there.",
)
WITHOUT_BEFORE = Reason(
    "without-before", "Schools without data from before they started are left out of the comparison."
)


@dataclass(frozen=True, slots=True)
class Panel:
    """Values of clusters (rows) by periods (columns).

    starts: the period (column, from 0) in which each cluster started, NEVER where it has not. weights: above 0 for each
    value, such as a school's students. untreated, compared: which values stand on which side.
    """

    values: Array
    starts: Array
    weights: Array
    untreated: Array
    compared: Array
    notes: tuple[Reason, ...]

    @property
    def since(self) -> Array:
        """Periods since the start, for each value; below 0 before it."""
        far = np.minimum(self.starts, self.values.shape[1] + 1)
        return np.arange(self.values.shape[1])[None, :] - far[:, None]

    @property
    def started(self) -> Array:
        """The clusters with at least one compared value."""
        return np.asarray(self.compared.any(axis=1))

    def refusal(self) -> Reason | None:
        """Why nothing can be compared."""
        present = ~np.isnan(self.values)
        treated = present & (self.since >= 0)
        if not (treated.any(axis=1) & self.untreated.any(axis=1)).any():
            return NOTHING_BEFORE if treated.any() else FEW_STARTED
        if not (treated & (self.untreated.sum(axis=0) >= MIN_CLUSTERS)[None, :]).any():
            return FEW_NOT_YET
        return FEW_STARTED if self.started.sum() < MIN_CLUSTERS else None

    def with_starts(self, starts: Array) -> Panel:
        """The same values with other starts."""
        return _assemble(self.values, starts, self.weights)


def read_panel(
    values: Sequence[Sequence[float | None]] | Array,
    starts: Sequence[int | None],
    weights: Sequence[float] | Array | None = None,
) -> Panel:
    """Check what was given and lay it out. Raises InvalidInputError with a sentence.

    values: a row for each school, a column for each period, None or NaN where missing. starts: the period (counted from
    1) in which each school started, None where it has not. weights: one for each school, or one for each value.
    """
    table = np.array([[np.nan if value is None else value for value in row] for row in values], dtype=float)
    if table.ndim != 2 or not table.size or np.isinf(table).any():
        raise InvalidInputError("Give a row of numbers for each school, all with the same number of periods.")
    if len(starts) != len(table):
        raise InvalidInputError(f"Give a start for each of the {len(table)} schools, or None.")
    if any(start is not None and start < 1 for start in starts):
        raise InvalidInputError("Starts are periods counted from 1.")
    columns = np.array([NEVER if start is None else start - 1 for start in starts], dtype=np.int64)
    columns = np.where(columns >= table.shape[1], NEVER, columns)
    scale = np.ones(len(table)) if weights is None else np.asarray(weights, dtype=float)
    scale = np.broadcast_to(scale[:, None] if scale.ndim == 1 else scale, table.shape)
    if not (scale[~np.isnan(table)] > 0).all() or np.isinf(scale).any():
        raise InvalidInputError("Every weight must be a number above 0.")
    return _assemble(table, columns, scale)


def _assemble(values: Array, starts: Array, weights: Array) -> Panel:
    present = ~np.isnan(values)
    before = np.arange(values.shape[1])[None, :] < starts[:, None]
    untreated = present & before
    waiting = untreated.sum(axis=0) >= MIN_CLUSTERS
    has_before = untreated.any(axis=1)
    treated = present & ~before
    compared = treated & waiting[None, :] & has_before[:, None]
    notes = []
    if (treated & ~waiting[None, :] & has_before[:, None]).any():
        notes.append(LATE_PERIODS)
    if (treated & ~has_before[:, None]).any():
        notes.append(WITHOUT_BEFORE)
    return Panel(values, starts, weights, untreated, compared, tuple(notes))
