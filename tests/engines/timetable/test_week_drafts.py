"""A drafted week keeps every rule, holds what is fixed, and meets what is wished where that can be."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from week_school import change, make_days, make_school_with_week, make_team_school

from trellis.engines.timetable import week
from trellis.engines.timetable.week import (
    FixedPlacement,
    Lesson,
    Room,
    Slot,
    check_week,
    compute_figures,
    count_wishes,
    draft_week,
    price_wishes,
    slots_on,
)


@given(st.integers(0, 10**6))
@settings(max_examples=30)
def test_a_school_for_which_a_week_exists_gets_one_that_keeps_every_rule(seed):
    question, _week = make_school_with_week(seed)
    draft = draft_week(question, seconds=0.1, seed=seed)
    assert check_week(question, draft.timetable) == []
    assert draft.fixes == ()
    assert draft.counts == count_wishes(question, draft.timetable)


@given(st.integers(0, 10**6))
@settings(max_examples=15)
def test_what_is_fixed_stays(seed):
    question, existing = make_school_with_week(seed)
    chosen = Random(seed).sample(existing.placements, min(3, len(existing.placements)))
    fixed = tuple(FixedPlacement(each.lesson, each.day, each.period, each.room or None) for each in chosen)
    question = replace(question, fixed=fixed)
    draft = draft_week(question, seconds=0.1, seed=seed)
    assert check_week(question, draft.timetable) == []
    assert set(chosen) <= set(draft.timetable.placements)


def test_a_small_school_gets_everything_that_it_wishes():
    draft = draft_week(make_team_school(), seconds=5, seed=1)
    assert draft.proven
    assert draft.counts.cost(make_team_school().wishes) == 0


def test_the_same_seed_gives_the_same_week():
    question = change(make_team_school(), "teachers", "omar", days_off=3)
    assert draft_week(question, seconds=30, seed=4) == draft_week(question, seconds=30, seed=4)


def test_a_lesson_of_two_periods_stays_in_its_room():
    days = make_days("Mon", "Tue")
    lab = Room("Lab", ("science", "general"), away=slots_on(days, "Mon", periods=["2"]))
    question = make_team_school(
        days=days,
        rooms=(lab, Room("A")),
        lessons=(
            Lesson("science s1", "science", ("joy",), ("s1",), times=1, length=2, room_kind="science"),
            Lesson("math s2", "math", ("hana",), ("s2",), times=2, length=2, room_kind="general"),
        ),
        teams=(),
    )
    draft = draft_week(question, seconds=1)
    assert check_week(question, draft.timetable) == []
    assert draft.timetable.meetings("science s1")[0].day == "Tue"


def test_a_draft_starts_from_the_week_before():
    question = make_team_school()
    before = draft_week(question, seconds=2, seed=1).timetable
    assert draft_week(question, seconds=2, seed=9, previous=before).timetable == before


def test_a_wish_for_days_off_has_a_price_in_gaps():
    """Hana teaches six periods and plans in two; with two days off, her two days are full from end to end."""
    question = change(make_team_school(), "teachers", "hana", days_off=1)
    timetable = draft_week(question, seconds=1).timetable
    prices = {price.wish: price for price in price_wishes(question, timetable, seconds=2)}
    assert set(prices) == set(week.Wish)
    for wish, price in prices.items():
        assert price.with_it.of(wish) <= price.without_it.of(wish)


def test_figures_come_from_the_timetable_alone():
    question = make_team_school()
    figures = compute_figures(question, draft_week(question, seconds=1).timetable, periods=3)
    assert figures.adults_per_student == 2  # Joy and Hana three times a week; Omar twice
    assert figures.students_of == {"joy": 4, "hana": 4, "omar": 4}
    assert figures.planning["team"] >= 120


@pytest.mark.parametrize(
    ("table", "key", "changes", "sentence"),
    [
        ("lessons", "math s1", {"teachers": ("nobody",)}, "names nobody"),
        ("lessons", "math s1", {"teachers": (), "groups": ()}, "no teacher and no group"),
        ("lessons", "math s1", {"key": "math s2"}, "two of the lesson math s2"),
    ],
)
def test_a_question_that_cannot_be_read_is_refused_in_words(table, key, changes, sentence):
    with pytest.raises(week.InvalidInputError, match=sentence):
        draft_week(change(make_team_school(), table, key, **changes))


def test_the_example_of_the_documentation_runs_and_says_what_it_gives():
    code = "\n".join(line[4:] for line in week.__doc__.splitlines() if line.startswith("    "))
    names: dict = {}
    exec(code, names)  # noqa: S102 -- our own documentation
    question, draft, move = names["question"], names["draft"], names["move"]
    assert week.count_shortages(question) == ()
    assert check_week(question, draft.timetable) == []
    assert draft.counts.teacher_gaps == 0
    assert move.placement.slot == Slot("Mon", "3")
    assert move.broken == ()
