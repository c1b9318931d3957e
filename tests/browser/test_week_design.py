"""A principal designs next year's week before there is a roster: numbers, a draft, three lessons moved by keyboard, and
the week adopted."""

import re

import pytest
from playwright.sync_api import Page

from browser.visitor import Visitor
from imported_world import open_imported_world
from learning.schedules.small_school import TEXT
from trellis.learning.schedules.models import WeekDesign, WeekMeeting

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LINES = "li[data-slot]:has({})"
DAYS = ["mon", "tue", "wed", "thu", "fri"]


def test_a_principal_drafts_a_week_and_moves_three_lessons_by_keyboard(page_with, tmp_path):
    open_imported_world(tmp_path)
    ines = Visitor(page_with(), "Ines")
    page = ines.page
    start_a_draft(ines)
    ines.follow("Open the week")
    ines.press("Draft the week")
    page.get_by_text("Nothing is short.").wait_for()
    page.get_by_role("navigation", name="Rows of the week").get_by_role("link", name="Team 1").click()
    for _number in range(3):
        move_by_keyboard(page)
    assert WeekMeeting.objects.unscoped(TEXT).filter(fixed=True).count() == 3
    page.get_by_text("Adopt this week").first.click()
    year = WeekDesign.objects.unscoped(TEXT).get(title="Next fall").school_year
    ines.fill("First day of this week", f"{year - 1}-09-08")
    ines.press("Adopt this week")
    ines.sees(re.compile("in use from"))


def start_a_draft(ines: Visitor) -> None:
    ines.follow("School year", "nav.main-nav")
    ines.fill("Name", "Next fall")
    ines.page.get_by_text("Numbers: how many students").click()
    ines.fill("Students (optional)", "48")
    ines.press("Start a draft")
    ines.sees("Draft started.")
    assert WeekDesign.objects.unscoped(TEXT).filter(title="Next fall").count() == 1


def move_by_keyboard(page: Page) -> None:
    """Pick up the first lesson that could be somewhere else, walk there by arrows, and place it."""
    names = [
        row.get_attribute("data-lesson") for row in page.locator("a[data-lesson]:not(.locked):visible").all()
    ]
    for name in names:
        page.locator(f"a[data-lesson='{name}']").focus()
        page.keyboard.press("Enter")
        page.locator("[data-focus]").wait_for()
        free = page.locator(LINES.format("a.target:not(.blocked)"))
        if free.count():
            break
        page.keyboard.press("Escape")
        page.locator(f"a[data-lesson='{name}']:focus").wait_for()
    origin = page.locator(LINES.format("[data-origin]")).get_attribute("data-slot")
    slot = free.last.get_attribute("data-slot")
    for key in keys_between(origin, slot):
        page.keyboard.press(key)
    page.locator(f".movebar[data-to='{slot}'][data-possible]").wait_for()
    page.keyboard.press("Enter")
    page.get_by_text("Moved and locked there.").first.wait_for()
    page.locator(f"a.locked[data-lesson='{name}']:focus").wait_for()


def keys_between(origin: str, target: str) -> list[str]:
    """The arrows from one time of the week to another, such as "mon:2": first to the day, then to the period."""
    (day, number), (other_day, other_number) = origin.split(":"), target.split(":")
    days = DAYS.index(other_day) - DAYS.index(day)
    periods = int(other_number) - int(number)
    return ["ArrowRight" if days > 0 else "ArrowLeft"] * abs(days) + [
        "ArrowDown" if periods > 0 else "ArrowUp"
    ] * abs(periods)
