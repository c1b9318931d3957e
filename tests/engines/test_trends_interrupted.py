"""Lines before and after a change: against statsmodels, and in simulation with neighbors that are alike."""

import doctest

import numpy as np
import pytest
import statsmodels.api as sm

from trellis.engines import trends
from trellis.engines.trends import interrupted
from trellis.engines.trends.interrupted import segmented_design

SIMULATED = 250


def drawn(draw, points, alike):
    noise = draw.normal(size=points + 30)
    for point in range(1, len(noise)):
        noise[point] += alike * noise[point - 1]
    return noise[30:]


def test_the_worked_example():
    assert doctest.testmod(interrupted).failed == 0


def test_estimates_and_standard_errors_are_those_of_statsmodels():
    values = np.random.default_rng(2).normal(size=30).cumsum()
    answer = trends.interrupted_series(values, 16)
    peer = sm.OLS(values, segmented_design(30, 16)).fit(
        cov_type="HAC", cov_kwds={"maxlags": answer.lags, "use_correction": True}
    )
    effects = (answer.slope_before, answer.level, answer.slope)
    assert [effect.value for effect in effects] == pytest.approx(peer.params[1:])
    assert [effect.error for effect in effects] == pytest.approx(peer.bse[1:])


@pytest.mark.parametrize(
    ("points", "change", "alike"), [(12, 9, 0.0), (12, 9, 0.5), (24, 13, 0.0), (24, 13, 0.5), (40, 21, 0.5)]
)
def test_intervals_hold_the_truth_where_plain_ones_do_not(points, change, alike):
    draw = np.random.default_rng(points)
    covered, plain = np.zeros(3), np.zeros(3)
    for _series in range(SIMULATED):
        values = drawn(draw, points, alike) + 2.0 * (np.arange(points) >= change - 1)
        answer = trends.interrupted_series(values, change)
        effects = (answer.level, answer.slope, answer.at_end)
        for place, (effect, truth) in enumerate(zip(effects, (2.0, 0.0, 2.0), strict=True)):
            covered[place] += effect.low <= truth <= effect.high
            plain[place] += abs(effect.value - truth) <= 1.96 * effect.error
    assert (covered / SIMULATED >= 0.91).all()
    assert (plain / SIMULATED < 0.9).all()


def test_directions_follow_the_intervals():
    draw = np.random.default_rng(5)
    values = np.r_[draw.normal(0, 0.3, 12), draw.normal(3, 0.3, 12)]
    answer = trends.interrupted_series(values, 13)
    assert (answer.level.direction, answer.slope.direction) == ("up", None)
    assert trends.interrupted_series(-values, 13).level.direction == "down"
    assert (answer.before_points, answer.after_points) == (12, 12)


def test_missing_values_keep_their_place_in_time():
    line = [float(point) + 0.1 * (-1) ** point for point in range(24)]
    line[5] = line[15] = None
    answer = trends.interrupted_series(line, 13)
    assert answer.slope_before.value == pytest.approx(1, abs=0.05)
    assert (answer.before_points, answer.after_points) == (11, 11)


def test_it_refuses_in_words():
    assert trends.interrupted_series(list(range(20)), 8).refusal.code == "few-before"
    assert trends.interrupted_series(list(range(20)), 18).refusal.code == "few-after"
    assert trends.interrupted_series(list(range(20)), 10).refusal.code == "same-value"
    assert "fewer than 8 points before" in trends.interrupted_series(list(range(20)), 8).refusal.words
    with pytest.raises(trends.InvalidInputError, match="from 2 to 20"):
        trends.interrupted_series(list(range(20)), 1)
