"""Several places and the table of them all: no hidden group follows from the other tables."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from trellis.engines.gaps.suppression import suppress_across

tables = st.tuples(st.integers(1, 5), st.integers(1, 4)).flatmap(
    lambda shape: arrays(np.int64, shape, elements=st.integers(0, 40))
)


@given(tables)
def test_every_small_group_is_hidden_and_never_alone_in_its_line(sizes):
    hidden, bare = suppress_across(sizes, 10)
    whole = np.vstack([sizes, sizes.sum(axis=0)])
    assert hidden[(whole > 0) & (whole < 10)].all()
    assert not hidden[whole == 0].any()
    for row in range(len(whole)):
        pool = whole[row][hidden[row]]
        assert not len(pool) or bare[row] or (len(pool) > 1 and pool.sum() >= 10)
    for column in range(sizes.shape[1]):
        places, all_of_them = hidden[:-1, column], hidden[-1, column]
        pool = sizes[:, column][places]
        assert all_of_them or not len(pool) or (len(pool) > 1 and pool.sum() >= 10)
        assert places.any() or not all_of_them, "the places would add up to what is hidden"


@given(tables)
def test_deciding_again_changes_nothing(sizes):
    hidden, _bare = suppress_across(sizes, 10)
    assert (suppress_across(sizes, 10, hidden)[0] == hidden).all()


def test_a_small_group_hides_the_same_group_elsewhere():
    hidden, bare = suppress_across(np.array([[30, 40], [4, 40], [50, 60]]), 10)
    assert hidden.tolist() == [[True, True], [True, True], [False, False], [False, False]]
    assert not bare.any()


def test_where_nothing_is_small_nothing_is_hidden():
    assert not suppress_across(np.array([[30, 40], [14, 40]]), 10)[0].any()
