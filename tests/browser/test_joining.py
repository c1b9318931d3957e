"""A real network's schools on their way: one from the first interest into its first year, one that
pauses and returns, one that leaves."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from browser.test_every_page import PHONE, come_in
from imported_world import open_imported_world, username_of
from trellis.adults.joining.models import JoiningStep
from trellis.core.community.models import School
from trellis.design.blueprint.models import Adoption
from trellis.design.blueprint.selectors import package_for_school

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def add_school(imani: Page, name: str, district: str, contact: str = "") -> None:
    imani.get_by_role("link", name="Joining", exact=True).first.click()
    imani.get_by_role("link", name="Add a school", exact=True).click()
    imani.get_by_label("School", exact=True).fill(name)
    imani.get_by_label("District").fill(district)
    imani.get_by_label("Contact at the school").fill(contact)
    imani.get_by_label("Model").select_option(label="Big Picture Learning")
    imani.get_by_role("button", name="Add school").click()
    imani.get_by_role("heading", name=name, level=1).wait_for()


def start_next_stage(imani: Page, stage: str) -> None:
    """With a reason, because its steps were done before the network kept them here."""
    form = imani.locator("#steps > details")
    form.locator("summary").click()
    form.get_by_label("Reason").fill("Agreed on the phone.")
    form.get_by_role("button").click()
    imani.get_by_text(f"Stage: {stage}").wait_for()


def mark_done(page: Page, title: str, evidence: str) -> None:
    step = page.locator("li.step", has=page.get_by_role("heading", name=title))
    step.get_by_text("Mark done").first.click()
    step.get_by_label("Evidence").fill(evidence)
    step.get_by_role("button", name="Mark done").click()
    page.get_by_text(f"Done: {title}").wait_for()


def set_opening(imani: Page, days: int) -> None:
    imani.get_by_text("Edit details").click()
    day = timezone.localdate() + timedelta(days=days)
    imani.get_by_label("First day of school in the model").fill(day.isoformat())
    imani.locator("#details").get_by_role("button", name="Save").click()
    imani.locator("#details").get_by_text("Saved.").wait_for()


def a_school_joins(imani: Page, ines: Page, live_server) -> None:
    add_school(imani, "Harbor High", "Bay District", "Ines Duarte")
    mark_done(imani, "Talk with the school leader", "She has read the model twice.")
    for stage in ("Self-study", "Visits", "Agreement"):
        start_next_stage(imani, stage)
    set_opening(imani, 20)
    start_next_stage(imani, "Year 0")
    imani.get_by_role("button", name="Add to Trellis").click()
    imani.get_by_text("Harbor High is in Trellis now.").wait_for()
    imani.get_by_text("12 students are in Trellis.").wait_for()
    mark_done(imani, "Import the roster", "12 students, checked by the office.")
    start_next_stage(imani, "Year 1")
    come_in(ines, live_server, username_of("Ines"))
    ines.goto("/")
    ines.get_by_role("link", name="Joining", exact=True).first.click()
    mark_done(ines, "Every student has an advisor and a learning plan", "Two advisories.")


def a_school_pauses_and_returns(imani: Page) -> None:
    add_school(imani, "Hobart Secondary", "Tasman District")
    imani.locator("summary", has_text="Pause").click()
    imani.get_by_label("Reason").last.fill("A new superintendent.")
    imani.get_by_role("button", name="Pause", exact=True).click()
    imani.get_by_text("There are no reminders until the school returns.").wait_for()
    steps = JoiningStep.objects.unscoped("the test lets time pass")
    step = steps.select_related("joining").get(joining__name="Hobart Secondary", key="first-call")
    step.joining.paused_on -= timedelta(days=30)
    step.joining.save()
    imani.get_by_role("button", name="Return from the pause").click()
    imani.get_by_text("Open steps are due 30 days later now.").wait_for()
    assert steps.get(pk=step.pk).due == step.due + timedelta(days=30)


def a_school_leaves(imani: Page) -> None:
    imani.get_by_role("button", name="Add to Trellis").click()
    imani.get_by_text("Hobart Secondary is in Trellis now.").wait_for()
    imani.get_by_role("link", name="The school leaves").click()
    imani.get_by_text("The access of Ravi as its coach").wait_for()
    imani.get_by_label("Reason").fill("The district chose another way.")
    imani.get_by_role("button", name="Mark as left").click()
    imani.get_by_text("The record of this school stays here.").wait_for()


def it_adapts_the_model_in_its_first_year(imani: Page, ines: Page) -> None:
    """On a phone, between two lessons: it adopts the model, changes what is its own, and says why."""
    ines.get_by_role("link", name="Today", exact=True).first.click()
    ines.get_by_role("link", name="Our model").first.click()
    ines.get_by_label("Model").select_option(index=0)
    ines.get_by_role("button", name="Adopt this model").click()
    ines.locator("main").get_by_role("link", name="Calendar").click()
    ines.locator("main").get_by_role("link", name="Terms").click()
    ines.get_by_label("Weeks in a term").fill("11")
    ines.get_by_label("Why your school does it this way").fill("Our families asked for longer terms.")
    ines.get_by_role("button", name="Save change").click()
    ines.get_by_text("Saved. Your school works this way from now on.").wait_for()
    imani.get_by_role("link", name="Joining", exact=True).first.click()
    imani.get_by_text("Year 1").first.wait_for()
    imani.get_by_role("link", name="Models", exact=True).first.click()
    imani.get_by_role("link", name="What schools changed").click()
    row = imani.locator("main li", has_text="Harbor High").first
    row.get_by_text("Our families asked for longer terms.").wait_for()


def test_one_school_joins_one_pauses_and_returns_and_one_leaves(page_with, live_server, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "files"
    open_imported_world(tmp_path)
    imani, ines = page_with(), page_with(viewport=PHONE)
    come_in(imani, live_server, username_of("Imani"))
    imani.goto("/")
    harbor = School.objects.unscoped("a school that joins has no model yet").get(name="Harbor High")
    Adoption.objects.unscoped("a school that joins has no model yet").filter(school=harbor).delete()
    a_school_joins(imani, ines, live_server)
    it_adapts_the_model_in_its_first_year(imani, ines)
    assert package_for_school(harbor.pk).calendar.cycles.weeks == 11
    a_school_pauses_and_returns(imani)
    a_school_leaves(imani)
    imani.get_by_role("link", name="Joining", exact=True).first.click()
    imani.get_by_text("1 school is joining.").wait_for()
