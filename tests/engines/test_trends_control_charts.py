"""Control charts: published examples to the digit, few false alarms, and refusals in words."""

import doctest
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trellis.engines import trends
from trellis.engines.trends import control_charts, rare_events

# Montgomery, example 6.5, with the first 20 weeks as the baseline; limits as R's qicharts2 computes them.
COSTS = [
    *(310, 288, 297, 298, 307, 303, 294, 297, 308, 306, 294, 299, 297, 299, 314, 295, 293, 306, 301, 304),
    *(305, 282, 305, 296, 314, 295, 287, 301, 298, 311, 310, 292, 305, 299, 304, 310, 304, 305, 333, 328),
]
# Montgomery, example 7.1: of 50 each, without samples 15 and 23.
CANS = [12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 8, 10, 5, 13, 11, 20, 18, 15, 9, 12, 7, 13, 9, 6]
# Patients seen within four hours, in England by week (Mohammed and others 2013); limits as qicharts2 computes them.
SEEN = [
    *(266501, 264225, 276532, 281461, 269071, 261215, 270409, 279778, 270483, 270320),
    *(267923, 271478, 255353, 256820, 261835, 259144, 255910, 260863, 264465, 260989),
]
CAME = [
    *(280443, 276823, 291681, 296155, 282343, 275888, 283867, 295251, 284468, 282529),
    *(279618, 283932, 266629, 268091, 276803, 271578, 266005, 273520, 278574, 273772),
]


def test_the_worked_examples():
    assert doctest.testmod(control_charts).failed == 0
    assert doctest.testmod(rare_events).failed == 0


def test_nist_s_example_of_single_values():
    """NIST/SEMATECH e-Handbook, 6.3.2.2: center 50.81, limits 45.8159 and 55.8041, mean moving range 1.8778."""
    chart = trends.xmr_chart([49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1])
    assert chart.center == pytest.approx(50.81)
    assert chart.spread == pytest.approx(1.8778, abs=5e-5)
    assert (chart.lower[0], chart.upper[0]) == pytest.approx((45.8159, 55.8041), abs=2e-3)
    assert not chart.signal
    assert [note.code for note in chart.notes] == ["trial-limits"]


def test_montgomery_s_example_with_a_frozen_baseline():
    chart = trends.xmr_chart(COSTS, trends.Baseline(1, 20))
    assert chart.center == 300.5
    assert chart.spread == pytest.approx(7.789474, abs=1e-6)
    assert (chart.lower[0], chart.upper[0]) == pytest.approx((279.783315, 321.216685), abs=5e-3)
    assert chart.range_upper == pytest.approx(25.448211, abs=1e-6)
    assert [(point.point, point.side) for point in chart.outside] == [(39, "above"), (40, "above")]
    assert [point.point for point in chart.outside_ranges] == [39]
    assert chart.baseline == trends.BaselineUsed(1, 20, 20, True)


def test_montgomery_s_example_of_shares():
    chart = trends.p_chart(CANS, [50] * len(CANS))
    assert chart.center == pytest.approx(0.215)
    assert (chart.lower[0], chart.upper[0]) == pytest.approx((0.040703, 0.389297), abs=1e-6)
    assert [point.value for point in chart.outside] == [0.4]


def test_a_laney_chart_of_very_large_groups_has_the_limits_of_qicharts2():
    chart = trends.laney_chart(SEEN, CAME)
    assert chart.center == pytest.approx(0.95289971134419116, abs=1e-15)
    assert (chart.lower[0], chart.upper[0]) == pytest.approx(
        (0.9401296441775141, 0.96566977851086822), abs=1e-13
    )
    assert (chart.lower[16], chart.upper[16]) == pytest.approx(
        (0.93978766173624928, 0.96601176095213304), abs=1e-13
    )
    assert not chart.signal
    frozen = trends.laney_chart(SEEN, CAME, trends.Baseline(1, 10))
    assert (frozen.center, frozen.lower[0]) == pytest.approx(
        (0.95105964383277042, 0.93866469138900677), abs=1e-13
    )
    plain = trends.p_chart(SEEN, CAME)
    assert plain.lower[0] == pytest.approx(0.95169956464601502, abs=1e-13)
    assert len(plain.outside) > 15


def test_montgomery_s_example_of_times_between_failures():
    hours = [286, 948, 536, 124, 816, 729, 4, 143, 431, 8, 2837, 596, 81, 227, 603, 492, 1199, 1214, 2831, 96]
    chart = trends.t_chart(hours)
    assert chart.center == pytest.approx(430.040952, abs=1e-5)
    assert chart.lower[0] == 0
    assert chart.upper[0] == pytest.approx(6937.933488, rel=5e-4)
    assert not chart.signal


def test_a_g_chart_has_the_limits_of_the_geometric_distribution():
    chart = trends.g_chart([10, 20, 30, 0, 40, 5, 15, 25, 35, 20, 400])
    assert chart.center == pytest.approx(600 / 11)
    assert chart.upper[0] == pytest.approx(chart.center + 3 * np.sqrt(chart.center * (chart.center + 1)))
    assert [point.point for point in chart.outside] == [11]
    assert [note.code for note in chart.notes] == ["only-above", "trial-limits"]


def test_laney_s_limits_hold_what_varies_between_weeks_where_plain_limits_give_false_alarms():
    draw = np.random.default_rng(4)
    alarms = {"p": 0, "laney": 0}
    for _series in range(150):
        rates = np.clip(draw.normal(0.7, 0.05, 30), 0, 1)
        counts = draw.binomial(400, rates)
        alarms["p"] += len(trends.p_chart(counts, [400] * 30).outside)
        alarms["laney"] += len(trends.laney_chart(counts, [400] * 30).outside)
    assert alarms["p"] / (150 * 30) > 0.1
    assert alarms["laney"] / (150 * 30) < 0.02


@settings(max_examples=50)
@given(st.lists(st.integers(0, 99), min_size=10, max_size=20), st.lists(st.integers(0, 99), max_size=10))
def test_points_that_are_added_never_move_frozen_limits(values, later):
    baseline = trends.Baseline(1, 10)
    first, second = (trends.xmr_chart(series, baseline) for series in (values, values + later))
    assert (first.refusal is None) == (second.refusal is None)
    if first.refusal is None:
        assert (first.center, first.lower[0], first.upper[0]) == (
            second.center,
            second.lower[0],
            second.upper[0],
        )


def test_numbers_that_were_agreed_before_are_taken_as_they_are():
    frozen = trends.xmr_chart(COSTS, trends.Baseline(1, 20))
    given_numbers = trends.xmr_chart(COSTS[20:], trends.Baseline(center=frozen.center, spread=frozen.spread))
    assert given_numbers.upper[0] == frozen.upper[0]
    assert given_numbers.baseline == trends.BaselineUsed(None, None, 0, True)
    assert not given_numbers.notes
    with pytest.raises(trends.InvalidInputError, match="needs its spread too"):
        trends.xmr_chart(COSTS, trends.Baseline(center=300))


def test_small_groups_get_no_limits_and_a_sentence():
    small = trends.p_chart([1, 0, 2, 1, 0, 1, 0, 0, 1, 2], [12] * 10)
    assert small.refusal.code == "small-groups"
    assert "Put several weeks together" in small.refusal.words
    some = trends.p_chart([10, 12, 9, 11, 10, 12, 9, 11, 10, 2], [40] * 9 + [8])
    assert some.upper[-1] is None
    assert some.upper[0] is not None
    assert "some-small-groups" in [note.code for note in some.notes]


def test_missing_values_stay_missing():
    chart = trends.xmr_chart([*COSTS[:6], None, *COSTS[6:]])
    assert chart.values[6] is None
    assert all(point.point != 7 for point in chart.outside)
    shares = trends.p_chart([*CANS, 0], [50] * len(CANS) + [0])
    assert shares.values[-1] is None
    assert shares.upper[-1] is None


def test_it_refuses_in_words():
    assert trends.xmr_chart([1, 2, 3]).refusal.code == "few-points"
    assert trends.xmr_chart([5] * 12).refusal.code == "same-value"
    with pytest.raises(trends.InvalidInputError, match="from 0 to its denominator"):
        trends.p_chart([5], [4])
    with pytest.raises(trends.InvalidInputError, match="as many numerators"):
        trends.p_chart([5], [6, 7])
    with pytest.raises(trends.InvalidInputError, match="must be above 0"):
        trends.t_chart([3, 0, 2])


def test_days_between_events_never_are_nothing():
    days = [date(2026, 9, 1), date(2026, 9, 4), date(2026, 9, 4), date(2026, 9, 10)]
    assert trends.days_between(days) == [3, 0.5, 6]
