"""Ines opens a self-review; Daniel (on a phone) and Tomas score apart; they agree, and the growth page shows it."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from browser.test_every_page import PHONE, come_in
from trellis.improvement.reviews.models import SchoolReview
from world import REVIEW_RUBRIC, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TEXT = "the test looks"


@pytest.fixture
def home(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr("trellis.improvement.reviews.services.current_rubric", lambda school: REVIEW_RUBRIC)
    return make_world().home


def invite(page, name: str) -> None:
    if not page.get_by_label("Person", exact=True).is_visible():
        page.get_by_text("Invite a reviewer", exact=True).click()
    page.get_by_label("Person", exact=True).select_option(label=name)
    page.get_by_role("button", name="Invite", exact=True).click()
    page.get_by_text(f"{name} is invited.").wait_for()


def score(page, row: str, level: str, words: str) -> None:
    """The row that is next stands open."""
    part = page.get_by_role("region", name=row, exact=True)
    part.get_by_label(level).check()
    part.get_by_label("What you saw").fill(words)
    part.get_by_role("button", name="Save", exact=True).click()
    part.get_by_text("Saved.", exact=True).wait_for()


def test_two_score_apart_agree_and_the_growth_page_shows_it(page_with, live_server, home, axe):
    ines, daniel = page_with(), page_with(viewport=PHONE, has_touch=True, is_mobile=True)
    tomas, today = page_with(), timezone.localdate()
    come_in(ines, live_server, home.ines.account.username)
    ines.goto(reverse("school-reviews", args=[home.school.pk]))
    ines.get_by_label("First day").fill(today.isoformat())
    ines.get_by_label("Last day").fill((today + timedelta(days=9)).isoformat())
    ines.get_by_role("button", name="Open review").click()
    for name in ("Daniel Osei", "Tomas Silva"):
        invite(ines, name)

    come_in(daniel, live_server, home.daniel.account.username)
    daniel.goto(reverse("today"))
    daniel.get_by_role("link", name=re.compile("^Score: .*Self-review")).click()
    score(daniel, "Exhibitions", "Level 2: Growing", "Two of four panels had an outside adult.")
    score(daniel, "Advisory", "Level 3: Established", "Every advisory met each day.")
    axe(daniel)
    daniel.get_by_role("button", name="Finish scoring").click()
    daniel.get_by_text("Your levels are final.").wait_for()

    come_in(tomas, live_server, home.tomas.account.username)
    tomas.goto(reverse("school-review", args=[SchoolReview.objects.unscoped(TEXT).get(status="open").pk]))
    expect(tomas.get_by_role("main")).not_to_contain_text("Two of four panels")
    score(tomas, "Exhibitions", "Level 3: Established", "Families asked good questions.")
    score(tomas, "Advisory", "Level 3: Established", "Students know their advisor.")
    tomas.get_by_role("button", name="Finish scoring").click()
    expect(tomas.get_by_role("main")).to_contain_text("Two of four panels")

    ines.get_by_text("Close scoring", exact=True).first.click()
    ines.get_by_role("button", name="Close scoring").click()
    ines.get_by_role("button", name="Use these levels").click()
    part = ines.get_by_role("region", name="Exhibitions", exact=True)
    part.get_by_label("Level 2: Growing").check()
    part.get_by_role("button", name="Save agreed level").click()
    part.get_by_text("Saved.", exact=True).wait_for()
    axe(ines)
    ines.get_by_role("button", name="Share review").click()
    ines.get_by_text("The review is shared.").wait_for()
    ines.get_by_text("Add a commitment", exact=True).click()
    ines.get_by_label("What will be done").last.fill("Two outside adults on each panel, all year")
    ines.get_by_label("Owner").last.select_option(label="Daniel Osei")
    ines.get_by_label("Due").last.fill((today + timedelta(days=60)).isoformat())
    ines.get_by_role("button", name="Add commitment").click()
    ines.get_by_text("Commitment added.").wait_for()

    daniel.goto(reverse("school-reviews", args=[home.school.pk]))
    expect(daniel.get_by_role("img", name=re.compile("^Advisory. .*Level 3: Established"))).to_be_visible()
    axe(daniel)
    daniel.goto(reverse("own-commitments"))
    expect(daniel.get_by_role("main")).to_contain_text("Two outside adults on each panel, all year")
