"""Looping: an advisory goes from Daniel to Tomas with one note; sight goes with the tie, the same second."""

import pytest
from django.test import Client
from django.urls import reverse

from trellis.core.community.models import Person, Role, Tie
from trellis.learning.plans.models import Handover
from world import Side, make_world, tie

pytestmark = pytest.mark.django_db
TEXT = "the test looks"


@pytest.fixture
def home() -> Side:
    side = make_world().home
    Handover.objects.unscoped(TEXT).all().delete()
    tie(side.bea, Role.STUDENT, side.rows["Advisory"])
    return side


def hand_over(side: Side, to: str, note: str = "", who: str = "ines") -> str:
    client = Client()
    client.force_login(side.people[who].account)
    fields = {"taker": str(side.people[to].pk), "note": note}
    address = reverse("handover", args=[side.rows["Advisory"].pk])
    return client.post(address, fields, follow=True).content.decode()


def sees_bea(side: Side, who: str) -> bool:
    return Person.objects.seen_by(side.viewer(who)).filter(pk=side.bea.pk).exists()


def test_access_moves_to_the_next_advisor(home):
    assert (sees_bea(home, "daniel"), sees_bea(home, "tomas")) == (True, False)
    assert "Handed over to Tomas Silva" in hand_over(home, "tomas")
    assert (sees_bea(home, "daniel"), sees_bea(home, "tomas")) == (False, True)
    ties = Tie.objects.unscoped(TEXT).filter(to_group=home.rows["Advisory"], role=Role.ADVISOR)
    assert {(tie.person_id, tie.ends is None) for tie in ties} == {
        (home.daniel.pk, False),
        (home.tomas.pk, True),
    }


def test_the_next_advisor_reads_the_note_and_the_last_one_no_longer(home):
    hand_over(home, "tomas", "Bea takes the late bus.")
    notes = {
        who: list(Handover.objects.seen_by(home.viewer(who))) for who in ("tomas", "daniel", "ines", "amina")
    }
    assert [bool(notes[who]) for who in ("tomas", "daniel", "ines", "amina")] == [True, False, True, False]


def test_the_note_stands_on_the_next_advisors_day(home):
    hand_over(home, "tomas", "Bea takes the late bus.")
    client = Client()
    client.force_login(home.tomas.account)
    assert "Bea takes the late bus." in client.get(reverse("today"), follow=True).content.decode()


def test_handing_over_to_who_has_it_changes_nothing(home):
    assert "is already the advisor." in hand_over(home, "daniel")
    assert not Handover.objects.unscoped(TEXT).exists()


@pytest.mark.parametrize("to", ["amina", "carmen", "rosa"])
def test_an_advisory_goes_only_to_somebody_who_works_at_the_school(home, to):
    assert "Choose the new advisor." in hand_over(home, to)
    assert sees_bea(home, "daniel")


def test_an_advisor_does_not_hand_over_alone(home):
    hand_over(home, "tomas", who="daniel")
    assert sees_bea(home, "daniel")
