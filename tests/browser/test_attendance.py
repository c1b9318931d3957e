"""A teacher enters the code in the room on a phone, two presses from Today, and prints a certificate that anybody can
check."""

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from adults.professional_learning.days import end, event_of, seat
from browser.test_every_page import PHONE, come_in
from world import make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def home(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    cache.clear()
    return make_world().home


def test_from_the_code_in_the_room_to_a_certificate_that_an_office_checks(page_with, live_server, home):
    event = event_of(home, title="Scoring together", host=home.school)
    seat(event, home.tomas, home)
    ines, tomas = page_with(), page_with(viewport=PHONE)
    come_in(ines, live_server, home.ines.account.username)
    ines.goto(f"/learning-events/{event.pk}/attendance/")
    code = ines.locator(".session-code").inner_text()
    come_in(tomas, live_server, home.tomas.account.username)
    tomas.goto("/today/")
    tomas.get_by_role("link", name="Enter the code").click()
    tomas.get_by_label("Code of the session").fill(code)
    tomas.get_by_role("button", name="I’m here").click()
    expect(tomas.get_by_text("You’re checked in to “Scoring together”.")).to_be_visible()
    end(event)
    ines.reload()
    expect(ines.get_by_role("checkbox", name="Tomas Silva")).to_be_checked()
    ines.get_by_role("button", name="Issue certificates").click()
    expect(ines.get_by_text("1 certificate was issued.")).to_be_visible()
    tomas.goto("/my-learning/")
    line = tomas.get_by_role("listitem").filter(has_text="Scoring together")
    line.get_by_role("link", name="Certificate").first.click()
    expect(tomas.get_by_role("heading", level=1)).to_have_text("Certificate of attendance")
    office = page_with()
    office.goto(tomas.locator("code", has_text="/certificates/").inner_text())
    expect(office.get_by_role("heading", level=1)).to_have_text("This certificate is genuine")
    expect(office.get_by_role("main")).to_contain_text("T. S.")
    expect(office.get_by_role("main")).not_to_contain_text("Silva")
