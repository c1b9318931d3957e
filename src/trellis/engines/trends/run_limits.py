"""Limits for the two rules of a run chart, computed exactly so that false alarms stay near 5 in 100.

A run chart signals when its longest run on one side of the center line is too long, or when it crosses the line too
seldom. Published limits (Anhøj and Olesen 2014, PLoS ONE 9:e113825: longest run over round(log2(n) + 3), crossings
under the 5% quantile of Binomial(n - 1, 1/2)) suppose that the center line is known. A school's line is the median of
its own points, and then these limits signal on 0.8% of charts of 10 points in control, 2.1% of 20 and 3.8% of 40; with
a median of the first 10 of 40 points, on 19%. So the joint distribution of the longest run and the crossings is
computed here (the idea of Wentzel-Larsen and Anhøj 2019, PLoS ONE 14:e0223233) for the line that the chart has:

- the points that the median was taken from come in every order of "above" and "below" with equal chance, with as many
  of each as there are (half and half, but for points on the line);
- later points fall above it independently, with one probability that is itself uncertain: Beta(a + 1/2, b + 1/2) after
  a points above and b below, or Beta(a + 1, b + 1) where one of the points is the median, as order statistics have it;
- without such points (a center line given as a number) every point is a fair coin.

The limits chosen are the shortest run limit whose joint false alarm probability can come within 4% to 6% (or, where
whole numbers do not allow it, 3% to 7%), with the highest crossings limit that stays within it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import log2
from typing import Literal

import numpy as np

Array = np.ndarray
LimitSource = Literal["exact", "anhoej"]

BANDS = ((0.04, 0.06), (0.03, 0.07))
MOST_ARRANGED = (
    100  # beyond so many points of a baseline, half above and half below is as good as a fair coin
)
MOST_EXACT = 400
NODES, FEWER_NODES = 16, 8  # of the mixture over the probability; a long baseline leaves little to mix


@dataclass(frozen=True, slots=True)
class RunLimits:
    """The longest run that is no signal, the fewest crossings that are none, and the false alarm probability of both
    together (None for published limits)."""

    longest_run: int
    crossings: int
    false_alarm: float | None
    source: LimitSource


def published_limits(useful: int) -> RunLimits:
    """The limits of Anhøj and Olesen (2014) for a number of useful points, as R's `qicharts2` has them."""
    from scipy.special import bdtr  # here, because it is slow to load

    crossings = np.arange(useful)
    lowest = int(np.argmax(bdtr(crossings, useful - 1, 0.5) >= 0.05))
    return RunLimits(round(log2(useful) + 3), lowest, None, "anhoej")


def exact_limits(above: int, below: int, later: int, on_line: int = 0) -> RunLimits:
    """Limits where the median was taken from so many points above, below and on it, and `later` useful ones follow."""
    if above + below + later > MOST_EXACT:
        return published_limits(above + below + later)
    return _exact_limits(min(above, below), max(above, below), later, min(on_line, 1))


@lru_cache(maxsize=4096)
def _exact_limits(fewer: int, more: int, later: int, on_line: int) -> RunLimits:
    useful = fewer + more + later
    candidates: list[RunLimits] = []
    for longest in range(max(2, int(log2(useful))), useful + 1):
        alarms = false_alarms(fewer, more, later, longest, on_line)
        low, high = BANDS[0]
        inside = np.flatnonzero((alarms >= low) & (alarms <= high))
        if len(inside):
            return RunLimits(longest, int(inside[-1]), float(alarms[inside[-1]]), "exact")
        fewest = np.flatnonzero(alarms <= BANDS[1][1])
        candidates += [RunLimits(longest, int(at), float(alarms[at]), "exact") for at in fewest[-1:]]
        if alarms[0] < 1e-4:
            break
    return max(candidates, key=_preference)


def _preference(limits: RunLimits) -> tuple[bool, float]:
    return (limits.false_alarm or 0.0) >= BANDS[1][0], -limits.longest_run


def false_alarms(above: int, below: int, later: int, longest: int, on_line: int = 0) -> Array:
    """The probability of a signal in control for the run limit `longest` and each crossings limit 0, 1, 2 and so on."""
    counts = joint_distribution(above, below, later, longest, on_line)
    return 1 - (counts.sum() - np.concatenate([[0.0], np.cumsum(counts)[:-1]]))


def joint_distribution(above: int, below: int, later: int, longest: int, on_line: int = 0) -> Array:
    """P(no run over `longest`, and as many crossings) for 0, 1, 2 ... crossings; the last entry is so many or more."""
    most = (above + below + later) // 2 + 1
    if above + below > MOST_ARRANGED:
        state = _toss(_first_toss(longest, most), above + below - 1, np.array([above / (above + below)]))
    elif above + below:
        state = _arrange(above, below, longest, most)
    else:
        state, later = _first_toss(longest, most), later - 1
    chances, weights = _chances(above, below, on_line) if later else (np.array([0.5]), np.array([1.0]))
    state = _toss(np.repeat(state, len(chances), axis=0), later, chances)
    return weights @ state.sum(axis=(1, 2))


def _chances(above: int, below: int, on_line: int) -> tuple[Array, Array]:
    """Probabilities of falling above a median of so many points, with their weights (Gauss-Jacobi nodes)."""
    if not above + below:
        return np.array([0.5]), np.array([1.0])
    from scipy.special import roots_jacobi  # here, because it is slow to load

    count = NODES if above + below < 40 else FEWER_NODES
    nodes, weights = roots_jacobi(count, below + on_line / 2 - 0.5, above + on_line / 2 - 0.5)
    return (nodes + 1) / 2, weights / weights.sum()


# A state is an array (case, side, length of the run at hand, crossings); a run of `longest` that goes on is dropped.


def _first_toss(longest: int, most: int) -> Array:
    state = np.zeros((1, 2, longest + 1, most + 1))
    state[:, :, 1, 0] = 0.5
    return state


def _step(state: Array, above: Array, below: Array) -> tuple[Array, Array]:
    """Where each case goes with the next point, above and below, by the probabilities of both."""
    steps = []
    for side, chance in ((1, above), (0, below)):
        after = np.zeros((len(state), *state.shape[2:]))
        after[:, 2:] = chance[:, None, None] * state[:, side, 1:-1]
        crossed = chance[:, None] * state[:, 1 - side].sum(axis=1)
        after[:, 1, 1:] = crossed[:, :-1]
        after[:, 1, -1] += crossed[:, -1]
        steps.append(after)
    return steps[0], steps[1]


def _toss(state: Array, points: int, chances: Array) -> Array:
    for _point in range(points):
        above, below = _step(state, chances, 1 - chances)
        state = np.stack([below, above], axis=1)
    return state


def _arrange(above: int, below: int, longest: int, most: int) -> Array:
    """The state after every order of so many points above and below."""
    points = above + below
    state = np.zeros((above + 1, 2, longest + 1, most + 1))  # the case is how many were above so far
    state[min(1, above), 1, 1, 0] = above / points
    state[0, 0, 1, 0] = below / points
    used = np.arange(above + 1)
    for point in range(1, points):
        chance = np.clip((above - used) / (points - point), 0, 1)
        up, down = _step(state, chance, 1 - chance)
        state = np.zeros_like(state)
        state[1:, 1], state[:, 0] = up[:-1], down
    return state[above : above + 1]
