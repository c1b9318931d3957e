"""Control charts of measured values and of shares: XmR, p and Laney's p'. One rule: a point outside three sigma.

Further rules (two of three points near a limit, and so on) are left out on purpose. All of Western Electric's together
signal on 28% of XmR charts of 40 points in control, three sigma alone on 10%, and people stop reading a chart that
gives false alarms.

Sources: Shewhart 1931; Montgomery, Introduction to Statistical Quality Control, for the constants; Laney 2002, Quality
Engineering 14:531, for p'. Where fewer than four are expected to count, or not to count, a share gets no limits: the
binomial distribution is too lopsided there for limits on two sides.

>>> flow = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]
>>> chart = xmr_chart(flow)  # the example of NIST's handbook, section 6.3.2.2
>>> round(chart.center, 2), round(chart.lower[0], 2), round(chart.upper[0], 2)
(50.81, 45.82, 55.8)
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .results import Baseline, ChartKind, ControlChart, InvalidInputError, OutsidePoint, Reason
from .run_limits import Array
from .runs import as_series, baseline_slice, baseline_used

D2 = 1.128  # the mean range of two normal values, in standard deviations
XMR_FACTOR = 2.66  # 3 / D2
RANGE_FACTOR = 3.267
MIN_POINTS = 10
FIRM_POINTS = 20
MIN_EXPECTED = 4
FEW_POINTS = Reason(
    "few-points", f"The baseline has fewer than {MIN_POINTS} points with a value, too few for limits."
)
TRIAL_LIMITS = Reason(
    "trial-limits",
    f"The baseline has fewer than {FIRM_POINTS} points, so the limits are a first try. Set them again once it has.",
)
ALL_SAME = Reason("same-value", "The baseline's points all have the same value, so no limits can be set.")
SMALL_GROUPS = Reason(
    "small-groups",
    f"With so few students, or a share so near 0% or 100%, fewer than {MIN_EXPECTED} are expected to count, or not to "
    "count, at every point. No limits can be set. Put several weeks together, or chart the time between events.",
)
SOME_SMALL = Reason(
    "some-small-groups",
    f"At some points fewer than {MIN_EXPECTED} students are expected to count, or not to count. They have no limits.",
)


def xmr_chart(values: Sequence[float | None], baseline: Baseline | None = None) -> ControlChart:
    """Chart single values with limits from their moving ranges: the mean plus and minus 2.66 mean ranges.

    A moving range over 3.267 mean ranges is named too. A range beside a missing value is left out.
    """
    series = as_series(values)
    around = baseline_used(series, baseline)
    center, spread = moving_range_center(series, baseline)
    if refusal := short_baseline(baseline, around.points) or (ALL_SAME if not spread else None):
        return ControlChart("xmr", as_tuple(series), baseline=around, refusal=refusal)
    lower, upper = (np.full(len(series), center + sign * XMR_FACTOR * spread) for sign in (-1, 1))
    ranges = np.concatenate([[np.nan], np.abs(np.diff(series))])
    return ControlChart(
        "xmr",
        as_tuple(series),
        center,
        as_tuple(lower),
        as_tuple(upper),
        points_outside(series, lower, upper),
        spread,
        RANGE_FACTOR * spread,
        points_outside(ranges, np.full(len(series), -1.0), np.full(len(series), RANGE_FACTOR * spread)),
        around,
        trial_note(baseline, around.points),
    )


def p_chart(
    numerators: Sequence[float | None], denominators: Sequence[float | None], baseline: Baseline | None = None
) -> ControlChart:
    """Chart shares (so many of so many) with the limits of the binomial distribution.

    They suppose that every student counts with one probability, each for themselves. In large groups that is never
    quite so, the limits are too narrow, and `laney_chart` is better.
    """
    return _share_chart("p", numerators, denominators, baseline)


def laney_chart(
    numerators: Sequence[float | None], denominators: Sequence[float | None], baseline: Baseline | None = None
) -> ControlChart:
    """Chart shares with limits that also hold what varies from point to point besides chance (Laney's p')."""
    return _share_chart("laney", numerators, denominators, baseline)


def _share_chart(
    kind: ChartKind,
    numerators: Sequence[float | None],
    denominators: Sequence[float | None],
    baseline: Baseline | None,
) -> ControlChart:
    counts, sizes = _shares(numerators, denominators)
    shares = counts / np.where(sizes > 0, sizes, np.nan)
    around = baseline_used(shares, baseline)
    if refusal := short_baseline(baseline, around.points):
        return ControlChart(kind, as_tuple(shares), baseline=around, refusal=refusal)
    center = _pooled_share(counts, sizes, baseline)
    expected = sizes * min(center, 1 - center)
    large = expected >= MIN_EXPECTED
    if not large.any():
        return ControlChart(kind, as_tuple(shares), center, baseline=around, refusal=SMALL_GROUPS)
    sigma = np.sqrt(center * (1 - center) / np.where(large, sizes, np.nan))
    spread = _sigma_z(shares, sizes, center, baseline) if kind == "laney" else None
    if spread is not None and not spread > 0:
        return ControlChart(kind, as_tuple(shares), center, baseline=around, refusal=ALL_SAME)
    half = 3 * sigma * (1.0 if spread is None else spread)
    lower, upper = np.maximum(center - half, 0.0), np.minimum(center + half, 1.0)
    is_small = ~large & ~np.isnan(shares)
    notes = (*trial_note(baseline, around.points), *([SOME_SMALL] if is_small.any() else []))
    outside = points_outside(shares, lower, upper)
    lows, highs = as_tuple(lower), as_tuple(upper)
    return ControlChart(kind, as_tuple(shares), center, lows, highs, outside, spread, None, (), around, notes)


def moving_range_center(series: Array, baseline: Baseline | None) -> tuple[float, float]:
    """The center line and the mean moving range: as given, or those of the baseline's points (NaN where it has
    none)."""
    if baseline is not None and baseline.center is not None:
        if baseline.spread is None or not baseline.spread > 0:
            raise InvalidInputError("A baseline in numbers needs its spread too: the mean moving range.")
        return baseline.center, baseline.spread
    chosen = series[baseline_slice(baseline)]
    ranges = np.abs(np.diff(chosen))
    present, steps = chosen[~np.isnan(chosen)], ranges[~np.isnan(ranges)]
    if not len(steps):
        return float("nan"), 0.0
    return float(present.mean()), float(steps.mean())


def short_baseline(baseline: Baseline | None, points: int) -> Reason | None:
    """Why a baseline is too short for limits; one in numbers never is."""
    is_given = baseline is not None and baseline.center is not None
    return None if is_given or points >= MIN_POINTS else FEW_POINTS


def trial_note(baseline: Baseline | None, points: int) -> tuple[Reason, ...]:
    is_given = baseline is not None and baseline.center is not None
    return () if is_given or points >= FIRM_POINTS else (TRIAL_LIMITS,)


def points_outside(series: Array, lower: Array, upper: Array) -> tuple[OutsidePoint, ...]:
    """The points beyond their limits; a point without a value or without limits is never one."""
    with np.errstate(invalid="ignore"):
        beyond = np.flatnonzero((series < lower) | (series > upper))
    return tuple(
        OutsidePoint(int(at) + 1, float(series[at]), "above" if series[at] > upper[at] else "below")
        for at in beyond
    )


def as_tuple(series: Array) -> tuple[float | None, ...]:
    return tuple(None if np.isnan(value) else float(value) for value in series)


def _shares(numerators: Sequence[float | None], denominators: Sequence[float | None]) -> tuple[Array, Array]:
    counts, sizes = as_series(numerators), as_series(denominators)
    if len(counts) != len(sizes):
        raise InvalidInputError("Give as many numerators as denominators.")
    if (counts < 0).any() or (sizes < 0).any() or (counts > sizes).any():
        raise InvalidInputError("Each numerator must be from 0 to its denominator.")
    missing = np.isnan(counts) | np.isnan(sizes) | (sizes == 0)
    return np.where(missing, np.nan, counts), np.where(missing, np.nan, sizes)


def _pooled_share(counts: Array, sizes: Array, baseline: Baseline | None) -> float:
    if baseline is not None and baseline.center is not None:
        if not 0 <= baseline.center <= 1:
            raise InvalidInputError(f"The baseline of a share is from 0 to 1, not {baseline.center:g}.")
        return baseline.center
    chosen = baseline_slice(baseline)
    return float(np.nansum(counts[chosen]) / np.nansum(sizes[chosen]))


def _sigma_z(shares: Array, sizes: Array, center: float, baseline: Baseline | None) -> float:
    """How much more the shares vary than chance makes them, from the moving ranges of their z-scores."""
    if baseline is not None and baseline.center is not None:
        if baseline.spread is None or not baseline.spread > 0:
            raise InvalidInputError("A baseline in numbers needs its spread too: sigma z.")
        return baseline.spread
    scores = (shares - center) / np.sqrt(center * (1 - center) / sizes)
    steps = np.abs(np.diff(scores[baseline_slice(baseline)]))
    steps = steps[~np.isnan(steps)]
    return float(steps.mean() / D2) if len(steps) else 0.0
