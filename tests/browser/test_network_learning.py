"""Imani writes down a belief with evidence on both sides, and brings a practice to two schools; Ines reads it."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from browser.test_every_page import PHONE, come_in
from browser.visitor import Visitor
from trellis.core.community.models import School
from world import make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STATEMENT = "Students ask more when they choose the site."


@pytest.fixture
def home(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    side = make_world().home
    School.objects.create(network=side.network, name="Harbor West", state="RI")
    return side


def add_evidence(imani: Visitor, side: str, words: str) -> None:
    part = imani.page.locator("#evidence")
    imani.page.locator("summary").get_by_text("Change this belief").wait_for()
    if not part.get_by_label("What it shows").is_visible():
        part.locator("summary").get_by_text("Add evidence").click()
    part.get_by_label(side, exact=True).check()
    part.get_by_label("What it shows").fill(words)
    part.get_by_role("button", name="Add evidence").click()
    imani.sees(words)


def test_from_a_belief_to_a_roll_out_at_two_schools(page_with, live_server, home, axe):
    page = page_with()
    come_in(page, live_server, home.imani.account.username)
    imani = Visitor(page)
    page.goto(reverse("network-improvement", args=[home.network.pk]))
    imani.follow("What the network learns")
    page.locator("summary").get_by_text("Add belief").click()
    imani.fill("What do you believe?", STATEMENT)
    imani.fill("Look at it again on", (date.today() + timedelta(days=60)).isoformat())
    imani.press("Add belief")
    imani.follow(STATEMENT)
    add_evidence(imani, "Supports it", "Two advisories heard more questions.")
    add_evidence(imani, "Contradicts it", "One advisory heard fewer.")
    axe(page)
    belief = page.url
    imani.follow("Network learning")
    imani.follow("Start a roll-out")
    imani.fill("What is rolled out?", "Students choose their site")
    imani.fill("What schools do, once they start", "Each student names three sites.")
    page.get_by_label("Measure that tells whether it works").select_option(index=1)
    imani.press("Start roll-out")
    imani.sees(re.compile("No comparison is made"))
    page.locator("summary").get_by_text("Add schools").click()
    imani.fill("They start on", date.today().isoformat())
    for school in (home.school.name, "Harbor West"):
        page.get_by_label(school, exact=True).check()
    imani.press("Add schools")
    imani.sees("2 schools have started")
    axe(page)
    roll_out = page.url

    phone = page_with(viewport=PHONE, has_touch=True, is_mobile=True)
    come_in(phone, live_server, home.ines.account.username)
    phone.goto(belief)
    Visitor(phone).sees("One advisory heard fewer.")
    axe(phone)
    phone.goto(roll_out)
    Visitor(phone).sees("2 schools have started")
    assert "Harbor West" not in phone.locator("main").inner_text()
    axe(phone)
