"""An ordinary grade from a summary, for a transcript that asks for one."""

import math
from collections.abc import Sequence
from itertools import pairwise

from .inputs import InvalidInputError, validate_level, validate_scale


def as_percent(value: float, top: int) -> float:
    """The value as a share of the highest level, in percent: 3 of 4 is 75.0, and the lowest level is not 0.

    Raises InvalidInputError off the scale from 1 to `top`.
    """
    return 100 * validate_level(value, validate_scale(top), "The value") / top


def as_letter(value: float, bands: Sequence[tuple[float, str]]) -> str:
    """The letter of the first band that `value` reaches: `((3.5, "A"), (2.5, "B"), (1, "C"))`, highest first.

    The value may be on the scale or in percent, as the bands are. Raises InvalidInputError: bands that do not go
    strictly down, or that end above 1, the least a value can be, because somebody would be left without a letter.
    """
    if not bands:
        raise InvalidInputError("There are no letters. Give each its least value, the highest first.")
    if any(not math.isfinite(least) for least, _ in bands):
        raise InvalidInputError("The least value of a letter is not a number.")
    for (above, upper), (below, lower) in pairwise(bands):
        if not above > below:
            raise InvalidInputError(
                f'"{upper}" begins at {above:g} and "{lower}" after it at {below:g}. Put the highest first.'
            )
    if bands[-1][0] > 1:
        raise InvalidInputError(
            f'"{bands[-1][1]}", the last letter, begins at {bands[-1][0]:g}. Let it begin at 1 or below.'
        )
    if not value >= 1:
        raise InvalidInputError(f"The value is {value:g}, and every scale begins at 1.")
    return next(letter for least, letter in bands if value >= least)
