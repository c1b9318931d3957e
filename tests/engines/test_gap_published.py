"""New York's English learners, cohorts 2001 to 2006: every figure of the table."""

from math import sqrt

import pytest

from trellis.engines import published

TABLE = {
    # cohort: Internationals %, rest of the city %, gap
    "2001": (56.1, 30.6, 25.5),
    "2002": (43.7, 24.1, 19.6),
    "2003": (47.0, 26.1, 20.9),
    "2004": (54.7, 37.4, 17.3),
    "2005": (59.9, 41.2, 18.7),
    "2006": (50.8, 44.7, 6.1),
}


def row(cohort):
    return published.new_york_english_learners().comparison.facet(cohort).gap("Internationals")


@pytest.mark.parametrize("cohort", TABLE)
def test_both_rates_and_the_gap_of_each_cohort(cohort):
    gap = row(cohort)
    figures = (100 * gap.estimate.value, 100 * gap.comparison_estimate.value, gap.points)
    assert tuple(round(figure, 1) for figure in figures) == TABLE[cohort]


def test_the_comparison_is_named_and_every_size_is_there():
    shown = published.new_york_english_learners()
    assert [facet.level for facet in shown.comparison.facets] == list(TABLE)
    for facet in shown.comparison.facets:
        assert facet.comparison == "Rest of New York City"
        assert {gap.comparison for gap in facet.gaps} == {"Rest of New York City"}
    assert (row("2005").estimate.numerator, row("2005").estimate.n) == (236, 394)
    assert (row("2005").comparison_estimate.numerator, row("2005").comparison_estimate.n) == (2710, 6576)


@pytest.mark.parametrize(("cohort", "ratio", "z"), [("2005", 1.453, 7.29), ("2006", 1.137, 2.62)])
def test_ratio_and_z_of_the_last_two_cohorts(cohort, ratio, z):
    assert (round(row(cohort).ratio, 3), round(row(cohort).z, 2)) == (ratio, z)


def test_the_interval_of_2006_is_newcombes_and_walds_alike():
    gap = row("2006")
    assert (round(gap.points_low, 1), round(gap.points_high, 1)) == (1.5, 10.7)
    assert tuple(round(end, 1) for end in wald(gap)) == (1.5, 10.7)


def test_the_2005_interval_is_walds_near_newcombes():
    gap = row("2005")
    assert tuple(round(end, 1) for end in wald(gap)) == (13.7, 23.7)
    assert (round(gap.points_low, 1), round(gap.points_high, 1)) == (13.6, 23.6)
    assert any("13.7 to 23.7" in caveat and "13.6 to 23.6" in caveat for caveat in caveats())


def test_the_sign_turns_with_the_comparison_and_the_source_says_so():
    percents = {
        (record.students, record.group): record.percent
        for record in published.new_york_english_learners().percents
        if (record.cohort, record.outcome) == ("2006", "graduated")
    }
    everybody = (
        percents["all students", published.INTERNATIONALS],
        percents["all students", published.REST_OF_CITY],
    )
    assert everybody == (57.3, 64.2)
    assert row("2006").points > 0 > everybody[0] - everybody[1]
    assert any("57.3%" in caveat and "64.2%" in caveat for caveat in caveats())


def test_outcomes_known_only_as_percentages_come_without_intervals():
    percents = published.new_york_english_learners().percents
    assert len(percents) == 6 * 2 * 2 + 2
    dropped = {(p.cohort, p.group): p.percent for p in percents if p.outcome == "dropped out"}
    assert dropped["2001", "Internationals"] == 5.1
    assert dropped["2006", "Rest of New York City"] == 20.1


def caveats():
    return published.new_york_english_learners().caveats


def wald(gap):
    estimate, comparison = gap.estimate, gap.comparison_estimate
    half = 195.996 * sqrt(sum(e.value * (1 - e.value) / e.n for e in (estimate, comparison)))
    return gap.points - half, gap.points + half
