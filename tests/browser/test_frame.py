"""The frame around every page, by keyboard and on a phone."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from browser.test_every_page import PHONE, come_in
from world import Side, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def home(settings, tmp_path) -> Side:
    settings.MEDIA_ROOT = tmp_path
    return make_world().home


def at(page: Page, live_server, home: Side, who: str, address: str) -> Page:
    come_in(page, live_server, home.people[who].account.username)
    page.goto(address)
    return page


def test_escape_closes_the_menu_and_gives_the_hands_back_their_place(page, live_server, home):
    daniel = at(page, live_server, home, "daniel", reverse("today"))
    menu = daniel.locator(".rail details").last
    menu.locator("summary").press("Enter")
    menu.get_by_role("combobox").press("Escape")
    expect(menu.get_by_role("button", name="Sign out")).to_be_hidden()
    expect(menu.locator("summary")).to_be_focused()


def test_a_press_beside_the_menu_closes_it(page, live_server, home):
    daniel = at(page, live_server, home, "daniel", reverse("today"))
    daniel.locator(".rail details summary").last.click()
    daniel.get_by_role("heading", level=1).click()
    expect(daniel.get_by_role("button", name="Sign out")).to_be_hidden()


def test_on_a_phone_the_way_one_is_on_stands_in_sight(page_with, live_server, home):
    ines = at(page_with(viewport=PHONE), live_server, home, "ines", reverse("sites"))
    expect(ines.locator(".main-nav [aria-current]")).to_be_in_viewport(ratio=1)


def test_on_a_phone_what_unfolds_shows_that_it_does(page_with, live_server, home):
    noor = at(
        page_with(viewport=PHONE),
        live_server,
        home,
        "noor",
        reverse("student-supports", args=[home.amina.pk]),
    )
    fold = noor.locator("main summary").first
    assert fold.evaluate("one => getComputedStyle(one, '::before').borderInlineEndWidth") == "2px"
