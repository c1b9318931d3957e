"""A coordinator makes one record of two, and two again; the organization confirms its promise on a phone."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from browser.test_every_page import PHONE, come_in
from trellis.adults.organizations import promises, services
from trellis.adults.organizations.models import DistinctPair, OrganizationMerge, PartnerPromise
from trellis.adults.organizations.years import current_year
from world import make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def home(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    side = make_world().home
    OrganizationMerge.objects.unscoped("t").all().delete()
    DistinctPair.objects.unscoped("t").all().delete()
    return side


def test_two_records_of_a_clinic_are_merged_and_parted_again(page, live_server, home):
    twin = {"name": "Hope Clinics", "phone": "401-555-0142", "city": "Rua"}
    services.add_organization(home.network.pk, twin, home.ines.pk)
    come_in(page, live_server, home.daniel.account.username)
    page.goto("/")
    page.get_by_role("link", name="Partners", exact=True).first.click()
    page.get_by_role("link", name="Possible duplicates").click()
    pair = page.get_by_role("listitem").filter(has_text="Hope Clinics").filter(has_text="Rua").first
    pair.get_by_role("link", name="Compare").click()
    expect(page.get_by_role("radio", checked=True)).to_have_count(3)
    page.get_by_role("button", name="Merge into one").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hope Clinic")
    expect(page.get_by_role("main")).to_contain_text("401-555-0142")
    page.get_by_role("button", name="Undo the merge").click()
    expect(page.get_by_role("main")).not_to_contain_text("401-555-0142")
    expect(page.get_by_role("main")).to_contain_text("“Hope Clinics” may be the same organization.")


def test_the_organization_confirms_its_promise_on_a_phone(page_with, home, axe):
    relationship, year = home.rows["Relationship"], current_year(home.school).number
    promise = promises.add_promise(relationship, year, "Tutors in algebra.", "served", 40, home.ines.pk)
    phone = page_with(viewport=PHONE)
    phone.goto(reverse("organization-link", args=[home.tokens["organization-link"]]))
    axe(phone)
    assert PartnerPromise.objects.unscoped("t").get(pk=promise.pk).confirmed_at is None
    phone.get_by_role("button", name="Yes, these are our promises").click()
    expect(phone.get_by_role("main")).to_contain_text("confirmed by the organization")
    assert PartnerPromise.objects.unscoped("t").get(pk=promise.pk).confirmed_at
