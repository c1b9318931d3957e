"""A principal leaves: from her first press to the last confirmation by the next one, with access on the first day."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from browser.visitor import Visitor
from imported_world import open_imported_world
from trellis.adults.leadership.models import LeaderHandover
from trellis.core.community.models import Role, Tie

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TEXT = "the test moves the clock"
PHONE = {"width": 390, "height": 844}


def ines_hands_over(ines: Visitor) -> None:
    today = timezone.localdate()
    ines.follow("Handover", "nav.main-nav")
    ines.fill("Last day of the leader who leaves", (today + timedelta(days=10)).isoformat())
    ines.page.get_by_label("Successor (optional)", exact=True).select_option(label="Tomas Silva")
    ines.page.get_by_label("First day of the successor").fill((today + timedelta(days=11)).isoformat())
    ines.press("Start a handover")
    ines.sees("The packet was gathered.")
    for title, words in (("The keys to the boiler room", "In the safe."), ("The alarm", "")):
        card = ines.page.locator("#add")
        card.get_by_label("What it is").fill(title)
        card.get_by_label("What the next leader needs to know").fill(words)
        ines.press("Add item")
        ines.page.locator(".handover-item", has_text=title).wait_for()
    ines.press("I have finished")
    ines.sees(re.compile("Finished by Ines Duarte"))


def tomas_confirms(tomas: Visitor, ines: Visitor) -> None:
    tomas.follow("Handover", "nav.main-nav")
    tomas.sees("In the safe.")
    alarm = tomas.page.locator(".handover-item", has_text="The alarm")
    alarm.locator("summary", has_text="Ask").click()
    alarm.get_by_label("Question").fill("Who turns it off on Sundays?")
    alarm.get_by_role("button", name="Ask").click()
    tomas.sees("You asked")
    ines.page.reload()
    ines.fill("Answer", "The custodian.")
    ines.page.locator(".asked").get_by_role("button", name="Save").click()
    ines.sees("Saved.")
    tomas.page.reload()
    tomas.sees("The custodian.")
    for number in range(tomas.page.get_by_role("button", name="Confirm", exact=True).count()):
        tomas.press("Confirm")
        tomas.page.locator(".settled").nth(number).wait_for()
    tomas.sees(re.compile("Confirmed by Tomas Silva"))


def the_first_day_comes() -> None:
    """Everything that the packet planned lies eleven days and a half earlier, as if so much time had passed."""
    past = timedelta(days=11, hours=12)
    handover = LeaderHandover.objects.unscoped(TEXT).get()
    ties = Tie.objects.unscoped(TEXT).filter(to_school=handover.school_id, role=Role.LEADER)
    for tie in ties:
        tie.starts -= past
        tie.ends = tie.ends and tie.ends - past
        tie.save()


def test_a_principal_hands_her_school_over(
    page_with: Callable[..., Page], axe: Callable[[Page], None], tmp_path, settings
):
    settings.MEDIA_ROOT = tmp_path / "files"
    open_imported_world(tmp_path)
    ines = Visitor(page_with(), "Ines")
    ines_hands_over(ines)
    tomas = Visitor(page_with(viewport=PHONE), "Tomas")
    tomas_confirms(tomas, ines)
    axe(tomas.page)
    assert LeaderHandover.objects.unscoped(TEXT).get().status == LeaderHandover.Status.CONFIRMED
    the_first_day_comes()
    tomas.page.goto("/today/")
    tomas.sees("Waiting for your decision")
    tomas.follow("Students", "nav.main-nav")
    tomas.sees("Amina Diallo")
    assert ines.page.goto("/today/").status == 404
    ines.page.goto("/")
    ines.sees(re.compile("From Ines Duarte to Tomas Silva"))
