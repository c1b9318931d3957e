"""Everybody at one table: Daniel writes, all sign, Carmen reads her copy on her own phone."""

import pytest
from django.urls import reverse

from browser.test_every_page import PHONE, come_in
from trellis.core.community.models import Person
from trellis.learning.plans.models import PlanVersion
from world import make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TEXT = "the test looks"


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_the_plan_is_written_signed_and_read_at_home(page_with, live_server, axe, script):
    home = make_world().home
    PlanVersion.objects.unscoped(TEXT).delete()
    Person.objects.unscoped(TEXT).filter(pk=home.carmen.pk).update(language="es")
    page = page_with(java_script_enabled=script)
    come_in(page, live_server, home.daniel.account.username)
    page.goto(reverse("student", args=[home.amina.pk]))
    page.get_by_role("link", name="Learning plan").click()
    page.get_by_role("textbox", name="Discuss").fill("She would like to be a nurse.")
    page.get_by_label("What do you want to do?").last.fill("Time forty visits")
    page.get_by_label("How we will know").last.fill("A chart that Rosa has looked at")
    for part in ("student", "family", "advisor"):
        page.get_by_label(part, exact=True).check()
    if script:
        axe(page)
    page.get_by_role("button", name="Save and sign").click()
    page.get_by_text("Signed: version 1.").wait_for()
    page.get_by_role("button", name="Share copy with family").click()
    link = page.get_by_label("Link for Carmen Diallo").input_value()
    phone = page_with(viewport=PHONE, java_script_enabled=script)
    phone.goto(link)
    phone.get_by_text("Time forty visits").wait_for()
    assert phone.locator("html").get_attribute("lang") == "es"
    if script:
        axe(phone)
