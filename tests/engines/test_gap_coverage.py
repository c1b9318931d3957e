"""Does a 95% interval hold the truth 95 times in 100? Simulated with fixed seeds."""

from itertools import starmap

import numpy as np
import pytest

from trellis.engines.gaps import intervals
from trellis.engines.gaps.cells import Mean

TIMES = 3000
CLOSE_TO_95 = pytest.approx(0.95, abs=0.02)


def share_containing(bounds: list, truth: float) -> float:
    return float(np.mean([low <= truth <= high for low, high in bounds if low is not None]))


@pytest.mark.parametrize(("n", "rate"), [(40, 0.5), (60, 0.3), (200, 0.1)])
def test_wilson_holds_the_rate(n, rate):
    counts = np.random.default_rng(1).binomial(n, rate, TIMES)
    assert share_containing([intervals.wilson(int(x), n) for x in counts], rate) == CLOSE_TO_95


@pytest.mark.parametrize(
    ("n1", "rate1", "n2", "rate2"), [(40, 0.6, 300, 0.4), (25, 0.5, 25, 0.3), (80, 0.1, 80, 0.1)]
)
def test_newcombe_holds_the_gap_and_katz_the_ratio(n1, rate1, n2, rate2):
    random = np.random.default_rng(2)
    counts = [
        (int(x1), n1, int(x2), n2)
        for x1, x2 in zip(random.binomial(n1, rate1, TIMES), random.binomial(n2, rate2, TIMES), strict=True)
    ]
    assert share_containing(list(starmap(intervals.newcombe, counts)), rate1 - rate2) == CLOSE_TO_95
    ratios = [around for around in starmap(intervals.katz, counts) if around]
    assert share_containing(ratios, rate1 / rate2) == pytest.approx(
        0.95, abs=0.03
    )  # Katz is a little wide when counts are low


def samples(random: np.random.Generator, n: int, mean: float, spread: float) -> list[Mean]:
    values = random.normal(mean, spread, (TIMES, n))
    return [
        Mean(n, m, m2) for m, m2 in zip(values.mean(1).tolist(), (values.var(1) * n).tolist(), strict=True)
    ]


def test_welch_holds_the_gap_and_fieller_the_ratio_when_spreads_differ():
    random = np.random.default_rng(3)
    pairs = zip(samples(random, 12, 10, 4), samples(random, 40, 8, 1.5), strict=True)
    differences = [first.against(second) for first, second in pairs]
    assert share_containing([(gap.points_low, gap.points_high) for gap in differences], 2) == CLOSE_TO_95
    assert share_containing([(gap.ratio_low, gap.ratio_high) for gap in differences], 1.25) == CLOSE_TO_95


def test_the_t_interval_holds_the_mean_of_a_small_group():
    estimates = [cell.estimate() for cell in samples(np.random.default_rng(4), 10, 5, 2)]
    assert share_containing([(estimate.low, estimate.high) for estimate in estimates], 5) == CLOSE_TO_95
