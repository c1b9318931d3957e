"""Keys said twice, and numbers that do not fit one another, are said with both sides of the sum."""

import pytest
from package_copies import assert_reported, change, copy

from trellis.design.blueprint.package import package_problems

SUMS = [
    ("roles.toml", 'key = "advisor"', 'key = "mentor"', "roles", "“mentor” 2 times", "its own key"),
    ("outcomes.toml", 'code = "QR"', 'code = "ER"', "outcomes", "code “ER” 2 times", "its own code"),
    (
        "exhibition.toml",
        'key = "questions"',
        'key = "present"',
        "kinds.cycle.steps",
        "“present” 2 times",
        "its own key",
    ),
    (
        "plan.toml",
        '"student", "guardian"',
        '"student", "student", "guardian"',
        "who",
        "“student” 2 times",
        "once",
    ),
    (
        "rubrics.toml",
        'key = "communication"',
        'key = "scales"',
        "scales",
        "already has a meaning",
        "another key",
    ),
    (
        "rubrics.toml",
        "position = 3",
        "position = 4",
        "scales.growth.levels",
        "positions 1, 2, 4, 4, 5",
        "1 to 5",
    ),
    (
        "rubrics.toml",
        'key = "growth"',
        'key = "growth"\nready_at = 6',
        "scales.growth.ready_at",
        "above the last",
        "up to 5",
    ),
    (
        "rubrics.toml",
        '    "The work names something to find out.",\n',
        "",
        "empirical-reasoning.criteria.question.levels",
        "4 sentences, but there are 5 levels",
        "each level",
    ),
    ("review.toml", "position = 1", "position = 0", "levels.0.position", "is 0", "more than 0"),
    ("review.toml", "position = 2", "position = 3", "levels", "positions 1, 3, 3, 4", "1 to 4"),
    (
        "calendar.toml",
        '["tue", "thu"]',
        '["tue", "sat"]',
        "week.internship_days",
        "“sat” is not a school day",
        "“days”",
    ),
    (
        "calendar.toml",
        '["tue", "thu"]',
        '["thu", "tue"]',
        "week.internship_days",
        "order of the week",
        "earliest",
    ),
    (
        "calendar.toml",
        'kind = "gateway"',
        'kind = "gateway"\ncycles = [2, 5]',
        "exhibitions.gateway.cycles",
        "cycle 5, but the year has 4",
        "the year has",
    ),
    (
        "calendar.toml",
        "minutes = 50",
        "minutes = 40",
        "exhibitions.every-cycle.minutes",
        "40 minutes for an exhibition that takes 45",
        "at least",
    ),
    (
        "exhibition.toml",
        "people = 6",
        "people = 3",
        "kinds.cycle.people",
        "its panel needs 4",
        "make the panel smaller",
    ),
    (
        "exhibition.toml",
        "minutes = 15 }",
        "minutes = 20 }",
        "kinds.cycle.steps",
        "take 50 minutes, but the exhibition has 45",
        "add up",
    ),
    (
        "exhibition.toml",
        "discrepancy = 2",
        "discrepancy = 5",
        "discrepancy",
        "too much for the 5 levels",
        "at most 4",
    ),
    (
        "credit.toml",
        "low = 2",
        "low = 3",
        "bands",
        "cover levels 1, 3, 4, 5, but the scale has 5",
        "exactly one band",
    ),
    (
        "credit.toml",
        "points = 20",
        "points = 10",
        "requirements.all.points",
        "6 outcomes give at most 60",
        "ask for fewer",
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "key", "reason", "fix"), SUMS)
def test_what_does_not_add_up_is_said_with_both_sides(tmp_path, file, old, new, key, reason, fix):
    assert_reported(tmp_path, file, old, new, key, reason, fix)


def test_what_just_fits_is_fine(tmp_path):
    folder = copy(tmp_path)
    change(folder, "exhibition.toml", "people = 6", "people = 4")
    change(folder, "exhibition.toml", "discrepancy = 2", "discrepancy = 4")
    change(folder, "calendar.toml", "minutes = 50", "minutes = 45")
    change(folder, "measures.toml", "target = 0.9", "target = 1")
    change(folder, "rubrics.toml", 'key = "growth"', 'key = "growth"\nready_at = 5')
    assert package_problems(folder) == []
