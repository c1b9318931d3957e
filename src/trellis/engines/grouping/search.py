"""Looks for the cheapest groups by swaps, all swaps between many pairs of groups at once.

In each round the groups are paired by chance. For every pair all swaps of one student for another are priced by
products of matrices, and one of them, or none, is drawn with odds exp(-units / temperature): a heat bath. Pairs of
groups do not touch each other, so their swaps can be made together. The temperature falls; whatever was cheapest
is kept. Prices are whole or halves, and so the same on any machine.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from .columns import EncodedProblem, FloatArray, IntArray
from .partners import PartnerTable

BATCH_ROUNDS = 512  # rounds whose chance is drawn at once
FIXED_COST = np.float32(1e6)  # units of moving somebody who is fixed
TEMPERATURE_GRID = 256  # temperatures are whole parts of a unit divided by this


@dataclass(frozen=True, slots=True)
class CoolingPhase:
    """Rounds in which the temperature falls from `hot` to `cold`, in units."""

    rounds: int
    hot: float
    cold: float


@dataclass(frozen=True, slots=True)
class SearchPrices:
    """What does not change during a search. Tables are flat: the price of one more, and of one fewer, at
    `base[group, column] + how many`."""

    marks: FloatArray
    base: IntArray
    cost: FloatArray
    up: FloatArray
    down: FloatArray
    stuck: FloatArray
    home: IntArray
    moved: np.float32
    rule: np.float32
    partners: PartnerTable | None

    @classmethod
    def of(
        cls, problem: EncodedProblem, partners: PartnerTable | None, rule: int, moved: int
    ) -> SearchPrices:
        wall = problem.everybody  # one more, who stands where a smaller group has no seat
        marks = np.zeros((wall + 1, max(len(problem.columns), 1)), np.float32)
        cost = np.zeros((problem.groups, marks.shape[1], problem.seats + 1), np.float32)
        for number, column in enumerate(problem.columns):
            marks[column.who, number] = 1
            cost[:, number] = column.price
        up, down = np.zeros_like(cost), np.zeros_like(cost)
        up[:, :, :-1] = np.diff(cost)
        down[:, :, 1:] = -np.diff(cost)
        stuck = np.where(np.append(problem.fixed_groups, 0) >= 0, FIXED_COST, 0).astype(np.float32)
        base = np.arange(cost[:, :, 0].size).reshape(cost.shape[:2]) * cost.shape[2]
        return cls(
            marks,
            base,
            cost.ravel(),
            up.ravel(),
            down.ravel(),
            stuck,
            np.append(problem.home, -1),
            np.float32(moved / 4),
            np.float32(rule),
            partners,
        )


class SwapSearch:
    """Groups as they stand: `seats` [groups, seats] of who sits there, and what it costs in all."""

    def __init__(self, prices: SearchPrices, seats: IntArray) -> None:
        self.prices, self.seats = prices, seats
        self.at = prices.base + prices.marks[seats].sum(axis=1).astype(np.int64)
        self.whole = prices.marks.astype(np.int64)
        self.kinds: FloatArray | None = None
        self.cost = float(prices.cost[self.at].sum(dtype=np.float64))
        if prices.partners is not None:
            self.kinds = prices.partners.is_of[seats].sum(axis=1)
            self.cost += float(prices.rule * prices.partners.alone(self.kinds).sum())
        away = (prices.home[seats] >= 0) & (prices.home[seats] != np.arange(len(seats))[:, None])
        self.cost += float(prices.moved * away.sum())
        self.best, self.best_seats = self.cost, seats.copy()

    def run(self, leg: CoolingPhase, draws: RandomDraws, enough: float) -> None:
        """Until the rounds are over, or the cost is down to `enough`."""
        pairs = len(self.seats) // 2
        options = self.seats.shape[1] ** 2
        for start in range(0, leg.rounds if pairs else 0, BATCH_ROUNDS):
            orders = draws.orders(BATCH_ROUNDS, len(self.seats))
            pool, still = draws.noise(pairs * options + BATCH_ROUNDS * 64), draws.noise(BATCH_ROUNDS * pairs)
            offsets = draws.below(BATCH_ROUNDS * 64, BATCH_ROUNDS)
            for step in range(min(BATCH_ROUNDS, leg.rounds - start)):
                if self.best <= enough:
                    return
                hot = leg.hot + (leg.cold - leg.hot) * (start + step) / leg.rounds
                heat = np.float32(round(hot * TEMPERATURE_GRID) / TEMPERATURE_GRID)
                noise = pool[offsets[step] : offsets[step] + pairs * options].reshape(pairs, options)
                stay = still[step * pairs : (step + 1) * pairs]
                order = orders[step]
                self._round(order[:pairs], order[pairs : 2 * pairs], noise * heat, stay * heat)

    def settle(self) -> None:
        """The best swap of each pair of groups in turn, until no swap anywhere gains."""
        calm, before = np.zeros(1, np.float32), np.inf
        while self.cost < before:
            before = self.cost
            for group, other in combinations(range(len(self.seats)), 2):
                self._round(np.array([group]), np.array([other]), calm, calm)

    def _round(
        self, our_groups: IntArray, their_groups: IntArray, noise: FloatArray, stay: FloatArray
    ) -> None:
        """Draw a swap, or none, for each pair of a group of ours and a group of theirs, and make it."""
        ours, theirs = self.seats[our_groups], self.seats[their_groups]
        price = self._price(our_groups, their_groups, ours, theirs).reshape(len(our_groups), -1)
        drawn = price + noise
        chosen = drawn.argmin(axis=1)
        pair = np.arange(len(our_groups))
        go = pair[drawn[pair, chosen] < stay]
        if not len(go):
            return
        our_seats, their_seats = np.divmod(chosen[go], ours.shape[1])
        out, into = ours[go, our_seats], theirs[go, their_seats]
        our_groups, their_groups = our_groups[go], their_groups[go]
        self.seats[our_groups, our_seats], self.seats[their_groups, their_seats] = into, out
        change = self.whole[into] - self.whole[out]
        self.at[our_groups] += change
        self.at[their_groups] -= change
        if self.kinds is not None and self.prices.partners is not None:
            kinds = self.prices.partners.is_of
            self.kinds[our_groups] += kinds[into] - kinds[out]
            self.kinds[their_groups] -= kinds[into] - kinds[out]
        self.cost += float(price[go, chosen[go]].sum(dtype=np.float64))
        if self.cost < self.best:
            self.best, self.best_seats = self.cost, self.seats.copy()

    def _price(
        self, our_groups: IntArray, their_groups: IntArray, ours: IntArray, theirs: IntArray
    ) -> FloatArray:
        """[pairs, seats, seats]: what swapping one of ours for one of theirs adds to the cost.

        A column with the one and not the other goes one down here and one up there. With a, b in {0, 1} for the
        two, a(1 - b) and (1 - a)b are products, and their sums over the columns are a product of matrices.
        """
        prices = self.prices
        goes = prices.down[self.at[our_groups]] + prices.up[self.at[their_groups]]
        comes = prices.up[self.at[our_groups]] + prices.down[self.at[their_groups]]
        mine, others = prices.marks[ours], prices.marks[theirs]
        out = mine @ goes[:, :, None] + prices.stuck[ours][:, :, None]
        back = others @ comes[:, :, None] + prices.stuck[theirs][:, :, None]
        if prices.moved:
            out[:, :, 0] += self._leaving(ours, our_groups, their_groups)
            back[:, :, 0] += self._leaving(theirs, their_groups, our_groups)
        swap_prices = out + back.transpose(0, 2, 1)
        swap_prices -= (mine * (goes + comes)[:, None]) @ others.transpose(0, 2, 1)
        if self.kinds is not None and prices.partners is not None:
            lone = prices.partners.swaps(self.kinds[our_groups], self.kinds[their_groups], ours, theirs)
            swap_prices += prices.rule * lone
        return swap_prices

    def _leaving(self, who: IntArray, current_groups: IntArray, new_groups: IntArray) -> FloatArray:
        """The price of no longer being where one was before, less that of being there again."""
        home = self.prices.home[who]
        return self.prices.moved * (
            (home == current_groups[:, None]).astype(np.float32) - (home == new_groups[:, None])
        )


NOISE_LEVELS = 1 << 16


def _noise_table() -> FloatArray:
    """Minus the quantiles of the standard Gumbel distribution, in 64ths: the last bits of a logarithm differ between
    machines, a 64th does not. The least of (cost + temperature x noise) is then a draw with odds exp(-cost /
    temperature): Gumbel's trick."""
    quantiles = [-math.log(-math.log((n + 0.5) / NOISE_LEVELS)) for n in range(NOISE_LEVELS)]
    return np.array([-round(64 * quantile) / 64 for quantile in quantiles], np.float32)


NOISE_TABLE = _noise_table()


class RandomDraws:
    """One stream of chance per seed."""

    def __init__(self, seed: str) -> None:
        digest = hashlib.sha256(seed.encode("utf-8")).digest()
        self._bits = np.random.PCG64(int.from_bytes(digest, "big"))

    def _raw(self, count: int) -> np.ndarray:
        return self._bits.random_raw(count)

    def noise(self, count: int) -> FloatArray:
        words = self._raw(count // 4 + 1).astype("<u8").view("<u2")
        return NOISE_TABLE[words[:count]]

    def below(self, limit: int, count: int) -> IntArray:
        """Whole numbers from 0, all below `limit`."""
        return (self._raw(count) % np.uint64(limit)).astype(np.int64)

    def orders(self, rows: int, count: int) -> IntArray:
        """[rows, count]: an order of `count` things in each row."""
        return self._raw(rows * count).reshape(rows, count).argsort(axis=1, kind="stable")


def initial_seats(problem: EncodedProblem, draws: RandomDraws, liked: IntArray) -> IntArray:
    """[groups, seats] of who sits there: the fixed, then those who have a group in `liked` (-1: none) as far as
    there are seats, then the others by chance. Where a smaller group has no seat stands the number after everybody.
    """
    people, wall = problem.students, problem.everybody
    preferred_groups = np.where(problem.fixed_groups >= 0, problem.fixed_groups, liked)[:people]
    inside = [np.flatnonzero(problem.fixed_groups == group).tolist() for group in range(problem.groups)]
    spec = _initial_sizes(
        problem, np.bincount(preferred_groups[preferred_groups >= 0], minlength=problem.groups)
    )
    rest = []
    for who in draws.orders(1, people)[0].tolist():
        group = int(liked[who])
        if problem.fixed_groups[who] < 0:
            (inside[group] if group >= 0 and len(inside[group]) < spec[group] else rest).append(who)
    empty = list(range(people, wall))
    seats = np.full((problem.groups, problem.seats), wall)
    for group, members in enumerate(inside):
        members += [rest.pop() for _ in range(spec[group] - len(members))]
        members += [empty.pop() for _ in range(problem.sizes.high[group] - spec[group])]
        seats[group, : len(members)] = members
    return seats


def _initial_sizes(problem: EncodedProblem, preference_counts: IntArray) -> list[int]:
    """How many students sit in each group to begin with: one fewer where the fewest want to be."""
    low, sizes = problem.sizes.low, list(problem.sizes.high)
    loose = [group for group, size in enumerate(sizes) if size > low[group]]
    loose.sort(key=lambda group: (int(preference_counts[group]), group))
    for group in loose[: problem.everybody - problem.students]:
        sizes[group] -= 1
    return sizes
