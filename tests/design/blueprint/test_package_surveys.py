"""surveys.toml: what does not hold together is said, at its place; a model without one stays what it was."""

import pytest
from package_copies import RIVER, change, copy

from trellis.design.blueprint.package import Package, builtin_packages, package_problems, read_package
from trellis.design.blueprint.package.texts import translatable_texts

WRONG = [
    ('scale = "agree"', 'scale = "agre"', "students.items.known.scale", "not a scale"),
    ('kind = "choice"', 'kind = "words"', "students.items.learn-best.choices", "of the kind"),
    ('kind = "words"', 'kind = "choice"', "students.items.change-first.choices", "fewer than two"),
    ('kind = "words"', 'kind = "scale"', "students.items.change-first.scale", "names no scale"),
    ('key = "known"', 'key = "interests"', "students.items", "2 times"),
    ('audience = "staff"', 'audience = "teachers"', "staff.audience", "not one of the choices"),
    (
        'kind = "words"',
        'kind = "words"\nareas = ["faith"]',
        "students.items.change-first.areas",
        "not one of the choices",
    ),
]


@pytest.mark.parametrize(("old", "new", "at", "reason"), WRONG)
def test_what_does_not_hold_together_is_said_at_its_place(tmp_path, old, new, at, reason):
    folder = copy(tmp_path, "big-picture")
    change(folder, "surveys.toml", old, new)
    problems = package_problems(folder)
    assert any(
        each.file == "surveys.toml" and each.key.startswith(at) and reason in each.reason for each in problems
    ), problems


def test_a_model_without_it_keeps_its_fingerprint():
    body = read_package(RIVER).model_dump(mode="json")
    before = Package.model_validate(body).fingerprint
    del body["surveys"]
    assert Package.model_validate(body).fingerprint == before


def test_each_model_asks_students_families_and_staff_and_its_questions_are_translated():
    for folder in builtin_packages().values():
        package = read_package(folder)
        surveys = package.surveys
        assert surveys
        assert {survey.audience for survey in surveys.surveys} == {"students", "families", "staff"}
        texts = set(translatable_texts(package))
        assert {item.text for survey in surveys.surveys for item in survey.items} <= texts
