"""Charts for what happens seldom: the time between events (t chart), and the cases between them (g chart).

When events are rare, weekly shares are mostly zero and no p chart has limits. Longer times between bad events are
better: a point above the upper limit is good news, and says so as "above".

Sources: Nelson 1994, Journal of Quality Technology 26:239, for y = t^(1/3.6), which makes waiting times nearly normal;
Benneyan 2001, Health Care Management Science 4:319, for the g chart.

>>> hours = [286, 948, 536, 124, 816, 729, 4, 143, 431, 8, 2837, 596, 81, 227, 603, 492, 1199, 1214, 2831, 96]
>>> chart = t_chart(hours)  # Montgomery, example 7.6
>>> round(chart.center, 1), chart.lower[0], round(chart.upper[0], 1)
(430.0, 0.0, 6940.1)
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

import numpy as np

from .control_charts import (
    ALL_SAME,
    XMR_FACTOR,
    as_tuple,
    moving_range_center,
    points_outside,
    short_baseline,
    trial_note,
)
from .results import Baseline, ControlChart, InvalidInputError, Reason
from .runs import as_series, baseline_slice, baseline_used

POWER = 3.6
ONLY_ABOVE = Reason(
    "only-above",
    "This chart has no lower limit: it can show that events became rarer, and hardly that they became more frequent.",
)


def t_chart(times: Sequence[float | None], baseline: Baseline | None = None) -> ControlChart:
    """Chart times between events, each above 0, by an XmR chart of their 3.6th roots, shown in the units of the times.

    A baseline in numbers is given in the units of the times; its spread is the mean moving range of the roots.
    """
    series = as_series(times)
    if (series <= 0).any():
        raise InvalidInputError(
            "Times between events must be above 0. Two events on one day need their hours, or count as one."
        )
    around = baseline_used(series, baseline)
    roots = series ** (1 / POWER)
    if baseline is not None and baseline.center is not None:
        center, spread = moving_range_center(
            roots, Baseline(center=baseline.center ** (1 / POWER), spread=baseline.spread)
        )
    else:
        center, spread = moving_range_center(roots, baseline)
    if refusal := short_baseline(baseline, around.points) or (ALL_SAME if not spread else None):
        return ControlChart("t", as_tuple(series), baseline=around, refusal=refusal)
    low, high = center - XMR_FACTOR * spread, center + XMR_FACTOR * spread
    lower, upper = (np.full(len(series), max(limit, 0.0) ** POWER) for limit in (low, high))
    return ControlChart(
        "t",
        as_tuple(series),
        center**POWER,
        as_tuple(lower),
        as_tuple(upper),
        points_outside(series, lower, upper),
        spread,
        baseline=around,
        notes=trial_note(baseline, around.points),
    )


def g_chart(cases: Sequence[float | None], baseline: Baseline | None = None) -> ControlChart:
    """Chart how many cases passed between events (0 and up), with the limits of the geometric distribution.

    The center line is the mean; a baseline in numbers gives it.
    """
    series = as_series(cases)
    if (series < 0).any():
        raise InvalidInputError("The number of cases between events can't be below 0.")
    around = baseline_used(series, baseline)
    if refusal := short_baseline(baseline, around.points):
        return ControlChart("g", as_tuple(series), baseline=around, refusal=refusal)
    chosen = series[baseline_slice(baseline)]
    center = (
        float(np.nanmean(chosen)) if baseline is None or baseline.center is None else float(baseline.center)
    )
    if center == 0:
        return ControlChart("g", as_tuple(series), baseline=around, refusal=ALL_SAME)
    upper = np.full(len(series), center + 3 * np.sqrt(center * (center + 1)))
    none = np.full(len(series), np.nan)
    return ControlChart(
        "g",
        as_tuple(series),
        center,
        as_tuple(none),
        as_tuple(upper),
        points_outside(series, none, upper),
        baseline=around,
        notes=(ONLY_ABOVE, *trial_note(baseline, around.points)),
    )


def days_between(events: Sequence[date]) -> list[float]:
    """Days from each event to the next, in order of time. Several on one day share it: each counts 1/n of a day.

    Two events of one day are half a day apart, three a third: the hour is not known, and 0 has no place on a t chart.
    """
    days = sorted(events)
    gaps = []
    for earlier, later in pairwise(days):
        gaps.append(float((later - earlier).days) or 1 / days.count(later))
    return gaps
