"""What holds for any readings. The rules are written here once more, plainly and one reading at a time."""

import math
from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trellis.engines import summary
from trellis.engines.summary import Rating, RatingTable, SummaryRule

TOP = 4
START = date(2026, 9, 1)
DAYS = st.integers(0, 12).map(lambda day: START + timedelta(days=day))
LEVELS = st.one_of(st.integers(1, TOP).map(float), st.floats(1, TOP))
WEIGHTS = st.one_of(st.just(1.0), st.just(0.0), st.floats(0.01, 100))
RULES = st.sampled_from(SummaryRule)
DECAYS = st.floats(0.05, 0.95)


@st.composite
def readings(draw, least=1, weights=WEIGHTS, levels=LEVELS):
    rows = draw(st.lists(st.tuples(levels, DAYS, weights), min_size=least, max_size=12))
    return [Rating(key, *row) for key, row in enumerate(rows)]


def plainly(given, rule, decay):
    """The value by the words of the definition, or None."""
    rows = sorted((reading for reading in given if reading.weight > 0), key=lambda reading: reading.at)
    if not rows:
        return None

    def mean(some):
        return sum(reading.weight * reading.level for reading in some) / sum(
            reading.weight for reading in some
        )

    days = [mean(list(some)) for _, some in groupby(rows, key=lambda reading: reading.at)]
    if rule is SummaryRule.MOST_RECENT:
        return days[-1]
    if rule is SummaryRule.HIGHEST:
        return max(reading.level for reading in rows)
    if rule is SummaryRule.DECAYING:
        value = days[0]
        for level in days[1:]:
            value = decay * level + (1 - decay) * value
        return value
    if rule is SummaryRule.MEAN or len(days) < 3:
        return mean(rows)
    slope, height = np.polyfit(np.log(np.arange(1, len(days) + 1)), np.log(days), 1)
    return min(TOP, max(1.0, math.exp(height) * len(days) ** slope))


@given(readings(least=0), RULES, DECAYS)
def test_a_summary_is_what_the_definition_says(given, rule, decay):
    cell_summary = summary.summarize(given, rule, top=TOP, decay=decay)
    expected = plainly(given, rule, decay)
    assert (cell_summary and cell_summary.value) == (expected and pytest.approx(expected, abs=1e-7))


@given(readings(), RULES, DECAYS)
def test_a_value_lies_among_its_readings_and_a_curve_on_the_scale(given, rule, decay):
    cell_summary = summary.summarize(given, rule, top=TOP, decay=decay)
    counted = [reading.level for reading in given if reading.weight > 0]
    if cell_summary is None:
        assert not counted
        return
    assert 1 <= cell_summary.value <= TOP
    if cell_summary.rule_used is not SummaryRule.POWER_LAW:
        assert min(counted) <= cell_summary.value <= max(counted)
    assert cell_summary.count == len(counted)
    assert set(cell_summary.used) <= {reading.key for reading in given if reading.weight > 0}


@given(st.data(), readings(), RULES)
def test_the_order_of_the_rows_does_not_matter(data, given, rule):
    shuffled = data.draw(st.permutations(given))
    original, other = (summary.summarize(rows, rule, top=TOP) for rows in (given, shuffled))
    if original is None:
        assert other is None
        return
    assert other.value == pytest.approx(original.value, abs=1e-8)
    assert replace(other, value=original.value) == original


@given(
    readings(),
    DAYS,
    WEIGHTS,
    st.sampled_from([SummaryRule.HIGHEST, SummaryRule.MEAN, SummaryRule.DECAYING]),
    DECAYS,
)
def test_one_more_reading_at_the_top_never_lowers_a_summary(given, day, weight, rule, decay):
    before = summary.summarize(given, rule, top=TOP, decay=decay)
    after = summary.summarize([*given, Rating("new", TOP, day, weight)], rule, top=TOP, decay=decay)
    assert before is None or after.value >= before.value - 1e-8


@given(st.data(), LEVELS, RULES, DECAYS)
def test_equal_levels_give_that_level_whatever_the_rule(data, level, rule, decay):
    same = data.draw(readings(levels=st.just(level), weights=st.floats(0.01, 100)))
    assert summary.summarize(same, rule, top=TOP, decay=decay).value == level


@given(
    st.dictionaries(st.tuples(st.integers(0, 9), st.integers(0, 3)), readings(least=0), max_size=6),
    RULES,
    DECAYS,
    st.integers(1, 4),
)
def test_many_cells_at_once_say_the_same_as_one_by_one(cells, rule, decay, least):
    options = {"top": TOP, "decay": decay, "least": least}
    summaries = summary.summarize_many(cells, rule, **options)
    assert list(summaries) == list(cells)
    assert summaries == {cell: summary.summarize(rows, rule, **options) for cell, rows in cells.items()}


@given(st.data(), RULES)
def test_columns_say_the_same_as_readings(data, rule):
    cells = data.draw(st.dictionaries(st.integers(0, 9), readings(), min_size=1, max_size=6))
    rows = data.draw(st.permutations([(cell, reading) for cell, some in cells.items() for reading in some]))
    named, some = zip(*rows, strict=True)
    columns = {
        "cells": named,
        "keys": [reading.key for reading in some],
        "levels": np.array([reading.level for reading in some]),
        "weights": np.array([reading.weight for reading in some]),
    }
    days = [reading.at for reading in some]
    summaries = summary.summarize_many(RatingTable(at=days, **columns), rule, top=TOP)
    assert summaries == summary.summarize_many(
        RatingTable(at=np.array(days, dtype="datetime64[s]"), **columns), rule, top=TOP
    )
    for cell, expected in summary.summarize_many(cells, rule, top=TOP).items():
        assert (summaries[cell] and summaries[cell].used) == (expected and expected.used)
        assert (summaries[cell] and summaries[cell].value) == (
            expected and pytest.approx(expected.value, abs=1e-8)
        )


@given(st.data(), st.integers(2, 8), st.integers(2, 8))
def test_a_crosswalk_keeps_the_order(data, older, newer):
    levels = st.floats(1, newer)
    drawn = data.draw(st.none() | st.lists(levels, min_size=older, max_size=older))
    carry = summary.build_crosswalk(older, newer, drawn and dict(enumerate(sorted(drawn), start=1)))
    lower, higher = sorted(data.draw(st.tuples(st.floats(1, older), st.floats(1, older))))
    assert 1 <= carry(lower) <= carry(higher) <= newer
