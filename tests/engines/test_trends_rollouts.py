"""Roll-outs with different starts: against diff-diff and least squares, and in simulation over 271 schools."""

import doctest
import warnings

import numpy as np
import pandas as pd
import pytest

from trellis.engines import trends
from trellis.engines.trends import rollouts
from trellis.engines.trends.imputation import Imputation, mean_shares
from trellis.engines.trends.panel import read_panel

STARTS = (4, 6, 8, 10)
SIMULATED = 120


def roll_out(draw, schools=271, periods=12, waiting=91, starts=STARTS):
    """Values, starts and the true mean effect: it grows with time and is larger at the first start."""
    begins = [None] * waiting + [starts[place % len(starts)] for place in range(schools - waiting)]
    noise = draw.normal(0, 0.3, (schools, periods + 10))
    for period in range(1, periods + 10):
        noise[:, period] += 0.4 * noise[:, period - 1]
    values = draw.normal(0, 1, (schools, 1)) + draw.normal(0, 0.1, periods).cumsum() + noise[:, 10:]
    effects = []
    for school, begin in enumerate(begins):
        if begin:
            effect = 0.05 + 0.04 * np.arange(periods - begin + 1) + 0.05 * (begin == starts[0])
            values[school, begin - 1 :] += effect
            effects.extend(effect)
    return values, begins, float(np.mean(effects))


def two_way_fixed_effects(values, begins):
    """The estimate that takes late starters for schools without a start."""
    after = np.array([np.arange(values.shape[1]) >= (begin or 99) - 1 for begin in begins], dtype=float)
    left = [
        table - table.mean(axis=1, keepdims=True) - table.mean(axis=0) + table.mean()
        for table in (after, values)
    ]
    return float((left[0] * left[1]).sum() / (left[0] ** 2).sum())


def as_frame(values, begins):
    schools, periods = values.shape
    return pd.DataFrame(
        {
            "value": values.ravel(),
            "school": np.repeat(np.arange(schools), periods),
            "period": np.tile(np.arange(1, periods + 1), schools),
            "start": np.repeat([begin or 0 for begin in begins], periods),
        }
    ).dropna()


def peer_fit(values, begins, **options):
    from diff_diff import ImputationDiD  # here, because it takes seconds to load

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fitted = ImputationDiD(**options).fit(as_frame(values, begins), "value", "school", "period", "start")
        return fitted, fitted.aggregate("event_study")


def test_the_worked_example():
    assert doctest.testmod(rollouts).failed == 0


@pytest.mark.parametrize("missing", [0.0, 0.1])
def test_effect_error_and_effects_by_time_are_those_of_diff_diff(missing):
    draw = np.random.default_rng(1)
    values, begins, _ = roll_out(draw, schools=60, waiting=20)
    values[draw.random(values.shape) < missing] = np.nan
    answer = trends.compare_rollout(values, begins, draws=0)
    peer, by_time = peer_fit(values, begins, leave_one_out=True)
    assert answer.effect.value == pytest.approx(peer.overall_att, rel=1e-6)
    assert answer.effect.error == pytest.approx(peer.overall_se, rel=1e-6)
    after = by_time.event_time >= 0
    assert [at.periods_since for at in answer.by_time] == by_time.event_time[after].tolist()
    assert [at.effect.value for at in answer.by_time] == pytest.approx(by_time.att[after].tolist(), rel=1e-6)
    assert [at.effect.error for at in answer.by_time] == pytest.approx(by_time.se[after].tolist(), rel=1e-6)


def test_weights_are_those_of_weighted_least_squares():
    draw = np.random.default_rng(2)
    values, begins, _ = roll_out(draw, schools=24, waiting=12, periods=8, starts=(4, 5))
    students = draw.integers(50, 500, 24).astype(float)
    before = np.array([np.arange(8) < (begin or 99) - 1 for begin in begins])
    school, period = np.indices(values.shape)
    design = np.concatenate([np.eye(24)[school], np.eye(8)[period][:, :, 1:]], axis=2)
    root = np.sqrt(np.broadcast_to(students[:, None], values.shape)[before])
    fitted = np.linalg.lstsq(design[before] * root[:, None], values[before] * root, rcond=None)[0]
    effects = (values - design @ fitted)[~before]
    expected = np.average(effects, weights=np.broadcast_to(students[:, None], values.shape)[~before])
    answer = trends.compare_rollout(values, begins, weights=students, draws=0)
    assert answer.effect.value == pytest.approx(expected)


def test_intervals_hold_the_truth_at_271_schools_and_two_way_fixed_effects_do_not_find_it():
    draw = np.random.default_rng(271)
    errors, plain, covered = [], [], 0
    for _roll_out in range(SIMULATED):
        values, begins, truth = roll_out(draw)
        panel = read_panel(values, begins)
        effect = Imputation(panel).effect(mean_shares(panel))
        errors.append(effect.value - truth)
        plain.append(two_way_fixed_effects(values, begins) - truth)
        covered += effect.low <= truth <= effect.high
    assert abs(np.mean(errors)) < 0.01
    assert 0.91 <= covered / SIMULATED <= 0.985
    assert np.mean(plain) < -0.03


@pytest.mark.parametrize(("started", "waiting"), [(4, 4), (6, 10)])
def test_intervals_are_wide_enough_with_few_schools(started, waiting):
    draw = np.random.default_rng(started)
    covered = 0
    for _roll_out in range(SIMULATED):
        values, begins, truth = roll_out(draw, started + waiting, 10, waiting, (4, 6))
        panel = read_panel(values, begins)
        effect = Imputation(panel).effect(mean_shares(panel))
        covered += effect.low <= truth <= effect.high
    assert covered / SIMULATED >= 0.92


def test_starts_assigned_by_chance_are_seldom_as_good_as_a_real_effect():
    draw = np.random.default_rng(4)
    values, begins, _ = roll_out(draw, 30, 10, 14, (4, 6))
    strong = values + 2 * np.array([np.arange(10) >= (begin or 99) - 1 for begin in begins])
    answers = [trends.compare_rollout(strong, begins, draws=99, seed=seed) for seed in ("a", "a", "b")]
    assert answers[0].chance == answers[1].chance == 0.01
    assert answers[0] == answers[1]


def test_without_an_effect_the_randomization_p_value_is_spread_evenly():
    draw = np.random.default_rng(6)
    chances = []
    for _roll_out in range(50):
        values = draw.normal(size=(16, 8)) + draw.normal(size=(16, 1))
        begins = [4] * 4 + [6] * 4 + [None] * 8
        panel = read_panel(values, begins)
        effect = Imputation(panel).estimate(mean_shares(panel))
        chances.append(rollouts.randomization_p(panel, effect, 19, "seed"))
    assert np.mean(np.array(chances) <= 0.25) == pytest.approx(0.25, abs=0.12)
    assert np.mean(chances) == pytest.approx(0.5, abs=0.12)


def test_a_trend_that_differs_by_what_it_says_explains_the_effect_away():
    values, begins, _ = roll_out(np.random.default_rng(8), 60, 12, 20)
    answer = trends.compare_rollout(values, begins, draws=0)
    trend = np.array([(begin is not None) * np.arange(12) for begin in begins])
    without = trends.compare_rollout(values - answer.sensitivity.to_zero * trend, begins, draws=0)
    assert without.effect.value == pytest.approx(0, abs=1e-9)
    doubtful = trends.compare_rollout(values - answer.sensitivity.to_doubt * trend, begins, draws=0)
    assert doubtful.effect.value == pytest.approx(answer.effect.value - answer.effect.low)
    tilted = trends.compare_rollout(values + 0.3 * trend, begins, draws=0)
    before = answer.sensitivity.before.value
    assert tilted.sensitivity.before.value == pytest.approx(before + 0.3)
    assert answer.sensitivity.times_before == pytest.approx(answer.sensitivity.to_doubt / abs(before))


def test_effects_do_not_depend_on_school_levels_or_what_all_periods_share():
    draw = np.random.default_rng(9)
    values, begins, _ = roll_out(draw, 40, 10, 15)
    moved = values + draw.normal(size=(40, 1)) * 9 + draw.normal(size=10) * 9
    first, second = (trends.compare_rollout(table, begins, draws=0) for table in (values, moved))
    assert first.effect.value == pytest.approx(second.effect.value)
    assert first.effect.error == pytest.approx(second.effect.error)
    order = draw.permutation(40)
    shuffled = trends.compare_rollout(values[order], [begins[place] for place in order], draws=0)
    assert shuffled.effect.low == pytest.approx(first.effect.low)


def test_periods_in_which_nearly_all_have_started_are_left_out():
    values = np.random.default_rng(10).normal(size=(20, 10))
    begins = [4] * 8 + [7] * 12
    answer = trends.compare_rollout(values, begins, draws=0)
    assert [at.periods_since for at in answer.by_time] == [0, 1, 2]
    assert [note.code for note in answer.notes] == ["late-periods"]
    assert answer.started == 8


def test_it_refuses_in_words():
    values = np.random.default_rng(11).normal(size=(20, 10))

    def code(begins, table=values):
        refusal = trends.compare_rollout(table, begins, draws=0).refusal
        assert refusal.words.endswith("No comparison is made.")
        return refusal.code

    assert code([5] * 3 + [None] * 17) == "few-started"
    assert code([5] * 17 + [None] * 3) == "few-not-yet"
    assert code([None] * 20) == "few-started"
    assert code([1] * 10 + [None] * 10) == "nothing-before"
    apart = values.copy()
    apart[:10, 5:], apart[10:, :5] = np.nan, np.nan
    assert code([4] * 5 + [None] * 5 + [9] * 5 + [None] * 5, apart) == "not-linked"
    for arguments, sentence in (
        ((values, [1]), "a start for each of the 20 schools"),
        ((values, [0] * 20), "counted from 1"),
        (([[1, 2], [3, float("inf")]], [None, 1]), "a row of numbers"),
    ):
        with pytest.raises(trends.InvalidInputError, match=sentence):
            trends.compare_rollout(*arguments)
    with pytest.raises(trends.InvalidInputError, match="above 0"):
        trends.compare_rollout(values, [5] * 10 + [None] * 10, weights=[0] * 20)
