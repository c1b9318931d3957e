"""What is past the school's policy is destroyed, in the ledger too, and the proof names nobody."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from trellis.core.community.models import Role, School, Tie
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.models import Change
from trellis.learning.supports import retention
from trellis.learning.supports.models import (
    CaseNote,
    Consent,
    Destroyed,
    Housing,
    Need,
    Referral,
    Service,
    Strength,
)
from world import Side, make_world

pytestmark = pytest.mark.django_db
TEXT = "the test looks"
EVERYTHING = (CaseNote, Consent, Housing, Need, Referral, Service, Strength)


@pytest.fixture
def home() -> Side:
    side = make_world().home
    Destroyed.objects.unscoped(TEXT).all().delete()
    return side


def rows(model):
    return model.objects.unscoped(TEXT)


def night(later: int = 0) -> int:
    return retention.delete_past_retention(timezone.now() + timedelta(days=later), lambda *_parts: "")


def of_home(side: Side) -> list[tuple[Destroyed, bool]]:
    return retention.deletion_proofs(Viewer.of(side.noor), side.school)


def old_note(side: Side, days: int, words: str = "An old note.") -> CaseNote:
    note = CaseNote.objects.create(student=side.amina, kind="note", words=words, by=side.noor)
    rows(CaseNote).filter(pk=note.pk).update(created=timezone.now() - timedelta(days=days))
    return note


def test_a_note_past_the_policy_goes_and_a_younger_one_stays(home):
    old_note(home, 740)
    old_note(home, 700, "A younger one.")
    assert night() == 1
    assert night() == 0
    texts = rows(CaseNote).filter(student=home.amina).values_list("words", flat=True)
    assert set(texts) == {"Sleeps badly.", "A younger one."}
    ((proof, sound),) = of_home(home)
    assert (proof.what, proof.rows, sound) == ("notes", 1, True)


def test_the_proof_names_days_as_the_school_had_them(home):
    note = old_note(home, 740)
    moment = (timezone.now() - timedelta(days=740)).replace(hour=13)
    rows(CaseNote).filter(pk=note.pk).update(created=moment)
    School.objects.unscoped(TEXT).filter(pk=home.school.pk).update(time_zone="Pacific/Kiritimati")
    night()
    ((proof, _sound),) = of_home(home)
    assert proof.oldest == proof.newest == moment.date() + timedelta(days=1)


def test_a_year_after_amina_has_left_nothing_of_her_is_here(home):
    rows(Tie).filter(person=home.amina, role=Role.STUDENT).update(ends=timezone.now())
    assert night(300) == 0
    keys = [row.pk for model in EVERYTHING for row in rows(model).filter(**_of(model, home))]
    assert night(370) >= len(keys)
    for model in EVERYTHING:
        assert not rows(model).filter(**_of(model, home)).exists()
    assert not Change.objects.unscoped(TEXT).filter(row__in=keys, before__isnull=False).exists()
    assert all(sound for _proof, sound in of_home(home))


def _of(model, home: Side) -> dict:
    path = "need__student" if model in (Service, Referral) else "student"
    return {path: home.amina}


def test_a_student_who_only_changed_schools_keeps_what_they_have(home):
    rows(Tie).filter(person=home.amina, to_school=home.school).update(ends=timezone.now())
    Tie.objects.create(person=home.amina, role=Role.STUDENT, to_school=_second_school(home))
    assert night(370) == 0


def _second_school(home: Side):
    from trellis.core.community.models import School

    return School.objects.create(network=home.network, name="Second High")


def test_the_proof_names_nobody_and_answers_for_whoever_is_asked_about(home):
    old_note(home, 740)
    night()
    ((proof, _sound),) = of_home(home)
    proof_text = repr(proof.__dict__)
    for name in (home.amina.pk.hex, str(home.amina.pk), "Amina", "An old note"):
        assert name not in proof_text
    noor = Viewer.of(home.noor)
    assert [count for _day, _what, count in retention.deletions_of(noor, home.school, home.amina)] == [1]
    assert retention.deletions_of(noor, home.school, home.bea) == []


def test_a_proof_that_somebody_changed_is_found(home):
    for words in ("One", "Two"):
        old_note(home, 740, words)
        night()
    first = rows(Destroyed).order_by("created").first()
    rows(Destroyed).filter(pk=first.pk).update(rows=7)
    assert [sound for _proof, sound in of_home(home)] == [True, False]
    rows(Destroyed).filter(pk=first.pk).delete()
    assert [sound for _proof, sound in of_home(home)] == [False]


def test_ines_chooses_the_policy_and_noor_reads_it(home):
    address = reverse("support-retention", args=[home.school.pk])
    ines, noor = Client(), Client()
    ines.force_login(home.ines.account)
    noor.force_login(home.noor.account)
    for bad in ("0", "85", "x", "", "1e3", "99999999"):
        assert ines.post(address, {"notes": bad, "after": "12"}).status_code == 422
    assert ines.post(address, {"notes": "6", "after": "3"}).status_code == 302
    assert noor.post(address, {"notes": "80", "after": "80"}).status_code == 404
    assert "Confidential notes are kept for 6 months." in noor.get(address).content.decode()
    old_note(home, 200)
    assert night() == 1
