"""27,000 run charts and 500 staggered roll-outs over 271 schools, beside the peers' ways on the same data.

Run: python -m benchmarks trends. Prints medians and what the simulations found; asserts nothing about time.
"""

import time
import warnings
from collections.abc import Callable
from itertools import pairwise
from statistics import median

import numpy as np
import pandas as pd
from diff_diff import ImputationDiD

from trellis.engines import trends
from trellis.engines.trends.imputation import Imputation, mean_shares
from trellis.engines.trends.panel import read_panel

CHARTS, POINTS, RUNS, ONE_BY_ONE = 27_000, 40, 7, 2_000
ROLL_OUTS, SCHOOLS, WAITING, PERIODS, STARTS, PEER = 500, 271, 91, 12, (4, 6, 8, 10), 20


def timed(work: Callable[[], object], runs: int = RUNS) -> float:
    """Median milliseconds."""
    took = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        took.append(1000 * (time.perf_counter() - start))
    return median(took)


def plain_run_chart(values: list[float]) -> tuple[int, int]:
    """The longest run and the crossings of one series, as a first script counts them."""
    center = sorted(values)[len(values) // 2 - 1 : len(values) // 2 + 1]
    sides = [value > sum(center) / 2 for value in values if value != sum(center) / 2]
    longest = length = 1
    crossings = 0
    for earlier, later in pairwise(sides):
        length = length + 1 if earlier == later else 1
        crossings += earlier != later
        longest = max(longest, length)
    return longest, crossings


def run_charts() -> None:
    values = np.random.default_rng(1).normal(size=(CHARTS, POINTS))
    print(f"{CHARTS:,} run charts of {POINTS} points")
    first = timed(lambda: trends.run_charts(values), 1)
    ours, frozen = (
        timed(lambda baseline=baseline: trends.run_charts(values, baseline))
        for baseline in (None, trends.Baseline(1, 20))
    )
    shares = np.random.default_rng(2).binomial(30, 0.3, size=(CHARTS, POINTS)) / 30
    rows = values.tolist()
    plain = timed(lambda: [plain_run_chart(row) for row in rows], 3)
    print(f"  median of all points     {ours:7.0f} ms   (the first time, limits included, {first:.0f} ms)")
    print(f"  median of the first 20   {frozen:7.0f} ms")
    print(f"  shares with many ties    {timed(lambda: trends.run_charts(shares)):7.0f} ms")
    print(f"  plain Python, no limits  {plain:7.0f} ms   {plain / ours:5.1f} x")
    for points in (10, 20, 40):
        table = np.random.default_rng(points).normal(size=(CHARTS, points + 8))
        exact = trends.run_charts(table[:, :points])
        published = trends.run_charts(table[:, :points], limits="anhoej")
        moved = table + 1.5 * (np.arange(points + 8) >= points)
        charts = trends.run_charts(moved, trends.Baseline(1, points))
        print(
            f"  {points} points in control: signals on {100 * exact.signal.mean():.1f}%, published limits "
            f"{100 * published.signal.mean():.1f}%; 8 more, 1.5 sd higher: found on {100 * charts.signal.mean():.0f}%, "
            f"with the change marked {found_when_marked(moved[:ONE_BY_ONE], points):.0f}%"
        )


def found_when_marked(table: np.ndarray, points: int) -> float:
    """The percentage of series of which the comparison of before and after says "signal"."""
    verdicts = [trends.before_after(row.tolist(), points + 1).verdict == "signal" for row in table]
    return 100 * float(np.mean(verdicts))


def roll_out(draw: np.random.Generator) -> tuple[np.ndarray, list[int | None], float]:
    """Values, starts and the true mean effect, which grows with time and is larger where it began first."""
    starts = [None] * WAITING + [STARTS[place % len(STARTS)] for place in range(SCHOOLS - WAITING)]
    noise = draw.normal(0, 0.3, (SCHOOLS, PERIODS + 10))
    for period in range(1, PERIODS + 10):
        noise[:, period] += 0.4 * noise[:, period - 1]
    values = draw.normal(0, 1, (SCHOOLS, 1)) + draw.normal(0, 0.1, PERIODS).cumsum() + noise[:, 10:]
    effects = []
    for school, start in enumerate(starts):
        if start:
            effect = 0.05 + 0.04 * np.arange(PERIODS - start + 1) + 0.05 * (start == STARTS[0])
            values[school, start - 1 :] += effect
            effects.extend(effect)
    return values, starts, float(np.mean(effects))


def two_way_fixed_effects(values: np.ndarray, starts: list[int | None]) -> tuple[float, float, float]:
    """The plain estimate with its 95% interval, clustered by school."""
    after = np.array([np.arange(PERIODS) >= (start or 99) - 1 for start in starts], dtype=float)
    treated, left = (
        table - table.mean(axis=1, keepdims=True) - table.mean(axis=0) + table.mean()
        for table in (after, values)
    )
    estimate = float((treated * left).sum() / (treated**2).sum())
    scores = (treated * (left - estimate * treated)).sum(axis=1)
    error = float(np.sqrt((scores**2).sum()) / (treated**2).sum())
    return estimate, estimate - 1.97 * error, estimate + 1.97 * error


def peer_fit(values: np.ndarray, starts: list[int | None]) -> float:
    """diff-diff on the same schools."""
    frame = pd.DataFrame(
        {
            "value": values.ravel(),
            "school": np.repeat(np.arange(SCHOOLS), PERIODS),
            "period": np.tile(np.arange(1, PERIODS + 1), SCHOOLS),
            "start": np.repeat([start or 0 for start in starts], PERIODS),
        }
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fitted = ImputationDiD(leave_one_out=True).fit(frame, "value", "school", "period", "start")
    return fitted.overall_att


def estimate(values: np.ndarray, starts: list[int | None]) -> tuple[float, float, float]:
    panel = read_panel(values, starts)
    effect = Imputation(panel).effect(mean_shares(panel))
    return effect.value, effect.low, effect.high


def summary_line(name: str, answers: list[tuple[float, float, float]], truths: list[float]) -> str:
    values, lows, highs = map(np.array, zip(*answers, strict=True))
    covered = np.mean((lows <= truths) & (truths <= highs))
    return (
        f"  {name:26} mean {values.mean():.3f} (truth {np.mean(truths):.3f}), spread {np.std(values - truths):.3f}, "
        f"intervals hold the truth in {100 * covered:.1f}%"
    )


def roll_outs() -> None:
    draw = np.random.default_rng(271)
    drawn = [roll_out(draw) for _ in range(ROLL_OUTS)]
    truths = [truth for _, _, truth in drawn]
    print(f"{ROLL_OUTS} roll-outs over {SCHOOLS} schools, {PERIODS} periods, starts in {len(STARTS)} of them")
    print(summary_line("imputation", [estimate(values, starts) for values, starts, _ in drawn], truths))
    plain = [two_way_fixed_effects(values, starts) for values, starts, _ in drawn]
    print(summary_line("two-way fixed effects", plain, truths))
    pairs = [(estimate(values, starts)[0], peer_fit(values, starts)) for values, starts, _ in drawn[:PEER]]
    apart = max(abs(ours - peer) for ours, peer in pairs)
    values, starts, _ = drawn[0]
    ours, theirs = timed(lambda: estimate(values, starts)), timed(lambda: peer_fit(values, starts))
    whole = timed(lambda: trends.compare_rollout(values, starts), 3)
    print(
        f"  one estimate {ours:.1f} ms, diff-diff {theirs:.1f} ms ({theirs / ours:.0f} x); at most {apart:.0e} apart"
    )
    print(f"  everything about one roll-out, 999 draws included, {whole:.0f} ms")


def main() -> None:
    run_charts()
    roll_outs()


if __name__ == "__main__":
    main()
