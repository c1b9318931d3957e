"""Somebody learns beside a leader of a school in another time zone: asked, signed, approved, worked and confirmed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from browser.visitor import Visitor
from imported_world import open_imported_world
from trellis.learning.internships.models import Placement

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TEXT = "the test moves the clock"
PHONE = {"width": 390, "height": 844}


def wren_asks(wren: Visitor) -> str:
    """The address of her request."""
    wren.follow("My pathways", "nav.main-nav")
    wren.follow("Ask a leader of another school")
    wren.page.get_by_label("School and leader").select_option(label="Harbor High: Ines Duarte")
    wren.fill("What I would like to learn, and what I can do there", "How you hire.")
    wren.fill("First day", (timezone.localdate() + timedelta(days=3)).isoformat())
    for name in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"):
        wren.page.get_by_label(name, exact=True).check()
    wren.press("Send request")
    wren.sees("Sent to Ines Duarte.")
    return wren.page.url


def test_an_apprenticeship_from_the_wish_to_confirmed_hours(
    page_with: Callable[..., Page], axe: Callable[[Page], None], tmp_path, settings
):
    settings.MEDIA_ROOT = tmp_path / "files"
    open_imported_world(tmp_path)
    wren = Visitor(page_with(viewport=PHONE), "Wren")
    address = wren_asks(wren)
    ines = Visitor(page_with(), "Ines")
    ines.page.goto(address)
    ines.fill("Your name", "Ines Duarte")
    ines.press("Sign")
    ines.sees("You signed. The network has not approved it yet.")
    axe(ines.page)
    imani = Visitor(page_with(), "Imani")
    imani.page.goto(address)
    imani.press("Approve")
    imani.sees("Approved. The apprenticeship is set.")
    began = timezone.localdate() - timedelta(days=3)
    Placement.objects.unscoped(TEXT).filter(host_school__isnull=False).update(starts=began)

    wren.page.reload()
    wren.follow("Log my day")
    wren.press("I’m here")
    wren.page.locator("[data-shown=arrived]").wait_for()
    wren.page.get_by_text("Add a day I forgot or fix a time").click()
    for what, at in (("I arrived at", "09:00"), ("I left at", "11:30")):
        late = wren.page.locator("form[data-kind=late]")
        late.get_by_label("Date").fill((timezone.localdate() - timedelta(days=2)).isoformat())
        late.get_by_label("What happened").select_option(label=what)
        late.get_by_label("Time").fill(at)
        late.get_by_role("button", name="Save").click()
        wren.page.locator("[data-say]", has_text="Saved and sent.").wait_for()
    axe(wren.page)

    ines.page.reload()
    ines.press("Confirm these days")
    ines.sees("Thank you. The hours are confirmed.")
    ines.sees("2.5 of 80 hours confirmed")
