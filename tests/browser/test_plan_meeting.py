"""Everybody at one table: Daniel writes, each person signs for themselves, Carmen on her own phone."""

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
    if script:
        axe(page)
    page.get_by_role("link", name="Start meeting").click()  # one press from the plan
    page.get_by_role("textbox", name="Discuss").fill("She would like to be a nurse.")
    page.get_by_label("What do you want to do?").last.fill("Time forty visits")
    page.get_by_label("How we will know").last.fill("A chart that Rosa has looked at")
    for part in ("Student", "Family", "Advisor"):
        page.get_by_label(part, exact=True).check()
    if script:
        axe(page)
    page.get_by_role("button", name="Save for signing").click()
    page.get_by_text("Saved as version 1.").wait_for()
    page.get_by_role("button", name="I agree and sign").click()
    page.get_by_text("Signed. Thank you.").wait_for()
    page.get_by_role("button", name="Mark as signed on paper: Rosa Herrera").click()
    page.get_by_text("on paper, seen by Daniel Osei").wait_for()
    page.get_by_role("button", name="Send link: Carmen Diallo").click()
    link = page.get_by_label("Link for Carmen Diallo").input_value()
    phone = page_with(viewport=PHONE, java_script_enabled=script)
    phone.goto(link)
    phone.get_by_text("Time forty visits").wait_for()
    assert phone.locator("html").get_attribute("lang") == "es"
    if script:
        axe(phone)
    phone.locator("button[value=sign]").click()
    phone.locator("button[value=sign]").wait_for(state="detached")
    if script:
        axe(phone)


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_goal_is_edited_where_it_stands_with_two_presses(page_with, live_server, axe, script):
    home = make_world().home
    page = page_with(java_script_enabled=script)
    come_in(page, live_server, home.amina.account.username)
    page.goto(reverse("plan", args=[home.amina.pk]))
    page.get_by_role("link", name="Edit goal: Test six homes").click()
    page.get_by_label("What do you want to do?").fill("Test eight homes")
    if script:
        axe(page)
    page.get_by_role("button", name="Save goal").click()
    page.get_by_role("heading", name="Test eight homes").wait_for()
    page.get_by_role("button", name="Mark reached: Test eight homes").click()
    page.get_by_role("button", name="Mark not reached yet: Test eight homes").click()
    page.get_by_role("button", name="Mark reached: Test eight homes").wait_for()
    page.goto(reverse("plan-versions", args=[home.amina.pk]))
    page.get_by_text("Goal added: Test eight homes").wait_for()
    if script:
        page.get_by_text("Side by side").click()
        axe(page)
