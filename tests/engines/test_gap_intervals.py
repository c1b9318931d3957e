"""Every interval against another implementation, and against what must be true of any interval."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint, proportions_ztest
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

from trellis.engines.gaps import intervals
from trellis.engines.gaps.cells import Mean

share_of = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
COUNTS = [(0, 12, 3, 40), (12, 12, 30, 40), (110, 196, 2388, 7808), (249, 490, 2869, 6417), (1, 10, 9, 10)]


def mean_of(values: np.ndarray) -> Mean:
    cell = Mean()
    for value in values:
        cell.add(float(value))
    return cell


@given(share_of)
def test_wilson_interval_contains_the_rate(share):
    x, n = share
    low, high = intervals.wilson(x, n)
    assert 0 <= low <= x / n <= high <= 1
    assert low < high


@given(share_of)
def test_wilson_interval_is_symmetric(share):
    x, n = share
    low, high = intervals.wilson(x, n)
    assert intervals.wilson(n - x, n) == pytest.approx((1 - high, 1 - low), abs=1e-12)


@given(share_of)
def test_wilson_agrees_with_statsmodels(share):
    assert intervals.wilson(*share) == pytest.approx(proportion_confint(*share, method="wilson"), abs=1e-12)


@given(share_of, share_of)
def test_newcombe_turned_round_is_newcombe_negated(first, second):
    low, high = intervals.newcombe(*first, *second)
    assert intervals.newcombe(*second, *first) == (-high, -low)
    assert -1 <= low <= first[0] / first[1] - second[0] / second[1] <= high <= 1


@given(share_of, share_of)
def test_newcombe_agrees_with_statsmodels(first, second):
    peer = confint_proportions_2indep(*first, *second, method="newcomb", compare="diff")
    assert intervals.newcombe(*first, *second) == pytest.approx(peer, abs=1e-10)


def test_newcombe_gives_the_intervals_of_his_own_paper():
    # Newcombe 1998, Statistics in Medicine 17:873, table II, method 10.
    assert intervals.newcombe(56, 70, 48, 80) == pytest.approx((0.0524, 0.3339), abs=5e-5)
    assert intervals.newcombe(5, 56, 0, 29) == pytest.approx((-0.0381, 0.1926), abs=5e-5)
    assert intervals.newcombe(10, 10, 0, 10) == pytest.approx((0.6075, 1.0000), abs=5e-5)


@pytest.mark.parametrize("counts", [counts for counts in COUNTS if counts[0]])
def test_katz_agrees_with_statsmodels(counts):
    peer = confint_proportions_2indep(*counts, method="log", compare="ratio")
    assert intervals.katz(*counts) == pytest.approx(peer, rel=1e-9)


@pytest.mark.parametrize("counts", [(0, 12, 3, 40), (3, 40, 0, 12), (12, 12, 40, 40)])
def test_katz_says_nothing_where_its_formula_would_be_wrong(counts):
    assert intervals.katz(*counts) is None


@given(share_of, share_of)
def test_a_ratio_turned_round_has_the_inverse_interval(first, second):
    around = intervals.katz(*first, *second)
    back = intervals.katz(*second, *first)
    assert (around is None) == (back is None)
    if around and back:
        assert back == pytest.approx((1 / around[1], 1 / around[0]), rel=1e-9)


@pytest.mark.parametrize("counts", COUNTS)
def test_z_agrees_with_statsmodels(counts):
    x1, n1, x2, n2 = counts
    peer, _ = proportions_ztest([x1, x2], [n1, n2])
    assert intervals.pooled_z(*counts) == pytest.approx(peer)


@pytest.mark.parametrize("counts", [(0, 12, 0, 40), (12, 12, 40, 40)])
def test_there_is_no_z_where_everybody_is_alike(counts):
    assert intervals.pooled_z(*counts) is None


@pytest.mark.parametrize("seed", range(5))
def test_welch_and_the_t_interval_agree_with_statsmodels_and_scipy(seed):
    random = np.random.default_rng(seed)
    first, second = random.normal(3, 1, 12 + seed), random.normal(2.5, 4, 30)
    difference = mean_of(first).against(mean_of(second))
    compared = CompareMeans(DescrStatsW(first), DescrStatsW(second))
    assert (difference.points_low, difference.points_high) == pytest.approx(
        compared.tconfint_diff(usevar="unequal")
    )
    theirs = stats.ttest_ind(first, second, equal_var=False).confidence_interval()
    assert (difference.points_low, difference.points_high) == pytest.approx((theirs.low, theirs.high))
    estimate = mean_of(first).estimate()
    assert (estimate.low, estimate.high) == pytest.approx(DescrStatsW(first).tconfint_mean())


def test_fieller_holds_exactly_the_ratios_that_the_data_do_not_reject():
    # By its definition: at either end r, mean1 - r * mean2 is t standard errors from zero.
    ends = intervals.fieller(12.0, 0.5, 15, 4.0, 0.2, 22)
    t = intervals.t_quantile(intervals.satterthwaite(0.5, 15, 9 * 0.2, 22))
    assert ends is not None
    for ratio in ends:
        assert abs(12.0 - ratio * 4.0) == pytest.approx(t * np.sqrt(0.5 + ratio**2 * 0.2))


def test_fieller_says_nothing_where_the_comparison_cannot_be_told_from_zero():
    assert intervals.fieller(12.0, 0.5, 15, 0.5, 0.2, 22) is None
