"""What is asked: readings of a student's work, and the rule that sums them up."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from numpy.typing import NDArray


class InvalidInputError(ValueError):
    """The readings cannot be summed up; the message says what is wrong, in which reading, and what to do."""


class SummaryRule(StrEnum):
    """How readings over time become one value. `steps` has each definition with its source.

    MOST_RECENT: the last day's. POWER_LAW: the end of a curve of learning. DECAYING: each new day counts 65%,
    what came before it 35%. MEAN: all alike, by their weights. HIGHEST: the best so far.
    """

    MOST_RECENT = "most-recent"
    POWER_LAW = "power-law"
    DECAYING = "decaying"
    MEAN = "mean"
    HIGHEST = "highest"


@dataclass(frozen=True, slots=True)
class Rating:
    """One level that somebody gave one piece of work.

    `level` is from 1 to the top of the rubric, halves and the like included. `at` counts by its calendar day; a
    datetime is taken in the zone that it carries, so give the school's. `weight` counts within a mean; 0 keeps
    the reading on the page and out of every summary (a draft, a practice).
    """

    key: Hashable
    level: float
    at: date
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class RatingTable:
    """Readings as columns of equal length, for pages that fetch thousands of rows: row i is a reading of `cells[i]`.

    A cell is whatever names one student's one outcome, `(student, outcome)` say. `at` holds dates, or is an array
    of datetime64. Without `weights` every reading weighs 1.
    """

    cells: Sequence[Hashable]
    keys: Sequence[Hashable]
    levels: Sequence[float] | NDArray
    at: Sequence[date] | NDArray
    weights: Sequence[float] | NDArray | None = None
