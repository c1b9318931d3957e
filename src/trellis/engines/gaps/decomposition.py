"""Split a gap between two groups into a part between schools and a part within them.

The two-way decomposition of rates by Kitagawa (1955, JASA 50:1168), which is also Oaxaca and Blinder's with the
mean of both groups as the reference. With shares w and v of the two groups by school, and their rates r and q:

    between = sum of (w - v) * (r + q) / 2     what follows from which school students attend
    within  = sum of (w + v) / 2 * (r - q)     what follows from differences inside the schools

The two add up to the gap exactly, and swapping the groups only turns the signs. A school that only one of the groups
attends has one rate, which stands for both: its whole part counts as between.
"""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Decomposition:
    """The two parts of a gap, in the unit of the rate or mean (0.34, not 34 points)."""

    between: np.ndarray
    within: np.ndarray

    @property
    def gap(self) -> np.ndarray:
        """The rate of the group less the rate of the others."""
        return self.between + self.within


def decompose(
    total: np.ndarray, base: np.ndarray, other_total: np.ndarray, other_base: np.ndarray
) -> Decomposition:
    """Split the gap of a group to the others.

    Each array has one row per school, and any further axes (groups, for example): how much the members of the group
    have (`total`) out of how much (`base`), and the same of the others. A rate is a total over its base; for a mean
    the base is the number of students. Where either side is empty everywhere, both parts are NaN.
    """
    total, base, other_total, other_base = (
        np.asarray(array, dtype=float) for array in (total, base, other_total, other_base)
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        share, other_share = base / base.sum(axis=0), other_base / other_base.sum(axis=0)
        rate, other_rate = total / base, other_total / other_base
    rate, other_rate = np.where(base > 0, rate, other_rate), np.where(other_base > 0, other_rate, rate)
    attended = (base > 0) | (other_base > 0)
    rate, other_rate = np.where(attended, rate, 0.0), np.where(attended, other_rate, 0.0)
    return Decomposition(
        between=((share - other_share) * (rate + other_rate) / 2).sum(axis=0),
        within=((share + other_share) / 2 * (rate - other_rate)).sum(axis=0),
    )
