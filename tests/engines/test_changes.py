"""Change at places that took part beside those that did not: against another implementation, and in simulation."""

import doctest

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

from trellis.engines import changes
from trellis.engines.changes import FEW_PLACES, NOTHING_COUNTED, PlaceChange, compare_changes

COUNT = st.integers(0, 40)
PLACE = st.builds(PlaceChange, st.just(True), COUNT, COUNT, st.integers(1, 60))
OTHER = st.builds(PlaceChange, st.just(False), COUNT, COUNT, st.integers(1, 60))
ROUNDS = 600


def test_the_worked_example():
    assert doctest.testmod(changes).failed == 0


@given(st.lists(PLACE, min_size=5, max_size=30), st.lists(OTHER, min_size=5, max_size=30))
def test_it_agrees_with_another_implementation(places, others):
    result = compare_changes([*places, *others])
    values, other_values = [place.change for place in places], [place.change for place in others]
    if result.difference is None or np.std(values) < 1e-9 or np.std(other_values) < 1e-9:
        return
    peer = CompareMeans(DescrStatsW(values), DescrStatsW(other_values))
    low, high = peer.tconfint_diff(usevar="unequal")
    assert result.difference.points == pytest.approx(np.mean(values) - np.mean(other_values), abs=1e-9)
    assert (result.difference.points_low, result.difference.points_high) == pytest.approx(
        (low, high), rel=1e-6, abs=1e-9
    )


@pytest.mark.parametrize(("places", "least"), [(5, 0.90), (12, 0.93), (60, 0.935)])
@pytest.mark.parametrize("effect", [0.0, 1.0])
def test_intervals_hold_the_truth_about_as_often_as_they_say_at_every_number_of_places(places, least, effect):
    """Counts differ between places more than chance would make them, as they do between schools."""
    rng = np.random.default_rng(places)
    errors, covered = [], 0
    for _round in range(ROUNDS):
        result = compare_changes(
            [_drawn(rng, True, effect) for _place in range(places)]
            + [_drawn(rng, False, 0.0) for _place in range(places * 2)]
        )
        assert result.difference is not None
        errors.append(result.difference.points - effect)
        covered += result.difference.points_low <= effect <= result.difference.points_high
    assert least <= covered / ROUNDS <= 0.985
    assert abs(np.mean(errors)) < 4 * np.std(errors) / np.sqrt(ROUNDS)


def _drawn(rng, took_part: bool, effect: float) -> PlaceChange:
    adults = int(rng.integers(12, 40))
    rate = rng.gamma(2.0, 1.0) * adults / 10
    after = rate + effect * adults / 10
    return PlaceChange(took_part, int(rng.poisson(rate)), int(rng.poisson(after)), adults)


def test_it_refuses_what_too_few_places_cannot_show():
    few = [PlaceChange(True, 1, 2, 10)] * 4 + [PlaceChange(False, 1, 2, 10)] * 40
    assert compare_changes(few).refusal == FEW_PLACES
    assert compare_changes(few).totals.after == 8
    without_adults = [PlaceChange(True, 1, 2, 0)] * 9 + [PlaceChange(False, 1, 2, 10)] * 9
    assert compare_changes(without_adults).refusal == FEW_PLACES
    nothing = [PlaceChange(took_part, 0, 0, 10) for took_part in (True, False) for _place in range(5)]
    assert compare_changes(nothing).refusal == NOTHING_COUNTED
