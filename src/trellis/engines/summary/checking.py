"""Refuses what cannot be summed up, in a sentence that names the reading."""

import math
from collections.abc import Hashable, Sequence
from operator import index
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .inputs import InvalidInputError, SummaryRule

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


def to_floats(column: Sequence[Any] | NDArray, keys: Sequence[Hashable], what: str) -> NDArray:
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
