"""A school hands out codes: one for each who has none, in a file that is made once."""

import csv
import stat

import pytest
from click.testing import CliRunner

from trellis.core.community.models import Account, JoinCode, Person, Tie
from trellis.web.shell.cli import invite
from trellis.web.shell.joining.services import use_join_code
from world import make_side

pytestmark = pytest.mark.django_db
PASSWORD = "kites over harbor 9"


@pytest.fixture
def home():
    side = make_side("Harbor")
    Account.objects.exclude(person=side.ines).delete()
    return side


def run_invite(path, *args: str) -> tuple[int, str]:
    answer = CliRunner().invoke(invite, [str(path), *args])
    return answer.exit_code, answer.output


def lines(path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def test_everybody_of_the_roles_gets_a_code_that_works(home, tmp_path):
    path = tmp_path / "codes.csv"
    assert run_invite(path, "--role", "student", "--role", "advisor", "--school", "harbor high")[0] == 0
    given = {row["given name"]: row for row in lines(path)}
    assert set(given) == {"Amina", "Bea", "Daniel"}
    assert given["Daniel"]["place"] == "Advisory 11-B"
    account = use_join_code(given["Amina"]["code"], "amina", PASSWORD, "browser")
    assert account.person == home.amina
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("role", ["guardian", "mentor", "teacher", "counselor", "network-staff"])
def test_every_role_can_be_invited(home, tmp_path, role):
    path = tmp_path / "codes.csv"
    run_invite(path, "--role", role)
    assert len(lines(path)) == 1


def test_who_has_an_account_is_left_out_until_again_is_said(home, tmp_path):
    run_invite(tmp_path / "1.csv", "--role", "leader", "--school", "Harbor High")
    assert lines(tmp_path / "1.csv") == []
    run_invite(tmp_path / "2.csv", "--role", "leader", "--school", "Harbor High", "--again")
    assert [row["given name"] for row in lines(tmp_path / "2.csv")] == ["Ines"]


def test_a_file_that_is_there_stays_and_no_code_is_given(home, tmp_path):
    path = tmp_path / "codes.csv"
    path.write_text("older codes")
    code, words = run_invite(path, "--role", "student")
    assert code == 1
    assert "already exists" in words
    assert path.read_text() == "older codes"
    assert JoinCode.objects.unscoped("test").count() == 1  # the one that was there before


def test_a_school_that_is_not_there_is_said_and_leaves_no_file(home, tmp_path):
    code, words = run_invite(tmp_path / "codes.csv", "--role", "student", "--school", "Nowhere")
    assert code == 1
    assert "no schools named “Nowhere”" in words
    assert not (tmp_path / "codes.csv").exists()


def test_a_preview_names_who_would_get_a_code_and_gives_none(home, tmp_path):
    path = tmp_path / "codes.csv"
    code, words = run_invite(path, "--role", "student", "--role", "advisor", "--preview")
    assert code == 0
    assert "Amina Diallo, student, " in words
    assert "No codes were created" in words
    assert not path.exists()
    assert JoinCode.objects.unscoped("test").count() == 1


def test_people_of_one_name_are_told_apart_on_paper(home, tmp_path):
    twin = Person.objects.create(
        network=home.network, given_name="Amina", family_name="Diallo", identifier="77012"
    )
    Person.objects.unscoped("test").filter(pk=home.amina.pk).update(
        identifier="77013", grade="", home_languages=[]
    )
    Tie.objects.create(person=twin, role="student-of", to_school=home.school)
    run_invite(tmp_path / "codes.csv", "--role", "student")
    given = [row["detail"] for row in lines(tmp_path / "codes.csv") if row["given name"] == "Amina"]
    assert sorted(given) == ["ID …12", "ID …13"]
    assert {row["detail"] for row in lines(tmp_path / "codes.csv") if row["given name"] == "Bea"} == {""}
