"""A value of the wrong shape is said with its place, and with the shape that belongs there."""

import pytest
from package_copies import assert_told

SHAPES = [
    ("package.toml", 'version = "1.2.0"', 'version = "1.0"', "version", "“1.0” is not a version", "1.0.0"),
    ("package.toml", 'slug = "big-picture"', 'slug = "Big Picture"', "slug", "is not a key", "learning-plan"),
    ("package.toml", 'slug = "big-picture"', f'slug = "{"a" * 60}"', "slug", "60 letters long", "at most 50"),
    ("package.toml", '["en", "es"]', '["en", "Spanish!"]', "languages.2", "not a language tag", "es"),
    ("package.toml", '["en", "es"]', '["en", "es", "en"]', "languages", "names a language twice", "once"),
    ("package.toml", '["en", "es"]', "[]", "languages", "has 0 entries", "at least 1"),
    ("package.toml", 'name = "Big Picture Learning"', 'name = "  "', "name", "is empty", "take the line out"),
    (
        "package.toml",
        'name = "Big Picture Learning"',
        'name = "Big\\u0000"',
        "name",
        "control character",
        "plain text",
    ),
    ("outcomes.toml", 'hold = "held"', 'hold = "loca"', "hold", "“loca” is not a choice", "“local”"),
    ("outcomes.toml", 'id = "ff3d6fb8', 'id = "xx3d6fb8', "id", "not a UUID", "write it like"),
    (
        "outcomes.toml",
        'title = "Communication"',
        "title = 7",
        "communication.title",
        "is a number",
        "text in quotes",
    ),
    (
        "outcomes.toml",
        'title = "Communication"',
        "title = 2026-01-01",
        "communication.title",
        "is a date",
        "text in quotes",
    ),
    (
        "outcomes.toml",
        'key = "communication"',
        'key = "Communication"',
        "Communication.key",
        "is not a key",
        "learning-plan",
    ),
    ("roles.toml", 'tie = "mentor-of"', 'tie = "mentors"', "mentor.tie", "is not a choice", "“mentor-of”"),
    ("roles.toml", 'hold = "held"\n', "", "hold", "is missing", "add “hold”"),
    ("calendar.toml", '"wed", "thu"', '"wednesday", "thu"', "week.days.3", "not a choice", "“wed”"),
    ("calendar.toml", "count = 4", 'count = "4"', "cycles.count", "is text", "a whole number"),
    ("calendar.toml", "count = 4", "count = true", "cycles.count", "is true or false", "a whole number"),
    ("calendar.toml", "[cycles]", "[[cycles]]", "cycles", "is a list", "a table"),
    ("calendar.toml", "minutes = 75", "minutes = 0", "blocks.advisory.minutes", "is 0", "more than 0"),
    ("plan.toml", "minutes = 45", "minutes = -45", "minutes", "is -45", "more than 0"),
    (
        "internship.toml",
        "days = 15",
        "days = 0",
        "stages.informational-interview.days",
        "is 0",
        "more than 0",
    ),
    ("measures.toml", "target = 0.9", "target = -1", "internship-now.target", "is -1", "more than 0"),
    (
        "measures.toml",
        "target = 0.9",
        "target = nan",
        "internship-now.target",
        "is a number",
        "a finite number",
    ),
    ("measures.toml", "target = 0.9", "target = 90", "internship-now.target", "is 90 for a rate", "0.8"),
    (
        "measures.toml",
        'key = "internship-now"',
        'key = "internship now"',
        "internship now.key",
        "is not a key",
        "learning-plan",
    ),
    (
        "measures.toml",
        'period = "term"',
        'period = "week"',
        "internship-now.period",
        "not a choice",
        "one of term, year",
    ),
    (
        "rubrics.toml",
        'outcome = "empirical-reasoning"\n',
        'outcome = "empirical-reasoning"\nweight = 0\n',
        "empirical-reasoning.criteria.question.weight",
        "is 0",
        "more than 0",
    ),
    (
        "project.toml",
        "weeks_least = 4",
        "weeks_least = 20",
        "weeks_least",
        "more than weeks_most (18)",
        "smaller",
    ),
]

WORDS = [
    (
        "words.toml",
        'mentor = { one = "mentor", other',
        "mentor = { other",
        "terms.mentor.one",
        "“en” needs it",
        "add the “one” form",
    ),
    (
        "words.toml",
        'familia", other = "familias" }',
        'familia" }',
        "translations.es.family.other",
        "is missing",
        "add “other”",
    ),
    (
        "words.toml",
        "[translations.es]",
        "[translations.fr]",
        "translations.fr",
        "not a further language",
        "package.toml",
    ),
    (
        "words.toml",
        "[translations.es]",
        "[translations.en]",
        "translations.en",
        "not a further language",
        "package.toml",
    ),
    (
        "words.toml",
        "[translations.es]",
        '[translations."es!"]',
        "translations.es!",
        "not a language tag",
        "es",
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "key", "reason", "fix"), [*SHAPES, *WORDS])
def test_a_value_of_the_wrong_shape_is_said_with_its_place(tmp_path, file, old, new, key, reason, fix):
    assert_told(tmp_path, file, old, new, key, reason, fix)
