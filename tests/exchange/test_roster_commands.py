"""`trellis roster` on the command line: it names people, and asks before a new system enters everybody again."""

import pytest
from click.testing import CliRunner
from django.utils import timezone

from exchange.rosters import a_network, bring_in, live_ties, rows, write_out
from trellis.cli import main
from trellis.core.community.models import JoinCode, Person, RosterSource
from trellis.core.foundation.errors import ActionError
from trellis.exchange.services import import_roster, preview_import
from trellis.web.shell.joining.services import make_join_code, use_join_code

pytestmark = pytest.mark.django_db
PASSWORD = "kites over harbor 9"


@pytest.fixture
def network():
    return a_network()


@pytest.fixture
def harbor(tmp_path, network):
    folder = write_out(tmp_path / "r", rows())
    bring_in(folder, network)
    return folder


def run(folder, *more: str, answer: str = "") -> tuple[int, str]:
    result = CliRunner().invoke(main, ["roster", "import", str(folder), *more], input=answer)
    return result.exit_code, result.output


def people() -> int:
    return Person.objects.unscoped("test").count()


def test_the_preview_names_people_as_the_page_does(harbor):
    body = rows()
    body["users"][0][3] = "Aminata"
    body["users"].append(["bo", "true", "", "Bo", "Okafor", "", "", "10", ""])
    body["roles"].append(["r9", "bo", "primary", "student", "", "", "s1"])
    body["roles"].append(["r10", "amina", "primary", "teacher", "", "", "s1"])
    del body["enrollments"][3]
    words = run(write_out(harbor, body), "--preview")[1]
    assert "added: Bo Okafor" in words
    assert "changed: Aminata Diallo" in words
    assert "ended: Tomas Reyes, teacher, Biology 2" in words
    assert "started: Amina Diallo, teacher, Harbor High" in words


def test_a_new_roster_source_needs_its_own_confirmation(harbor, network):
    before = people()
    code, words = run(harbor, "--source", "PowerSchool", "--yes")
    assert code == 1
    assert "This network has rosters from: Our SIS." in words
    code, words = run(harbor, "--source", "PowerSchool", answer="n\n")
    assert code == 1
    assert people() == before
    assert run(harbor, "--source", "PowerSchool", answer="y\n")[0] == 0
    assert people() == 2 * before
    assert run(harbor, "--source", "Infinite Campus", "--new-source")[0] == 0
    assert people() == 3 * before


def test_the_service_refuses_a_new_system_that_nobody_confirmed(harbor, network):
    with pytest.raises(
        ActionError,
        match="Earlier rosters came from Our SIS",
    ):
        import_roster(preview_import(harbor, network, "PowerSchool"), network)


@pytest.mark.parametrize("name", [(), ("--source", "our sis"), ("--source", " Our  SIS ")])
def test_the_one_system_there_is_needs_no_name_and_any_spelling_will_do(harbor, name):
    code, words = run(harbor, *name)
    assert code == 0
    assert "Nothing has changed since the last import." in words
    assert RosterSource.objects.unscoped("test").count() == 1


def test_a_small_network_is_asked_too_before_most_of_its_ties_end(harbor, tmp_path):
    body = {name: table[:1] for name, table in rows().items()} | {"enrollments": [], "demographics": []}
    body["orgs"], body["users"][0][-1] = rows()["orgs"], ""
    code, words = run(write_out(tmp_path / "other", body))
    assert code == 1
    assert "connections would end. Is that right?" in words


def test_whoever_the_roster_disables_cannot_join_with_a_code_from_before(harbor, network):
    daniel = Person.objects.unscoped("test").get(roster_id="daniel")
    amina = Person.objects.unscoped("test").get(roster_id="amina")
    codes = {who: make_join_code(who, by=None) for who in (daniel, amina)}
    body = rows()
    body["users"][0][1] = body["users"][2][1] = "false"
    bring_in(write_out(harbor, body), network)
    assert ("amina", "student-of", "Biology 2") in live_ties()
    assert not JoinCode.objects.unscoped("test").filter(expires__gt=timezone.now()).exists()
    for who, code in codes.items():
        with pytest.raises(ActionError):
            use_join_code(code, who.given_name, PASSWORD, "browser")


def test_whoever_the_roster_drops_cannot_join_with_a_code_from_before(harbor, network):
    amina = Person.objects.unscoped("test").get(roster_id="amina")
    code = make_join_code(amina, by=None)
    body = rows()
    body["users"], body["roles"] = body["users"][1:], body["roles"][1:]
    body["users"][0][-1] = ""
    body["enrollments"] = [row for row in body["enrollments"] if row[3] != "amina"]
    body["demographics"] = []
    bring_in(write_out(harbor, body), network)
    with pytest.raises(
        ActionError, match="You are not on your school’s roster now\\. Ask your school for a new code\\."
    ):
        use_join_code(code, "amina", PASSWORD, "browser")


def test_the_figures_are_updated_after_the_write(harbor, network, monkeypatch):
    from django.db import connection

    from trellis.exchange import services

    inside = []
    monkeypatch.setattr(
        services, "update_after_change", lambda _network: inside.append(len(connection.savepoint_ids))
    )
    body = rows()
    body["users"][0][3] = "Aminata"
    depth = len(connection.savepoint_ids)
    bring_in(write_out(harbor, body), network)
    assert inside == [depth]
