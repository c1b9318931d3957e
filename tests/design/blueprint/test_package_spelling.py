"""A misspelt name or a value of the wrong shape is said with its place and the right spelling."""

import pytest
from package_copies import assert_reported

SPELLING = [
    (
        "roles.toml",
        'pathway = ["Finding',
        'pathwey = ["Finding',
        "student.pathwey",
        "not a name",
        "“pathway”",
    ),
    ("package.toml", "licence =", "license =", "license", "not a name", "“licence”"),
    ("package.toml", "licence =", "license =", "licence", "is missing", "add “licence”"),
    (
        "words.toml",
        "internship_day =",
        "intership_day =",
        "terms.intership_day",
        "not a term",
        "“internship_day”",
    ),
    (
        "words.toml",
        "[translations.es]\nstudent = { one",
        "[translations.es]\nstudant = { one",
        "translations.es.studant",
        "not a term",
        "“student”",
    ),
    ("exhibition.toml", "discrepancy = 2", "discrepency = 2", "discrepency", "not a name", "“discrepancy”"),
    (
        "rubrics.toml",
        'outcome = "empirical-reasoning"\nlevels',
        'outcom = "empirical-reasoning"\nlevels',
        "empirical-reasoning.criteria.question.outcom",
        "not a name",
        "“outcome”",
    ),
    (
        "words.toml",
        'student = { one = "student", other',
        'student = { one = "student", othr',
        "terms.student.othr",
        "not a name",
        "“other”",
    ),
    ("review.toml", "look_for = ", "lookfor = ", "rows.internships.lookfor", "not a name", "“look_for”"),
]


@pytest.mark.parametrize(("file", "old", "new", "key", "reason", "fix"), SPELLING)
def test_a_misspelt_name_is_named_with_the_nearest_right_one(tmp_path, file, old, new, key, reason, fix):
    assert_reported(tmp_path, file, old, new, key, reason, fix)
