"""Did it work, where schools started at different times: difference-in-differences with staggered starts.

>>> rng = np.random.default_rng(7)
>>> starts = [4] * 10 + [6] * 10 + [None] * 20
>>> values = rng.normal(50, 5, (40, 1)) + rng.normal(0, 2, (40, 9)) + np.arange(9)
>>> for school, start in enumerate(starts):
...     if start:
...         values[school, start - 1 :] += 3
>>> answer = compare_rollout(values, starts, draws=199)
>>> round(answer.effect.value, 1), answer.verdict, answer.started, answer.not_yet
(3.1, 'signal', 20, 20)

The answer supposes that, without the start, schools that started and schools that had not would have moved in parallel.
Nothing in the data can prove that, so it comes with what would explain it away (`Sensitivity`): by how much the trends
would have to differ, beside how much they did differ before the start (in the spirit of Rambachan and Roth 2023, Review
of Economic Studies 90:2555, in its simplest form: one straight line). It also comes with a randomization p-value:
how often starts assigned to the same schools by chance would give an effect as large (Fisher 1935). That is a test
where starts were drawn by lot, and a help to judge by where they were chosen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np

from .imputation import Imputation, mean_shares
from .interrupted import Effect
from .panel import NOT_LINKED, Panel, read_panel
from .results import Direction, Reason, Verdict
from .run_limits import Array

DRAWS = 999


@dataclass(frozen=True, slots=True)
class EffectAt:
    """The mean effect so many periods after the start (0 is the period of the start), and on how many schools."""

    periods_since: int
    effect: Effect
    schools: int


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """How much the trends of started schools would have to differ, for each period, to explain the effect away.

    to_zero: the difference that makes the estimate zero. to_doubt: the one that makes its interval reach zero (None
    where it does already). before: how much trends differed before the start, with its interval (None where schools
    have fewer than two periods of it). times_before: to_doubt over the size of `before`.
    """

    to_zero: float
    to_doubt: float | None = None
    before: Effect | None = None
    times_before: float | None = None


@dataclass(frozen=True, slots=True)
class RolloutComparison:
    """What happened at schools after they started, beside those that had not yet.

    effect: the mean over all compared values, weighted as asked. by_time: the effect by time since the start.
    chance: the randomization p-value. started, not_yet: schools on either side; not_yet are those that never started
    within the data, whose number the randomization keeps.
    """

    started: int
    not_yet: int
    effect: Effect | None = None
    by_time: tuple[EffectAt, ...] = ()
    chance: float | None = None
    sensitivity: Sensitivity | None = None
    verdict: Verdict | None = None
    direction: Direction | None = None
    notes: tuple[Reason, ...] = ()
    refusal: Reason | None = None


def compare_rollout(
    values: Sequence[Sequence[float | None]] | Array,
    starts: Sequence[int | None],
    *,
    weights: Sequence[float] | Array | None = None,
    draws: int = DRAWS,
    seed: str = "trends",
) -> RolloutComparison:
    """Estimate the mean effect of a roll-out. See `read_panel` for the arguments; `draws` 0 leaves out `chance`.

    Refuses, with a reason, below four schools on a side, and where nothing is known from before. A "signal" needs an
    interval without zero; its size, and what would explain it away, say more.
    """
    panel = read_panel(values, starts, weights)
    started = int(panel.started.sum())
    not_yet = len(panel.values) - int((panel.since >= 0).any(axis=1).sum())
    imputation = Imputation(panel)
    if refusal := panel.refusal() or (None if imputation.is_linked else NOT_LINKED):
        return RolloutComparison(started, not_yet, notes=panel.notes, refusal=refusal)
    shares = mean_shares(panel)
    effect = imputation.effect(shares)
    direction: Direction | None = "up" if effect.low > 0 else "down" if effect.high < 0 else None
    return RolloutComparison(
        started,
        not_yet,
        effect,
        _by_time(imputation),
        randomization_p(panel, effect.value, draws, seed) if draws else None,
        _sensitivity(imputation, shares, effect),
        "signal" if direction else "no-signal",
        direction,
        panel.notes,
    )


def randomization_p(panel: Panel, effect: float, draws: int, seed: str) -> float:
    """How often starts assigned to the schools by chance give an effect as large, this one counted in.

    The draws follow from `seed`, so the same question has the same answer. A draw that can't be compared counts as 0.
    """
    rng = np.random.default_rng(int.from_bytes(sha256(seed.encode()).digest()[:8], "big"))
    as_large = 1
    for _draw in range(draws):
        shuffled = panel.with_starts(rng.permutation(panel.starts))
        if shuffled.compared.any():
            as_large += abs(Imputation(shuffled).estimate(mean_shares(shuffled))) >= abs(effect) * (1 - 1e-12)
    return as_large / (draws + 1)


def _by_time(imputation: Imputation) -> tuple[EffectAt, ...]:
    panel = imputation.panel
    effects = []
    for periods in np.unique(panel.since[panel.compared]).tolist():
        chosen = panel.compared & (panel.since == periods)
        schools = int(chosen.any(axis=1).sum())
        if schools > 1:
            effects.append(EffectAt(periods, imputation.effect(mean_shares(panel, chosen)), schools))
    return tuple(effects)


def _sensitivity(imputation: Imputation, shares: Array, effect: Effect) -> Sensitivity:
    panel = imputation.panel
    time = np.where(panel.started[:, None], np.arange(panel.values.shape[1])[None, :], 0)
    bias = float((imputation.loads(shares) * time).sum())  # of a trend that differs by 1 for each period
    is_clear = effect.low > 0 or effect.high < 0
    nearest = min((effect.low, effect.high), key=abs)
    to_doubt = nearest / bias if is_clear else None
    before = difference_before(panel)
    times = abs(to_doubt / before.value) if before and before.value and to_doubt is not None else None
    return Sensitivity(effect.value / bias, to_doubt, before, times)


def difference_before(panel: Panel) -> Effect | None:
    """By how much more each period the values of schools that later started rose, before they did."""
    from scipy.special import stdtrit  # here, because it is slow to load

    weights = np.where(panel.untreated, panel.weights, 0.0)
    time = np.where(panel.started[:, None], np.arange(panel.values.shape[1])[None, :], 0).astype(float)
    slope = _within(time, weights)
    squares = float((weights * slope**2).sum())
    if squares < 1e-9 or (panel.untreated & panel.started[:, None]).sum(axis=1).max() < 2:
        return None
    values = _within(np.nan_to_num(panel.values), weights)
    difference = float((weights * slope * values).sum()) / squares
    scores = (weights * slope * (values - difference * slope)).sum(axis=1)
    error = float(np.sqrt((scores**2).sum())) / squares
    smaller = min(int(panel.started.sum()), len(panel.values) - int(panel.started.sum()))
    half = float(stdtrit(max(1, smaller - 1), 0.975)) * error
    return Effect(difference, difference - half, difference + half, error)


def _within(table: Array, weights: Array) -> Array:
    """What school and period effects leave of a table, by weights that are 0 where nothing counts."""
    totals = np.maximum(weights.sum(axis=1), 1e-300)
    normal = np.diag(weights.sum(axis=0)) - weights.T @ (weights / totals[:, None])
    means = (weights * table).sum(axis=1) / totals
    periods = np.linalg.pinv(normal, rcond=1e-10, hermitian=True) @ (
        (weights * table).sum(axis=0) - weights.T @ means
    )
    schools = means - weights @ periods / totals
    return np.where(weights > 0, table - schools[:, None] - periods[None, :], 0.0)
