"""What cannot wait until tomorrow is emailed at once, and names no student."""

from datetime import timedelta
from urllib.parse import quote, urlsplit

import pytest
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from trellis.assessment.exhibitions.models import Exhibition, Panelist
from trellis.assessment.exhibitions.services import PANEL_LINK_PURPOSE, set_time
from trellis.core.community import links
from trellis.core.community.models import Person, Role, Tie
from trellis.learning.internships.confirming import confirm_days
from trellis.web.notifications.registry import IMMEDIATE_KINDS
from trellis.web.notifications.services import save_preferences
from web.notifications.letters import TEXT, give_email, quiet_world
from world import Side, tie

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> Side:
    return quiet_world()


@pytest.fixture
def at_once(django_capture_on_commit_callbacks):
    """Run what follows a commit."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def recipients() -> set[str]:
    return {to.split("@")[0] for message in mail.outbox for to in message.to}


def share_concern(side: Side) -> None:
    confirm_days(side.rows["Placement"], {}, "She fell asleep twice.", side.rosa)


def test_the_kinds_that_are_sent_at_once_are_these():
    assert set(IMMEDIATE_KINDS) == {"concern", "exhibition-moved", "tuning-soon", "opened-notes", "account"}


def test_daniel_is_emailed_at_once_that_a_mentor_shared_a_concern(home, at_once):
    for who in ("daniel", "noor", "ines", "tomas"):
        give_email(home, who)
    with at_once():
        share_concern(home)
    assert recipients() == {"daniel"}
    assert "Amina" not in mail.outbox[0].subject + mail.outbox[0].body
    assert "asleep" not in mail.outbox[0].body


def test_without_an_advisor_who_can_be_emailed_noor_is(home, at_once):
    give_email(home, "noor")
    with at_once():
        share_concern(home)
    assert recipients() == {"noor"}


def test_daniel_can_turn_it_off_and_still_meets_it_on_his_day(home, at_once):
    give_email(home, "daniel")
    save_preferences(home.daniel, [], ["concern"])
    with at_once():
        share_concern(home)
    assert not mail.outbox


def test_an_advisor_whose_tie_ended_is_not_emailed(home, at_once):
    give_email(home, "daniel")
    Tie.objects.unscoped(TEXT).filter(person=home.daniel).update(ends=timezone.now())
    with at_once():
        share_concern(home)
    assert not mail.outbox


def move(side: Side, before: timedelta, after: timedelta | None) -> None:
    now = timezone.now()
    Exhibition.objects.unscoped(TEXT).filter(pk=side.rows["Exhibition"].pk).update(starts=now + before)
    exhibition = side.rows["Exhibition"]
    exhibition.refresh_from_db()
    set_time(exhibition, now + after if after else None, "Commons", "", side.ines.pk)


def test_who_would_come_at_the_wrong_time_is_emailed_at_once(home, at_once):
    for who in ("amina", "carmen", "daniel", "tomas"):
        give_email(home, who)
    exhibition = home.rows["Exhibition"]
    Panelist.objects.create(exhibition=exhibition, name="The baker", part="outside", email="baker@x.example")
    with at_once():
        move(home, timedelta(hours=30), timedelta(days=6))
    assert recipients() == {"amina", "carmen", "daniel", "baker"}
    assert all("Amina" not in message.subject for message in mail.outbox)


def link_in_email_to(address: str) -> str:
    body = next(message.body for message in mail.outbox if message.to == [address])
    return next(word for word in body.split() if word.startswith("http"))


def open_link(url: str, person: Person | None = None) -> HttpResponse:
    """The page that a link leads to, for whoever signed in and for nobody."""
    browser = Client()
    if person:
        browser.force_login(person.account)
    parts = urlsplit(url)
    return browser.get(f"{parts.path}?{parts.query}", follow=True)


def test_each_gets_the_link_to_their_own_page(home, at_once, settings):
    settings.TRELLIS_ADDRESS = "https://trellis.example.org"
    for who in ("amina", "carmen", "daniel"):
        give_email(home, who)
    exhibition = home.rows["Exhibition"]
    seat = {"exhibition": exhibition, "part": "outside", "email": "baker@x.example"}
    Panelist.objects.create(name="The baker", **seat)
    with at_once():
        move(home, timedelta(hours=30), timedelta(days=6))
    page = reverse("exhibition", args=[exhibition.pk])
    assert quote(page, safe="") in link_in_email_to("amina@mail.example")
    assert open_link(link_in_email_to("amina@mail.example"), home.amina).status_code == 200
    assert open_link(link_in_email_to("daniel@mail.example"), home.daniel).request["PATH_INFO"] == page
    family = open_link(link_in_email_to("carmen@mail.example"), home.carmen)
    assert family.request["PATH_INFO"] == reverse("family", args=[home.amina.pk])
    assert open_link(link_in_email_to("baker@x.example")).status_code == 200


def test_a_mother_without_an_account_gets_her_familys_link_and_her_language(home, at_once, settings):
    settings.TRELLIS_ADDRESS = "https://trellis.example.org"
    give_email(home, "carmen", "es")
    home.carmen.account.delete()
    with at_once():
        move(home, timedelta(hours=30), None)
    url = link_in_email_to("carmen@mail.example")
    assert "/family/" in url
    assert open_link(url).headers["Content-Language"] == "es"


def test_a_panelist_keeps_the_link_that_they_have(home, at_once, settings):
    settings.TRELLIS_ADDRESS = "https://trellis.example.org"
    exhibition = home.rows["Exhibition"]
    baker = Panelist.objects.create(
        exhibition=exhibition, name="The baker", part="outside", email="baker@x.example"
    )
    token = links.issue_link(PANEL_LINK_PURPOSE, baker.pk, None, 30, None)
    with at_once():
        move(home, timedelta(hours=30), timedelta(days=6))
    assert token in link_in_email_to("baker@x.example")


def test_a_move_two_weeks_ahead_waits_for_the_daily_email(home, at_once):
    give_email(home, "amina")
    with at_once():
        move(home, timedelta(days=14), timedelta(days=15))
    assert not mail.outbox


def test_a_time_that_was_taken_away_is_told_in_the_reader_s_language(home, at_once):
    give_email(home, "carmen", "es")
    with at_once():
        move(home, timedelta(hours=30), None)
    assert recipients() == {"carmen"}


def test_one_bad_mailbox_stops_neither_the_others_nor_the_note(home, at_once, monkeypatch):
    give_email(home, "daniel")
    other = Person.objects.create(network=home.network, given_name="Uma", email="uma@mail.example")
    tie(other, Role.ADVISOR, home.rows["Advisory"])
    real = mail.EmailMessage.send

    def send(message, *args, **more):
        if message.to == [home.daniel.email]:
            raise OSError("550 no such mailbox")
        return real(message, *args, **more)

    monkeypatch.setattr(mail.EmailMessage, "send", send)
    with at_once():
        share_concern(home)
    assert recipients() == {"uma"}
