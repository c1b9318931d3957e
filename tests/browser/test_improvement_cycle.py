"""From a gap on the overview to an aim, a cycle, its numbers, and a change that is adopted."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from browser.test_gaps_on_paper import network, open_overview
from browser.visitor import Visitor
from improvement.opportunity.network import SmallNetwork
from trellis.core.foundation.ids import new_id
from trellis.improvement.cycles.models import PracticalMeasure
from trellis.improvement.cycles.services.practical import Entry, add_point

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
__all__ = ["network"]
CHANGE = date.today() - timedelta(weeks=10)
WEEKS = [8, 9, 9, 8, 8, 10, 9, 7, 8, 9, 13, 12, 14, 13, 15, 12, 14, 13, 15]


def count_for_weeks(network: SmallNetwork) -> None:
    """What was counted up to last week."""
    measure = PracticalMeasure.objects.unscoped("a test").select_related("network").get()
    for week, done in enumerate(WEEKS):
        day = CHANGE + timedelta(weeks=week - 10)
        add_point(measure, Entry(new_id(), day, done, 20, None), network.imani.pk)


def test_from_a_gap_to_a_change_that_is_adopted(page, live_server, network, axe):
    open_overview(page, live_server, network)
    imani = Visitor(page)
    page.locator(".finding").first.get_by_role("link", name="Start an aim").click()
    imani.sees("The gap that you chose is filled in.")
    imani.fill("By when?", "2027-06-11", exact=False)
    imani.press("Start aim")
    imani.sees("The aim is saved.")
    axe(page)
    aim = page.url
    page.goto(reverse("network-improvement", args=[network.network.pk]))
    imani.follow("Add a practical measure")
    imani.fill("Name", "First calls")
    imani.fill("What exactly is counted?", "How many first calls led to a shadow day?")
    imani.press("Add measure")
    imani.sees("Added.")
    count_for_weeks(network)
    imani.fill("How many", "14")
    imani.fill("Out of how many", "20")
    imani.press("Save")
    imani.sees("Saved.")
    page.goto(aim)
    imani.follow("Start a cycle")
    imani.fill("Question", "Does an interpreter help?", exact=False)
    imani.fill("What you change", "The interpreter joins the first call.")
    imani.fill("Day the change begins", CHANGE.isoformat(), exact=False)
    imani.press("Start cycle")
    study = page.locator("#study")
    study.get_by_text("Add measure").first.click()
    study.get_by_role("button", name="Add measure").click()
    imani.sees("Too early to tell.")
    study.get_by_role("button", name="Freeze baseline").click()
    imani.sees("More than chance would do.")
    axe(page)
    page.get_by_label("Adopt: you keep it").check()
    imani.fill("What you do now, and why", "Every first call has an interpreter.")
    imani.press("Save decision")
    page.locator("#act").get_by_text("Every first call has an interpreter.").first.wait_for()
    assert page.locator("#act").get_by_text("Adopt", exact=True).first.is_visible()
