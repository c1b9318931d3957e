"""The first week of a network that came from a roster, in a browser: from typing a password, by the pages' own links.

Nothing is opened by its address except the front page, sign-in, and links that the product hands out. `Visitor`
counts what a person presses; the test fails when a task takes more presses than it does today.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache

from browser.test_every_page import PHONE
from browser.visitor import Visitor
from imported_world import TODAY, ImportedWorld, open_imported_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NEW_YORK, HOBART = ZoneInfo("America/New_York"), ZoneInfo("Australia/Hobart")


def draw_up_a_plan(advisor: Visitor, student: str, term: str, goal: str) -> int:
    advisor.start_again()
    advisor.follow(student, "main .callout:has-text('learning plan')")
    advisor.press("Start plan")
    advisor.sees(term)
    advisor.fill("What do you want to do?", goal)
    for part in ("Student", "Advisor"):
        advisor.click(advisor.page.get_by_label(part, exact=True))
    advisor.press("Save for signing")
    advisor.sees("Saved as version 1.")
    advisor.press("I agree and sign")
    advisor.sees("Signed. Thank you.")
    return advisor.count()


def enter_a_site(advisor: Visitor) -> int:
    advisor.follow("Sites", "nav.main-nav")
    advisor.follow("Add site")
    advisor.fill("Site name", "Hope Clinic")
    advisor.press("Save")
    advisor.page.get_by_role("heading", name="Hope Clinic").wait_for()
    advisor.click(advisor.page.get_by_text("Add a person"))
    advisor.fill("First name", "Rosa", exact=False)
    advisor.fill("Last name", "Herrera", exact=False)
    advisor.press("Add")
    advisor.sees("Rosa Herrera")
    return advisor.count()


def ask_for_a_place(student: Visitor) -> int:
    student.start_again()
    student.follow("LTI search")
    student.fill("What are you curious about", "Why people wait so long", exact=False)
    student.press("Start")
    student.press("Request Hope Clinic")
    student.sees("is reserved for two weeks.")
    return student.count()


def agree(advisor: Visitor, student: Visitor, family: Visitor, mentor: Visitor) -> list[int]:
    """The advisor writes down days and hours and approves; all four sign, the mentor by a link."""
    advisor.start_again()
    advisor.follow("Amina Diallo", "main .callout:has-text('requested a site')")
    advisor.click(advisor.page.locator("form", has_text="Approve").get_by_role("checkbox").first)
    advisor.press("Approve")
    advisor.follow("Days, hours and agreement")
    advisor.page.get_by_label("Mentor", exact=True).select_option(label="Rosa Herrera")
    for day in advisor.page.locator("input[name=days]").all():
        if not day.is_checked():
            advisor.click(day)
    advisor.press("Save")
    advisor.click(advisor.page.get_by_label("I have checked this").last)  # seven days a week, for the test
    advisor.press("Save")
    advisor.press("Send Rosa a link")
    mentor.page.goto(advisor.copied_link())
    mentor.press("I agree and sign")
    mentor.sees("You signed for Amina")
    for signer in (student, family):
        signer.start_again()
        signer.follow("Amina Diallo") if signer is family else None
        signer.follow("LTI")
        signer.follow("Agreement")
        signer.press("I agree and sign")
        signer.sees("Signed. Thank you.")
    advisor.press("I agree and sign")
    advisor.press("Start placement")
    advisor.sees("The placement is set up.")
    return [who.count() for who in (advisor, student, family, mentor)]


def log_a_day(student: Visitor) -> int:
    """Arrive, write a goal, leave; then put the arrival right, because nobody waits for hours in a test."""
    page = student.page
    student.start_again()
    student.press("I’m here")
    page.locator("[data-ready]").wait_for()
    page.locator("p.lead").get_by_text("Arrived at").wait_for()
    assert re.fullmatch(
        r"\d{1,2}:\d\d\s[AP]M", page.locator("[data-shown=arrived] [data-value]").inner_text()
    )
    student.fill("What do you want to do today?", "Put the visit card into French")
    student.press("Save")
    student.press("I’m leaving")
    page.locator("[data-shown=left]").wait_for()
    page.locator("[data-waiting]").wait_for(state="hidden")  # what was sent has moved the rest of the page
    student.click(page.get_by_text("Add a day I forgot or fix a time"))
    page.get_by_label("What happened", exact=True).select_option("arrived")
    student.fill("Time", "00:00")
    student.press("Save", inside=page.locator("form[data-kind=late]"))
    page.locator("[data-waiting]").wait_for(state="hidden")
    assert re.fullmatch(r"\d{1,2}:\d\d\s[AP]M", page.locator("[data-shown=left] [data-value]").inner_text())
    return student.count()


def confirm_the_day(advisor: Visitor, mentor: Visitor) -> list[int]:
    advisor.start_again()
    advisor.follow("Amina Diallo")
    advisor.follow("Hope Clinic")
    advisor.press("Ask Rosa to confirm")
    mentor.page.goto(advisor.copied_link())
    mentor.press(re.compile("Confirm this day"))
    mentor.sees("You confirmed 1 day for Amina.")
    return [advisor.count(), mentor.count()]


def design_a_project(teacher: Visitor, group: str, today: str, due: str) -> int:
    """A name and two dates, an outcome, one step, one product, and a class brought in."""
    page = teacher.page
    teacher.follow("Projects", "nav.main-nav")
    teacher.fill("Working title", "Shade where we wait")
    teacher.fill("First day", today)
    teacher.fill("Last day", due)
    teacher.press("Start")
    page.get_by_role("heading", name="Shade where we wait").wait_for()
    teacher.click(page.get_by_label("Empirical Reasoning", exact=True))
    teacher.press("Save", inside=page.locator("form", has=page.locator("input[name=aim]")))
    teacher.click(page.get_by_text("Add benchmark"))
    teacher.fill("What students turn in", "Count who waits")
    teacher.fill("Due date", due)
    teacher.press("Add", inside=page.locator("#steps"))
    teacher.click(page.get_by_text("Add product"))
    teacher.fill("What students make", "A map for the city")
    page.locator("#products").get_by_role("textbox", name="Empirical Reasoning").fill("60")
    teacher.press("Add", inside=page.locator("#products"))
    teacher.follow("Students and teams")
    teacher.click(page.get_by_label(re.compile(group)))
    teacher.press("Add to project")
    teacher.sees(re.compile(r"students? added"))
    return teacher.count()


def turn_in_work(student: Visitor) -> int:
    student.follow("Projects", "nav.main-nav")
    student.follow("Shade where we wait")
    student.follow("Count who waits")
    student.fill("Write it here", "Forty people, eleven in the sun.")
    student.press("Turn in")
    student.sees("Turned in.")
    return student.count()


def score_the_work(teacher: Visitor, student: str) -> int:
    """On the rubric's rows, from the class's gradebook."""
    page = teacher.page
    teacher.start_again()
    teacher.follow("Gradebook")
    teacher.follow("Empirical Reasoning")
    teacher.follow("A map for the city")
    page.get_by_role("heading", name=student).wait_for()
    teacher.sees("Forty people, eleven in the sun.")
    page.get_by_role("button", name="Save", exact=True).first.wait_for()
    for row in page.locator("main fieldset").all():
        teacher.click(row.get_by_role("radio").nth(2))
    teacher.press("Save")
    teacher.sees(re.compile("saved", re.I))
    return teacher.count()


def give_a_grade(teacher: Visitor, student: str, term: str, letter: str) -> int:
    teacher.start_again()
    teacher.follow("Gradebook")
    teacher.follow("Grades")
    teacher.page.get_by_role("heading", name=f"Grades for {term}", exact=True).wait_for()
    teacher.fill(f"Grade for {student}", letter)
    teacher.press("Post grades")
    teacher.sees("1 grade posted.")
    return teacher.count()


def open_a_round(principal: Visitor) -> int:
    """On the first Monday and Tuesday that are a week away."""
    principal.follow("Exhibitions", "nav.main-nav")
    monday = TODAY + timedelta(days=14 - TODAY.weekday())
    for number in range(2):
        field = principal.page.get_by_label("Days", exact=True).nth(number)
        field.fill((monday + timedelta(days=number)).isoformat())
    principal.fill("Rooms, one per line", "Commons\nLab")
    principal.press("Create schedule")
    principal.press("Find times")
    principal.sees("Students with a time: 12.")
    return principal.count()


def score_an_exhibition(advisor: Visitor, student: Visitor, panelist: Visitor, begins: str) -> list[int]:
    """The advisor moves it to now and asks somebody from outside, who scores by a link; three scores, one level."""
    advisor.start_again()
    advisor.follow("Amina Diallo")
    advisor.follow("Exhibition")
    advisor.fill("Date and time", begins)
    advisor.press("Save")
    advisor.fill("Name", "The baker")
    advisor.press("Invite")
    panelist.page.goto(advisor.copied_link())
    student.start_again()
    student.follow("Exhibition")
    for scorer in (panelist, student, advisor):
        scorer.page.get_by_role("button", name="Save my scores").wait_for()
        for row in scorer.page.locator("fieldset.rubric-row").all():
            scorer.click(row.get_by_role("radio").nth(2))
        scorer.press("Save my scores")
        scorer.sees("Saved.")
    advisor.page.get_by_role("button", name="Save results").wait_for()
    for row in advisor.page.locator("#agreeing fieldset").all():
        advisor.click(row.get_by_role("radio").nth(2))
    advisor.press("Save results")
    advisor.page.get_by_role("heading", name="What the panel agreed on").wait_for()
    return [who.count() for who in (advisor, student, panelist)]


@pytest.fixture
def world(settings, tmp_path) -> ImportedWorld:
    settings.MEDIA_ROOT = tmp_path / "files"
    cache.clear()
    return open_imported_world(tmp_path)


@pytest.fixture
def comes(page_with):
    """A person who signed in with a password, or a guest with a link only: comes("Amina", viewport=PHONE)."""

    def make(given_name: str = "", zone: ZoneInfo = NEW_YORK, **options) -> Visitor:
        return Visitor(page_with(timezone_id=zone.key, locale="en-US", **options), given_name)

    return make


def at_most(presses: list[int], *limits: int) -> bool:
    return all(count <= limit for count, limit in zip(presses, limits, strict=True))


def long_day(moment: datetime) -> str:
    """As every page writes a day: Sun, Nov 29."""
    return f"{moment:%a, %b} {moment.day}"


def test_the_first_week_at_harbor_high(world, comes):
    now = datetime.now(NEW_YORK)
    daniel, tomas, ines, carmen = (comes(name) for name in ("Daniel", "Tomas", "Ines", "Carmen"))
    amina, rosa, baker = comes("Amina", viewport=PHONE), comes(viewport=PHONE), comes(viewport=PHONE)

    assert draw_up_a_plan(daniel, "Amina Diallo", "Winter", "Time forty visits") <= 7
    for reader in (amina, carmen):
        reader.follow("Learning plan")
        reader.sees("Time forty visits")
        reader.sees(f"Plan meeting held {long_day(now)}")
        assert reader.count() <= 1

    assert enter_a_site(daniel) <= 5
    assert ask_for_a_place(amina) <= 4
    assert at_most(agree(daniel, amina, carmen, rosa), 17, 4, 5, 1)
    assert log_a_day(amina) <= 6
    assert at_most(confirm_the_day(daniel, rosa), 4, 1)

    due = (now + timedelta(days=5)).date().isoformat()
    assert design_a_project(tomas, "Biology 9", now.date().isoformat(), due) <= 11
    assert turn_in_work(amina) <= 4
    assert score_the_work(tomas, "Amina Diallo") <= 11
    assert give_a_grade(tomas, "Amina Diallo", "Winter", "B") <= 4
    assert tomas.page.get_by_label("Grade for Amina Diallo").input_value() == "B"

    assert open_a_round(ines) <= 3
    assert at_most(score_an_exhibition(daniel, amina, baker, f"{now:%Y-%m-%dT%H:%M}"), 13, 6, 4)


def test_the_first_days_at_the_southern_school(world, comes):
    hobart_now, new_york_now = datetime.now(HOBART), datetime.now(NEW_YORK)
    wren, kai = comes("Wren", HOBART), comes("Kai", HOBART, viewport=PHONE)
    wren.sees(long_day(hobart_now))

    draw_up_a_plan(wren, "Kai Burr", "Southern Term 4", "Map the tides")
    kai.follow("Learning plan")
    kai.sees("Map the tides")
    kai.sees(f"Plan meeting held {long_day(hobart_now)}")
    if hobart_now.date() != new_york_now.date():
        assert long_day(new_york_now) not in kai.page.inner_text("main")

    give_a_grade(wren, "Kai Burr", "Southern Term 4", "B")
    assert "Winter" not in wren.page.inner_text("main")
    assert wren.page.get_by_label("Grade for Kai Burr").input_value() == "B"
