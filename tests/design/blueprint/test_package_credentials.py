"""credentials.toml: what does not hold together is said, at its place; a model without one stays what it was."""

import pytest
from package_copies import RIVER, change, copy

from trellis.design.blueprint.package import Package, builtin_packages, package_problems, read_package
from trellis.design.blueprint.package.texts import translatable_texts

WRONG = [
    (
        'rubric = "scoring"',
        'rubric = "scores"',
        "credentials.exhibition-scorer.rubric",
        "not a rubric of this",
    ),
    ('roles = ["advisor"]', 'roles = ["adviser"]', "credentials.advisor.roles", "not a role of roles.toml"),
    ("passes = 2", "passes = 4", "credentials.advisor.passes", "too many for the 3 levels"),
    (
        'assessors = ["advisor"',
        'assessed = "self"\nassessors = ["advisor"',
        "credentials.advisor",
        "by oneself",
    ),
    ("position = 2", "position = 4", "levels", "not numbered"),
    ('key = "exhibition-scorer"', 'key = "advisor"', "credentials", "2 times"),
    ('evidence = ["plan"', 'evidence = ["video"', "advisor.evidence", "not one of the choices"),
]


@pytest.mark.parametrize(("old", "new", "at", "reason"), WRONG)
def test_what_does_not_hold_together_is_said_at_its_place(tmp_path, old, new, at, reason):
    folder = copy(tmp_path, "big-picture")
    change(folder, "credentials.toml", old, new)
    reported_problems = package_problems(folder)
    assert any(
        problem.file == "credentials.toml" and problem.key.startswith(at) and reason in problem.reason
        for problem in reported_problems
    ), reported_problems


def test_a_model_without_it_keeps_its_fingerprint():
    body = read_package(RIVER).model_dump(mode="json")
    before = Package.model_validate(body).fingerprint
    del body["credentials"]
    assert Package.model_validate(body).fingerprint == before


@pytest.mark.parametrize("name", ["big-picture", "internationals", "new-tech"])
def test_each_network_has_credentials_whose_criteria_can_be_read_before_one_applies(name):
    package = read_package(builtin_packages()[name])
    texts = set(translatable_texts(package))
    for credential in package.credentials.credentials:
        rubric = package.credentials.find_rubric(credential.rubric)
        assert {credential.title, credential.competency, *credential.reflection} <= texts
        assert all(set(criterion.levels) <= texts for criterion in rubric.criteria)
    assert package.credentials.exhibition.title in texts
