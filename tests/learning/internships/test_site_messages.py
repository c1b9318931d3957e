"""Staff write to a site in its language; a site learns a first name at most, and never in the subject."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from trellis.core.community.disclosures import disclosures_of
from trellis.core.foundation.ledger import running_act
from trellis.learning.internships.models import Reservation, SiteMessage
from world import Side, make_world

pytestmark = pytest.mark.django_db
TEXT = "the test looks"


@pytest.fixture
def home() -> Side:
    """Amina's request for Hope Clinic, where Rosa mentors, who reads Spanish."""
    side = make_world().home
    SiteMessage.objects.unscoped(TEXT).all().delete()
    Reservation.objects.unscoped(TEXT).update(until=timezone.localdate() + timedelta(days=9))
    side.rosa.email, side.rosa.language = "rosa@clinic.example", "es"
    side.rosa.save()
    side.daniel.email = "daniel@school.example"
    side.daniel.save()
    return side


def approve() -> None:
    Reservation.objects.unscoped(TEXT).update(approved_at=timezone.now())


def send(side: Side, status: int = 302, who: str = "daniel", do: str = "send", to: str = "", **fields) -> str:
    client = Client()
    client.force_login(side.people[who].account)
    address = reverse("site-message", args=[side.amina.pk]) + (f"?to={to}" if to else "")
    shown = client.get(address)
    form = shown.context["form"] if shown.context and "form" in shown.context else None
    draft = {name: form[name].value() for name in ("message", "title", "body")} if form else {}
    answer = client.post(address, {"do": do, **draft, **fields})
    assert answer.status_code == status, answer.content.decode()[:1500]
    return answer.content.decode()


def test_the_message_is_in_rosas_language_and_answers_go_to_daniel(home):
    send(home)
    (email,) = mail.outbox
    assert email.to == ["rosa@clinic.example"]
    assert email.reply_to == ["daniel@school.example"]
    assert "Hope Clinic" in email.subject
    assert email.subject != "A student is interested in Hope Clinic"
    message = SiteMessage.objects.unscoped(TEXT).get()
    assert (message.language, message.sent_by_id, message.way) == ("es", home.daniel.pk, "email")
    assert message.body == email.body


def test_before_approval_no_name_and_after_it_a_first_name(home):
    send(home)
    approve()
    send(home)
    first, second = mail.outbox
    assert "Amina" not in first.body
    assert "Amina" in second.body
    assert "Diallo" not in second.body
    assert not any("Amina" in email.subject for email in mail.outbox)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"title": "About Amina"}, "Leave the student’s name out of the subject."),
        ({"title": "About the diallo family"}, "Leave the student’s name out of the subject."),
        ({"body": "Amina Diallo would like to come."}, "Leave out the student’s last name."),
        ({"body": ""}, "Write a message first."),
        ({"title": " "}, "Enter a subject."),
    ],
)
def test_more_than_a_first_name_is_stopped_and_the_text_stays(home, fields, sentence):
    approve()
    html = send(home, 422, **fields)
    assert sentence in html
    assert next(iter(fields.values())) in html
    assert not mail.outbox


def test_a_name_before_approval_is_stopped(home):
    assert "has not approved this request yet" in send(home, 422, body="Amina would like to come.")


def test_a_student_named_like_the_site_does_not_stop_the_message(home):
    home.amina.given_name = "Hope"
    home.amina.save()
    send(home)
    assert len(mail.outbox) == 1


def test_the_same_message_sent_twice_goes_out_once(home):
    client = Client()
    client.force_login(home.daniel.account)
    address = reverse("site-message", args=[home.amina.pk])
    form = client.get(address).context["form"]
    fields = {name: form[name].value() for name in ("message", "title", "body")}
    for _press in range(2):
        client.post(address, {"do": "send", **fields})
    assert len(mail.outbox) == 1
    assert SiteMessage.objects.unscoped(TEXT).count() == 1


def test_an_email_that_cannot_be_sent_stores_nothing_and_keeps_the_text(home, monkeypatch):
    def refuse(*_args: object, **_more: object) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr(mail.EmailMessage, "send", refuse)
    html = send(home, 422, body="Could a student visit you?")
    assert "The email could not be sent." in html
    assert "Could a student visit you?" in html
    assert not SiteMessage.objects.unscoped(TEXT).exists()


def test_nobody_waits_for_the_mail_server_to_write(home, monkeypatch):
    acts = []
    monkeypatch.setattr(mail.EmailMessage, "send", lambda *_args: acts.append(running_act()))
    send(home)
    assert acts == [None]


def test_without_an_email_the_text_is_copied_and_marked_as_sent(home):
    site = home.rows["Site"]
    site.phone, site.languages = "401-555-0100", ["fr", "en"]
    site.save()
    client = Client()
    client.force_login(home.daniel.account)
    html = client.get(reverse("site-message", args=[home.amina.pk]) + "?to=site").content.decode()
    assert "tel:401-555-0100" in html
    assert "No email address is saved for Hope Clinic." in send(home, 422, to="site")
    send(home, do="log", to="site")
    message = SiteMessage.objects.unscoped(TEXT).get()
    assert (message.way, message.language, message.to_id) == ("other", "fr", None)
    assert not mail.outbox


@pytest.mark.parametrize("who", ["amina", "carmen", "rosa", "bea"])
def test_only_staff_who_work_with_her_write(home, who):
    send(home, 404, who=who, title="x", body="x")
    assert not mail.outbox


def test_the_family_sees_that_the_site_was_told(home):
    approve()
    send(home)
    rows = [row for row in disclosures_of(home.amina) if row.to == "Rosa Herrera, Hope Clinic"]
    assert timezone.localdate() in [row.day for row in rows]


def test_the_path_says_when_daniel_wrote_to_whom(home):
    send(home)
    client = Client()
    client.force_login(home.amina.account)
    html = " ".join(client.get(reverse("placement-search", args=[home.amina.pk])).content.decode().split())
    assert "Messages to sites" in html
    assert "Rosa Herrera" in html
    assert "Show the text" not in html
