"""A roster comes in whole, can come again, and never takes a child's record away."""

from datetime import date

import pytest

from exchange.rosters import a_network, bring_in, counts, live_ties, rows, write_out
from trellis.core.community.models import LONG_AGO, Demographics, Group, Person, School, Tie
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.models import Act, Change
from trellis.exchange.services import import_roster, preview_import

pytestmark = pytest.mark.django_db


def people():
    return Person.objects.unscoped("test")


def amina():
    return people().get(roster_id="amina")


@pytest.fixture
def network():
    return a_network()


@pytest.fixture
def harbor(tmp_path, network):
    """The roster of Harbor High, brought in once."""
    folder = write_out(tmp_path / "r", rows())
    bring_in(folder, network)
    return folder


def test_people_places_and_ties_are_there_after_the_first_time(harbor):
    assert live_ties() == {
        ("amina", "student-of", "Harbor High"),
        ("amina", "student-of", "Advisory 10-A"),
        ("amina", "student-of", "Biology 2"),
        ("carmen", "guardian-of", "Amina Diallo"),
        ("daniel", "teacher-of", "Harbor High"),
        ("daniel", "advisor-of", "Advisory 10-A"),
        ("tomas", "teacher-of", "Harbor High"),
        ("tomas", "teacher-of", "Biology 2"),
        ("ines", "leader-of", "Harbor High"),
    }
    school = School.objects.unscoped("test").select_related("district").get()
    assert (school.name, school.district.name) == ("Harbor High", "Bay District")
    about = Demographics.objects.unscoped("test").get(student=amina())
    assert (about.birth_date, about.sex, about.race, about.multilingual_learner, about.low_income) == (
        date(2010, 5, 4),
        "female",
        "latine",
        True,
        None,
    )


def test_the_ties_open_what_they_should_and_nothing_more(harbor):
    students = {
        name: {p.given_name for p in Person.objects.seen_by(Viewer.of(people().get(roster_id=name)))}
        for name in ("daniel", "carmen", "ines")
    }
    assert all("Amina" in seen for seen in students.values())
    assert Viewer.of(people().get(roster_id="carmen")).roles == {"guardian-of"}


def test_a_second_time_changes_nothing(harbor, network):
    before = Change.objects.unscoped("test").latest("pk").pk
    look = bring_in(harbor, network)
    assert counts(look) == {"added": 0, "changed": 0, "ended": 0}
    assert look.changes.nothing
    tables = ("community_person", "community_tie", "community_group", "community_school")
    assert not Change.objects.unscoped("test").filter(pk__gt=before, table__in=tables).exists()


def test_an_edit_made_here_survives_what_did_not_change_there(harbor, network):
    people().filter(roster_id="amina").update(preferred_name="Mina", email="mina@example.org")
    bring_in(harbor, network)
    assert (amina().preferred_name, amina().email) == ("Mina", "mina@example.org")


def test_a_change_there_comes_in_and_an_empty_cell_erases_nothing(harbor, network):
    people().filter(roster_id="amina").update(preferred_name="Mina")
    new = rows()
    new["users"][0][7] = "11"
    new["users"][0][6] = ""
    look = bring_in(write_out(harbor, new), network)
    assert counts(look) == {"added": 0, "changed": 1, "ended": 0}
    assert (amina().grade, amina().preferred_name, amina().email) == ("11", "Mina", "amina@example.org")


@pytest.mark.parametrize("names", [("Amina", ""), ("", "Amina")], ids=["given", "family"])
def test_who_has_one_name_now_loses_the_family_name_of_before(harbor, network, names):
    new = rows()
    new["users"][0][3:5] = names
    bring_in(write_out(harbor, new), network)
    assert (amina().given_name, amina().family_name) == ("Amina", "")
    bring_in(write_out(harbor, rows()), network)
    assert (amina().given_name, amina().family_name) == ("Amina", "Diallo")


def test_a_roster_without_the_column_of_family_names_is_refused(harbor, network):
    users = harbor / "users.csv"
    users.write_text(users.read_text().replace("familyName", "metadata.family"))
    look = preview_import(harbor, network, "Our SIS")
    assert "familyName" in "".join(look.problems.lines())


def test_a_tie_that_has_gone_ends_and_the_record_stays(harbor, network):
    new = rows()
    new["enrollments"] = [r for r in new["enrollments"] if r[0] != "e3"]
    look = bring_in(write_out(harbor, new), network)
    assert counts(look) == {"added": 0, "changed": 0, "ended": 1}
    assert look.changes.ending_samples == ["Amina Diallo, student, Biology 2"]
    assert ("amina", "student-of", "Biology 2") not in live_ties()
    assert Tie.objects.unscoped("test").filter(person=amina()).count() == 3


def test_a_student_who_is_gone_keeps_a_record_without_live_ties(harbor, network):
    new = rows()
    for name in ("users", "demographics"):
        new[name] = [r for r in new[name] if r[0] != "amina"]
    new["users"][0][8] = ""
    for name, column in (("roles", 1), ("enrollments", 3)):
        new[name] = [r for r in new[name] if r[column] != "amina"]
    look = bring_in(write_out(harbor, new), network)
    assert live_ties("amina") == set()
    assert ("carmen", "guardian-of", "Amina Diallo") not in live_ties()
    assert look.changes.not_here["people"] == 1
    assert amina().deleted_at is None
    assert Demographics.objects.unscoped("test").filter(student=amina()).exists()


def test_who_comes_back_gets_a_new_tie_and_the_old_one_stays_history(harbor, network):
    new = rows()
    new["enrollments"] = new["enrollments"][1:]
    bring_in(write_out(harbor, new), network)
    bring_in(write_out(harbor, rows()), network)
    ties = Tie.objects.unscoped("test").filter(person=amina(), to_group__title="Advisory 10-A")
    assert [t.ends is None for t in ties.order_by("starts")] == [False, True]


def test_a_tie_that_was_ended_here_stays_ended(harbor, network):
    from django.utils import timezone

    tie = Tie.objects.unscoped("test").filter(person=amina(), to_group__title="Biology 2")
    tie.update(ends=timezone.now())
    bring_in(harbor, network)
    assert ("amina", "student-of", "Biology 2") not in live_ties()


def test_when_a_tie_began_is_kept_apart_from_when_nobody_told(harbor):
    starts = dict(
        Tie.objects.unscoped("test")
        .filter(person=amina())
        .values_list("to_school__name", "starts")
        .order_by("pk")
    )
    assert starts["Harbor High"].date() == date(2026, 8, 15)
    assert Tie.objects.unscoped("test").get(person__roster_id="ines").starts == LONG_AGO


def test_a_first_day_that_is_told_later_fills_what_was_not_known(harbor, network):
    new = rows()
    new["roles"][4][4] = "2020-08-01"
    bring_in(write_out(harbor, new), network)
    assert Tie.objects.unscoped("test").get(person__roster_id="ines").starts.date() == date(2020, 8, 1)


def test_what_points_to_nothing_stops_all_of_it(harbor, network, tmp_path):
    delta = {"enrollments": [["e9", "active", "c77", "s1", "amina", "student", "", "", ""]]}
    delta["users"] = [["nia", "active", "true", "", "Nia", "Bell", "", "", "10", ""]]
    look = preview_import(write_out(tmp_path / "d", delta, "delta"), network, "Our SIS")
    assert "enrollments.csv:2:classSourcedId: “c77” is not in Trellis; import a complete roster once" in list(
        look.problems.lines()
    )
    with pytest.raises(
        ActionError,
        match="This roster has problems\\. Nothing was imported\\. Fix them and upload it again\\.",
    ):
        import_roster(look, network)
    assert not people().filter(given_name="Nia").exists()


def test_a_failure_in_the_middle_leaves_nothing_behind(tmp_path, network, monkeypatch):
    from trellis.exchange.importing import roster_writer

    look = preview_import(write_out(tmp_path / "r", rows()), network, "Our SIS")
    monkeypatch.setattr(roster_writer, "_mark_imported", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        import_roster(look, network)
    assert not people().exists()
    assert not School.objects.unscoped("test").exists()


def test_an_import_in_between_refuses_the_older_look(harbor, network):
    new = rows()
    new["users"][0][7] = "11"
    late = preview_import(write_out(harbor, new), network, "Our SIS")
    bring_in(harbor, network)
    with pytest.raises(
        ActionError,
        match="Another import finished while you were working",
    ):
        import_roster(late, network)


def test_the_ledger_has_one_act_with_the_counts(harbor):
    act = Act.objects.unscoped("test").get(verb="import a roster")
    assert act.details == {"source": "Our SIS", "added": 21, "changed": 0, "ended": 0}
    inserted_ties = (
        Change.objects.unscoped("test").filter(act_id=act.pk, table="community_tie", op="I").count()
    )
    assert inserted_ties == 9


def test_two_systems_with_the_same_ids_do_not_mix(harbor, network, tmp_path):
    bring_in(harbor, network, source="Another SIS", new_source=True)
    assert people().filter(roster_id="amina").count() == 2
    assert Group.objects.unscoped("test").count() == 4


def test_real_people_do_not_come_into_a_demonstration(tmp_path, network):
    network.invented = True
    look = preview_import(write_out(tmp_path / "r", rows()), network, "Our SIS")
    with pytest.raises(
        ActionError,
        match="create your own network with: trellis open",
    ):
        import_roster(look, network)
    assert not people().exists()
