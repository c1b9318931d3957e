"""Amina's day on a phone without a signal, and Rosa's link on a browser that knows nobody."""

import re
from datetime import date, time, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from browser.test_every_page import PHONE, come_in
from trellis.core.community import links
from trellis.learning.internships.confirming import LINK_PURPOSE
from trellis.learning.internships.models import DayEntry, InternshipDay
from world import make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TEXT = "the test looks"


@pytest.fixture
def home(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    side = make_world().home
    InternshipDay.objects.unscoped(TEXT).filter(placement__student=side.amina).delete()
    DayEntry.objects.unscoped(TEXT).delete()
    return side


@pytest.fixture
def phone(page_with, live_server, home):
    """Amina's phone, with the page of her day open and kept by the worker."""
    page = page_with(viewport=PHONE, has_touch=True, is_mobile=True)
    come_in(page, live_server, home.amina.account.username)
    page.goto(reverse("my-day"))
    page.evaluate("navigator.serviceWorker.ready")
    page.reload()
    ready(page)
    return page


def ready(page) -> None:
    page.locator("[data-ready]").wait_for()


def entries() -> list[str]:
    return sorted(DayEntry.objects.unscoped(TEXT).values_list("kind", flat=True))


def test_amina_says_it_with_no_signal_and_it_is_kept_and_sent_later(phone):
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Record a voice note").click()
    stop = phone.get_by_role("button", name="Stop and save")
    stop.wait_for()
    with phone.expect_event("console", timeout=10_000) as _heard:
        phone.evaluate("setTimeout(() => console.log('spoken'), 400)")
    stop.click()
    phone.get_by_text("1 entry has not been sent yet.").wait_for()
    assert entries() == []
    with phone.expect_response("**/day/entries/") as answer:
        phone.context.set_offline(False)
    assert answer.value.ok
    phone.locator("[data-waiting]").wait_for(state="hidden")
    assert DayEntry.objects.unscoped(TEXT).get().media_type == "audio/webm"


def test_amina_writes_her_day_down_with_a_few_presses(phone, axe):
    phone.get_by_role("button", name="I’m here").click()
    phone.get_by_text(re.compile(r"^\s*Arrived at")).wait_for()
    phone.get_by_label("What do you want to do today?").fill("Put the visit card into French")
    phone.keyboard.press("Enter")
    phone.get_by_label("One sentence about the day").fill("We laughed about my r")
    phone.keyboard.press("Enter")
    phone.get_by_role("button", name="I’m leaving").click()
    phone.locator("[data-shown=left]").wait_for()
    phone.get_by_text("Saved and sent.").wait_for()
    axe(phone)
    phone.locator("[data-waiting]").wait_for(state="hidden")
    assert entries() == ["arrived", "goal", "left", "said"]


def test_without_a_signal_nothing_is_lost_and_with_one_it_is_sent_once(phone):
    phone.context.set_offline(True)
    phone.get_by_role("button", name="I’m here").click()
    phone.get_by_label("What do you want to do today?").fill("Time how long ten people wait")
    phone.keyboard.press("Enter")
    phone.get_by_text("2 entries have not been sent yet.").wait_for()
    phone.reload()  # the phone was put away and the page is opened anew, still without a signal
    ready(phone)
    phone.get_by_text(re.compile(r"^\s*Arrived at")).wait_for()
    phone.get_by_text("2 entries have not been sent yet.").wait_for()
    assert entries() == []
    phone.context.set_offline(False)
    phone.locator("[data-waiting]").wait_for(state="hidden")
    assert entries() == ["arrived", "goal"]
    phone.reload()
    ready(phone)
    assert entries() == ["arrived", "goal"]


def test_an_answer_that_is_lost_on_the_way_does_not_make_two(phone):
    dropped = []

    def lose_the_first(route):
        if dropped:
            route.continue_()
        else:
            dropped.append(route.fetch())
            route.abort()

    phone.context.route("**/day/entries/", lose_the_first)
    with phone.expect_event("requestfailed"):
        phone.get_by_role("button", name="I’m here").click()
    phone.get_by_text("1 entry has not been sent yet.").wait_for()
    assert entries() == ["arrived"]
    phone.evaluate("dispatchEvent(new Event('online'))")
    phone.locator("[data-waiting]").wait_for(state="hidden")
    assert entries() == ["arrived"]


def test_a_phone_that_two_students_use_keeps_their_entries_apart(phone, live_server, home):
    placed = home.rows["Placement"]
    placed.pk, placed.student = None, home.bea
    placed.sourced_id = type(placed)().sourced_id
    placed.save(force_insert=True)
    phone.context.set_offline(True)
    phone.get_by_role("button", name="I’m here").click()
    phone.get_by_text("1 entry has not been sent yet.").wait_for()
    phone.context.route("**/day/entries/", lambda route: route.abort())
    phone.context.set_offline(False)
    phone.context.clear_cookies()
    come_in(phone, live_server, home.bea.account.username)
    phone.goto(reverse("my-day"))
    ready(phone)
    assert phone.locator("[data-waiting]").is_hidden()
    phone.context.unroute("**/day/entries/")
    phone.reload()
    ready(phone)
    assert entries() == []
    come_in(phone, live_server, home.amina.account.username)
    phone.goto(reverse("my-day"))
    ready(phone)
    phone.get_by_text(re.compile(r"^\s*Arrived at")).wait_for()
    phone.locator("[data-waiting]").wait_for(state="hidden")
    student_ids = DayEntry.objects.unscoped(TEXT).values_list("placement__student", flat=True)
    assert list(student_ids) == [home.amina.pk]


def test_who_signs_out_leaves_no_page_behind(phone):
    phone.locator("details.foot summary").click()
    phone.get_by_role("button", name="Sign out").click()
    phone.get_by_role("link", name="Sign in").wait_for()
    assert phone.evaluate("caches.has('trellis-day')") is False


def test_what_the_school_refuses_stays_on_the_phone_with_its_reason(phone, home):
    InternshipDay.objects.create(
        placement=home.rows["Placement"], date=date.today(), arrived=time(23, 59), minutes=0
    )
    phone.get_by_role("button", name="I’m leaving").click()
    phone.get_by_text(", is before the arrival time,").wait_for()
    phone.get_by_role("button", name="Dismiss").click()
    phone.locator("[data-waiting]").wait_for(state="hidden")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_rosa_confirms_a_week_on_a_browser_that_knows_nobody(page_with, live_server, home, axe, script):
    for back in (2, 4):
        InternshipDay.objects.create(
            placement=home.rows["Placement"],
            date=date.today() - timedelta(days=back),
            arrived=time(9),
            left=time(14),
            minutes=300,
        )
    token = links.issue_link(LINK_PURPOSE, home.rows["Placement"].pk, home.rosa, 7, None)
    page = page_with(viewport=PHONE, java_script_enabled=script)
    page.goto(reverse("confirm-days", args=[token]))
    if script:
        axe(page)
    page.get_by_label("to", exact=True).first.fill("13:30")
    page.get_by_role("button", name="Confirm these 2 days").click()
    page.get_by_text("You confirmed 2 days for Amina.").wait_for()
    assert page.goto(reverse("confirm-days", args=[token])).status == 410
    page.get_by_text("already done").wait_for()
    minutes = (
        InternshipDay.objects.unscoped(TEXT).exclude(confirmed_at=None).values_list("minutes", flat=True)
    )
    assert sorted(minutes) == [270, 300]


def test_daniel_asks_rosa_and_copies_the_link(page_with, live_server, home):
    InternshipDay.objects.create(
        placement=home.rows["Placement"], date=date.today(), arrived=time(9), left=time(14), minutes=300
    )
    page = page_with()
    come_in(page, live_server, home.daniel.account.username)
    page.goto(reverse("placement", args=[home.rows["Placement"].pk]))
    page.get_by_role("button", name="Ask Rosa to confirm").click()
    link = page.locator("[data-address]").input_value()
    assert Client().get(link.removeprefix(live_server.url)).status_code == 200


def test_the_page_opens_without_a_signal_after_the_first_visit(page_with, live_server, home):
    page = page_with(viewport=PHONE, has_touch=True, is_mobile=True)
    come_in(page, live_server, home.amina.account.username)
    page.goto(reverse("my-day"))
    page.locator("[data-offline=kept]").wait_for()
    page.context.set_offline(True)
    page.goto(reverse("my-day"))
    ready(page)
    page.get_by_role("button", name="I’m here").click()
    page.get_by_text("1 entry has not been sent yet.").wait_for()
    page.context.set_offline(False)
    page.locator("[data-waiting]").wait_for(state="hidden")
    assert entries() == ["arrived"]


def test_leaving_can_be_undone(phone, home):
    phone.get_by_role("button", name="I’m here").click()
    phone.get_by_role("button", name="I’m leaving").click()
    phone.get_by_role("button", name="Undo: I’m still here").click()
    phone.get_by_role("button", name="I’m leaving").wait_for()
    phone.locator("[data-waiting]").wait_for(state="hidden")
    day = InternshipDay.objects.unscoped(TEXT).get(placement__student=home.amina)
    assert (day.left, day.minutes) == (None, 0)
    phone.reload()
    ready(phone)
    phone.get_by_role("button", name="I’m leaving").click()
    phone.locator("[data-shown=left]").wait_for()
