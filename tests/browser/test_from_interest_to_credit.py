"""One student's whole way: an interest, a place, a day confirmed, a plan signed, an exhibition, credit."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from browser.test_every_page import PHONE, come_in
from trellis.assessment.exhibitions.models import AgreedLevel, Exhibition, PanelComment, PanelScore
from trellis.design.blueprint.models import Adoption
from trellis.design.frameworks.models import Outcome
from trellis.learning.internships.models import (
    Clearance,
    InternshipDay,
    Placement,
    PlacementSearch,
    Reservation,
)
from trellis.learning.plans.models import Plan
from world import make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TEXT = "the test begins from nothing"


@pytest.fixture
def home(settings, tmp_path):
    """Amina with nothing yet: no plan, no search, no placement, no exhibition."""
    settings.MEDIA_ROOT = tmp_path
    side = make_world().home
    Placement.objects.unscoped(TEXT).filter(student=side.amina).update(
        ends=timezone.localdate() - timedelta(days=2)
    )
    for model in (
        PanelScore,
        AgreedLevel,
        PanelComment,
        Exhibition,
        Plan,
        Clearance,
        Reservation,
        PlacementSearch,
        InternshipDay,
    ):
        model.objects.unscoped(TEXT).all().delete()
    framework = (
        Adoption.objects.unscoped(TEXT).select_related("package").get(school=side.school).package.framework_id
    )
    for key in ("personal-qualities", "empirical-reasoning", "social-reasoning"):
        Outcome.objects.create(framework_id=framework, key=key, title=key, statement=".")
    return side


def finds_a_place(amina, daniel, rosa, home) -> None:
    way = reverse("placement-search", args=[home.amina.pk])
    amina.goto(way)
    amina.get_by_label("What are you curious about").fill("Why people wait so long")
    amina.get_by_role("button", name="Start").click()
    amina.get_by_role("button", name="Request Hope Clinic").click()
    amina.get_by_text("is reserved for two weeks.").wait_for()
    daniel.goto(way)
    stage = daniel.locator(".path [aria-current=step] h3")
    for title in ("Informational interview", "Shadow day", "Set-up meeting", "Agreement"):
        daniel.get_by_role("button", name="Next step").wait_for()
        for box in daniel.locator("input[name=need]").all():
            box.check()
        daniel.get_by_role("button", name="Next step").click()
        stage.get_by_text(title).wait_for()
    agrees(amina, daniel, rosa, home)


def agrees(amina, daniel, rosa, home) -> None:
    """Daniel writes down days and hours, looks, approves; everybody signs, Rosa by a link; it begins."""
    way = reverse("agreement", args=[home.amina.pk])
    daniel.goto(way)
    daniel.get_by_label("Mentor", exact=True).select_option(label="Rosa Herrera")
    daniel.get_by_role("button", name="Save", exact=True).wait_for()
    for day in daniel.locator("input[name=days]").all():
        day.check()
    daniel.get_by_role("button", name="Save", exact=True).click()
    daniel.get_by_text("These points are for a student who is 14, so they may not apply.").wait_for()
    daniel.locator("form", has=daniel.get_by_role("button", name="Approve")).get_by_role("checkbox").check()
    daniel.get_by_role("button", name="Approve").click()
    daniel.get_by_text("Approved. You may now tell the site who is coming.").wait_for()
    daniel.get_by_role("button", name="Send Rosa a link").click()
    rosa.goto(daniel.locator("[data-address]").input_value())
    rosa.get_by_role("button", name="I agree and sign").click()
    rosa.get_by_text("You signed for Amina").wait_for()
    amina.goto(way)
    amina.get_by_role("button", name="I agree and sign").click()
    amina.get_by_text("Signed. Thank you.").wait_for()
    daniel.goto(way)
    daniel.get_by_role("button", name="I agree and sign").click()
    daniel.get_by_text("Signed on paper").click()
    daniel.get_by_label("Who signed").fill("Carmen Diallo")
    daniel.get_by_role("button", name="Mark as signed on paper:").click()
    daniel.get_by_role("button", name="Start placement").click()
    daniel.get_by_text("The placement is set up.").wait_for()


def logs_a_day(amina, daniel, rosa, home) -> None:
    amina.goto(reverse("my-day"))
    amina.locator("[data-ready]").wait_for()
    amina.get_by_text("Add a day I forgot or fix a time").click()
    for kind, at in (("arrived", "00:00"), ("left", "00:01")):
        amina.get_by_label("What happened", exact=True).select_option(kind)
        amina.get_by_label("Time").fill(at)
        with amina.expect_response("**/day/entries/") as answer:
            amina.locator("form[data-kind=late]").get_by_role("button").click()
        assert answer.value.ok
    amina.locator("[data-waiting]").wait_for(state="hidden")
    place = Placement.objects.unscoped(TEXT).get(student=home.amina, ends=None)
    daniel.goto(reverse("placement", args=[place.pk]))
    daniel.get_by_role("button", name="Ask Rosa to confirm").click()
    rosa.goto(daniel.locator("[data-address]").input_value())
    rosa.get_by_label("to", exact=True).fill("05:00")
    rosa.get_by_role("button", name=re.compile("Confirm this day")).click()
    rosa.get_by_text("You confirmed 1 day for Amina.").wait_for()


def signs_a_plan(daniel, home) -> None:
    daniel.goto(reverse("plan", args=[home.amina.pk]))
    daniel.get_by_role("button", name="Start plan").click()
    daniel.get_by_label("What do you want to do?").first.fill("Time forty visits")
    for part in ("Student", "Family", "Advisor"):
        daniel.get_by_label(part, exact=True).check()
    daniel.get_by_role("button", name="Save for signing").click()
    daniel.get_by_text("Saved as version 1.").wait_for()
    daniel.get_by_role("button", name="I agree and sign").click()
    daniel.get_by_text("Signed. Thank you.").wait_for()


def exhibits(amina, daniel, home) -> None:
    daniel.goto(reverse("student-exhibitions", args=[home.amina.pk]))
    daniel.get_by_role("button", name="Add").click()
    daniel.get_by_role("heading", name="Amina Diallo · Exhibition").wait_for()
    exhibition = Exhibition.objects.unscoped(TEXT).get(student=home.amina)
    Exhibition.objects.unscoped("its hour has come").filter(pk=exhibition.pk).update(starts=timezone.now())
    daniel.goto(reverse("exhibition", args=[exhibition.pk]))
    daniel.get_by_label("Name", exact=True).fill("The baker")
    daniel.get_by_role("button", name="Invite", exact=True).click()
    baker = daniel.locator("[data-address]").input_value()
    amina.goto(reverse("exhibition", args=[exhibition.pk]))
    reads(amina)
    daniel.goto(baker)
    reads(daniel)
    daniel.goto(reverse("exhibition", args=[exhibition.pk]))
    daniel.get_by_role("button", name="Save results").wait_for()
    for group in daniel.locator("#agreeing fieldset").all():
        group.get_by_text("Connecting", exact=True).click()
    daniel.get_by_role("button", name="Save results").click()
    daniel.get_by_role("heading", name="What the panel agreed on").wait_for()


def reads(page) -> None:
    page.get_by_role("button", name="Save my scores").wait_for()
    for group in page.locator("fieldset.rubric-row").all():
        group.get_by_text("Connecting", exact=True).click()
    page.get_by_role("button", name="Save my scores").click()
    page.get_by_text("Saved.").wait_for()


def test_amina_goes_from_an_interest_to_credit(page_with, live_server, home, axe):
    amina, daniel, rosa = page_with(viewport=PHONE), page_with(), page_with(viewport=PHONE)
    come_in(amina, live_server, home.amina.account.username)
    come_in(daniel, live_server, home.daniel.account.username)
    finds_a_place(amina, daniel, rosa, home)
    logs_a_day(amina, daniel, rosa, home)
    signs_a_plan(daniel, home)
    exhibits(amina, daniel, home)
    amina.goto(reverse("credit", args=[home.amina.pk]))
    amina.get_by_text("60 of 120").wait_for()
    axe(amina)
    daniel.goto(reverse("narrative", args=[home.amina.pk]))
    daniel.get_by_label("What did you see this student do").fill("She timed forty visits.")
    axe(daniel)
    daniel.get_by_role("button", name="Share with student and family").click()
    amina.goto(reverse("narrative", args=[home.amina.pk]))
    amina.get_by_text("She timed forty visits.").wait_for()
