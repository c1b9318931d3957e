"""A teacher finds a workshop, is there, tries something, and earns a credential that two colleagues scored apart."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from adults.professional_learning.events import make_event
from browser.test_every_page import come_in
from trellis.adults.professional_learning.models import CredentialAward, LearningEvent, LearningSession
from trellis.core.community.models import Role
from world import make_world, tie

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def home():
    side = make_world().home
    CredentialAward.objects.unscoped("the test").all().delete()
    tie(side.noor, Role.ADVISOR, side.rows["Advisory"])
    return side


def goes_to_a_workshop(daniel, home, axe) -> None:
    """From the menu to a seat in two presses; on the day, the code on the wall; then, what to try next."""
    event = make_event(home, title="Scoring together")
    daniel.get_by_role("link", name="Learning events", exact=True).first.click()
    daniel.get_by_role("button", name=re.compile("Sign up.*Scoring together")).click()
    daniel.get_by_text("You have a seat at “Scoring together”.").wait_for()
    axe(daniel)
    begin(event)
    code = LearningSession.objects.unscoped("the test").get(event=event).code
    daniel.goto(reverse("today"))
    daniel.get_by_role("link", name="Enter the code").click()
    daniel.get_by_label("Code of the session").fill(code)
    daniel.get_by_role("button", name="I’m here").click()
    daniel.get_by_text("You’re checked in to “Scoring together”.").wait_for()


def begin(event) -> None:
    """Let the workshop begin a moment ago."""
    now = timezone.now()
    times = {"starts": now - timedelta(minutes=1), "ends": now + timedelta(hours=2)}
    LearningSession.objects.unscoped("the test").filter(event=event).update(**times)
    LearningEvent.objects.unscoped("the test").filter(pk=event.pk).update(**times)


def test_from_the_catalog_to_a_credential(page_with, live_server, home, axe):
    def enter(who: str, address: str):
        page = page_with()
        come_in(page, live_server, home.people[who].account.username)
        page.goto(address)
        return page

    daniel = enter("daniel", reverse("today"))
    goes_to_a_workshop(daniel, home, axe)
    daniel.goto(reverse("practice"))
    card = daniel.locator("#credential-advisor")
    card.get_by_text("Turn in a piece").click()
    card.get_by_role("button", name="Turn in", exact=True).wait_for()
    card.get_by_label("Title").fill("Maya’s year")
    card.get_by_label("Overview").fill("Fifteen students.")
    card.get_by_label("Evidence").fill("Three plans of one student.")
    card.get_by_label("Reflection").fill("I ask more now.")
    card.get_by_label("Everyone who can be seen").check()
    axe(daniel)
    card.get_by_role("button", name="Turn in", exact=True).click()
    daniel.get_by_text("Turned in. Next").wait_for()

    ines = enter("ines", reverse("practice-scorers"))
    choices = ines.locator("li", has_text="Maya’s year").get_by_label("Scorer for Maya’s year")
    choices.nth(0).select_option(label="Noor Haddad")
    choices.nth(1).select_option(label="Ines Duarte")
    ines.get_by_role("button", name="Ask these people to score").click()
    ines.get_by_role("button", name="Ask these people to score").click()
    ines.get_by_text("2 people were asked to score.").wait_for()

    for who in ("noor", "ines"):
        scorer = enter(who, reverse("practice"))
        scorer.get_by_role("link", name="Maya’s year").click()
        scorer.get_by_role("button", name="Save my scores").wait_for()
        for radio in scorer.locator("input[type=radio][value='2']").all():
            radio.check()
        scorer.get_by_role("button", name="Save my scores").click()
        scorer.get_by_text("Saved. Thank you.").first.wait_for()

    daniel.goto(reverse("practice"))
    daniel.get_by_text("Earned on").wait_for()
    daniel.get_by_role("link", name="Certificate").click()
    for text in ("Daniel Osei", "Noor Haddad", "Ines Duarte", "Maya’s year", "Student learning"):
        daniel.locator("main").get_by_text(text).first.wait_for()
    axe(daniel)
