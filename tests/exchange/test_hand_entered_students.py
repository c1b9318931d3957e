"""A student who was entered by hand between two rosters stays one student, and what the family said stays."""

from uuid import uuid4

import pytest
from click.testing import CliRunner

from exchange.rosters import HEADERS, a_network, bring_in, counts, live_ties, rows, write_out
from trellis.cli import main
from trellis.core.community.household import AdultPayload, end_family_tie
from trellis.core.community.models import Person, School, Tie
from trellis.core.community.student_entry import (
    NewStudentPayload,
    add_student,
    save_home_languages,
    update_student,
)
from trellis.exchange.services import preview_import

pytestmark = pytest.mark.django_db
HEADER = "enabledUser,username,givenName,familyName,identifier,grades,agentSourcedIds,metadata.homeLanguages"


def people():
    return Person.objects.unscoped("test")


@pytest.fixture
def network():
    return a_network()


@pytest.fixture
def harbor(tmp_path, network, monkeypatch):
    """The roster of Harbor High, brought in once; its users have numbers and home languages."""
    monkeypatch.setitem(HEADERS, "users", HEADER)
    folder = write_out(tmp_path / "r", roster())
    bring_in(folder, network)
    return folder


def user(
    roster_id: str, given: str, family: str, number: str = "", grade: str = "", home_languages: str = ""
) -> list[str]:
    return [roster_id, "true", "", given, family, number, grade, "", home_languages]


def roster(*more: list[str], amina: tuple[str, str] = ("10", "fr")) -> dict[str, list[list[str]]]:
    """Harbor High with further students."""
    body = rows()
    body["users"] = [
        user("amina", "Amina", "Diallo", "100", *amina),
        *(user(roster_id, roster_id.title(), "Vega") for roster_id in ("carmen", "daniel", "tomas", "ines")),
        *more,
    ]
    for n, student in enumerate(more):
        body["roles"].append(
            [
                f"new{n}",
                student[0],
                "primary",
                "student",
                "2026-09-01",
                "",
                "s1",
            ]
        )
    return body


def bea(number: str = "4711", home_languages: str = "", roster_id: str = "sis-bea") -> list[str]:
    return user(roster_id, "Beatriz", "Lopez", number, "09", home_languages)


def arrives(number: str = "4711", given: str = "Bea", school: School | None = None, **more) -> Person:
    """Bea stands at the door with her mother; Ines enters them."""
    school = school or School.objects.unscoped("test").get()
    who = NewStudentPayload(
        given, "Lopez", grade="09", student_id=number, home_languages=["Arabic", "fr"], **more
    )
    return add_student(uuid4(), school, who, [AdultPayload("Carmela", "Lopez")], ines().pk)[0]


def ines() -> Person:
    return people().get(roster_id="ines")


def look(folder, network, *more, **options):
    return preview_import(write_out(folder, roster(*more, **options)), network, "Our SIS")


def summarize_by_hand(look) -> dict[str, list]:
    return look.changes.summary()["by_hand"]


def test_the_schools_number_tells_who_it_is(harbor, network):
    before = arrives()
    assert summarize_by_hand(look(harbor, network, bea()))["known"] == ["Bea Lopez"]
    seen = bring_in(harbor, network)
    after = people().get(roster_id="sis-bea")
    assert after.pk == before.pk
    assert (after.given_name, after.home_languages) == ("Beatriz", ["ar", "fr"])
    assert people().filter(family_name="Lopez").exclude(pk=after.pk).get().given_name == "Carmela"
    assert counts(seen)["added"] == 0
    assert bring_in(harbor, network).changes.nothing


def test_she_goes_to_school_once_and_leaves_with_the_roster(harbor, network):
    before = arrives()
    write_out(harbor, roster(bea()))
    bring_in(harbor, network)
    ties = Tie.objects.unscoped("test").filter(person=before, ends=None)
    assert ties.count() == 1
    write_out(harbor, roster())
    bring_in(harbor, network)
    assert not ties.all().exists()
    assert ("", "guardian-of", "Beatriz Lopez") in live_ties()


def test_who_is_family_by_hand_stays_until_taken_away_by_hand(harbor, network):
    student = arrives()
    write_out(harbor, roster(bea()))
    bring_in(harbor, network)
    mother = people().get(given_name="Carmela")
    assert ("", "guardian-of", "Beatriz Lopez") in live_ties()
    end_family_tie(student, mother, ines().pk)
    bring_in(write_out(harbor, roster(bea(home_languages="es"))), network)
    assert ("", "guardian-of", "Beatriz Lopez") not in live_ties()


def test_without_a_number_nobody_is_put_together_and_the_comparison_says_so(harbor, network):
    student = arrives(number="", given="Beatriz")
    seen = look(harbor, network, bea())
    assert summarize_by_hand(seen)["no_number"] == [["Beatriz Lopez", "4711"]]
    assert summarize_by_hand(seen)["known"] == []
    update_student(student, NewStudentPayload("Beatriz", "Lopez", student_id="4711"), ines().pk)
    assert summarize_by_hand(look(harbor, network, bea()))["known"] == ["Beatriz Lopez"]


def test_a_name_that_two_new_students_have_points_to_neither(harbor, network):
    arrives(number="", given="Beatriz")
    seen = look(harbor, network, bea(), bea("4712", roster_id="another"))
    assert summarize_by_hand(seen)["no_number"] == [["Beatriz Lopez", ""]]


@pytest.mark.parametrize(
    "more", [[bea(), bea(roster_id="another")], [user("cleo", "Cleo", "Roy", "4711"), bea()]]
)
def test_a_number_that_two_have_is_nobodys(harbor, network, more):
    student = arrives()
    seen = look(harbor, network, *more)
    assert summarize_by_hand(seen)["unsure"] == [["4711", "Bea Lopez"]]
    bring_in(harbor, network)
    assert people().get(pk=student.pk).roster_id == ""


def test_a_number_that_somebody_of_the_roster_has_already_is_not_taken_up(harbor, network):
    student = arrives(number="5")
    people().filter(pk=student.pk).update(identifier="100")
    assert summarize_by_hand(look(harbor, network))["unsure"] == [["100", "Bea Lopez"]]


def test_the_same_number_at_another_school_is_somebody_else(harbor, network):
    student = arrives()
    body = roster(bea())
    body["orgs"].append(["s2", "Bay High", "school", "", "d1"])
    body["roles"][-1][-1] = "s2"
    seen = preview_import(write_out(harbor, body), network, "Our SIS")
    assert summarize_by_hand(seen)["known"] == summarize_by_hand(seen)["unsure"] == []
    bring_in(harbor, network)
    assert people().get(roster_id="sis-bea").pk != student.pk


def test_a_delta_and_version_1_1_meet_her_too(harbor, network, tmp_path):
    before = arrives()
    body = {
        "users": [[bea()[0], "active", *bea()[1:]]],
        "roles": [["new0", "active", "sis-bea", "primary", "student", "", "", "s1"]],
    }
    bring_in(write_out(tmp_path / "delta", body, mode="delta"), network)
    assert people().get(roster_id="sis-bea").pk == before.pk


def test_languages_that_the_roster_says_anew_are_shown_before_they_change(harbor, network):
    student = arrives()
    seen = look(harbor, network, bea(home_languages="es"))
    assert summarize_by_hand(seen)["home_languages"] == [["Beatriz Lopez", ["ar", "fr"], ["es"]]]
    bring_in(harbor, network)
    assert people().get(pk=student.pk).home_languages == ["es"]


def test_languages_written_by_hand_outlive_a_change_of_something_else(harbor, network):
    amina = people().get(roster_id="amina")
    save_home_languages(amina, ["ff", "fr"], ines().pk)
    seen = look(harbor, network, amina=("11", "fr"))
    assert summarize_by_hand(seen)["home_languages"] == []
    bring_in(harbor, network)
    amina.refresh_from_db()
    assert (amina.grade, amina.home_languages) == ("11", ["ff", "fr"])
    seen = look(harbor, network, amina=("11", "fr;wo"))
    assert summarize_by_hand(seen)["home_languages"] == [["Amina Diallo", ["ff", "fr"], ["fr", "wo"]]]


def test_old_fingerprints_still_match(harbor, network):
    for person in people().filter(roster_id__gt=""):
        people().filter(pk=person.pk).update(roster_print=person.roster_print[:24])
    assert bring_in(harbor, network).changes.nothing


def test_the_command_says_whom_it_met(harbor, network):
    arrives()
    arrives(number="", given="Cleo")
    write_out(harbor, roster(bea()))
    result = CliRunner().invoke(main, ["roster", "import", str(harbor), "--source", "Our SIS", "--preview"])
    assert "Bea Lopez was entered by hand. They match by student ID and stay one student." in result.output
    assert "Cleo Lopez was entered by hand and has no student ID yet." in result.output
