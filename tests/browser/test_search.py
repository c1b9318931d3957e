"""Finding a student from any page by keyboard alone: Ctrl K and Enter, with the name typed in between."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from browser.test_every_page import PHONE, come_in
from trellis.core.community.models import Person, Role
from world import Side, make_world, tie

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def home(settings, tmp_path) -> Side:
    settings.MEDIA_ROOT = tmp_path
    return make_world().home


def at(page: Page, home: Side, live_server, who: str, address: str) -> Page:
    come_in(page, live_server, home.people[who].account.username)
    page.goto(address)
    return page


def test_daniel_opens_aminas_page_from_today_with_two_presses(page, live_server, home):
    daniel = at(page, home, live_server, "daniel", reverse("today"))
    daniel.keyboard.press("Control+k")
    daniel.keyboard.type("AMINÁ d")
    daniel.keyboard.press("Enter")  # also before the answer is there
    daniel.wait_for_url(f"**{reverse('student', args=[home.amina.pk])}")


def test_arrows_choose_the_number_of_results_is_announced_and_escape_gives_the_place_back(
    page, live_server, home, axe
):
    for given in ("Ana", "Anabel", "Anais"):
        person = Person.objects.create(network=home.network, given_name=given, family_name="Rivera")
        tie(person, Role.STUDENT, home.school)
    ines = at(page, home, live_server, "ines", reverse("school-students", args=[home.school.pk]))
    ines.get_by_label("Name", exact=True).focus()
    ines.keyboard.press("Control+k")
    palette = ines.get_by_role("dialog")
    palette.get_by_role("combobox").fill("rivera")
    expect(palette.get_by_role("status")).to_have_text("3 results")
    expect(palette.get_by_role("option", selected=True)).to_contain_text("Ana Rivera")
    ines.keyboard.press("ArrowDown")
    expect(palette.get_by_role("option", selected=True)).to_contain_text("Anabel Rivera")
    axe(ines)
    ines.keyboard.press("ArrowUp")
    ines.keyboard.press("ArrowUp")
    expect(palette.get_by_role("option", selected=True)).to_contain_text("Anais Rivera")
    ines.keyboard.press("Escape")
    expect(palette).to_be_hidden()
    expect(ines.get_by_label("Name", exact=True)).to_be_focused()


def test_typing_in_the_field_of_a_phone_opens_the_palette_with_what_was_typed(page_with, live_server, home):
    ines = at(page_with(viewport=PHONE), home, live_server, "ines", reverse("school", args=[home.school.pk]))
    ines.get_by_role("search", name="Everything").get_by_role("searchbox").press_sequentially("am")
    expect(ines.get_by_role("dialog").get_by_role("option").first).to_contain_text("Amina Diallo")


def test_without_script_the_field_opens_a_page_of_results(page_with, live_server, home):
    plain = page_with(java_script_enabled=False)
    ines = at(plain, home, live_server, "ines", reverse("school", args=[home.school.pk]))
    ines.get_by_role("searchbox").fill("amina")
    ines.keyboard.press("Enter")
    ines.get_by_role("link", name="Amina Diallo", exact=True).click()
    expect(ines).to_have_url(f"{live_server.url}{reverse('student', args=[home.amina.pk])}")
