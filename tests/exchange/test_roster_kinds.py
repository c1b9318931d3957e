"""Delta files, the older version, payloads, and what a roster says beyond the plain case."""

import json
from pathlib import Path

import pytest
from django.utils import timezone

from exchange.rosters import a_network, bring_in, counts, live_ties, rows, write_out
from trellis.core.community.models import Account, Demographics, Group, Person, Tie
from trellis.core.foundation import ledger
from trellis.exchange.services import preview_import
from trellis.learning.teams.models import DraftGroup, GroupDraft

pytestmark = pytest.mark.django_db

SAMPLE = Path(__file__).parents[3] / "shared" / "data" / "oneroster"


@pytest.fixture
def network():
    return a_network()


@pytest.fixture
def harbor(tmp_path, network):
    folder = write_out(tmp_path / "r", rows())
    bring_in(folder, network)
    return folder


def delta(tmp_path, **tables):
    return write_out(tmp_path / "delta", tables, "delta")


def test_a_delta_says_only_what_is_new_and_nothing_else_ends(harbor, network, tmp_path):
    look = bring_in(
        delta(
            tmp_path,
            users=[["bea", "active", "true", "", "Bea", "Bell", "", "", "09", ""]],
            roles=[["r9", "active", "bea", "primary", "student", "", "", "s1"]],
            enrollments=[["e9", "active", "c1", "s1", "bea", "student", "", "", ""]],
        ),
        network,
    )
    assert counts(look) == {"added": 3, "changed": 0, "ended": 0}
    assert live_ties("bea") == {("bea", "student-of", "Harbor High"), ("bea", "student-of", "Advisory 10-A")}


def test_a_delta_takes_one_enrollment_away(harbor, network, tmp_path):
    gone = delta(tmp_path, enrollments=[["e3", "tobedeleted", "c2", "s1", "amina", "student", "", "", ""]])
    assert counts(bring_in(gone, network))["ended"] == 1


def test_a_delta_that_takes_a_student_away_ends_every_tie_to_and_of_them(harbor, network, tmp_path):
    bring_in(delta(tmp_path, users=[["amina", "tobedeleted", "true", "", "A", "D", "", "", "", ""]]), network)
    assert live_ties("amina") == set()
    assert ("carmen", "guardian-of", "Amina Diallo") not in live_ties()
    assert Person.objects.unscoped("test").filter(roster_id="amina", deleted_at=None).exists()


def test_a_delta_that_drops_a_guardian_ends_that_tie_only(harbor, network, tmp_path):
    amina = ["amina", "active", "true", "a.diallo", "Amina", "Diallo", "", "amina@example.org", "10", ""]
    assert counts(bring_in(delta(tmp_path, users=[amina]), network))["ended"] == 1
    assert live_ties("carmen") == set()
    assert len(live_ties("amina")) == 3


def test_version_1_1_keeps_the_role_in_the_user(network, tmp_path):
    old = {name: body for name, body in rows().items() if name != "roles"}
    roles = {"amina": "student", "carmen": "guardian", "ines": "administrator"}
    old["users"] = [[*r[:5], "s1", *r[6:], roles.get(r[0], "teacher")] for r in old["users"]]
    bring_in(write_out(tmp_path / "old", old, version="1.1"), network)
    assert ("ines", "leader-of", "Harbor High") in live_ties()
    assert ("carmen", "guardian-of", "Amina Diallo") in live_ties()
    assert ("daniel", "advisor-of", "Advisory 10-A") in live_ties()
    assert len(live_ties()) == 9


def test_a_relative_or_an_unknown_agent_is_given_nothing(network, tmp_path):
    new = rows()
    new["roles"][1][3] = "relative"
    bring_in(write_out(tmp_path / "r", new), network)
    assert live_ties("carmen") == set()


def test_roles_that_open_nothing_are_counted_and_passed_over(network, tmp_path):
    new = rows()
    new["roles"] += [["r7", "tomas", "secondary", "proctor", "", "", "s1"]]
    new["roles"] += [["r8", "tomas", "secondary", "systemAdministrator", "", "", "d1"]]
    look = bring_in(write_out(tmp_path / "r", new), network)
    assert look.changes.passed_over == {
        "roles (proctor) at this kind": 1,
        "roles (systemAdministrator) at this kind": 1,
    }
    assert len(live_ties("tomas")) == 2


def test_a_department_belongs_to_the_school_above_it_even_in_a_circle(network, tmp_path):
    new = rows()
    new["orgs"] += [["x1", "Science", "department", "", "s1"]]
    new["orgs"] += [["x2", "Loop", "department", "", "x3"], ["x3", "Loop", "department", "", "x2"]]
    new["roles"][3][6] = "x1"
    new["roles"][4][6] = "x2"
    bring_in(write_out(tmp_path / "r", new), network)
    assert ("tomas", "teacher-of", "Harbor High") in live_ties()
    assert live_ties("ines") == set()


def test_disabled_teacher_loses_access_and_student_stays(harbor, network):
    tomas = Person.objects.unscoped("test").get(roster_id="tomas")
    account = Account.objects.create_user("tomas", person=tomas, password=None)
    new = rows()
    new["users"][0][1] = new["users"][3][1] = "false"
    bring_in(write_out(harbor, new), network)
    account.refresh_from_db()
    assert live_ties("tomas") == set()
    assert not account.is_active
    assert len(live_ties("amina")) == 3
    bring_in(write_out(harbor, rows()), network)
    account.refresh_from_db()
    assert account.is_active
    assert len(live_ties("tomas")) == 2


def test_demographics_are_of_students_without_birthplace(network, tmp_path):
    new = rows()
    new["demographics"] += [["tomas", "1980-01-01", "male", "false", "true", "false", "", ""]]
    look = bring_in(write_out(tmp_path / "r", new), network)
    assert Demographics.objects.unscoped("test").count() == 1
    assert look.changes.passed_over["demographics of people who are not students"] == 1
    assert any("drops the column" in line for line in look.problems.lines())


def test_an_endless_id_of_two_people_still_fits(network, tmp_path):
    long_a, long_c = "a" * 190, "c" * 190
    text = json.dumps(rows()).replace('"amina"', f'"{long_a}"').replace('"carmen"', f'"{long_c}"')
    bring_in(write_out(tmp_path / "r", json.loads(text)), network)
    assert Tie.objects.unscoped("test").filter(role="guardian-of").count() == 1


def test_a_roster_that_would_end_most_ties_asks_for_a_second_look(harbor, network):
    new = rows()
    many = [[f"s{i}", "true", "", f"S{i}", "X", "", "", "10", ""] for i in range(80)]
    new["users"] += many
    new["roles"] += [[f"rs{i}", f"s{i}", "primary", "student", "", "", "s1"] for i in range(80)]
    bring_in(write_out(harbor, new), network)
    look = preview_import(write_out(harbor, rows()), network, "Our SIS")
    assert look.changes.many_end
    assert len(look.changes.ending) == 80


@pytest.mark.skipif(
    not SAMPLE.is_dir(), reason="the sample payloads of OneRoster 1.1 are not beside the project"
)
def test_the_published_sample_of_rest_payloads_comes_in_and_again(network):
    look = bring_in(SAMPLE, network)
    assert look.rows["users"] == 1599
    assert Person.objects.unscoped("test").count() == 1599
    assert Group.objects.unscoped("test").count() == 320
    assert counts(bring_in(SAMPLE, network)) == {"added": 0, "changed": 0, "ended": 0}


def test_payloads_of_version_1_2_carry_the_roles_inside_the_user(network, tmp_path):
    folder = tmp_path / "rest"
    folder.mkdir()
    role = {"roleType": "primary", "role": "student", "org": {"sourcedId": "s1", "type": "org"}}
    user = {
        "sourcedId": "u1",
        "enabledUser": True,
        "givenName": "Amina",
        "familyName": "Diallo",
        "roles": [role],
    }
    (folder / "orgs.json").write_text(
        json.dumps({"orgs": [{"sourcedId": "s1", "name": "H", "type": "school"}]})
    )
    (folder / "users.json").write_text(json.dumps({"users": [user]}))
    bring_in(folder, network)
    assert live_ties() == {("u1", "student-of", "H")}


@pytest.mark.parametrize("side", ["student", "adult", "both"])
def test_in_version_1_1_staff_who_are_parents_keep_both_ties(network, tmp_path, side):
    body = rows()
    body["users"] = [
        [
            "amina",
            "true",
            "",
            "Amina",
            "Diallo",
            "s1",
            "",
            "10",
            "" if side == "adult" else "tomas",
            "student",
        ],
        [
            "tomas",
            "true",
            "",
            "Tomas",
            "Reyes",
            "s1",
            "",
            "",
            "" if side == "student" else "amina",
            "teacher",
        ],
        ["rel", "true", "", "Aunt", "Reyes", "s1", "", "", "amina", "relative"],
    ]
    body["enrollments"], body["demographics"] = body["enrollments"][3:], []
    del body["roles"]
    look = bring_in(write_out(tmp_path / "old", body, version="1.1"), network)
    assert live_ties("tomas") == {
        ("tomas", "teacher-of", "Harbor High"),
        ("tomas", "teacher-of", "Biology 2"),
        ("tomas", "guardian-of", "Amina Diallo"),
    }
    assert live_ties("rel") == set()
    assert look.changes.staff_family == ["Tomas Reyes"]


def test_dropped_roster_tie_ends_at_once(harbor, network):
    body = rows()
    body["enrollments"][2][-1] = "2090-06-30"
    bring_in(write_out(harbor, body), network)
    tie = Tie.objects.unscoped("test").get(to_group__title="Biology 2", role="student-of")
    assert tie.ends > timezone.now()
    del body["enrollments"][2]
    bring_in(write_out(harbor, body), network)
    assert Tie.objects.unscoped("test").get(pk=tie.pk).ends <= timezone.now()


@pytest.mark.parametrize("change", ["dropped", "last day", "another class"])
def test_a_tie_that_ends_takes_with_it_what_hangs_on_it(harbor, network, change):
    """A work group is made from a class: who leaves the class leaves the work group in the same act."""
    course = Group.objects.unscoped("test").get(title="Biology 2")
    amina = Person.objects.unscoped("test").get(roster_id="amina")
    with ledger.act("make a work group"):
        work = Group.objects.create(school_id=course.school_id, kind="work", title="Lab A")
        now = timezone.now()
        draft = GroupDraft.objects.create(
            school_id=course.school_id, source=course, kind="work", title="Labs", count=1, adopted_at=now
        )
        DraftGroup.objects.create(draft=draft, number=1, group=work)
        inner = Tie.objects.create(person=amina, role="student-of", to_group=work, starts=now)
    body = rows()
    if change == "dropped":
        del body["enrollments"][2]
    elif change == "last day":
        body["enrollments"][2][-1] = "2026-09-01"
    else:
        body["enrollments"][2][1] = "c1"
    bring_in(write_out(harbor, body), network)
    assert not Tie.objects.unscoped("test").filter(pk=inner.pk, ends=None).exists()
