"""A package may ask for measures that Trellis can compute, by groups that it knows, and says nothing else of them."""

import pytest
from click.testing import CliRunner
from package_copies import RIVER, assert_reported, change, copy

from trellis.cli import main
from trellis.core.community.models import Network, School
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.measures import MEASURES
from trellis.design.blueprint.package import (
    InvalidPackageError,
    builtin_packages,
    package_problems,
    read_package,
)
from trellis.design.blueprint.package.known_measures import KNOWN_MEASURES
from trellis.design.blueprint.services import adopt_package, load_package


def test_the_table_of_known_measures_is_what_the_apps_declare():
    """When this fails, bring blueprint/package/known_measures.py up to date."""
    declared = {key: (measure.kind, measure.direction) for key, measure in MEASURES.items()}
    assert {key: tuple(kind_and_direction) for key, kind_and_direction in KNOWN_MEASURES.items()} == declared


@pytest.mark.parametrize(
    ("old", "new", "key", "reason", "fix"),
    [
        ('key = "internship-now"', 'key = "internship-noe"', "internship-noe", "not a measure", "“internship-now”"),
        ('"disability"]', '"disabled"]', "plan-current.facets", "“disabled” is not a group", "“disability”"),
        ('unit = "rate"', 'unit = "mean"', "internship-now.unit", "computes it as a rate", "“rate”"),
        (
            'unit = "rate"',
            'unit = "rate"\ndirection = "fewer"',
            "internship-now.direction",
            "more is better",
            "“more”",
        ),
        (
            'unit = "rate"',
            'unit = "rate"\ndirection = "down"',
            "internship-now.direction",
            "not one of the choices",
            "fewer",
        ),
    ],
)  # fmt: skip
def test_what_trellis_does_not_know_is_refused_in_a_sentence(tmp_path, old, new, key, reason, fix):
    assert_reported(tmp_path, "measures.toml", old, new, key, reason, fix)


def test_a_package_may_say_the_direction_that_trellis_knows(tmp_path):
    folder = copy(tmp_path)
    change(folder, "measures.toml", 'unit = "mean"', 'unit = "mean"\ndirection = "fewer"')
    assert package_problems(folder) == []


def test_a_package_that_says_no_direction_keeps_its_fingerprint(tmp_path):
    body = read_package(builtin_packages()["big-picture"]).model_dump(mode="json")
    assert body["measures"]["measures"][0]["direction"] is None
    folder = copy(tmp_path)
    change(folder, "measures.toml", 'unit = "mean"', 'unit = "mean"\ndirection = "fewer"')
    assert read_package(folder).fingerprint != read_package(builtin_packages()["big-picture"]).fingerprint


def test_an_unknown_measure_is_found_beside_other_faults(tmp_path):
    folder = copy(tmp_path)
    change(folder, "measures.toml", 'key = "internship-now"', 'key = "internship-noe"')
    change(folder, "plan.toml", "minutes = 45", "minutes = 0")
    assert {problem.file for problem in package_problems(folder)} == {"measures.toml", "plan.toml"}


@pytest.mark.django_db
def test_a_school_cannot_add_a_measure_that_nobody_can_compute():
    network = Network.objects.create(name="Harbor", slug="harbor")
    school = School.objects.create(network=network, name="East")
    measure = {"title": "Joy", "counts": "Joy.", "period": "year", "unit": "rate", "facets": ["grade"]}
    with pytest.raises(ActionError, match="not a measure that Trellis can compute"):
        adopt_package(school, load_package(read_package(RIVER)), changes={"measures.joy": measure})


# the folders of TRELLIS_MODELS


def check(folder):
    return CliRunner().invoke(main, ["model", "check", str(folder)])


def misplaced(tmp_path):
    """A path of TRELLIS_MODELS that is wrong, and the words that say so."""
    models = tmp_path / "models"
    models.mkdir()
    copy(models, "river-schools")
    (tmp_path / "file").write_text("")
    (tmp_path / "empty").mkdir()
    return {
        tmp_path / "nowhere": "does not exist",
        tmp_path / "file": "is a file",
        tmp_path / "empty": "has no model; put each model here in its own folder",
        tmp_path: f"has no model; give the folder inside it: {models}",
        models / "river-schools": f"is a model itself; give the folder above it: {models}",
    }


@pytest.mark.parametrize("number", range(5))
def test_a_path_that_is_missing_or_one_level_off_is_a_sentence(tmp_path, monkeypatch, number):
    folder, words = list(misplaced(tmp_path).items())[number]
    monkeypatch.setenv("TRELLIS_MODELS", str(folder))
    result = check(builtin_packages()["new-tech"])
    assert result.exit_code == 1
    assert f"TRELLIS_MODELS: {folder}: {words}" in result.output
    assert words in CliRunner().invoke(main, ["model", "list"]).output


def test_a_right_path_is_no_problem(tmp_path, monkeypatch):
    copy(tmp_path, "river-schools")
    monkeypatch.setenv("TRELLIS_MODELS", str(tmp_path))
    assert check(builtin_packages()["new-tech"]).exit_code == 0


def test_checking_the_folder_above_a_model_names_the_model(tmp_path):
    folder = copy(tmp_path, "river-schools")
    assert (
        f"has models in it, but is not a model itself; give one of them: {folder}" in check(tmp_path).output
    )


@pytest.mark.django_db
def test_adopting_an_unknown_model_names_the_path(tmp_path, monkeypatch):
    Network.objects.create(name="Harbor", slug="harbor")
    monkeypatch.setenv("TRELLIS_MODELS", str(copy(tmp_path, "river-schools")))
    result = CliRunner().invoke(main, ["model", "adopt", "river-schools"])
    assert result.exit_code == 1
    assert "is a model itself" in result.output


@pytest.mark.django_db
def test_a_model_with_an_unknown_measure_cannot_be_adopted(tmp_path, monkeypatch):
    Network.objects.create(name="Harbor", slug="harbor")
    folder = copy(tmp_path, "river-schools")
    change(folder, "measures.toml", 'key = "readings-per-student"', 'key = "joy"')
    monkeypatch.setenv("TRELLIS_MODELS", str(tmp_path))
    assert CliRunner().invoke(main, ["model", "adopt", "river-schools"]).exit_code == 1
    with pytest.raises(InvalidPackageError, match="not a measure"):
        read_package(folder)
