"""The imputation estimator of Borusyak, Jaravel and Spiess (2024, Review of Economic Studies 91:3253).

School and period effects are fitted on values from before the start only; they say what a started school would have had
without it; the difference is its effect, and effects are averaged with whatever weights are asked for. So effects may
differ by start and grow with time, where two-way fixed effects would compare late starters with early ones as if these
had not started. The estimate is linear in the values, and its own coefficients give the standard error, clustered by
school: within a school anything may be correlated.

For the error, effects are compared with the mean effect of like schools (same start, same time since; a start of fewer
than four schools is put together with others), leaving each school out of its own mean (appendix A.9 of the paper).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import sqrt

import numpy as np

from .interrupted import Effect
from .panel import MIN_CLUSTERS, Panel
from .run_limits import Array


@dataclass(frozen=True)
class Imputation:
    """A panel with the effects that it shows. Arrays have a row for each school and a column for each period."""

    panel: Panel

    @cached_property
    def is_linked(self) -> bool:
        """Whether the untreated values tie all schools and periods together that are compared."""
        normal = self._normal
        return int(np.linalg.matrix_rank(normal, hermitian=True)) >= int((np.diag(normal) > 0).sum()) - 1

    @cached_property
    def effects(self) -> Array:
        """Each compared value less what it would have been, NaN elsewhere."""
        return np.where(self.panel.compared, self._left_over, np.nan)

    def estimate(self, shares: Array) -> float:
        """The mean effect, by `shares` that sum to 1 over the compared values and are 0 elsewhere."""
        return float((shares * np.where(self.panel.compared, self._left_over, 0.0)).sum())

    def loads(self, shares: Array) -> Array:
        """The coefficients with which each value enters the estimate."""
        schools, periods = self._solve(shares.sum(axis=1), shares.sum(axis=0))
        return shares - self._weights * (schools[:, None] + periods[None, :])

    def effect(self, shares: Array) -> Effect:
        """The mean effect with its 95% interval: Student's t with the smaller side's schools less one as degrees."""
        from scipy.special import stdtrit  # here, because it is slow to load

        value, error = self.estimate(shares), self.error(shares)
        started = int((shares != 0).any(axis=1).sum())
        waiting = len(self.panel.values) - int(self.panel.started.sum())
        half = float(stdtrit(max(1, min(started, max(waiting, MIN_CLUSTERS)) - 1), 0.975)) * error
        return Effect(value, value - half, value + half, error)

    def error(self, shares: Array) -> float:
        """The clustered standard error of the mean effect."""
        loads = self.loads(shares)
        residuals = np.where(self.panel.untreated, self._left_over, 0.0) + self._treated_residuals(loads)
        return sqrt(float(((loads * residuals).sum(axis=1) ** 2).sum()))

    @cached_property
    def _weights(self) -> Array:
        return np.where(self.panel.untreated, self.panel.weights, 0.0)

    @cached_property
    def _normal(self) -> Array:
        """The normal equations of the period effects, school effects swept out."""
        weights = self._weights
        totals = np.maximum(weights.sum(axis=1), 1e-300)
        return np.diag(weights.sum(axis=0)) - weights.T @ (weights / totals[:, None])

    @cached_property
    def _inverse(self) -> Array:
        return np.linalg.pinv(self._normal, rcond=1e-10, hermitian=True)

    def _solve(self, by_school: Array, by_period: Array) -> tuple[Array, Array]:
        """School and period effects whose weighted sums over the untreated values are those given."""
        weights = self._weights
        totals = weights.sum(axis=1)
        means = np.divide(by_school, totals, out=np.zeros_like(totals), where=totals > 0)
        periods = self._inverse @ (by_period - weights.T @ means)
        taken = np.divide(weights @ periods, totals, out=np.zeros_like(totals), where=totals > 0)
        return means - taken, periods

    @cached_property
    def _left_over(self) -> Array:
        """Values less their school and period effects; 0 where there is no value."""
        values = np.nan_to_num(self.panel.values)
        weighted = self._weights * values
        schools, periods = self._solve(weighted.sum(axis=1), weighted.sum(axis=0))
        return np.where(np.isnan(self.panel.values), 0.0, values - schools[:, None] - periods[None, :])

    @cached_property
    def _alike(self) -> Array:
        """A number for each compared value: those with one number are alike (same start, or few; same time since)."""
        starts, at, sizes = np.unique(
            np.where(self.panel.started, self.panel.starts, -1), return_inverse=True, return_counts=True
        )
        large = sizes >= MIN_CLUSTERS
        start = np.where(large, np.arange(len(starts)), len(starts))[at]
        return (start[:, None] + 1) * (self.panel.values.shape[1] + 1) + np.maximum(self.panel.since, 0)

    def _treated_residuals(self, loads: Array) -> Array:
        """Each effect less the mean effect of like values of other schools; of all, where there are no others."""
        used = self.panel.compared & (loads != 0)
        squares = np.where(used, loads**2, 0.0)
        size = int(self._alike.max()) + 1
        totals = np.bincount(self._alike.ravel(), squares.ravel(), size)[self._alike]
        sums = np.bincount(self._alike.ravel(), (squares * self._left_over).ravel(), size)[self._alike]
        others = totals - squares
        has_others = used & (others > 1e-12 * totals)
        whole = squares.sum() - squares.sum(axis=1)[:, None]
        apart = (squares * self._left_over).sum() - (squares * self._left_over).sum(axis=1)[:, None]
        mean = np.zeros_like(loads)
        np.divide(sums - squares * self._left_over, others, out=mean, where=has_others)
        np.divide(apart, whole, out=mean, where=used & ~has_others & (whole > 0))
        return np.where(used, self._left_over - mean, 0.0)


def mean_shares(panel: Panel, chosen: Array | None = None) -> Array:
    """Shares that average the compared values (or the chosen ones of them) by their weights."""
    weights = np.where(panel.compared if chosen is None else panel.compared & chosen, panel.weights, 0.0)
    return weights / weights.sum()
