"""Levels in outcomes become credit by the package's own crosswalk."""

import pytest

from trellis.design.blueprint.package import builtin_packages, compute_crosswalk, read_package

GOALS = (
    "empirical-reasoning",
    "quantitative-reasoning",
    "communication",
    "social-reasoning",
    "personal-qualities",
    "knowing-how-to-learn",
)


@pytest.fixture
def credit():
    return read_package(builtin_packages()["big-picture"]).credit


def test_two_goals_at_level_1_and_four_past_it_meet_the_standard(credit):
    reached = compute_crosswalk(credit, dict(zip(GOALS, (1, 1, 2, 3, 4, 5), strict=True)))
    assert reached.points == {"level-1": 40, "level-2-up": 80}
    assert reached.total == 120
    assert [s.points for s in reached.standings] == [120, 80]
    assert reached.met


def test_three_goals_past_level_1_are_not_enough(credit):
    reached = compute_crosswalk(credit, dict(zip(GOALS, (1, 1, 1, 2, 2, 2), strict=True)))
    assert reached.total == 120
    assert [(s.requirement.key, s.met) for s in reached.standings] == [("all", True), ("past-first", False)]
    assert not reached.met


def test_a_goal_without_a_level_earns_nothing_yet(credit):
    reached = compute_crosswalk(credit, dict.fromkeys(GOALS[:5], 5))
    assert reached.total == 100
    assert not reached.met


def test_an_outcome_that_the_crosswalk_does_not_count_adds_nothing(credit):
    assert compute_crosswalk(credit, {"cooking": 5}).total == 0


def test_a_level_that_no_band_has_is_an_error_in_words(credit):
    with pytest.raises(ValueError, match="Level 6 in “communication” is not in a band"):
        compute_crosswalk(credit, {"communication": 6})


def test_all_four_tasks_of_a_senior_portfolio_must_be_ready():
    portfolio = read_package(builtin_packages()["internationals"]).credit
    levels = {"literary-analysis": 2, "social-research": 3, "science-experiment": 4, "applied-mathematics": 1}
    assert not compute_crosswalk(portfolio, levels).met
    assert compute_crosswalk(portfolio, levels | {"applied-mathematics": 2}).met
