"""Many comparisons at once are corrected as Holm wrote it, and each comparison has its p-value."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.multitest import multipletests

from trellis.engines import gaps


def test_a_worked_example():
    assert gaps.holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    assert gaps.holm([]) == []


@settings(max_examples=30)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_the_same_as_statsmodels(p_values):
    assert gaps.holm(p_values) == pytest.approx(multipletests(p_values, method="holm")[1].tolist())


@pytest.mark.parametrize("p", [-0.1, 1.1, float("nan")])
def test_a_number_that_is_no_probability_is_refused(p):
    with pytest.raises(ValueError, match="between 0 and 1"):
        gaps.holm([0.5, p])


def test_the_p_value_of_two_rates_is_that_of_the_pooled_z():
    rows = [{"g": "a", "x": 6, "n": 24}, {"g": "b", "x": 42, "n": 56}]
    gap = gaps.compare(rows, group="g", numerator="x", denominator="n").facet().gap("a")
    assert gap.p == pytest.approx(2 * stats.norm.sf(abs(gap.z)))


def test_the_p_value_of_two_means_is_welchs():
    draw = random.Random(5)
    sides = {name: [draw.gauss(mean, 3) for _ in range(30)] for name, mean in (("a", 10), ("b", 12))}
    rows = [{"g": name, "hours": value} for name, values in sides.items() for value in values]
    gap = gaps.compare(rows, group="g", value="hours").facet().gap("a")
    assert gap.p == pytest.approx(stats.ttest_ind(sides["a"], sides["b"], equal_var=False).pvalue)


def test_rates_that_are_all_nothing_have_no_p_value():
    rows = [{"g": "a", "x": 0, "n": 24}, {"g": "b", "x": 0, "n": 56}]
    assert gaps.compare(rows, group="g", numerator="x", denominator="n").facet().gap("a").p is None
