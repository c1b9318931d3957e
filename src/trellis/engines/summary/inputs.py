"""What is asked: readings of a student's work, and the rule that sums them up."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from operator import index
from typing import SupportsFloat

import numpy as np
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


MIN_WEIGHT, MAX_WEIGHT = 1e-6, 1e6


def validate_rule(rule: SummaryRule, top: int, decay: float, least: int) -> SummaryRule:
    """Return the rule, after a check of everything the school sets. Raises InvalidInputError with what to set
    instead."""
    try:
        rule = SummaryRule(rule)
    except ValueError:
        raise InvalidInputError(
            f'There is no rule "{rule}". Choose one of: {", ".join(SummaryRule)}.'
        ) from None
    validate_scale(top)
    if not 0 < decay < 1:
        raise InvalidInputError(
            f"The newest work cannot count {decay:g} of the whole. Choose a share between 0 and 1, like 0.65."
        )
    if least < 1:
        raise InvalidInputError(f"A summary rests on at least one reading, not {least}.")
    return rule


def validate_scale(top: int) -> int:
    """The top of a scale, a whole number from 2."""
    try:
        whole = index(top)
    except TypeError:
        raise InvalidInputError(f"The top of a scale is a whole number, not {top!r}.") from None
    if whole < 2:
        raise InvalidInputError(f"A scale needs at least two levels, and this one ends at {whole}.")
    return whole


def validate_level(level: float, top: int, what: str) -> float:
    """The level as a float from 1 to `top`. Raises InvalidInputError otherwise; `what` begins the sentence."""
    try:
        level = float(level)
    except (TypeError, ValueError):
        level = math.nan
    if math.isnan(level):
        raise InvalidInputError(f"{what} is not a number. Give a level from 1 to {top}.")
    if not 1 <= level <= top:
        raise InvalidInputError(f"{what} is {level:g}, and the scale goes from 1 to {top}.")
    return level


def to_floats(column: Sequence[SupportsFloat] | NDArray, keys: Sequence[Hashable], what: str) -> NDArray:
    """The column as floats. Raises InvalidInputError naming the reading whose `what` is no number; a None comes back
    as NaN."""
    try:
        return np.asarray(column, dtype=float)
    except (TypeError, ValueError):
        for key, value in zip(keys, column, strict=True):
            try:
                float(value)
            except (TypeError, ValueError):
                raise InvalidInputError(
                    f'The {what} of the reading "{key}" is not a number: {value!r}.'
                ) from None
        raise


def validate_ratings(keys: Sequence[Hashable], levels: NDArray, weights: NDArray, top: int) -> None:
    """Every level on the scale and every weight in bounds. Raises InvalidInputError with the first that is not."""
    bad = ~((levels >= 1) & (levels <= top))
    if bad.any():
        row = int(bad.argmax())
        if math.isnan(levels[row]):
            raise InvalidInputError(
                f'The reading "{keys[row]}" has no level. Give one from 1 to {top}, or leave it out.'
            )
        raise InvalidInputError(
            f'The reading "{keys[row]}" has level {levels[row]:g}, and the scale goes from 1 to {top}. '
            "Correct it, or carry it over from its own version of the rubric first."
        )
    bad = ~((weights == 0) | ((weights >= MIN_WEIGHT) & (weights <= MAX_WEIGHT)))
    if bad.any():
        row = int(bad.argmax())
        raise InvalidInputError(
            f'The reading "{keys[row]}" weighs {weights[row]:g}. A weight is 0 for work that does not count, '
            "or a number from a millionth to a million."
        )


def duplicate_rating_error(key: Hashable) -> InvalidInputError:
    return InvalidInputError(
        f'The reading "{key}" is given twice for the same outcome. Leave one of them out.'
    )
