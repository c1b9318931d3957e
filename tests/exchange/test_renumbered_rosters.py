"""A row that names somebody or something else than before ends one tie and begins another. Nobody's past changes."""

import pytest
from click.testing import CliRunner
from django.utils import timezone

from exchange.rosters import HEADERS, a_network, bring_in, counts, live_ties, rows, write_out
from trellis.cli import main
from trellis.core.community.models import LONG_AGO, Demographics, Group, Person, School, Tie
from trellis.exchange.importing import IdentityAnswer
from trellis.exchange.importing.people_matching import Identity, is_same_person
from trellis.exchange.services import preview_import

pytestmark = pytest.mark.django_db
WITH_NUMBERS = "enabledUser,username,givenName,familyName,identifier,email,grades,agentSourcedIds"


@pytest.fixture
def network():
    return a_network()


@pytest.fixture(autouse=True)
def numbers(monkeypatch):
    monkeypatch.setitem(HEADERS, "users", WITH_NUMBERS)


def person(
    roster_id: str, given: str, family: str = "Diallo", number: str = "", email: str = "", kin: str = ""
) -> list:
    return [roster_id, "true", "", given, family, number, email, "10", kin]


def roster(**tables) -> dict[str, list[list[str]]]:
    """Amina with her mother and Bo; two schools, two classes."""
    body = rows()
    body["orgs"].append(["s2", "Lakeside High", "school", "", "d1"])
    body["users"] = [
        person("amina", "Amina", number="1001", kin="carmen"),
        person("bo", "Bo", "Okafor", "1002"),
        person("carmen", "Carmen", email="carmen@example.org"),
    ]
    body["roles"] = [
        ["r1", "amina", "primary", "student", "", "", "s1"],
        ["r2", "bo", "primary", "student", "", "", "s1"],
        ["r3", "carmen", "primary", "guardian", "", "", "s1"],
    ]
    body["enrollments"] = [
        ["e1", "c1", "s1", "amina", "student", "", "", ""],
        ["e2", "c2", "s1", "amina", "student", "", "", ""],
        ["e3", "c2", "s1", "bo", "student", "", "", ""],
    ]
    return body | tables


def ties_of(name: str) -> list[tuple[str, bool, bool]]:
    """(to what, began before anybody knows, holds) of a person's ties, in the order in which they were made."""
    ties = Tie.objects.unscoped("test").filter(person__given_name=name).order_by("created", "pk")
    return [
        (str(t.to_school or t.to_group or t.to_person.name), t.starts == LONG_AGO, t.ends is None)
        for t in ties.select_related("to_school", "to_group", "to_person")
    ]


def everything() -> set[tuple]:
    """Every tie by who, what and when, without its row's id."""
    columns = ("person_id", "role", "to_person", "to_group", "to_school", "to_district", "starts", "ends")
    return set(Tie.objects.unscoped("test").values_list(*columns))


def test_a_row_that_names_another_school_ends_one_tie_and_begins_another(tmp_path, network):
    bring_in(write_out(tmp_path / "r", roster()), network)
    body = roster()
    body["roles"][0][-1] = "s2"
    look = preview_import(write_out(tmp_path / "r", body), network, "Our SIS")
    assert look.changes.ending_samples == ["Amina Diallo, student, Harbor High"]
    assert look.changes.beginning_samples == ["Amina Diallo, student, Lakeside High"]
    before = timezone.now()
    bring_in(tmp_path / "r", network)
    assert ("Harbor High", True, False) in ties_of("Amina")
    assert ("Lakeside High", False, True) in ties_of("Amina")
    new = Tie.objects.unscoped("test").get(to_school__name="Lakeside High")
    assert new.starts >= before
    assert preview_import(tmp_path / "r", network, "Our SIS").changes.nothing


@pytest.mark.parametrize("column", [1, 3, 4])
def test_changed_row_ends_one_tie_and_starts_another(tmp_path, network, column):
    bring_in(write_out(tmp_path / "r", roster()), network)
    ties_before = everything()
    body = roster()
    body["enrollments"][0][column] = {1: "c2", 3: "bo", 4: "teacher"}[column]
    if column == 1:
        del body["enrollments"][1]
    bring_in(write_out(tmp_path / "r", body), network)
    gone = {t for t in ties_before if t not in everything()}
    assert {t[:7] for t in gone} <= {t[:7] for t in everything()}, "an old tie only ends"
    assert len(gone) == 1
    assert preview_import(tmp_path / "r", network, "Our SIS").changes.nothing


def test_a_new_first_day_starts_the_new_tie(tmp_path, network):
    body = roster()
    body["roles"][0][4] = "2026-08-15"
    bring_in(write_out(tmp_path / "r", body), network)
    body["roles"][0][4:7] = ["2026-10-01", "", "s2"]
    bring_in(write_out(tmp_path / "r", body), network)
    new = Tie.objects.unscoped("test").get(to_school__name="Lakeside High")
    assert new.starts.date().isoformat() == "2026-10-01"


def renumbered(body: dict, *tables: str) -> dict:
    """The same rows, with their place in the file as their id."""
    for name in tables:
        body[name] = [[str(n), *row[1:]] for n, row in enumerate(body[name], 1)]
    return body


def without_amina(body: dict) -> dict:
    body["users"] = [row for row in body["users"] if row[3] != "Amina"]
    body["roles"] = [row for row in body["roles"] if row[1] != "amina"]
    body["enrollments"] = [row for row in body["enrollments"] if row[3] != "amina"]
    body["demographics"] = []
    return body


def test_rows_that_move_up_change_nobody_elses_past(tmp_path, network):
    bring_in(write_out(tmp_path / "r", renumbered(roster(), "roles", "enrollments")), network)
    ties_before = everything()
    bring_in(write_out(tmp_path / "r", renumbered(without_amina(roster()), "roles", "enrollments")), network)
    amina = Person.objects.unscoped("test").get(given_name="Amina")
    assert {t for t in ties_before if amina.pk not in (t[0], t[2])} == {
        t for t in everything() if amina.pk not in (t[0], t[2])
    }
    assert not [t for t in everything() if amina.pk in (t[0], t[2]) and t[-1] is None]
    assert preview_import(tmp_path / "r", network, "Our SIS").changes.nothing


def by_number(body: dict) -> dict:
    """People, too, have their place in the file as their id, and every reference follows."""
    ids = {row[0]: str(n) for n, row in enumerate(body["users"], 1)}
    body["users"] = [[ids[r[0]], *r[1:-1], ids.get(r[-1], "")] for r in body["users"]]
    body["roles"] = [[r[0], ids[r[1]], *r[2:]] for r in body["roles"]]
    body["enrollments"] = [[*r[:3], ids[r[3]], *r[4:]] for r in body["enrollments"]]
    body["demographics"] = [[ids[r[0]], *r[1:]] for r in body["demographics"]]
    return renumbered(body, "roles", "enrollments")


def test_people_whose_ids_move_up_stay_who_they_are(tmp_path, network):
    bring_in(write_out(tmp_path / "r", by_number(roster())), network)
    names = dict(Person.objects.unscoped("test").values_list("pk", "given_name"))
    about = Demographics.objects.unscoped("test").get().student_id
    ties_before = everything()
    look = bring_in(write_out(tmp_path / "r", by_number(without_amina(roster()))), network)
    assert dict(Person.objects.unscoped("test").values_list("pk", "given_name")) == names
    assert Demographics.objects.unscoped("test").get().student_id == about
    amina = Person.objects.unscoped("test").get(given_name="Amina").pk
    assert {t for t in ties_before if amina not in (t[0], t[2])} <= everything()
    assert counts(look)["added"] == 0
    assert preview_import(tmp_path / "r", network, "Our SIS").changes.nothing
    bring_in(write_out(tmp_path / "r", by_number(roster())), network)  # and she comes back
    assert dict(Person.objects.unscoped("test").values_list("pk", "given_name")) == names
    assert Person.objects.unscoped("test").get(pk=amina).roster_id == "1"


def test_two_who_change_places_keep_their_own_histories(tmp_path, network):
    bring_in(write_out(tmp_path / "r", roster()), network)
    ties_before = everything()
    body = roster()
    swap = {"amina": "bo", "bo": "amina"}
    for table, columns in (("users", (0,)), ("roles", (1,)), ("enrollments", (3,)), ("demographics", (0,))):
        for row in body[table]:
            for column in columns:
                row[column] = swap.get(row[column], row[column])
    look = bring_in(write_out(tmp_path / "r", body), network)
    assert everything() == ties_before
    assert counts(look) == {"added": 0, "changed": 0, "ended": 0}
    assert Person.objects.unscoped("test").get(roster_id="bo").given_name == "Amina"


def test_an_id_given_to_somebody_new_is_somebody_new(tmp_path, network):
    bring_in(write_out(tmp_path / "r", roster()), network)
    body = roster()
    body["users"][1] = person("bo", "Cleo", "Roy", "2007")
    look = bring_in(write_out(tmp_path / "r", body), network)
    assert look.changes.replaced_people == [("bo", "Bo Okafor", "Cleo Roy")]
    assert not [t for t in ties_of("Bo") if t[2]]
    assert ("bo", "student-of", "Biology 2") in live_ties("bo")
    assert {p.given_name for p in Person.objects.unscoped("test")} == {"Amina", "Bo", "Carmen", "Cleo"}
    assert preview_import(tmp_path / "r", network, "Our SIS").changes.nothing


def test_where_nobody_can_know_who_it_is_a_person_is_asked(tmp_path, network):
    body = roster()
    body["users"][1] = person("bo", "Bo", "Okafor")
    bring_in(write_out(tmp_path / "r", body), network)
    body["users"][1] = person("bo", "Cleo", "Roy")
    folder = write_out(tmp_path / "r", body)
    look = preview_import(folder, network, "Our SIS")
    assert look.changes is None
    assert "“bo” was Bo Okafor and is Cleo Roy now" in "\n".join(look.problems.lines())
    same = preview_import(folder, network, "Our SIS", answer=IdentityAnswer.SAME)
    assert (counts(same)["added"], counts(same)["changed"]) == (0, 1)
    other = preview_import(folder, network, "Our SIS", answer=IdentityAnswer.OTHER)
    assert other.changes.replaced_people == [("bo", "Bo Okafor", "Cleo Roy")]
    command = ["roster", "import", str(folder), "--source", "Our SIS"]
    assert CliRunner().invoke(main, command).exit_code == 1
    assert (
        "Bo Okafor → Cleo Roy" in CliRunner().invoke(main, [*command, "--ids", "other", "--preview"]).output
    )
    assert CliRunner().invoke(main, [*command, "--ids", "same"]).exit_code == 0
    assert Person.objects.unscoped("test").get(roster_id="bo").name == "Cleo Roy"


@pytest.mark.parametrize(
    ("before", "now", "same"),
    [
        (("Ana", "Lopez", "", "", "", "1"), ("Ana", "Lopez", "", "", "", "1"), True),
        (("Ana", "Lopez", "", "", "", "1"), ("Maria", "Cruz", "", "", "", "01"), True),
        (("Ana", "Lopez", "", "a@x.org", "", ""), ("Ana", "Cruz", "", "b@x.org", "", ""), True),
        (("Sam", "Lopez", "", "", "", ""), ("Samuel", "López", "", "", "", ""), True),
        (("José", "Álvarez", "", "", "", "1"), ("Jose", "Alvarez", "", "", "", "2"), True),
        (("Ana", "Lopez", "", "", "", "1"), ("Luis", "Lopez", "", "", "", "2"), False),
        (("Ana", "Lopez", "", "", "", "1"), ("Ben", "Roy", "", "", "", "2"), False),
        (("Ana", "Lopez", "", "a@x.org", "", ""), ("Ben", "Roy", "", "b@x.org", "", ""), False),
        (("Ana", "Lopez", "", "", "", "1"), ("Ana", "Cruz", "", "", "", "2"), None),
        (("Ana", "Lopez", "", "", "", ""), ("Ben", "Roy", "", "", "", "2"), None),
        (("Ana", "Lopez", "", "x@x.org", "", ""), ("Ben", "Lopez", "", "x@x.org", "", ""), None),
        (("小明", "王", "", "", "", ""), ("小红", "李", "", "", "", ""), None),
    ],
)
def test_who_somebody_is_follows_from_all_that_identifies_them(before, now, same):
    assert is_same_person(Identity.of("u", *now), Identity.of("u", *before)) is same


def test_two_of_one_name_are_told_apart_by_number_when_they_change_places(tmp_path, network):
    body = roster()
    body["users"] += [person("j1", "José", "Álvarez", "2001"), person("j2", "José", "Álvarez", "2002")]
    body["roles"] += [["r8", "j1", "", "student", "", "", "s1"], ["r9", "j2", "", "student", "", "", "s2"]]
    bring_in(write_out(tmp_path / "r", body), network)
    first = Person.objects.unscoped("test").get(identifier="2001").pk
    body["users"][-2:] = [person("j1", "José", "Álvarez", "2002"), person("j2", "José", "Álvarez", "2001")]
    body["roles"][-2:] = [
        ["r8", "j1", "", "student", "", "", "s2"],
        ["r9", "j2", "", "student", "", "", "s1"],
    ]
    ties_before = everything()
    bring_in(write_out(tmp_path / "r", body), network)
    assert Person.objects.unscoped("test").get(identifier="2001").pk == first
    assert everything() == ties_before


def test_classes_whose_ids_change_places_keep_their_people(tmp_path, network):
    bring_in(write_out(tmp_path / "r", roster()), network)
    titles = dict(Group.objects.unscoped("test").values_list("pk", "title"))
    ties_before = everything()
    body = roster()
    swap = {"c1": "c2", "c2": "c1"}
    for row in body["classes"]:
        row[0] = swap[row[0]]
    for row in body["enrollments"]:
        row[1] = swap[row[1]]
    look = bring_in(write_out(tmp_path / "r", body), network)
    assert dict(Group.objects.unscoped("test").values_list("pk", "title")) == titles
    assert everything() == ties_before
    assert counts(look) == {"added": 0, "changed": 0, "ended": 0}


def test_a_class_that_stands_at_another_school_is_another_class(tmp_path, network):
    bring_in(write_out(tmp_path / "r", roster()), network)
    old = Group.objects.unscoped("test").get(title="Biology 2")
    body = roster()
    body["classes"][1][6] = "s2"
    bring_in(write_out(tmp_path / "r", body), network)
    assert Group.objects.unscoped("test").filter(pk=old.pk, school__name="Harbor High").exists()
    assert not Tie.objects.unscoped("test").filter(to_group=old, ends=None).exists()
    new = Group.objects.unscoped("test").get(title="Biology 2", school__name="Lakeside High")
    assert Tie.objects.unscoped("test").filter(to_group=new, ends=None).count() == 2
    assert preview_import(tmp_path / "r", network, "Our SIS").changes.nothing


def test_schools_whose_ids_change_places_stay_the_same_schools(tmp_path, network):
    bring_in(write_out(tmp_path / "r", roster()), network)
    ties_before = everything()
    body = roster()
    swap = {"s1": "s2", "s2": "s1"}
    for table in ("orgs", "courses", "classes", "roles", "enrollments"):
        body[table] = [[swap.get(cell, cell) for cell in row] for row in body[table]]
    look = bring_in(write_out(tmp_path / "r", body), network)
    assert School.objects.unscoped("test").get(roster_id="s2").name == "Harbor High"
    assert everything() == ties_before
    assert counts(look) == {"added": 0, "changed": 0, "ended": 0}


def test_delta_row_with_another_class_replaces_the_tie(tmp_path, network):
    bring_in(write_out(tmp_path / "r", roster()), network)
    body = {"enrollments": [["e1", "active", "c2", "s1", "carmen", "teacher", "", "", ""]]}
    bring_in(write_out(tmp_path / "d", body, mode="delta"), network)
    assert ("Advisory 10-A", True, False) in ties_of("Amina")
    assert ("Biology 2", True, True) in ties_of("Amina")
    assert ("Biology 2", False, True) in ties_of("Carmen")


def test_days_that_lie_before_the_known_first_day_do_not_stop_an_import(tmp_path, network):
    bring_in(write_out(tmp_path / "r", roster()), network)
    body = roster()
    body["enrollments"].append(["e9", "c1", "s1", "bo", "student", "", "", ""])
    bring_in(write_out(tmp_path / "r", body), network)
    body["enrollments"][-1][-1] = "2026-01-01"
    look = bring_in(write_out(tmp_path / "r", body), network)
    assert counts(look)["changed"] == 1
    tie = Tie.objects.unscoped("test").get(person__given_name="Bo", to_group__title="Advisory 10-A")
    assert tie.ends == tie.starts
