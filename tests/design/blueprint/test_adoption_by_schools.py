"""Schools take a model up by one command: those named, or all that have none yet."""

import pytest
from click.testing import CliRunner

from trellis.core.community.models import Network, School
from trellis.design.blueprint.cli import model
from trellis.design.blueprint.selectors import current_adoption, package_for_school
from trellis.design.blueprint.services import adopt_package

pytestmark = pytest.mark.django_db


@pytest.fixture
def schools() -> list[School]:
    network = Network.objects.create(name="Harbor", slug="harbor")
    return [School.objects.create(network=network, name=name) for name in ("Harbor Met", "Bay High")]


def run_adopt(*args: str) -> tuple[int, str]:
    answer = CliRunner().invoke(model, ["adopt", *args])
    return answer.exit_code, answer.output


def test_all_schools_without_a_model_take_it_up_and_again_is_harmless(schools):
    assert run_adopt("new-tech")[0] == 0
    assert [package_for_school(school.pk).slug for school in schools] == ["new-tech", "new-tech"]
    assert run_adopt("new-tech")[1] == "No schools needed a change.\n"


def test_a_named_school_changes_and_the_others_do_not(schools):
    run_adopt("new-tech")
    assert "1 school adopted" in run_adopt("big-picture", "--school", "harbor met")[1]
    assert [package_for_school(school.pk).slug for school in schools] == ["big-picture", "new-tech"]


def test_what_a_school_has_changed_is_not_overwritten_from_the_command_line(schools):
    run_adopt("new-tech")
    adopted = current_adoption(schools[0].pk)
    adopt_package(schools[0], adopted.package, changes={"calendar.cycles.weeks": 8})
    code, words = run_adopt("big-picture", "--school", "Harbor Met")
    assert code == 1
    assert "Harbor Met" in words
    assert package_for_school(schools[0].pk).calendar.cycles.weeks == 8


def test_one_wrong_name_changes_no_school(schools):
    code, words = run_adopt("big-picture", "--school", "Bay High", "--school", "Nowhere")
    assert code == 1
    assert "no school named “Nowhere”. Nothing was changed." in words
    assert [package_for_school(school.pk) for school in schools] == [None, None]


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (["montessori"], "There is no model “montessori”"),
        (["new-tech", "--network", "x"], "Networks here: harbor"),
    ],
)
def test_what_is_not_there_is_said(schools, args, sentence):
    code, words = run_adopt(*args)
    assert code == 1
    assert sentence in words
