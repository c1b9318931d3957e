"""Scales are data: New York's names its minutes, and a broken one is refused in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trellis.learning.languages import scales
from trellis.learning.languages.service_minutes import ProvidedMinutes, is_below_plan

LEVELS = st.dictionaries(st.sampled_from(scales.DOMAINS), st.integers(1, 6), min_size=1)


def test_new_york_plans_360_360_180_180_and_90_minutes_a_week():
    new_york = scales.available_scales()["nyseslat"]
    named = {name: new_york.planned(level) for level, name in enumerate(new_york.levels, 1)}
    assert named == {
        "Entering": 360,
        "Emerging": 360,
        "Transitioning": 180,
        "Expanding": 180,
        "Commanding": 90,
    }


def test_new_york_adds_a_unit_for_who_enters_in_high_school():
    new_york = scales.available_scales()["nyseslat"]
    planned = {grade: new_york.for_grade(grade).planned(1) for grade in ("KG", "08", "09", "12", "")}
    assert planned == {"KG": 360, "08": 360, "09": 540, "12": 540, "": 360}
    assert [new_york.for_grade("09").planned(level) for level in (2, 3, 4, 5)] == [360, 180, 180, 90]


def test_minutes_of_later_grades_need_one_for_each_level_too():
    with pytest.raises(ValueError, match="one for each level"):
        scales.parse_scale(
            'title = "A"\nlevels = ["B", "C"]\nminutes = [1, 2]\n[higher_grades]\nfrom_grade = "09"\nminutes = [3]'
        )


def test_new_york_minutes_stand_alone_and_integrated():
    new_york = scales.available_scales()["nyseslat"]
    assert [new_york.least(level) for level in range(1, 6)] == [
        (180, 180),
        (90, 180),
        (0, 90),
        (0, 180),
        (0, 90),
    ]


def test_a_scale_that_tells_no_kinds_apart_asks_for_none():
    wida = scales.available_scales()["wida"]
    assert (wida.by_kind, wida.least(1)) == (False, (0, 0))


WEEKS = st.builds(
    ProvidedMinutes,
    *[st.one_of(st.none(), st.integers(0, 400))] * 3,
)


@given(WEEKS, st.integers(1, 5), st.sampled_from(["08", "10"]))
def test_week_falls_short_only_if_no_count_fits(week, level, grade):
    new_york = scales.available_scales()["nyseslat"].for_grade(grade)
    alone, integrated = new_york.least(level)
    plain = week.plain or 0
    is_kept = any(
        (week.alone or 0) + part >= alone and (week.integrated or 0) + plain - part >= integrated
        for part in range(plain + 1)
    )
    assert is_below_plan(new_york, level, week) == (week.total < new_york.planned(level) or not is_kept)


def test_the_four_scales_are_here_with_their_levels():
    assert {key: len(scale.levels) for key, scale in scales.available_scales().items()} == {
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
        'title = "x"\nlevels = ["one", "two"]\nminutes = [9, 9]\nalone = [1, 1]',
        'title = "x"\nlevels = ["one", "two"]\nminutes = [9, 9]\nalone = [1]\nintegrated = [1, 1]',
        'title = "x"\nlevels = ["one", "two"]\nminutes = [9, 9]\nalone = [5, 1]\nintegrated = [5, 1]',
        'title = "x"\nlevels = ["one", "two"]\nalone = [5, 1]\nintegrated = [5, 1]',
    ],
)
def test_what_is_no_scale_is_refused(text):
    with pytest.raises(ValueError, match=r"\w"):
        scales.parse_scale(text)


@given(LEVELS)
def test_the_overall_level_lies_within_what_was_read(levels):
    assert min(levels.values()) <= scales.overall_level(levels) <= max(levels.values())


@given(LEVELS, st.sampled_from(scales.DOMAINS))
def test_a_higher_level_never_lowers_the_overall_one(levels, domain):
    higher = levels | {domain: 6}
    assert domain not in levels or scales.overall_level(higher) >= scales.overall_level(levels)


@pytest.mark.parametrize(
    ("levels", "overall"), [((2, 3), 2), ((2, 3, 3), 3), ((1, 2, 2, 2), 2), ((1, 1, 1, 2), 1)]
)
def test_half_a_level_is_rounded_down_so_that_nobody_is_given_less(levels, overall):
    assert scales.overall_level(dict(zip(scales.DOMAINS, levels, strict=False))) == overall


def test_nothing_read_is_no_level():
    assert scales.overall_level({}) is None
