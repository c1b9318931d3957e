"""Everybody chooses what they are emailed about: signed in, or by the links in an email without signing in."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from trellis.core.community.models import Person
from trellis.learning.projects.models import StepDone
from trellis.web.families.models import Notice
from trellis.web.notifications.models import Preference
from trellis.web.notifications.selectors import kinds_off
from trellis.web.notifications.tokens import token_for
from web.notifications.letters import ORIGIN, TEXT, email_to, give_email, quiet_world, run_daily
from world import Side

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> Side:
    side = quiet_world()
    Notice.objects.unscoped(TEXT).update(created=timezone.now())
    Preference.objects.unscoped(TEXT).all().delete()
    return side


def signed_in(side: Side, who: str) -> Client:
    client = Client()
    client.force_login(side.people[who].account)
    return client


def test_carmen_turns_off_messages_from_the_school_and_keeps_the_rest(home):
    give_email(home, "carmen")
    shown = signed_in(home, "carmen").get(reverse("notifications")).content.decode()
    assert "Messages from the school" in shown
    assert "Work to score" not in shown
    chosen = ("daily", "meeting-dates", "exhibition-moved", "open-surveys", "measure-answers")
    sent = {"do": "choose"} | dict.fromkeys(chosen, "on")
    answer = signed_in(home, "carmen").post(reverse("notifications"), sent, follow=True)
    assert "Saved." in answer.content.decode()
    assert kinds_off(home.carmen.pk) == {"family-notices"}
    run_daily()
    assert not any("new message" in message.body for message in mail.outbox)


def test_the_same_choice_sent_twice_is_one_and_can_be_undone(home):
    page, client = reverse("notifications"), signed_in(home, "carmen")
    for _each in range(2):
        client.post(page, {"do": "choose"})
    assert "daily" in kinds_off(home.carmen.pk)
    client.post(page, {"do": "choose", "daily": "on", "family-notices": "on"})
    assert not {"daily", "family-notices"} & kinds_off(home.carmen.pk)


def test_one_press_in_the_email_turns_it_off_without_signing_in(home):
    give_email(home, "carmen", "es")
    run_daily()
    sent = email_to(home, "carmen")
    link = sent.extra_headers["List-Unsubscribe"].strip("<>")
    assert link in sent.body
    assert link in sent.alternatives[0].content
    path, phone = link.removeprefix(ORIGIN), Client(headers={"accept-language": "en"})
    assert 'lang="es"' in phone.get(path).content.decode()
    assert not kinds_off(home.carmen.pk)  # opening it changes nothing: mail programs open links too
    phone.post(path)
    phone.post(path)
    assert kinds_off(home.carmen.pk) == {"daily"}
    assert run_daily(days=1) == 0


def test_a_mail_program_turns_it_off_by_itself(home):
    give_email(home, "carmen")
    run_daily()
    sent = email_to(home, "carmen")
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = sent.extra_headers["List-Unsubscribe"].strip("<>").removeprefix(ORIGIN)
    answer = Client(enforce_csrf_checks=True).post(path, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert kinds_off(home.carmen.pk) == {"daily"}


def test_rosa_without_an_account_chooses_by_the_link_in_her_email(home):
    page = reverse("notifications-by-link", args=[token_for(home.rosa)])
    assert "Internship days to confirm" in Client().get(page).content.decode()
    Client().post(page, {"do": "choose", "daily": "on"})
    assert "days-to-confirm" in kinds_off(home.rosa.pk)


def test_a_link_that_was_changed_opens_nothing(home):
    token = token_for(home.rosa)
    other = home.carmen.pk.hex + token[32:]
    for name in ("notifications-by-link", "unsubscribe"):
        assert Client().get(reverse(name, args=[other])).status_code == 404
        assert Client().post(reverse(name, args=["x"])).status_code == 404


def test_noor_reads_what_cannot_be_turned_off_and_why(home):
    shown = signed_in(home, "noor").get(reverse("notifications")).content.decode()
    assert "Someone opened confidential notes in an emergency" in shown
    assert "must know the same day." in shown
    signed_in(home, "noor").post(reverse("notifications"), {"do": "choose", "opened-notes": ""})
    assert "opened-notes" not in kinds_off(home.noor.pk)


def test_amina_who_has_no_address_is_told_whom_to_ask(home):
    Person.objects.unscoped(TEXT).filter(pk=home.amina.pk).update(email="")
    shown = signed_in(home, "amina").get(reverse("notifications")).content.decode()
    assert "Ask your school to add one." in shown


def test_what_is_turned_off_is_not_told_among_other_things(home):
    give_email(home, "tomas")
    signed_in(home, "tomas").post(reverse("notifications"), {"do": "choose", "daily": "on"})
    StepDone.objects.unscoped(TEXT).update(at=timezone.now())
    assert run_daily() == 0


def test_the_menu_leads_to_the_page(home):
    assert reverse("notifications") in signed_in(home, "daniel").get(reverse("today")).content.decode()


def test_a_reader_of_the_link_can_choose_another_language(home):
    page = reverse("notifications-by-link", args=[token_for(home.rosa)])
    phone = Client()
    phone.post(reverse("language"), {"language": "ar", "next": page})
    assert 'dir="rtl"' in phone.get(page).content.decode()
