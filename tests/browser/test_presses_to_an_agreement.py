"""An advisor goes from Today to a written agreement in eight presses, and every step has its facts."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page

from browser.test_every_page import come_in
from trellis.learning.internships.models import (
    Agreement,
    Clearance,
    Placement,
    PlacementSearch,
    Reservation,
    SearchStep,
)
from world import make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TEXT = "the test begins from nothing"
CHECKS = ("site-visit", "insurance", "background")


@pytest.fixture
def home(settings, tmp_path):
    """Amina has no internship and no search; everything at Hope Clinic is checked."""
    settings.MEDIA_ROOT = tmp_path
    side = make_world().home
    Placement.objects.unscoped(TEXT).filter(student=side.amina).update(
        ends=timezone.localdate() - timedelta(days=2)
    )
    for model in (Clearance, Reservation, PlacementSearch):
        model.objects.unscoped(TEXT).all().delete()
    for kind in CHECKS:
        later = timezone.localdate() + timedelta(days=300)
        Clearance.objects.create(site=side.rows["Site"], kind=kind, expires=later)
    return side


class CountedPage:
    """A page on which each press is counted; typing, choosing a date and checking a box are not presses."""

    def __init__(self, page: Page) -> None:
        self.page, self.presses = page, 0

    def press(self, control: Locator) -> None:
        control.click()
        self.presses += 1

    def link(self, name: str) -> None:
        self.press(self.page.get_by_role("link", name=name, exact=True).first)

    def button(self, name: str) -> None:
        self.press(self.page.get_by_role("button", name=name, exact=True).first)


def test_daniel_writes_an_agreement_in_eight_presses_from_today(page_with, live_server, home, axe):
    page = page_with()
    come_in(page, live_server, home.daniel.account.username)
    page.goto("/today/")
    daniel = CountedPage(page)
    daniel.link("looking for a site")
    daniel.button("Request Hope Clinic")
    daniel.button("Approve")
    daniel.press(page.get_by_text("Record several steps"))
    day = timezone.localdate() - timedelta(days=5)
    page.get_by_role("button", name="Save steps").wait_for()
    for field in page.locator("input[name^=on-]").all():
        field.fill(day.isoformat())
    for field in page.locator("input[name^=contact-]").all():
        field.fill("Rosa Herrera")
    axe(page)
    daniel.button("Save steps")
    page.locator(".path [aria-current=step]").get_by_text("Agreement").first.wait_for()
    daniel.link("Days, hours and agreement")
    page.get_by_label("Mentor", exact=True).select_option(label="Rosa Herrera")
    page.locator("input[name=days]").first.check()
    for box in page.get_by_label("I have checked this").all():
        box.check()
    daniel.button("Save")
    if page.get_by_text(re.compile("needs your attention")).count():
        page.get_by_label("I have checked this").last.check()
        daniel.button("Save")
    page.get_by_text("Saved.").wait_for()
    assert daniel.presses <= 8
    agreement = Agreement.objects.unscoped(TEXT).get()
    assert agreement.mentor_id == home.rosa.pk
    hold = Reservation.objects.unscoped(TEXT).get()
    assert (hold.approved_by_id, hold.site_id) == (home.daniel.pk, home.rows["Site"].pk)
    steps = SearchStep.objects.unscoped(TEXT).filter(search=hold.search_id)
    assert {step.stage for step in steps} == {
        "interest",
        "informational-interview",
        "shadow-day",
        "set-up-meeting",
    }
    assert {(step.done_on, step.contact, step.recorded_by_id) for step in steps} == {
        (day, "Rosa Herrera", home.daniel.pk)
    }
