"""What the points after a marked change say beside those before it.

A run chart's own rules find a shift of 1.5 standard deviations within 8 points in about 60% of charts, and no limits
that keep false alarms under 7% do better: an eighth point cannot make more than a run of eight. Where a person marks
when a change began, more is known, and the ranks of the two sets of points are compared (Mann and Whitney 1947, with
the exact distribution, ties included): the same shift is found in over 80%. The change itself is the Hodges-Lehmann
estimate, in the units of the values, with its exact 95% interval.

The comparison is meant for one look, when as many points have come as were planned (`wait_for`); until then the verdict
is "too-early". A signal says that the points differ, and not that the change made the difference.

>>> rate = [50, 53, 49, 52, 51, 48, 54, 50, 52, 51, 56, 58, 55, 59, 57, 54, 58, 56]
>>> answer = before_after(rate, change=11)
>>> answer.verdict, answer.direction, answer.change, answer.change_low, answer.change_high
('signal', 'up', 6.0, 4.0, 8.0)
"""

from __future__ import annotations

from collections.abc import Sequence
from math import comb, erfc, sqrt

import numpy as np

from .results import Baseline, BeforeAfter, InvalidInputError, Reason
from .run_limits import Array
from .runs import as_series, baseline_slice, run_chart

MIN_BEFORE = 8
MIN_AFTER = 4
WAIT_FOR = 8
LEVEL = 0.05
MOST_EXACT = 120
FEW_BEFORE = Reason(
    "few-before",
    f"There are fewer than {MIN_BEFORE} points before the change, too few to compare with.",
)
SAME_VALUE = Reason("same-value", "All points have the same value, so nothing can be compared.")
BASELINE_MOVED = Reason(
    "baseline-moved",
    "The points before the change were not stable themselves, so a difference may have begun before it.",
)
POINTS_LINKED = Reason(
    "points-linked",
    "Points that follow each other are alike, so a difference is less certain than its interval says.",
)


def before_after(
    values: Sequence[float | None],
    change: int,
    baseline: Baseline | None = None,
    *,
    wait_for: int = WAIT_FOR,
) -> BeforeAfter:
    """Compare the points from `change` on (counted from 1) with those before it, or with the baseline's points.

    `wait_for` is how many points after the change were planned before it is judged, 4 or more.
    """
    series = as_series(values)
    if wait_for < MIN_AFTER:
        raise InvalidInputError(f"Wait for {MIN_AFTER} points after a change, or more; not {wait_for}.")
    first, after = _split(series, change, baseline)
    if len(first) < MIN_BEFORE:
        return BeforeAfter(None, len(first), len(after), wait_for, refusal=FEW_BEFORE)
    if len(after) < wait_for:
        return BeforeAfter("too-early", len(first), len(after), wait_for, before=float(np.median(first)))
    if len(np.unique(np.concatenate([first, after]))) == 1:
        return BeforeAfter(None, len(first), len(after), wait_for, refusal=SAME_VALUE)
    estimate, low, high = shift_interval(first, after)
    is_signal = rank_p(first, after) <= LEVEL
    return BeforeAfter(
        "signal" if is_signal else "no-signal",
        len(first),
        len(after),
        wait_for,
        ("up" if estimate > 0 else "down") if is_signal and estimate else None,
        float(np.median(first)),
        float(np.median(after)),
        estimate,
        low,
        high,
        _notes(first, after),
    )


def rank_p(first: Array, after: Array) -> float:
    """The two-sided p-value of the rank sum, exact for up to 120 points (ties included)."""
    ranks = _doubled_ranks(np.concatenate([first, after]))
    many, rest = len(after), len(first)
    total, middle = int(ranks[rest:].sum()), many * (many + rest + 1)
    if many + rest > MOST_EXACT:
        spread = many * rest * np.var(ranks) / (many + rest - 1)
        return erfc(max(0.0, abs(total - middle) - 1) / sqrt(spread) / sqrt(2))
    sums = _rank_sum_counts(ranks, many)
    far = np.abs(np.arange(len(sums)) - middle) >= abs(total - middle)
    return min(1.0, float(sums[far].sum()))


def shift_interval(first: Array, after: Array) -> tuple[float, float, float]:
    """The Hodges-Lehmann estimate of the shift, and its 95% interval from the distribution without ties."""
    differences = np.sort(np.subtract.outer(after, first).ravel())
    many, rest = len(after), len(first)
    if many + rest > MOST_EXACT:
        half = 1.959963984540054 * sqrt(many * rest * (many + rest + 1) / 12)
        cut = max(0, int(np.floor(many * rest / 2 - half)))
    else:
        chances = _rank_sum_counts(2 * np.arange(1, many + rest + 1), many)[::2]
        cut = int((np.cumsum(chances[many * (many + 1) // 2 :]) <= LEVEL / 2).sum())
    cut = max(cut, 1)
    return float(np.median(differences)), float(differences[cut - 1]), float(differences[-cut])


def _split(series: Array, change: int, baseline: Baseline | None) -> tuple[Array, Array]:
    if not 2 <= change <= len(series):
        raise InvalidInputError(
            f"The change must be at a point from 2 to {len(series)}, counted from 1; not {change}."
        )
    before = series[: change - 1]
    if baseline is not None and baseline.last is not None:
        if baseline.last >= change:
            raise InvalidInputError(
                f"The baseline must end before the change: it ends at point {baseline.last}, "
                f"and the change is at point {change}."
            )
        before = series[baseline_slice(baseline)]
    after = series[change - 1 :]
    return before[~np.isnan(before)], after[~np.isnan(after)]


def _doubled_ranks(values: Array) -> Array:
    """Twice the rank of each value; equal values share the mean of theirs, so that doubled ranks are whole."""
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    below = np.cumsum(counts) - counts
    return (2 * below + counts + 1)[place]


def _rank_sum_counts(ranks: Array, many: int) -> Array:
    """The share of all choices of `many` ranks that has each sum."""
    most = int(np.sort(ranks)[-many:].sum())
    ways = np.zeros((many + 1, most + 1))
    ways[0, 0] = 1
    for rank in ranks.astype(int):
        ways[1:, rank:] += ways[:-1, : most + 1 - rank].copy()
    return ways[many] / comb(len(ranks), many)


def _notes(first: Array, after: Array) -> tuple[Reason, ...]:
    notes = []
    if run_chart(first.tolist()).signal:
        notes.append(BASELINE_MOVED)
    centered = [points - points.mean() for points in (first, after)]
    products = sum(float((points[1:] * points[:-1]).sum()) for points in centered)
    squares = sum(float((points**2).sum()) for points in centered)
    points = len(first) + len(after)
    if squares > 0 and products / squares > 1.645 / sqrt(points):
        notes.append(POINTS_LINKED)
    return tuple(notes)
