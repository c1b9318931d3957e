"""Each rule says what its source says."""

from datetime import UTC, date, datetime, timedelta

import pytest

from trellis.engines import summary
from trellis.engines.summary import Rating, SummaryRule

MONDAY = date(2026, 9, 7)


def weekly(*levels):
    """One reading a week, under the keys 1, 2, 3, ..."""
    return [Rating(at + 1, level, MONDAY + timedelta(weeks=at)) for at, level in enumerate(levels)]


def value(levels, rule, **options):
    return summary.summarize(weekly(*levels), rule, **({"top": 5} | options)).value


def test_the_decaying_average_is_the_one_canvas_calls_standard():
    """Canvas tests its `standard_decaying_average` with 1, 2, 3, 4, 5 and comes to 4.47 (github.com/instructure/
    canvas-lms, the spec of its outcome rollups); its older formula, now "Weighted Average", would say 4.13."""
    assert value((1, 2, 3, 4, 5), SummaryRule.DECAYING) == pytest.approx(4.4696, abs=1e-4)
    assert value((1, 2), SummaryRule.DECAYING) == pytest.approx(1.65)
    assert value((1, 2, 3), SummaryRule.DECAYING) == pytest.approx(2.5275)


@pytest.mark.parametrize(("levels", "expected"), [((2, 3), 2.65), ((2, 3, 4), 3.53)])
def test_the_decaying_average_is_the_one_powerschool_works_out(levels, expected):
    """help.powerschool.com, What is a Decaying Average in Standards-Based Grading?"""
    assert value(levels, SummaryRule.DECAYING, top=4) == pytest.approx(expected, abs=0.005)


def test_a_school_sets_how_fast_the_average_decays():
    assert value((1, 3), SummaryRule.DECAYING, decay=0.5) == 2
    assert value((1, 3), SummaryRule.DECAYING, decay=0.9) == pytest.approx(2.8)


@pytest.mark.parametrize(
    ("levels", "expected"),
    [((1, 2, 3, 4), 4.00), ((1, 3, 2, 4), 3.66), ((2, 4, 1, 3), 2.16), ((4, 3, 2, 1), 1.28)],
)
def test_the_power_law_is_the_one_in_the_table_of_jumprope(levels, expected):
    """support.jumpro.pe, The power of the Power Law."""
    assert value(levels, SummaryRule.POWER_LAW, top=4) == pytest.approx(expected, abs=0.005)


@pytest.mark.parametrize(("levels", "expected"), [((3, 3, 1, 3), 1.90), ((3, 3, 1, 3, 4, 4), 3.07)])
def test_the_power_law_does_not_soon_forget_one_bad_day(levels, expected):
    """mrmathman.com, Power failure (2014): a teacher's case against this rule, in his own numbers."""
    assert value(levels, SummaryRule.POWER_LAW, top=4) == pytest.approx(expected, abs=0.005)


def test_power_law_stays_within_the_scale():
    assert value((1, 2, 2), SummaryRule.POWER_LAW, top=4) > 2
    steep = (1, 1, 4, 4, 4)
    assert value(steep, SummaryRule.POWER_LAW, top=9) > 4
    assert value(steep, SummaryRule.POWER_LAW, top=4) == 4


def test_a_power_law_without_three_days_takes_the_mean_and_says_so():
    cell_summary = summary.summarize(weekly(1, 4), SummaryRule.POWER_LAW, top=4)
    assert (cell_summary.value, cell_summary.fallback, cell_summary.rule, cell_summary.rule_used) == (
        2.5,
        True,
        SummaryRule.POWER_LAW,
        SummaryRule.MEAN,
    )
    three_on_two_days = [*weekly(1, 4), Rating("again", 4, MONDAY, weight=2)]
    cell_summary = summary.summarize(three_on_two_days, SummaryRule.POWER_LAW, top=4)
    assert (cell_summary.value, cell_summary.fallback) == (3.25, True)
    cell_summary = summary.summarize(weekly(1, 2, 3), SummaryRule.POWER_LAW, top=4)
    assert (cell_summary.fallback, cell_summary.rule_used) == (False, SummaryRule.POWER_LAW)
    assert not summary.summarize(weekly(1), SummaryRule.MEAN, top=4).fallback


def test_the_mean_takes_the_weights():
    readings = [Rating("sketch", 2, MONDAY, weight=1), Rating("exhibition", 4, MONDAY, weight=3)]
    assert summary.summarize(readings, SummaryRule.MEAN, top=4).value == 3.5


def test_the_most_recent_is_the_last_by_date_and_not_by_row():
    cell_summary = summary.summarize(list(reversed(weekly(4, 2, 3))), SummaryRule.MOST_RECENT, top=4)
    assert (cell_summary.value, cell_summary.used) == (3, (3,))


def test_the_most_recent_of_two_on_one_day_is_their_weighted_mean():
    later = MONDAY + timedelta(weeks=9)
    readings = [*weekly(1, 1), Rating("b", 2, later, weight=1), Rating("a", 4, later, weight=3)]
    cell_summary = summary.summarize(readings, SummaryRule.MOST_RECENT, top=4)
    assert (cell_summary.value, cell_summary.used, cell_summary.count) == (3.5, ("a", "b"), 4)


def test_readings_of_one_day_are_one_step():
    day = [
        Rating("morning", 1, datetime(2026, 10, 1, 9, tzinfo=UTC)),
        Rating("evening", 3, date(2026, 10, 1)),
    ]
    before = Rating("before", 1, MONDAY)
    assert summary.summarize([before, *day], SummaryRule.DECAYING, top=4).value == pytest.approx(
        0.35 * 1 + 0.65 * 2
    )


def test_the_highest_rests_on_every_reading_at_that_level():
    cell_summary = summary.summarize(weekly(2, 4, 3, 4), SummaryRule.HIGHEST, top=4)
    assert (cell_summary.value, cell_summary.used, cell_summary.count) == (4, (2, 4), 4)


@pytest.mark.parametrize("rule", [SummaryRule.MEAN, SummaryRule.DECAYING, SummaryRule.POWER_LAW])
def test_the_other_rules_rest_on_all_readings_in_order_of_time(rule):
    cell_summary = summary.summarize(list(reversed(weekly(2, 4, 3))), rule, top=4)
    assert cell_summary.used == (1, 2, 3)
    assert (cell_summary.first, cell_summary.last) == (MONDAY, MONDAY + timedelta(weeks=2))


@pytest.mark.parametrize("rule", SummaryRule)
def test_work_that_weighs_nothing_is_left_out_of_every_rule(rule):
    practice = Rating("practice", 4, MONDAY + timedelta(weeks=9), weight=0)
    assert summary.summarize([*weekly(1, 2, 2), practice], rule, top=4) == summary.summarize(
        weekly(1, 2, 2), rule, top=4
    )
    assert summary.summarize([practice], rule, top=4) is None


@pytest.mark.parametrize("rule", SummaryRule)
def test_one_reading_is_its_own_summary(rule):
    cell_summary = summary.summarize(weekly(2.5), rule, top=4)
    assert (
        cell_summary.value,
        cell_summary.count,
        cell_summary.used,
        cell_summary.first,
        cell_summary.last,
    ) == (2.5, 1, (1,), MONDAY, MONDAY)


def test_too_few_readings_have_no_summary():
    assert summary.summarize([], SummaryRule.MEAN, top=4) is None
    assert summary.summarize(weekly(3, 3), SummaryRule.MEAN, top=4, least=3) is None
    assert summary.summarize(weekly(3, 3, 3), SummaryRule.MEAN, top=4, least=3).count == 3


def test_a_letter_that_begins_at_three_is_reached_by_threes():
    """0.65 and 0.35 are not exact in a computer; a summary is."""
    assert value((1, 3, 3, 3, 3), SummaryRule.DECAYING, decay=0.9999999999) == 3
    assert summary.as_letter(value((2.9, 3.1), SummaryRule.MEAN), ((3, "B"), (1, "C"))) == "B"
