"""What two scores settle, what scorers talk about, and where a third scores: cases by hand, and what always holds."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trellis.assessment.portfolios.score_agreement import (
    AGREED,
    TALK,
    THIRD,
    compare_levels,
    compare_scores,
    is_between,
    middle_level,
)

LEVEL = st.integers(1, 6)


@pytest.mark.parametrize(
    ("first", "second", "verdict"),
    [
        (1, 1, AGREED),
        (4, 4, AGREED),
        (2, 3, TALK),  # one apart, both enough
        (4, 3, TALK),
        (1, 2, THIRD),  # one apart, and one of them is not enough
        (2, 1, THIRD),
        (2, 4, THIRD),  # two apart
        (1, 4, THIRD),
    ],
)
def test_two_levels_of_a_row_on_a_scale_of_four_where_two_is_enough(first, second, verdict):
    assert compare_levels(first, second, third_when=2, passes=2) == verdict


@pytest.mark.parametrize(
    ("first", "second", "verdict"), [(2, 4, TALK), (3, 4, TALK), (1, 2, THIRD), (1, 4, THIRD)]
)
def test_a_model_may_let_scorers_talk_over_two_levels(first, second, verdict):
    assert compare_levels(first, second, third_when=3, passes=2) == verdict


@pytest.mark.parametrize(
    ("first", "second", "third", "stands"),
    [(1, 3, 1, 1), (1, 3, 3, 3), (1, 4, 2, 2), (1, 3, 4, 3), (3, 4, 1, 3), (1, 2, 4, 2)],
)
def test_third_scorer_decides_or_the_middle_counts(first, second, third, stands):
    assert middle_level(first, second, third) == stands


def test_a_part_asks_for_the_most_that_one_of_its_rows_does():
    assert compare_scores({"a": 2, "b": 3}, {"a": 2, "b": 3}, 2, 2) == AGREED
    assert compare_scores({"a": 2, "b": 3}, {"a": 2, "b": 4}, 2, 2) == TALK
    assert compare_scores({"a": 1, "b": 3}, {"a": 2, "b": 4}, 2, 2) == THIRD


@given(LEVEL, LEVEL, LEVEL)
def test_final_level_is_one_that_someone_gave(first, second, third):
    stands = middle_level(first, second, third)
    assert min(first, second, third) <= stands <= max(first, second, third)
    assert stands in (first, second, third)


@given(LEVEL, LEVEL, LEVEL)
def test_the_order_of_scorers_changes_nothing(first, second, third):
    orders = permutations((first, second, third))
    assert len({middle_level(*order) for order in orders}) == 1


@given(LEVEL, LEVEL, st.integers(1, 5), LEVEL)
def test_who_reads_first_does_not_decide_what_is_asked(first, second, third_when, passes):
    assert compare_levels(first, second, third_when, passes) == compare_levels(
        second, first, third_when, passes
    )


@given(LEVEL, LEVEL, st.integers(1, 5), LEVEL)
def test_levels_on_either_side_of_what_is_enough_are_never_talked_away(first, second, third_when, passes):
    if (first >= passes) != (second >= passes):
        assert compare_levels(first, second, third_when, passes) == THIRD


@given(LEVEL, LEVEL)
def test_a_level_where_both_read_the_same_stands_whatever_a_third_reads(level, third):
    assert middle_level(level, level, third) == level


@given(LEVEL, LEVEL, LEVEL)
def test_a_level_that_was_talked_about_lies_between_both(level, first, second):
    assert is_between(level, (first, second)) == (min(first, second) <= level <= max(first, second))
