"""Points before and after a marked change: against every choice there is, another implementation, and in simulation."""

import doctest
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import mannwhitneyu

from trellis.engines import trends
from trellis.engines.trends import marked_changes
from trellis.engines.trends.marked_changes import rank_p, shift_interval

RATE = [50, 53, 49, 52, 51, 48, 54, 50, 52, 51, 56, 58, 55, 59, 57, 54, 58, 56]
SIMULATED = 400
POINTS = st.lists(st.integers(0, 9).map(float), min_size=2, max_size=6)


def test_the_worked_example():
    assert doctest.testmod(marked_changes).failed == 0


@settings(max_examples=40)
@given(POINTS, POINTS)
def test_the_rank_sum_counts_every_choice_there_is_ties_included(first, after):
    values = np.array([*first, *after])
    doubled = np.array([2 * (values < value).sum() + (values == value).sum() + 1 for value in values])
    middle = len(after) * (len(values) + 1)
    observed = abs(doubled[len(first) :].sum() - middle)
    sums = [
        abs(doubled[list(chosen)].sum() - middle) for chosen in combinations(range(len(values)), len(after))
    ]
    assert rank_p(np.array(first), np.array(after)) == pytest.approx(
        np.mean([total >= observed for total in sums])
    )


def test_without_ties_it_agrees_with_scipy():
    draw = np.random.default_rng(3)
    for before, since in ((8, 4), (12, 8), (40, 30), (90, 60)):
        first, after = draw.normal(size=before), draw.normal(0.4, size=since)
        method = "exact" if before + since <= 120 else "asymptotic"
        assert rank_p(first, after) == pytest.approx(
            mannwhitneyu(first, after, method=method).pvalue, rel=1e-9
        )


def test_of_20_000_series_a_shift_of_one_and_a_half_is_found_within_eight_points_in_80_percent():
    """With 10, 20 and 40 points before it, and with false alarms between 3% and 7%."""
    draw = np.random.default_rng(0)
    for before in (10, 20, 40):
        points = before + 8
        values = draw.normal(size=(20_000, points))
        still, moved = values, values + 1.5 * (np.arange(points) >= before)
        chances = marked_changes._rank_sum_counts(2 * np.arange(1, points + 1), 8)[::2]
        distance = np.abs(np.arange(len(chances)) - 8 * (points + 1) / 2)
        far = min(away for away in np.unique(distance) if chances[distance >= away].sum() <= 0.05)
        alarms, detected = (
            np.mean(distance[table.argsort(axis=1).argsort(axis=1)[:, before:].sum(axis=1) + 8] >= far)
            for table in (still, moved)
        )
        assert 0.03 <= alarms <= 0.07
        assert detected >= 0.8


@pytest.mark.parametrize("before", [10, 20])
def test_intervals_of_the_shift_hold_the_truth(before):
    draw = np.random.default_rng(before)
    covered = 0
    for _series in range(SIMULATED):
        _, low, high = shift_interval(draw.normal(size=before), draw.normal(1.5, size=8))
        covered += low <= 1.5 <= high
    assert 0.92 <= covered / SIMULATED <= 0.99


def test_it_says_too_early_until_the_planned_points_are_there():
    answer = trends.before_after(RATE[:14], 11)
    assert (answer.verdict, answer.after_points, answer.wait_for) == ("too-early", 4, 8)
    assert answer.change is None
    assert trends.before_after(RATE[:14], 11, wait_for=4).verdict == "signal"


def test_a_signal_has_a_direction_a_size_and_an_interval():
    up = trends.before_after(RATE, 11)
    assert (up.verdict, up.direction, up.before, up.after) == ("signal", "up", 51, 56.5)
    down = trends.before_after([-value for value in RATE], 11)
    assert (down.direction, down.change) == ("down", -up.change)
    assert (down.change_low, down.change_high) == (-up.change_high, -up.change_low)
    flat = trends.before_after([*RATE[:10], *RATE[1:9]], 11)
    assert (flat.verdict, flat.direction) == ("no-signal", None)
    assert flat.change_low < 0 < flat.change_high


def test_it_names_what_makes_an_answer_less_certain():
    moved = trends.before_after([1, 2, 1.5, 2.5, 1.2, 2.1, 8, 9, 8.5, 9.5, 8.2, 9.1, *range(20, 30)], 13)
    assert {note.code for note in moved.notes} == {"baseline-moved", "points-linked"}
    assert trends.before_after(RATE, 11).notes == ()


def test_a_chosen_baseline_is_what_the_points_are_compared_with():
    answer = trends.before_after([90, 95, *RATE], 13, trends.Baseline(3, 12))
    assert answer == trends.before_after(RATE, 11)
    with pytest.raises(trends.InvalidInputError, match="must end before the change"):
        trends.before_after(RATE, 11, trends.Baseline(1, 11))


def test_it_refuses_in_words():
    assert trends.before_after(RATE, 6).refusal.code == "few-before"
    assert trends.before_after([5.0] * 20, 11).refusal.code == "same-value"
    with pytest.raises(trends.InvalidInputError, match="from 2 to 18"):
        trends.before_after(RATE, 30)
    with pytest.raises(trends.InvalidInputError, match="Wait for 4 points"):
        trends.before_after(RATE, 11, wait_for=2)
