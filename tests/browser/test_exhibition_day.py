"""Exhibition day with ten people in ten browsers: all score at once on their phones, and nothing is lost."""

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
)
from trellis.assessment.exhibitions.services import PANEL_LINK_PURPOSE
from trellis.core.community import links
from world import make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TEXT = "the test looks"
ROWS = 3
LEVEL = {"Building": 2, "Connecting": 3}
VISITORS = ("The baker", "The carpenter", "The nurse", "The printer")
STAFF = {"daniel": "advisor", "tomas": "school", "noor": "school"}


@pytest.fixture
def home():
    """Amina's exhibition began a minute ago. Seven people score: Amina, three adults of the school, four visitors."""
    side = make_world().home
    for model in (PanelScore, AgreedLevel, PanelComment, Panelist):
        model.objects.unscoped(TEXT).all().delete()
    exhibition = side.rows["Exhibition"]
    begun = timezone.now() - timedelta(minutes=1)
    Exhibition.objects.unscoped(TEXT).filter(pk=exhibition.pk).update(starts=begun)
    now = timezone.now()
    Panelist.objects.create(exhibition=exhibition, person=side.amina, part="student", accepted_at=now)
    for who, part in STAFF.items():
        Panelist.objects.create(exhibition=exhibition, person=side.people[who], part=part, accepted_at=now)
    for name in VISITORS:
        Panelist.objects.create(exhibition=exhibition, name=name, part="outside", accepted_at=now)
    return side


def panel_links(exhibition) -> list[str]:
    seats = Panelist.objects.unscoped(TEXT).filter(exhibition=exhibition, part="outside").order_by("name")
    return [
        reverse("panel", args=[links.issue_link(PANEL_LINK_PURPOSE, seat.pk, None, 7, None)])
        for seat in seats
    ]


def choose(page, row: int, quality: str) -> None:
    page.locator("fieldset.rubric-row").nth(row).get_by_text(quality, exact=True).click()


def wait_until_saved(page) -> None:
    page.locator("[data-state]").get_by_text("Saved.").wait_for()


def saved_levels(exhibition) -> dict[str, list[int]]:
    seats = Panelist.objects.unscoped(TEXT).filter(exhibition=exhibition, scored_at__isnull=False)
    scores = PanelScore.objects.unscoped(TEXT)
    return {
        seat.display_name: list(scores.filter(panelist=seat).values_list("level", flat=True))
        for seat in seats.select_related("person")
    }


def test_ten_people_hold_an_exhibition_at_once(home, page_with, live_server):
    """All go row by row in turn, so that eight forms are open at once. The nurse loses her network for a moment."""
    exhibition = home.rows["Exhibition"]
    address = reverse("exhibition", args=[exhibition.pk])
    problems: list[str] = []
    signed_in = {}
    for who in ("daniel", "tomas", "noor", "amina", "ines", "carmen"):
        page = page_with(viewport=PHONE)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("response", lambda answer: problems.append(answer.url) if answer.status >= 500 else None)
        come_in(page, live_server, home.people[who].account.username)
        page.goto(address)
        signed_in[who] = page
    visitors = {}
    for name, link in zip(VISITORS, panel_links(exhibition), strict=True):
        visitors[name] = page_with(viewport=PHONE)
        visitors[name].goto(link)
    scorers = [signed_in[who] for who in (*STAFF, "amina")] + list(visitors.values())

    nurse = visitors["The nurse"]
    nurse.context.set_offline(True)
    for row in range(ROWS):
        for place, page in enumerate(scorers):
            choose(page, row, "Connecting" if (row + place) % 2 else "Building")
    nurse.locator("[data-state]").get_by_text("Not saved yet").wait_for()
    nurse.context.set_offline(False)
    for page in scorers:
        wait_until_saved(page)
    assert PanelScore.objects.unscoped(TEXT).count() == ROWS * len(scorers)

    ines, carmen = signed_in["ines"], signed_in["carmen"]
    carmen.reload()
    assert carmen.get_by_role("heading", name="Side by side").count() == 0
    ines.reload()
    ines.get_by_text("Still scoring").wait_for()
    for page in scorers:
        page.get_by_role("button", name="Save my scores").click()
    for page in scorers:
        page.locator(".messages").get_by_text("Saved.").wait_for()
    levels = saved_levels(exhibition)
    assert len(levels) == len(scorers)
    assert all(len(of_seat) == ROWS for of_seat in levels.values())

    daniel = signed_in["daniel"]
    daniel.goto(address)
    form = daniel.locator("#agreeing")
    form.get_by_role("button", name="Save results").wait_for()
    for group in form.locator("fieldset").all():
        group.get_by_text("Connecting", exact=True).click()
    form.get_by_role("button", name="Save results").click()
    daniel.get_by_role("heading", name="What the panel agreed on").wait_for()
    agreed = AgreedLevel.objects.unscoped(TEXT).filter(exhibition=exhibition)
    assert list(agreed.values_list("level", flat=True)) == [LEVEL["Connecting"]] * ROWS
    for page in (signed_in["amina"], carmen):
        page.goto(address)
        page.get_by_role("heading", name="What the panel agreed on").wait_for()
    nurse.reload()
    nurse.get_by_text("The panel has agreed on the results.").wait_for()
    assert problems == []
