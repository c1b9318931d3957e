"""Sealed notes where mail is down, a student has two schools, or the counselor is the mother."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from learning.supports.asking import client, day, page, press, rows
from trellis.core.community.models import Person, Role, School
from trellis.core.community.viewer import Viewer
from trellis.learning.supports import services
from trellis.learning.supports.models import CaseNote, ClassroomSupport, EmergencyAccess, Need, OpeningNotice
from trellis.web.families.models import RecordAccess
from world import make_world, tie

pytestmark = pytest.mark.django_db
WHY = "She did not come home, and Noor is ill today."


@pytest.fixture
def home():
    side = make_world().home
    side.noor.email = "noor@harbor.example"
    side.noor.save()
    return side


def test_failed_email_still_notifies_the_counselor(home, monkeypatch):
    def down(*a, **k):
        raise OSError("smtp is down")

    with monkeypatch.context() as patch:
        patch.setattr(mail.EmailMessage, "send", down)
        answer = client(home, "ines", raise_request_exception=False).post(
            reverse("confidential-notes", args=[home.amina.pk]), {"why": WHY}
        )
    open_now = rows(EmergencyAccess).filter(person=home.ines).exists()
    shown = page(home, "ines", "confidential-notes")
    assert answer.status_code != 500
    assert not open_now or "Notified by email:" not in shown
    assert "Notified only on their Trellis page: Noor Haddad, Imani Moss. Please call them now." in shown


def test_of_two_schools_both_counselors_are_told(home):
    second = School.objects.create(network=home.network, name="Second High")
    vera = Person.objects.create(network=home.network, given_name="Vera", email="vera@second.example")
    tie(vera, Role.COUNSELOR, second)
    tie(home.amina, Role.STUDENT, second, starts=timezone.now() - timedelta(days=3))
    press(home, "ines", name="confidential-notes", why=WHY)
    assert sorted(to for message in mail.outbox for to in message.to) == [
        "noor@harbor.example",
        "vera@second.example",
    ]


def test_with_a_second_school_without_a_counselor_noor_is_still_named(home):
    second = School.objects.create(network=home.network, name="Second High")
    tie(home.amina, Role.STUDENT, second, starts=timezone.now() - timedelta(days=3))
    press(home, "ines", name="confidential-notes", why=WHY)


def test_a_counselor_whose_record_was_put_away_counts_as_nobody(home):
    rows(Person).filter(pk=home.noor.pk).update(deleted_at=timezone.now())
    press(home, "tomas", name="confidential-notes", why=WHY)
    assert not rows(OpeningNotice).filter(seen_at=None, person=home.noor).exists()


def test_the_same_words_noticed_a_month_later_reach_the_counselor(home):
    press(home, "tomas", do="notice", words="Came without a coat.")
    page(home, "noor", "confidential-notes")
    rows(CaseNote).filter(words="Came without a coat.").update(created=timezone.now() - timedelta(days=30))
    press(home, "tomas", do="notice", words="Came without a coat.")
    assert rows(CaseNote).filter(words="Came without a coat.").count() == 2


def test_a_sentence_for_class_that_is_over_can_be_said_again(home):
    services.add_class_support(home.amina, "May leave early.", timezone.localdate(), home.noor.pk)
    rows(ClassroomSupport).filter(words="May leave early.").update(
        until=timezone.localdate() - timedelta(days=20)
    )
    press(home, "noor", do="class", words="May leave early.", until=day(20))
    assert "May leave early." in page(home, "tomas")


def test_a_sentence_for_class_takes_its_new_last_day(home):
    press(home, "noor", do="class", words="May leave early.", until=day(2))
    press(home, "noor", do="class", words="May leave early.", until=day(30))
    assert rows(ClassroomSupport).get(words="May leave early.").until.isoformat() == day(30)


def test_what_is_read_by_a_post_is_seen_by_the_family_too(home):
    tomas = client(home, "tomas")
    where = reverse("confidential-notes", args=[home.amina.pk])
    tomas.post(where, {"why": WHY})
    shown = tomas.post(where, {"why": "no"})
    assert (
        "Sleeps badly." not in shown.content.decode()
        or rows(RecordAccess).filter(person=home.tomas, page="confidential-notes").exists()
    )


def counselor_mother(home):
    """Carmen counsels at her daughter's school; Amina told Noor something between the two of them."""
    Need.objects.create(
        student=home.amina,
        area="family",
        words="Her mother hits her.",
        between=True,
        opened_at=timezone.localdate(),
        review_on=timezone.localdate(),
        by=home.noor,
    )
    tie(home.carmen, Role.COUNSELOR, home.school)


def test_a_need_between_is_not_a_mothers_who_counsels_at_the_school(home):
    counselor_mother(home)
    for name in ("student-supports", "family"):
        assert "Her mother hits her." not in page(home, "carmen", name)
    assert "Her mother hits her." not in client(home, "carmen").get(reverse("supports")).content.decode()


def test_a_link_of_the_family_shows_no_more_than_a_family_sees(home):
    from django.test import Client

    counselor_mother(home)
    shown = Client().get(reverse("family-link", args=[home.tokens["family-link"]])).content.decode()
    assert "Her mother hits her." not in shown


def test_a_counselor_can_answer_as_a_mother_what_her_page_asks(home):
    from trellis.learning.supports import partner_services

    tie(home.carmen, Role.COUNSELOR, home.school)
    rows(type(home.rows["Consent"])).all().delete()
    consent = partner_services.ask_consent(
        home.amina, home.rows["Partner"], timezone.localdate(), home.noor.pk
    )
    shown = page(home, "carmen")
    assert (
        'value="answer"' not in shown or press(home, "carmen", do="answer", consent=consent.pk, yes="1") == ""
    )


def test_counselor_cannot_read_notes_on_her_own_child(home):
    tie(home.carmen, Role.COUNSELOR, home.school)
    press(home, "tomas", do="notice", words="Bruises.")
    assert not CaseNote.objects.seen_by(Viewer.of(home.carmen)).filter(student=home.amina).exists()


def test_head_and_a_refused_press_do_not_mark_what_was_noticed_as_read(home):
    press(home, "tomas", do="notice", words="Bruises.")
    client(home, "noor").head(reverse("confidential-notes", args=[home.amina.pk]))
    assert rows(CaseNote).get(words="Bruises.").read_at is None
