"""Pathways in roles.toml: what does not hold together is said at its place; a model without them stays what it was."""

import pytest
from package_copies import RIVER, change, copy

from trellis.design.blueprint.package import Package, builtin_packages, package_problems, read_package
from trellis.design.blueprint.package.schema import PackageMetadata
from trellis.design.blueprint.package.standard_roles import with_standard_roles
from trellis.design.blueprint.package.texts import translatable_texts
from trellis.design.blueprint.package.write import write_folder

WRONG = [
    ('role = "leader"\nstage = "new"', 'role = "leeder"\nstage = "new"', "leader-new.role", "not a role of"),
    ('stage = "experienced"', 'stage = "old"', "leader-experienced.stage", "not one of the choices"),
    ("count = 460", "count = 0", "leader-aspiring.hours.count", ""),
    ('key = "leader-new"', 'key = "leader-aspiring"', "pathways", "2 times"),
]


@pytest.mark.parametrize(("old", "new", "at", "reason"), WRONG)
def test_what_does_not_hold_together_is_said_at_its_place(tmp_path, old, new, at, reason):
    folder = copy(tmp_path, "big-picture")
    change(folder, "roles.toml", old, new)
    problems = package_problems(folder)
    assert any(row.file == "roles.toml" and at in row.key and reason in row.reason for row in problems), (
        problems
    )


def test_a_model_without_them_keeps_its_fingerprint():
    body = read_package(RIVER).model_dump(mode="json")
    before = Package.model_validate(body).fingerprint
    del body["roles"]["pathways"]
    assert Package.model_validate(body).fingerprint == before


@pytest.mark.parametrize("name", ["big-picture", "internationals", "new-tech"])
def test_writing_and_reading_changes_nothing(tmp_path, name):
    package = read_package(builtin_packages()[name])
    about = package.model_dump(mode="json", include=set(PackageMetadata.model_fields))
    write_folder(tmp_path / "written", {"package": about, **package.tree})
    assert read_package(tmp_path / "written").fingerprint == package.fingerprint


@pytest.mark.parametrize("name", ["big-picture", "internationals", "new-tech"])
def test_each_network_has_three_stages_of_leading_and_its_sentences_can_be_translated(name):
    package = read_package(builtin_packages()[name])
    stages = [pathway.stage for pathway in package.roles.pathways if pathway.role == "leader"]
    assert stages == ["aspiring", "new", "experienced"]
    texts = set(translatable_texts(package))
    for pathway in package.roles.pathways:
        assert {pathway.title, *(step.evidence for step in pathway.steps)} <= texts
    standard = with_standard_roles(package)
    assert {pathway.role for pathway in standard.roles.pathways} <= {
        role.key for role in standard.roles.roles
    }
