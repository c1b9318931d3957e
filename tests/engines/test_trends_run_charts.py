"""Run charts: the limits against every order there is, published tables, and charts in control."""

import doctest
from itertools import pairwise, product
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trellis.engines import trends
from trellis.engines.trends import run_limits, runs
from trellis.engines.trends.run_limits import exact_limits, joint_distribution, published_limits

IN_CONTROL = 10_000
# R's qicharts2, vignette, appendix 2: useful points, upper limit for the longest run, lower limit for crossings.
QICHARTS2 = {
    10: (6, 2),
    11: (6, 2),
    12: (7, 3),
    13: (7, 3),
    14: (7, 4),
    15: (7, 4),
    16: (7, 4),
    17: (7, 5),
    24: (8, 8),
}
# unaettie.com, "Length of run in a run chart": where the limit for the longest run goes up.
RUN_STEPS = {22: 7, 23: 8, 45: 8, 46: 9, 90: 9, 91: 10, 100: 10}
# Swed and Eisenhart 1943: points on each side, most runs that are too few at 2.5%. (Balestracci, Quality Digest,
# October 2008, has a chart of 16 points with four runs, where 5 to 12 are usual.)
TOO_FEW_RUNS = {8: 4, 10: 6, 12: 7, 15: 10, 20: 14}
# Montgomery, example 6.5, as qicharts2 tests it: longest run 6 (at most 8), 20 crossings (at least 14), 40 useful.
COSTS = [
    *(310, 288, 297, 298, 307, 303, 294, 297, 308, 306, 294, 299, 297, 299, 314, 295, 293, 306, 301, 304),
    *(305, 282, 305, 296, 314, 295, 287, 301, 298, 311, 310, 292, 305, 299, 304, 310, 304, 305, 333, 328),
]
VALUES = st.lists(st.integers(0, 30) | st.none(), min_size=1, max_size=40)


def longest_and_crossings(sides):
    lengths = [1]
    for earlier, later in pairwise(sides):
        lengths = [*lengths[:-1], lengths[-1] + 1] if earlier == later else [*lengths, 1]
    return max(lengths), len(lengths) - 1


def test_the_worked_example():
    assert doctest.testmod(runs).failed == 0


@pytest.mark.parametrize(
    ("above", "below", "longest"), [(5, 5, 4), (4, 6, 3), (3, 5, 8), (0, 0, 4), (0, 0, 3)]
)
def test_limits_for_a_chart_s_own_median_count_every_order_there_is(above, below, longest):
    points = above + below or 9
    orders = [order for order in product((0, 1), repeat=points) if not above + below or sum(order) == above]
    most = points // 2 + 1
    counts = np.zeros(most + 1)
    for order in orders:
        run, crossings = longest_and_crossings(order)
        counts[min(crossings, most)] += run <= longest
    ours = joint_distribution(above, below, 0 if above + below else points, longest)
    assert ours == pytest.approx(counts / len(orders), abs=1e-12)


def test_limits_for_later_points_agree_with_ranks_drawn_at_random():
    draw = np.random.default_rng(1)
    values = draw.normal(size=(40_000, 21))
    center = np.median(values[:, :9], axis=1)[:, None]
    charts = trends.run_charts(values, trends.Baseline(1, 9))
    assert (charts.useful == 20).all()
    for longest, crossings in ((5, 0), (8, 6), (20, 7)):
        signals = (charts.longest > longest) | (charts.crossings < crossings)
        expected = run_limits.false_alarms(4, 4, 12, longest, 1)[crossings]
        assert signals.mean() == pytest.approx(expected, abs=0.006)
    assert (np.sign(values - center) != 0).sum() == values.size - len(values)


def test_published_limits_are_those_of_qicharts2():
    for useful, (longest, crossings) in QICHARTS2.items():
        limits = published_limits(useful)
        assert (limits.longest_run, limits.crossings) == (longest, crossings)
    assert {useful: published_limits(useful).longest_run for useful in RUN_STEPS} == RUN_STEPS


def test_too_few_runs_are_those_of_the_table_of_swed_and_eisenhart():
    for half, few in TOO_FEW_RUNS.items():
        chances = np.cumsum(joint_distribution(half, half, 0, 2 * half))  # a run more than crossings
        assert chances[few - 1] <= 0.025 < chances[few]
        by_formula = sum(2 * comb(half - 1, pairs - 1) ** 2 for pairs in range(1, few // 2 + 1))
        by_formula += sum(
            2 * comb(half - 1, pairs) * comb(half - 1, pairs - 1) for pairs in range(1, (few + 1) // 2)
        )
        assert chances[few - 1] == pytest.approx(by_formula / comb(2 * half, half))


def test_a_published_chart_has_the_runs_and_crossings_that_qicharts2_counts():
    chart = trends.run_chart(COSTS, trends.Baseline(center=300.5), limits="anhoej")
    assert (chart.useful, chart.longest.length, chart.crossings) == (40, 6, 20)
    assert (chart.limits.longest_run, chart.limits.crossings) == (8, 14)
    assert not chart.signal


@pytest.mark.parametrize("points", [10, 20, 40])
def test_of_10_000_charts_in_control_3_to_7_in_100_give_a_signal(points):
    draw = np.random.default_rng(points)
    own_median = trends.run_charts(draw.normal(size=(IN_CONTROL, points)))
    assert 0.03 <= own_median.signal.mean() <= 0.07
    later = trends.run_charts(draw.exponential(size=(IN_CONTROL, points + 8)), trends.Baseline(1, points))
    assert 0.03 <= later.signal.mean() <= 0.07
    target = trends.run_charts(draw.normal(size=(IN_CONTROL, points)), trends.Baseline(center=0.0))
    assert 0.03 <= target.signal.mean() <= 0.07


def test_shares_of_which_many_lie_on_the_median_hold_the_bar_too():
    shares = np.random.default_rng(30).binomial(30, 0.3, size=(3_000, 24)) / 30
    assert 0.03 <= trends.run_charts(shares).signal.mean() <= 0.07


@pytest.mark.parametrize(("points", "published"), [(10, 0.008), (20, 0.021), (40, 0.038)])
def test_published_limits_signal_too_seldom_on_a_chart_s_own_median(points, published):
    values = np.random.default_rng(points).normal(size=(IN_CONTROL, points))
    assert trends.run_charts(values, limits="anhoej").signal.mean() == pytest.approx(published, abs=0.006)


def test_limits_hold_the_bar_at_every_number_of_points():
    for points in (*range(10, 31, 2), 40, 50, 60):
        for arranged in (points, 0, max(8, points // 4 * 2)):
            limits = exact_limits(arranged // 2, arranged // 2, points - arranged)
            assert 0.03 <= limits.false_alarm <= 0.07, (points, arranged)


def test_no_limits_under_7_percent_find_a_shift_of_one_and_a_half_within_eight_points_in_80_percent():
    """So a marked change is judged by ranks (see `before_after`), which do."""
    draw = np.random.default_rng(8)
    values = draw.normal(size=(4_000, 28))
    values[:, 20:] += 1.5
    charts = trends.run_charts(values, trends.Baseline(1, 20))
    assert 0.55 <= charts.signal.mean() <= 0.7
    for longest in range(5, 12):
        alarms = run_limits.false_alarms(10, 10, 8, longest)
        for crossings in np.flatnonzero(alarms <= 0.07):
            rate = ((charts.longest > longest) | (charts.crossings < crossings)).mean()
            assert rate < 0.7


@settings(max_examples=60)
@given(VALUES)
def test_one_chart_and_very_many_say_the_same(values):
    series = np.array([np.nan if value is None else value for value in values], dtype=float)
    if np.isnan(series).all():
        return
    chart = trends.run_chart(values)
    charts = trends.run_charts(np.stack([series, series + 1]))
    assert charts.longest[0] == charts.longest[1]
    if chart.refusal is None:
        assert (chart.center, chart.useful) == (charts.center[0], charts.useful[0])
        assert chart.longest.length == charts.longest[0]
        assert (chart.shift, chart.few_crossings) == (charts.shift[0], charts.few_crossings[0])


@settings(max_examples=40)
@given(st.lists(st.integers(0, 30), min_size=12, max_size=40))
def test_turning_a_chart_over_or_around_changes_no_verdict(values):
    chart, over, around = (
        trends.run_chart(series) for series in (values, [-value for value in values], values[::-1])
    )
    assert (chart.refusal is None) == (over.refusal is None) == (around.refusal is None)
    if chart.refusal is None:
        assert chart.signal == over.signal == around.signal
        assert chart.crossings == over.crossings == around.crossings


@settings(max_examples=40)
@given(st.lists(st.integers(0, 30), min_size=10, max_size=20), st.lists(st.integers(0, 99), max_size=20))
def test_points_that_are_added_never_move_a_frozen_center_line(values, later):
    baseline = trends.Baseline(1, 10)
    first, second = (trends.run_chart(series, baseline) for series in (values, values + later))
    if first.refusal is None and second.refusal is None:
        assert first.center == second.center
        assert first.baseline == second.baseline == trends.BaselineUsed(1, 10, 10, True)


def test_points_on_the_line_neither_break_nor_lengthen_a_run():
    values = [1, 9, 5, 1, 9, 5, 2, 8, 1, 9, 6, 5, 7, 5, 8, 9, 7, 1, 2]
    chart = trends.run_chart(values, trends.Baseline(center=5))
    assert chart.useful == 15
    assert chart.longest == trends.Run(6, 10, 17, "above")


def test_the_trend_rule_is_off_unless_asked_for():
    values = [5.1, 3.2, 6.5, 2.2, 7.1, 1, 2, 6, 6, 7, 8, 2.1]
    assert trends.run_chart(values).trend is None
    assert trends.run_chart(values, trend=True).trend is True
    assert trends.run_chart([5.1, 3.2, 6.5, 2.2, 7.1, 1, 2, 6, 6, 5, 8, 2.1], trend=True).trend is False


def test_it_refuses_in_words_what_too_few_points_cannot_show():
    assert trends.run_chart([1, 2, 3]).refusal.code == "few-points"
    assert trends.run_chart([4.0] * 20).refusal.code == "same-value"
    assert trends.run_chart([0] * 30 + [1, 2] * 10).refusal.code == "many-on-line"
    assert trends.run_chart(list(range(20)), trends.Baseline(1, 5)).refusal.code == "short-baseline"
    assert "Fewer than 10 points" in trends.run_chart([1, 2, 3]).refusal.words
    with pytest.raises(trends.InvalidInputError, match="ends at point 30, but there are only 20"):
        trends.run_chart(list(range(20)), trends.Baseline(1, 30))
    with pytest.raises(trends.InvalidInputError, match="not 5 to 3"):
        trends.Baseline(5, 3)
    with pytest.raises(trends.InvalidInputError, match="not both"):
        trends.Baseline(1, 9, center=4)
    with pytest.raises(trends.InvalidInputError, match="finite"):
        trends.run_chart([1.0, float("inf")])
