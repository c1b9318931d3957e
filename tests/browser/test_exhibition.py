"""From the seat to the agreed level: Daniel asks, the baker reads on her own phone, Amina reads too."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from browser.test_every_page import PHONE, come_in
from trellis.assessment.exhibitions.models import (
    AgreedLevel,
    Exhibition,
    PanelComment,
    Panelist,
    PanelScore,
    Round,
)
from world import make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TEXT = "the test looks"


def read_all(page, quality: str) -> None:
    page.get_by_role("button", name="Save my scores").wait_for()
    for group in page.locator("fieldset.rubric-row").all():
        group.get_by_text(quality, exact=True).click()
    page.get_by_role("button", name="Save my scores").click()
    page.get_by_text("Saved.").wait_for()


def test_a_panel_reads_talks_and_agrees(page_with, live_server, axe):
    home = make_world().home
    for model in (PanelScore, AgreedLevel, PanelComment):
        model.objects.unscoped(TEXT).all().delete()
    exhibition = home.rows["Exhibition"]
    Exhibition.objects.unscoped(TEXT).filter(pk=exhibition.pk).update(starts=timezone.now())
    Panelist.objects.create(
        exhibition=exhibition, person=home.amina, part="student", accepted_at=timezone.now()
    )
    address = reverse("exhibition", args=[exhibition.pk])

    daniel = page_with()
    come_in(daniel, live_server, home.daniel.account.username)
    daniel.goto(address)
    axe(daniel)
    daniel.get_by_label("Name", exact=True).fill("The baker")
    daniel.get_by_role("button", name="Invite", exact=True).click()
    link = daniel.locator("[data-address]").input_value()

    baker = page_with(viewport=PHONE)
    baker.goto(link)
    axe(baker)
    read_all(baker, "Extending")

    amina = page_with(viewport=PHONE)
    come_in(amina, live_server, home.amina.account.username)
    amina.goto(address)
    read_all(amina, "Building")

    daniel.goto(address)
    read_all(daniel, "Building")
    daniel.get_by_text("talk about this one").first.wait_for()
    axe(daniel)
    form = daniel.locator("#agreeing")
    form.get_by_role("button", name="Save results").wait_for()
    for group in form.locator("fieldset").all():
        group.get_by_text("Connecting", exact=True).click()
        group.get_by_role("textbox").fill("The baker saw what she did at the second visit.")
    form.get_by_label("recommendation").fill("Bring the numbers")
    form.get_by_role("button", name="Save results").click()
    daniel.get_by_role("heading", name="What the panel agreed on").wait_for()
    axe(daniel)

    amina.goto(address)
    amina.get_by_text("Bring the numbers").wait_for()
    baker.goto(link)
    baker.get_by_text("The panel has agreed on the results.").wait_for()


def test_ines_finds_times_for_everybody(page_with, live_server, axe):
    home = make_world().home
    Exhibition.objects.unscoped(TEXT).all().delete()
    Round.objects.unscoped(TEXT).all().delete()
    day = (timezone.localdate() + timedelta(days=8)).isoformat()
    ines = page_with()
    come_in(ines, live_server, home.ines.account.username)
    ines.goto(reverse("exhibition-rounds", args=[home.school.pk]))
    ines.get_by_label("Days", exact=True).first.fill(day)
    ines.get_by_label("Rooms, one per line").fill("Commons\nLab")
    ines.get_by_role("button", name="Create schedule").click()
    ines.get_by_label("Name", exact=True).fill("The baker from Dean Street")
    ines.get_by_role("button", name="Ask when they can come").click()
    link = ines.locator("[data-address]").input_value()

    baker = page_with(viewport=PHONE)
    baker.goto(link)
    axe(baker)
    baker.get_by_label("from").first.fill("10:00")
    baker.get_by_label("to", exact=True).first.fill("15:00")
    baker.get_by_role("button", name="Save").click()
    baker.get_by_text("Thank you.").wait_for()

    ines.get_by_role("button", name="Find times").click()
    ines.get_by_text("Students with a time: 2.").wait_for()
    ines.get_by_role("link", name="Amina Diallo").wait_for()
    axe(ines)
