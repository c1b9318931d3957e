"""A name in one file that stands in no other is said with the nearest that does."""

import pytest
from package_copies import assert_reported

NAMES = [
    (
        "rubrics.toml",
        'outcome = "communication"',
        'outcome = "comunication"',
        "communication.criteria.take-in.outcome",
        "not an outcome",
        "“communication”",
    ),
    (
        "rubrics.toml",
        'scale = "growth"',
        'scale = "groth"',
        "empirical-reasoning.scale",
        "not a scale",
        "“growth”",
    ),
    (
        "outcomes.toml",
        'code = "QR"',
        'code = "QR"\nparent = "nothing-here"',
        "quantitative-reasoning.parent",
        "not an outcome",
        "use one of",
    ),
    (
        "outcomes.toml",
        'code = "QR"',
        'code = "QR"\nparent = "quantitative-reasoning"',
        "quantitative-reasoning.parent",
        "is its own parent",
        "remove the parent",
    ),
    ("plan.toml", 'led_by = "advisor"', 'led_by = "adviser"', "led_by", "not a role", "“advisor”"),
    ("plan.toml", 'led_by = "advisor"', 'led_by = "leader"', "led_by", "is not in “who”", "“who”"),
    (
        "internship.toml",
        '"lti-coordinator"]',
        '"lti-cordinator"]',
        "stages.agreement.who",
        "not a role",
        "“lti-coordinator”",
    ),
    (
        "exhibition.toml",
        'role = "guardian"',
        'role = "gardian"',
        "kinds.cycle.panel.family.role",
        "not a role",
        "“guardian”",
    ),
    (
        "exhibition.toml",
        'readers = ["student"',
        'readers = ["studnt"',
        "kinds.cycle.readers",
        "not a role",
        "“student”",
    ),
    (
        "exhibition.toml",
        'rubric = "exhibition"',
        'rubric = "exibition"',
        "kinds.cycle.rubric",
        "not a rubric",
        "“exhibition”",
    ),
    (
        "calendar.toml",
        'kind = "gateway"',
        'kind = "gatway"',
        "exhibitions.gateway.kind",
        "not a kind",
        "“gateway”",
    ),
    ("credit.toml", 'scale = "growth"', 'scale = "grow"', "scale", "not a scale", "“growth”"),
    (
        "credit.toml",
        '    "communication",',
        '    "comunication",',
        "outcomes",
        "not an outcome",
        "“communication”",
    ),
    (
        "credit.toml",
        'bands = ["level-2-up"]',
        'bands = ["level-2"]',
        "requirements.past-first.bands",
        "not a band",
        "“level-2-up”",
    ),
    (
        "measures.toml",
        'practice = "real-world"',
        'practice = "real-wold"',
        "internship-now.practice",
        "not a practice",
        "“real-world”",
    ),
    (
        "review.toml",
        'practice = "leadership"',
        'practice = "leadrship"',
        "rows.leading.practice",
        "not a practice",
        "“leadership”",
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "key", "reason", "fix"), NAMES)
def test_a_name_that_points_at_nothing_is_said_with_the_nearest(tmp_path, file, old, new, key, reason, fix):
    assert_reported(tmp_path, file, old, new, key, reason, fix)
