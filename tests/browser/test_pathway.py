"""A teacher starts a pathway that nobody else sees, chooses a mentor, and the mentor confirms a step."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from browser.visitor import Visitor
from imported_world import open_imported_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}


def test_a_pathway_from_the_wish_to_a_confirmed_step(
    page_with: Callable[..., Page], axe: Callable[[Page], None], tmp_path, settings
):
    settings.MEDIA_ROOT = tmp_path / "files"
    open_imported_world(tmp_path)
    tomas = Visitor(page_with(), "Tomas")
    tomas.follow("My pathways", "nav.main-nav")
    tomas.press("Start: Aspiring leader")
    tomas.sees("Started. Only you can see it.")
    first = tomas.page.locator(".pathway-step").first
    first.locator("summary").click()
    first.get_by_label("Evidence").fill("We dropped two units, and students asked more.")
    first.get_by_role("button", name="Save").click()
    tomas.sees("Saved.")
    sharing = tomas.page.locator("#sharing")
    sharing.locator("summary").click()
    sharing.get_by_label("Mentor").select_option(label="Ines Duarte")
    sharing.get_by_role("button", name="Save").click()
    sharing.get_by_text("Ines Duarte").first.wait_for()
    axe(tomas.page)
    ines = Visitor(page_with(viewport=PHONE), "Ines")
    ines.page.goto(tomas.page.url.partition("#")[0])
    ines.press("Confirm")
    ines.sees("Confirmed.")
    tomas.page.reload()
    tomas.sees("1 of 4 confirmed")
