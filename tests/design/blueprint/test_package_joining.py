"""joining.toml: what does not hold together is said, at its place; a model without one stays what it was."""

import pytest
from package_copies import RIVER, change, copy

from trellis.design.blueprint.package import Package, builtin_packages, package_problems, read_package
from trellis.design.blueprint.package.texts import translatable_texts

WRONG = [
    ('stage = "visits"', 'stage = "visit"', "steps.visit-network.stage", "not a stage"),
    ('check = "model-adopted"', 'check = "modl-adopted"', "steps.model.check", "not something that Trellis"),
    ('needs = ["self-study"]', 'needs = ["selfstudy"]', "steps.discuss-self-study.needs", "not a step"),
    (
        'needs = ["self-study"]',
        'needs = ["decide"]',
        "steps.discuss-self-study.needs",
        "does not come before",
    ),
    ("due = { after_start = 30 }", "due = {}", "steps.reasons.due", "has no day"),
    ('on = "03-15"', 'on = "02-30"', "steps.leader.due.on", "not a month and a day"),
    ('owner = "school"', 'owner = "parent"', "steps.reasons.owner", "not one of the choices"),
    ('key = "reasons"', 'key = "first-call"', "steps", "2 times"),
    ('key = "year-4"', 'key = "year-5"', "stages.year-5", "has no steps"),
]


@pytest.mark.parametrize(("old", "new", "at", "reason"), WRONG)
def test_what_does_not_hold_together_is_said_at_its_place(tmp_path, old, new, at, reason):
    folder = copy(tmp_path, "big-picture")
    change(folder, "joining.toml", old, new)
    reported_problems = package_problems(folder)
    assert any(
        problem.file == "joining.toml" and problem.key.startswith(at) and reason in problem.reason
        for problem in reported_problems
    ), reported_problems


def test_a_model_without_it_keeps_its_fingerprint():
    body = read_package(RIVER).model_dump(mode="json")
    before = Package.model_validate(body).fingerprint
    del body["joining"]
    assert Package.model_validate(body).fingerprint == before


@pytest.mark.parametrize("name", ["big-picture", "internationals", "new-tech"])
def test_each_network_joins_its_own_way_in_about_thirty_steps(name):
    package = read_package(builtin_packages()[name])
    assert [stage.year for stage in package.joining.stages][-5:] == [0, 1, 2, 3, 4]
    assert 28 <= len(package.joining.steps) <= 40
    assert {step.title for step in package.joining.steps} <= set(translatable_texts(package))
