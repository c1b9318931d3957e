"""A gap splits into a part between schools and a part within them, and the parts add up to it."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from trellis.engines import gaps

# One school a tuple: how many of the group have it, how many of the group, and the same of the others.
school = st.integers(0, 40).flatmap(
    lambda n: st.integers(0, 40).flatmap(
        lambda m: st.tuples(st.integers(0, n), st.just(n), st.integers(0, m), st.just(m))
    )
)
schools = st.lists(school, min_size=1, max_size=12)


def split(rows) -> gaps.Decomposition:
    return gaps.decompose(*np.array(rows, dtype=float).T)


def both_sides(rows) -> bool:
    return sum(row[1] for row in rows) > 0 and sum(row[3] for row in rows) > 0


def test_a_worked_example():
    """Learners: 10 of 80 at East, 15 of 20 at West. Others: 4 of 20 at East, 64 of 80 at West.

    Rates 25% and 68%. Shares of learners 0.8 and 0.2, of others 0.2 and 0.8. Between: 0.6 * (0.125 + 0.2) / 2
    - 0.6 * (0.75 + 0.8) / 2 = -0.3675. Within: 0.5 * (0.125 - 0.2) + 0.5 * (0.75 - 0.8) = -0.0625.
    """
    parts = split([(10, 80, 4, 20), (15, 20, 64, 80)])
    assert parts.between == pytest.approx(-0.3675)
    assert parts.within == pytest.approx(-0.0625)
    assert parts.gap == pytest.approx(0.25 - 0.68)


def test_a_school_that_only_one_group_attends_counts_as_between():
    parts = split([(2, 10, 0, 0), (0, 0, 9, 10)])
    assert (parts.between, parts.within) == (pytest.approx(-0.7), 0)


def test_several_groups_are_split_at_once():
    total = np.array([[10, 4], [15, 64]])
    base = np.array([[80, 20], [20, 80]])
    parts = gaps.decompose(total, base, total[:, ::-1], base[:, ::-1])
    assert parts.between.tolist() == pytest.approx([-0.3675, 0.3675])


def test_there_is_no_split_where_nobody_is_on_one_side():
    parts = split([(1, 2, 0, 0)])
    assert np.isnan(parts.between)
    assert np.isnan(parts.within)


@given(schools)
def test_the_parts_add_up_to_the_gap(rows):
    assume(both_sides(rows))
    x, n, y, m = (sum(column) for column in zip(*rows, strict=True))
    assert split(rows).gap == pytest.approx(x / n - y / m, abs=1e-12)


@given(schools)
def test_swapping_the_groups_turns_both_signs(rows):
    assume(both_sides(rows))
    forward, back = split(rows), split([(y, m, x, n) for x, n, y, m in rows])
    assert forward.between == pytest.approx(-back.between, abs=1e-12)
    assert forward.within == pytest.approx(-back.within, abs=1e-12)


@given(school)
def test_in_a_single_school_nothing_is_between(row):
    assume(both_sides([row]))
    assert split([row]).between == 0


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 30)), min_size=1, max_size=10))
def test_where_both_groups_fare_alike_in_every_school_nothing_is_within(rows):
    rows = [(min(x, n), n, 3 * min(x, n), 3 * n) for x, n in rows]
    assert split(rows).within == pytest.approx(0, abs=1e-12)


@given(schools, st.randoms())
def test_the_order_of_schools_does_not_matter(rows, draw):
    assume(both_sides(rows))
    mixed = draw.sample(rows, len(rows))
    assert split(rows).between == pytest.approx(split(mixed).between, abs=1e-12)
