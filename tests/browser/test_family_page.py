"""A family's page on a small phone, and the link to it on an advisor's screen."""

import pytest
from django.core import mail
from django.urls import reverse

from browser.test_every_page import PHONE, come_in
from trellis.core.community.models import Person, School
from trellis.web.families import services
from world import Side, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TEXT = "the test chooses"
TWO_SCREENS = 2 * 780  # of a phone that is 360 wide


@pytest.fixture
def home(settings, tmp_path) -> Side:
    settings.MEDIA_ROOT = tmp_path
    side = make_world().home
    School.objects.unscoped(TEXT).filter(pk=side.school.pk).update(phone="401-555-0100")
    return side


def test_the_page_is_two_screens_long_and_reads_well_in_arabic(page_with, live_server, home, axe):
    Person.objects.unscoped(TEXT).filter(pk=home.carmen.pk).update(language="ar")
    token = services.issue_family_link(home.amina, home.carmen, home.noor.pk)
    page = page_with(viewport=PHONE)
    assert page.goto(reverse("family-link", args=[token])).status == 200
    assert page.evaluate("document.dir") == "rtl"
    assert page.evaluate("document.documentElement.scrollHeight") <= TWO_SCREENS
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    for details in page.locator("main details").all():
        details.evaluate("element => { element.open = true; }")
    axe(page)


def test_an_advisor_copies_emails_and_renews_a_link_without_leaving_the_page(
    page_with, live_server, home, axe
):
    Person.objects.unscoped(TEXT).filter(pk=home.carmen.pk).update(email="carmen@home.example")
    page = page_with(
        viewport={"width": 1280, "height": 900}, permissions=["clipboard-read", "clipboard-write"]
    )
    come_in(page, live_server, home.daniel.account.username)
    page.goto(reverse("family", args=[home.amina.pk]))
    page.get_by_role("button", name="Create link for Carmen Diallo").click()
    page.get_by_role("button", name="Copy", exact=True).click()
    page.get_by_role("button", name="Copied").wait_for()
    first = page.locator("[data-address]").input_value()
    assert page.evaluate("navigator.clipboard.readText()") == first
    where = page.url
    page.get_by_role("button", name="Email to c…@home.example").click()
    page.get_by_text("Sent to c…@home.example").wait_for()
    page.get_by_text("QR code").click()
    axe(page)
    page.get_by_role("button", name="Send a new link").click()
    page.wait_for_function("first => document.querySelector('[data-address]').value !== first", arg=first)
    assert page.url == where
    assert [letter.to for letter in mail.outbox] == [["carmen@home.example"]] * 2
