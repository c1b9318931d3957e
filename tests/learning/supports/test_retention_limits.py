"""Retention where students come back, change schools, or are in none."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from learning.supports.asking import client, rows
from trellis.core.community.models import Role, School, Tie
from trellis.core.community.viewer import Viewer
from trellis.learning.supports import retention
from trellis.learning.supports.models import CaseNote, Destroyed, Housing, Need, Retention
from world import make_world, tie

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    side = make_world().home
    rows(Destroyed).all().delete()
    return side


def night(later=0):
    return retention.delete_past_retention(timezone.now() + timedelta(days=later), lambda *_p: "")


def policy(school, notes, after):
    rows(Retention).update_or_create(school=school, defaults={"notes": notes, "after_leaving": after})


def ends(home, person, days):
    rows(Tie).filter(person=person, role=Role.STUDENT).update(ends=timezone.now() - timedelta(days=days))


def test_a_student_who_comes_back_after_the_summer_keeps_what_they_have(home):
    policy(home.school, 24, 1)
    ends(home, home.amina, 50)
    tie(home.amina, Role.STUDENT, home.school, starts=timezone.now() + timedelta(days=12))
    night()
    assert rows(Need).filter(student=home.amina).exists()


def test_a_former_school_does_not_delete_notes(home):
    second = School.objects.create(network=home.network, name="Second High")
    policy(home.school, 1, 1)
    policy(second, 60, 60)
    ends(home, home.amina, 400)
    tie(home.amina, Role.STUDENT, second, starts=timezone.now() - timedelta(days=390))
    note = CaseNote.objects.create(student=home.amina, kind="note", words="Written at Second High.")
    rows(CaseNote).filter(pk=note.pk).update(created=timezone.now() - timedelta(days=40))
    night()
    assert rows(CaseNote).filter(pk=note.pk).exists()


def test_after_leaving_the_last_schools_policy_holds(home):
    second = School.objects.create(network=home.network, name="Second High")
    policy(home.school, 60, 1)
    policy(second, 60, 12)
    ends(home, home.amina, 400)
    tie(
        home.amina,
        Role.STUDENT,
        second,
        starts=timezone.now() - timedelta(days=390),
        ends=timezone.now() - timedelta(days=60),
    )
    night()
    assert rows(Need).filter(student=home.amina).exists()


def test_a_tie_put_away_today_does_not_destroy_tonight(home):
    rows(Tie).filter(person=home.amina, role=Role.STUDENT).update(deleted_at=timezone.now())
    night()
    assert rows(Need).filter(student=home.amina).exists()


def test_a_school_that_has_closed_keeps_nothing_for_ever(home):
    ends(home, home.amina, 390)
    policy(home.school, 1, 1)
    rows(CaseNote).update(created=timezone.now() - timedelta(days=1900))
    rows(School).filter(pk=home.school.pk).update(deleted_at=timezone.now() - timedelta(days=380))
    night()
    assert not rows(CaseNote).filter(student=home.amina).exists()


def test_a_student_of_an_advisory_alone_is_destroyed_by_policy_too(home):
    rows(Tie).filter(person=home.amina, to_school=home.school).delete()
    rows(CaseNote).update(created=timezone.now() - timedelta(days=1900))
    night()
    assert not rows(CaseNote).filter(student=home.amina).exists()


def test_a_leader_does_not_read_in_the_proofs_that_somebody_had_no_home(home):
    ends(home, home.amina, 400)
    night()
    for who in ("ines", "noor"):
        if who == "noor":
            rows(Tie).filter(role=Role.LIAISON).update(ends=timezone.now())
        shown = client(home, who).get(reverse("support-retention", args=[home.school.pk])).content.decode()
        assert "housing ·" not in shown


def test_what_is_told_of_one_student_does_not_tell_a_counselor_of_housing(home):
    ends(home, home.amina, 400)
    rows(Tie).filter(role=Role.LIAISON).update(ends=timezone.now())
    night()
    tie(home.amina, Role.STUDENT, home.school, starts=timezone.now())
    destroyed = retention.deletions_of(Viewer.of(home.noor), home.school, home.amina)
    assert "housing" not in [what for _day, what, _n in destroyed]


def two_proofs(home):
    for words in ("One", "Two"):
        note = CaseNote.objects.create(student=home.amina, kind="note", words=words)
        rows(CaseNote).filter(pk=note.pk).update(created=timezone.now() - timedelta(days=800))
        night()
    return rows(Destroyed).order_by("-created").first()


def test_the_day_of_a_proof_cannot_be_changed_unseen(home):
    last = two_proofs(home)
    rows(Destroyed).filter(pk=last.pk).update(created=timezone.now() + timedelta(days=300))
    proofs = retention.deletion_proofs(Viewer.of(home.noor), home.school)
    assert not all(sound for _p, sound in proofs)


def test_the_last_proof_cannot_be_taken_away_unseen(home):
    last = two_proofs(home)
    rows(Destroyed).filter(pk=last.pk).delete()
    proofs = retention.deletion_proofs(Viewer.of(home.noor), home.school)
    assert not all(sound for _p, sound in proofs)


def test_a_liaison_who_left_the_school_reads_no_housing(home):
    client(home, "ines").post(
        reverse("support-partners", args=[home.school.pk]), {"do": "liaison", "person": home.tomas.pk}
    )
    rows(Tie).filter(person=home.tomas, role=Role.TEACHER).update(ends=timezone.now())
    assert not Housing.objects.seen_by(Viewer.of(home.tomas)).exists()
