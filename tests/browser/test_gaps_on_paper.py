"""The overview for the board: printed without menu and buttons, on a phone without a page that slides, WCAG in both."""

import pytest
from django.test import Client
from django.urls import reverse

from browser.test_every_page import PHONE
from improvement.opportunity.network import SmallNetwork, add_school, make_network
from trellis.improvement.opportunity.services import rebuild_rollups

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def network() -> SmallNetwork:
    """Two schools: at East few multilingual learners have an internship."""
    network = make_network("Harbor", {"East": 60}, learners=0.7)
    add_school(network, "West", 60, learners=0.3)
    for school, students in network.students.items():
        for student in students:
            if not student.learner or school == "West":
                network.place(student.person)
    rebuild_rollups(network.network)
    return network


def open_overview(page, live_server, network):
    client = Client()
    client.force_login(network.imani.account)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    page.context.add_cookies([cookie])
    page.goto(reverse("network", args=[network.network.pk]))


def test_on_paper_there_is_the_table_and_neither_menu_nor_button(page, live_server, network):
    open_overview(page, live_server, network)
    assert page.get_by_role("button", name="Print").is_visible()
    page.emulate_media(media="print")
    assert page.locator(".matrix").is_visible()
    assert page.locator(".finding").first.is_visible()
    for hidden in (".rail", "[data-print]", ".tabs", "form.row"):
        assert not page.locator(hidden).first.is_visible(), hidden


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
def test_on_a_phone_only_the_table_slides(page_with, live_server, network, axe, color_scheme):
    page = page_with(viewport=PHONE, color_scheme=color_scheme)
    open_overview(page, live_server, network)
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
