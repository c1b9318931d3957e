"""What cannot be summed up is refused in a sentence that names the reading."""

from dataclasses import FrozenInstanceError
from datetime import date

import numpy as np
import pytest

from trellis.engines import summary
from trellis.engines.summary import InvalidInputError, Rating, RatingTable, SummaryRule

DAY = date(2026, 9, 7)
FINE = Rating("poster", 3, DAY)


@pytest.mark.parametrize(
    ("reading", "sentence"),
    [
        (Rating("essay", 5, DAY), r'"essay" has level 5, and the scale goes from 1 to 4\.'),
        (Rating("essay", 0.5, DAY), r'"essay" has level 0\.5'),
        (Rating("essay", float("inf"), DAY), '"essay" has level inf'),
        (Rating("essay", float("nan"), DAY), '"essay" has no level'),
        (Rating("essay", None, DAY), '"essay" has no level'),
        (Rating("essay", "good", DAY), "level of the reading \"essay\" is not a number: 'good'"),
        (Rating("essay", 3, DAY, -1), '"essay" weighs -1'),
        (Rating("essay", 3, DAY, float("nan")), '"essay" weighs nan'),
        (Rating("essay", 3, DAY, float("inf")), '"essay" weighs inf'),
        (Rating("essay", 3, None), '"essay" has no date'),
        (Rating("poster", 2, DAY), '"poster" is given twice'),
    ],
)
@pytest.mark.parametrize("rule", SummaryRule)
def test_a_reading_that_cannot_be(reading, sentence, rule):
    with pytest.raises(InvalidInputError, match=sentence):
        summary.summarize([FINE, reading], rule, top=4)


def test_even_a_reading_that_weighs_nothing_has_to_be_on_the_scale():
    with pytest.raises(InvalidInputError, match='"draft" has level 9'):
        summary.summarize([Rating("draft", 9, DAY, 0)], SummaryRule.MEAN, top=4)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"rule": "median"}, 'no rule "median"'),
        ({"top": 1}, "at least two levels"),
        ({"top": 4.5}, "whole number"),
        ({"decay": 0}, "between 0 and 1"),
        ({"decay": 1}, "between 0 and 1"),
        ({"decay": float("nan")}, "between 0 and 1"),
        ({"least": 0}, "at least one reading"),
    ],
)
def test_a_setting_that_cannot_be(options, sentence):
    with pytest.raises(InvalidInputError, match=sentence):
        summary.summarize([FINE], **({"rule": SummaryRule.MEAN, "top": 4} | options))


def test_one_work_may_be_read_on_two_outcomes():
    summaries = summary.summarize_many({"writing": [FINE], "radio": [FINE]}, SummaryRule.MEAN, top=4)
    assert summaries["writing"] == summaries["radio"]


def test_columns_of_unequal_length():
    with pytest.raises(InvalidInputError, match="one length"):
        summary.summarize_many(RatingTable(["a", "a"], ["x", "y"], [3, 3], [DAY]), SummaryRule.MEAN, top=4)


def test_a_missing_date_in_an_array():
    days = np.array(["2026-09-07", "NaT"], dtype="datetime64[D]")
    with pytest.raises(InvalidInputError, match='"y" has no date'):
        summary.summarize_many(RatingTable(["a", "a"], ["x", "y"], [3, 3], days), SummaryRule.MEAN, top=4)


def test_keys_of_two_kinds_on_one_day_are_still_in_one_order():
    rows = [FINE, Rating(7, 2, DAY)]
    first, other = (summary.summarize(some, SummaryRule.MEAN, top=4) for some in (rows, rows[::-1]))
    assert first == other


def test_a_reading_is_never_changed():
    with pytest.raises(FrozenInstanceError):
        FINE.level = 4
