"""Scales are data: New York's names its minutes, and a broken one is refused in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trellis.languages import scales

LEVELS = st.dictionaries(st.sampled_from(scales.DOMAINS), st.integers(1, 6), min_size=1)


def test_new_york_plans_360_360_180_180_and_90_minutes_a_week():
    new_york = scales.available()["nyseslat"]
    named = {name: new_york.planned(level) for level, name in enumerate(new_york.levels, 1)}
    assert named == {
        "Entering": 360,
        "Emerging": 360,
        "Transitioning": 180,
        "Expanding": 180,
        "Commanding": 90,
    }


def test_the_four_scales_are_here_with_their_levels():
    assert {key: len(one.levels) for key, one in scales.available().items()} == {
        "wida": 6,
        "nyseslat": 5,
        "elpa21": 5,
        "elpac": 4,
    }


@pytest.mark.parametrize(
    "text",
    [
        'title = "x"\nlevels = ["one"]',
        'title = ""\nlevels = ["one", "two"]',
        'title = "x"\nlevels = ["one", "two"]\nminutes = [1]',
        'title = "x"\nlevels = ["one", "two"]\nminutes = [1, -2]',
        'title = "x"\nlevels = ["one", "two"]\nstatus = "y"',
        "title = ",
    ],
)
def test_what_is_no_scale_is_refused(text):
    with pytest.raises(ValueError, match=r"\w"):
        scales.read(text)


@given(LEVELS)
def test_the_overall_level_lies_within_what_was_read(levels):
    assert min(levels.values()) <= scales.overall(levels) <= max(levels.values())


@given(LEVELS, st.sampled_from(scales.DOMAINS))
def test_a_higher_level_never_lowers_the_overall_one(levels, domain):
    higher = levels | {domain: 6}
    assert domain not in levels or scales.overall(higher) >= scales.overall(levels)


@pytest.mark.parametrize(
    ("levels", "overall"), [((2, 3), 2), ((2, 3, 3), 3), ((1, 2, 2, 2), 2), ((1, 1, 1, 2), 1)]
)
def test_half_a_level_is_rounded_down_so_that_nobody_is_given_less(levels, overall):
    assert scales.overall(dict(zip(scales.DOMAINS, levels, strict=False))) == overall


def test_nothing_read_is_no_level():
    assert scales.overall({}) is None
