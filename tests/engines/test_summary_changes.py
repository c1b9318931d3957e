"""Before anything happens: what would change, what an older rubric says on the new scale, what a transcript gets."""

from datetime import date, timedelta

import pytest

from trellis.engines import summary
from trellis.engines.summary import InvalidInputError, Rating, SummaryRule

DAY = date(2026, 9, 7)
ESSAY, RADIO, MURAL = (
    Rating(key, level, DAY + timedelta(days=at))
    for at, (key, level) in enumerate([("essay", 2), ("radio", 4), ("mural", 3)])
)
WRITING, MAKING = ("amina", "writing"), ("amina", "making")
NOW = {WRITING: [ESSAY, RADIO], MAKING: [MURAL]}


def test_nothing_changes_when_nothing_happens():
    assert summary.find_changes(NOW, NOW, SummaryRule.MEAN, top=4) == ()


def test_a_reading_deleted_moves_its_cell_alone():
    (moved,) = summary.find_changes(NOW, NOW | {WRITING: [ESSAY]}, SummaryRule.MEAN, top=4)
    assert (moved.cell, moved.before.value, moved.after.value, moved.moves) == (WRITING, 3, 2, True)


def test_an_outcome_retired_has_no_summary_any_more():
    (moved,) = summary.find_changes(NOW, {WRITING: NOW[WRITING]}, SummaryRule.MEAN, top=4)
    assert (moved.cell, moved.before.value, moved.after, moved.moves) == (MAKING, 3, None, True)


def test_a_new_cell_comes_last():
    new = {("amina", "listening"): [ESSAY]} | NOW | {WRITING: [RADIO]}
    cells = [change.cell for change in summary.find_changes(NOW, new, SummaryRule.MEAN, top=4)]
    assert cells == [WRITING, ("amina", "listening")]


def test_another_rule_is_said_for_every_cell_and_moves_only_some():
    changes = summary.find_changes(NOW, NOW, SummaryRule.MEAN, top=4, rule_after=SummaryRule.HIGHEST)
    assert [(change.cell, change.after.value, change.moves) for change in changes] == [
        (WRITING, 4, True),
        (MAKING, 3, False),
    ]
    assert {change.after.rule for change in changes} == {SummaryRule.HIGHEST}


def test_other_settings_can_be_looked_at_too():
    (slower,) = summary.find_changes(NOW, NOW, SummaryRule.DECAYING, top=4, decay_after=0.5)
    assert (slower.before.value, slower.after.value) == (pytest.approx(3.3), 3)
    (gone,) = summary.find_changes(NOW, NOW, SummaryRule.MEAN, top=4, least_after=2)
    assert (gone.cell, gone.after) == (MAKING, None)
    with pytest.raises(InvalidInputError, match='"radio" has level 4, and the scale goes from 1 to 3'):
        summary.find_changes(NOW, NOW, SummaryRule.MEAN, top=4, top_after=3)


def test_a_crosswalk_carries_and_leaves_the_reading_alone():
    carry = summary.build_crosswalk(4, 6, {1: 1, 2: 2.5, 3: 4, 4: 6})
    assert [carry(level) for level in (1, 2, 2.5, 3, 3.5, 4)] == [1, 2.5, 3.25, 4, 5, 6]
    (carried,) = carry.carry([RADIO])
    assert (carried.level, carried.key, carried.at, RADIO.level) == (6, "radio", RADIO.at, 4)


def test_without_a_mapping_the_ends_meet_and_the_rest_is_even():
    carry = summary.build_crosswalk(4, 7, None)
    assert [carry(level) for level in (1, 2, 3, 4)] == [1, 3, 5, 7]


def test_two_levels_may_become_one():
    assert summary.build_crosswalk(3, 2, {1: 1, 2: 1, 3: 2})(2) == 1


@pytest.mark.parametrize(
    ("mapping", "sentence"),
    [
        ({1: 1, 3: 3}, "Level 2 of the older rubric goes nowhere"),
        ({1: 1, 2: 3, 3: 2}, "Level 2 would go to 3 and level 3 only to 2"),
        ({1: 1, 2: 2, 3: 3, 4: 4}, "no level 4"),
        ({1: 0, 2: 2, 3: 3}, "Where level 1 goes is 0"),
        ({1: 1, 2: 2, 3: 5}, "Where level 3 goes is 5"),
        ({1: 1, 2: float("nan"), 3: 3}, "Where level 2 goes is not a number"),
        ({1: 1, 2: None, 3: 3}, "Where level 2 goes is not a number"),
    ],
)
def test_a_mapping_that_would_be_unfair_is_refused(mapping, sentence):
    with pytest.raises(InvalidInputError, match=sentence):
        summary.build_crosswalk(3, 4, mapping)


def test_a_level_off_the_older_scale_cannot_be_carried():
    carry = summary.build_crosswalk(3, 4)
    with pytest.raises(InvalidInputError, match=r"is 3\.5, and the scale goes from 1 to 3"):
        carry(3.5)
    with pytest.raises(InvalidInputError, match='"radio" is 4'):
        carry.carry([RADIO])


def test_a_percent_is_the_share_of_the_highest_level():
    assert (summary.as_percent(3, 4), summary.as_percent(4, 4), summary.as_percent(1, 4)) == (75, 100, 25)
    with pytest.raises(InvalidInputError, match="The value is 5"):
        summary.as_percent(5, 4)


@pytest.mark.parametrize(("value", "letter"), [(4, "A"), (3.5, "A"), (3.49, "B"), (2.5, "B"), (1, "C")])
def test_a_letter_begins_at_its_least_value(value, letter):
    assert summary.as_letter(value, ((3.5, "A"), (2.5, "B"), (1, "C"))) == letter


@pytest.mark.parametrize(
    ("bands", "sentence"),
    [
        ((), "There are no letters"),
        (((1, "C"), (3, "A")), '"C" begins at 1 and "A" after it at 3'),
        (((3, "A"), (3, "B"), (1, "C")), '"A" begins at 3 and "B" after it at 3\\. Put the highest first\\.'),
        (((3, "A"), (2, "B")), '"B", the last letter, begins at 2'),
        (((float("nan"), "A"), (1, "B")), "not a number"),
    ],
)
def test_bands_that_leave_somebody_out_are_refused(bands, sentence):
    with pytest.raises(InvalidInputError, match=sentence):
        summary.as_letter(3, bands)


def test_there_is_no_letter_for_what_is_no_value():
    with pytest.raises(InvalidInputError, match="every scale begins at 1"):
        summary.as_letter(float("nan"), ((1, "A"),))
