"""How many presses and pages twelve tasks take, as the table in docs/tasks.md says. `-s` prints the table anew.

A press is a click, or a key that does something. Typing words, and choosing in a list or a box, are not presses. A page
is one that the browser loads after the first. Each task begins on the page that its person sees first.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from datetime import time, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Locator, Page

from browser.test_every_page import PHONE, come_in
from browser.test_scoring import home as turned_in_work  # noqa: F401 a fixture
from trellis.assessment.exhibitions.models import Exhibition, Panelist
from trellis.core.community.models import CalendarDay
from trellis.learning.internships.models import DayEntry, InternshipDay, Placement
from trellis.learning.library.models import Fork
from trellis.learning.projects.models import StepDone, StepSubmission
from trellis.web.families import services as family_services
from trellis.web.families.models import Notice, Reply
from world import Side, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TEXT = "the test looks"
TABLE = Path(__file__).parents[2] / "docs" / "tasks.md"
INTAKE_FIELDS = 11
"""Fields that are filled to enroll a newcomer, at most."""


class CountedPage:
    """A page on which presses and page loads are counted from `begin` on."""

    def __init__(self, page: Page, side: Side) -> None:
        self.page, self.side = page, side
        self.presses = self.loads = 0
        page.on("load", self._count_load)

    def _count_load(self, _page: Page) -> None:
        self.loads += 1

    def begin(self, address: str) -> None:
        """Open the page on which the task begins."""
        self.page.goto(address)
        self.presses = self.loads = 0

    def press(self, name: str, role: str = "button") -> None:
        self.click(self.page.get_by_role(role, name=name, exact=True).first)

    def click(self, target: Locator) -> None:
        target.click()
        self.presses += 1

    def key(self, name: str) -> None:
        self.page.keyboard.press(name)
        self.presses += 1


def check_in(student: CountedPage) -> None:
    student.begin(reverse("today"))
    student.press("I’m here")
    student.page.get_by_text("Arrived at").first.wait_for()


def log_day(student: CountedPage) -> None:
    student.begin(reverse("today"))
    student.press("I’m here")
    student.page.locator("[data-ready]").wait_for()
    student.page.get_by_label("What do you want to do today?").fill("Put the visit card into French")
    student.press("Save")
    student.press("I’m leaving")
    student.page.locator("[data-shown=left]").wait_for()


def turn_in(student: CountedPage) -> None:
    step = student.side.rows["Step"]
    StepDone.objects.unscoped(TEXT).all().delete()
    StepSubmission.objects.unscoped(TEXT).all().delete()
    student.begin(reverse("today"))
    student.click(student.page.locator(f"main a[href$='{step.pk}/']").first)
    student.page.get_by_label("Write it here").fill("Forty people, eleven in the sun.")
    student.press("Turn in")
    student.page.get_by_text("Turned in.").first.wait_for()


def score_piece(teacher: CountedPage) -> None:
    teacher.begin(reverse("to-score"))
    for level in "32":
        teacher.key(level)
    teacher.key("n")
    teacher.page.get_by_text("Six homes, Poster").wait_for()


def leave_days_unconfirmed(side: Side) -> None:
    """Three days of the last week, which the mentor has not confirmed."""
    placement, today = side.rows["Placement"], timezone.localdate()
    for back in (2, 4, 6):
        day = today - timedelta(days=back)
        hours = {"arrived": time(9), "left": time(14), "minutes": 300, "confirmed_at": None}
        InternshipDay.objects.unscoped(TEXT).update_or_create(placement=placement, date=day, defaults=hours)


def confirm_days(mentor: CountedPage) -> None:
    leave_days_unconfirmed(mentor.side)
    mentor.begin(reverse("confirm-days", args=[mentor.side.tokens["confirm-days"]]))
    mentor.click(mentor.page.get_by_role("button", name="Confirm th").first)
    mentor.page.get_by_text("You confirmed").first.wait_for()


def invite_panelist(advisor: CountedPage) -> None:
    exhibition = Exhibition.objects.unscoped(TEXT).filter(pk=advisor.side.rows["Exhibition"].pk)
    exhibition.update(starts=timezone.now() + timedelta(days=5), held_at=None)
    Panelist.objects.unscoped(TEXT).filter(exhibition__in=exhibition, part="outside").delete()
    advisor.begin(reverse("today"))
    card = advisor.page.locator("main .callout").filter(has_text="someone from outside")
    advisor.click(card.get_by_role("link", name="Amina Diallo"))
    advisor.page.get_by_label("Name", exact=True).fill("The baker")
    advisor.press("Invite")
    advisor.page.get_by_label("Link").wait_for()


def edit_goal(advisor: CountedPage) -> None:
    advisor.begin(reverse("plan", args=[advisor.side.amina.pk]))
    goal = advisor.page.locator("main").get_by_role("link", name=re.compile("^Edit"))
    advisor.click(goal.first)
    form = advisor.page.locator(".goal.editing form").first
    form.get_by_label("How we will know").fill("Read aloud to Rosa")
    advisor.click(form.get_by_role("button", name=re.compile("^Save")))
    advisor.page.get_by_text("Read aloud to Rosa").first.wait_for()


def start_meeting(advisor: CountedPage) -> None:
    advisor.begin(reverse("plan", args=[advisor.side.amina.pk]))
    advisor.click(advisor.page.get_by_role("main").get_by_text("Start meeting").first)
    advisor.page.wait_for_url(re.compile("meeting"))


def find_student(advisor: CountedPage) -> None:
    advisor.begin(reverse("today"))
    advisor.key("Control+k")
    advisor.page.keyboard.type("amina d")
    advisor.key("Enter")
    advisor.page.wait_for_url(f"**{reverse('student', args=[advisor.side.amina.pk])}")


def enroll_newcomer(counselor: CountedPage) -> None:
    counselor.begin(reverse("newcomers", args=[counselor.side.school.pk]))
    fields = {"#id-given_name": "Zeinab", "#id-family_name": "Haidari", "#id-spoken_language": "Arabic"}
    for field, words in fields.items():
        counselor.page.locator(field).fill(words)
    counselor.page.get_by_label("Grade").select_option("09")
    counselor.page.get_by_label("Home language 1", exact=True).fill("Arabic")
    counselor.page.locator("#id_given_name-1").fill("Mariam")
    counselor.page.locator("#id_family_name-1").fill("Haidari")
    assert len(fields) + 4 <= INTAKE_FIELDS
    counselor.press("Save")
    counselor.page.get_by_text("Zeinab Haidari was added.").wait_for()


def fork_project(teacher: CountedPage) -> None:
    teacher.begin(reverse("today"))
    teacher.press("Library", "link")
    teacher.click(teacher.page.locator(f"main a[href*='{teacher.side.rows['Entry'].pk}']").first)
    teacher.page.get_by_label("First day").fill((timezone.localdate() + timedelta(days=30)).isoformat())
    teacher.press("Make a copy")
    teacher.page.get_by_text("You have your own copy now.").wait_for()
    assert Fork.objects.unscoped(TEXT).filter(project__created__gte=teacher.side.school.created).exists()


def answer_notice(guardian: CountedPage) -> None:
    side = guardian.side
    token = family_services.issue_family_link(side.amina, side.carmen, side.noor.pk)
    Reply.objects.unscoped(TEXT).all().delete()
    assert Notice.objects.unscoped(TEXT).filter(student=side.amina).exists()
    guardian.begin(reverse("family-link", args=[token]))
    guardian.press("OK")
    guardian.page.get_by_text("You answered: OK").first.wait_for(state="attached")


class Task(NamedTuple):
    """A task: who does it, where they begin, and the function that does it in a browser. on_phone: how most do it."""

    who: str
    begins: str
    do: Callable[[CountedPage], None]
    on_phone: bool = False


TASKS = {
    "Check in at an internship": Task("amina", "Today", check_in, on_phone=True),
    "Log an internship day": Task("amina", "Today", log_day, on_phone=True),
    "Turn in work": Task("amina", "Today", turn_in, on_phone=True),
    "Score one student’s work and open the next": Task("tomas", "To score", score_piece),
    "Confirm a week of internship days": Task("", "the link in the email", confirm_days, on_phone=True),
    "Invite a panelist": Task("daniel", "Today", invite_panelist),
    "Edit a goal": Task("daniel", "the learning plan", edit_goal),
    "Start a plan meeting": Task("daniel", "the learning plan", start_meeting),
    "Find a student": Task("daniel", "any page", find_student),
    "Enroll a new student": Task("noor", "New student intake", enroll_newcomer),
    "Copy a project from the library": Task("tomas", "Today", fork_project),
    "Answer a message from school": Task("", "the family page", answer_notice, on_phone=True),
}


@pytest.fixture
def side(request, settings, tmp_path) -> Side:
    """The home network; today Amina goes to her internship and has not checked in. To score: as in test_scoring."""
    settings.MEDIA_ROOT = tmp_path
    if request.node.callspec.params["title"].startswith("Score"):
        return request.getfixturevalue("turned_in_work")
    home = make_world().home
    plan_internship_today(home)
    return home


def plan_internship_today(home: Side) -> None:
    """Let Amina go to her internship today; she has not checked in."""
    today = timezone.localdate()
    CalendarDay.objects.unscoped(TEXT).update_or_create(
        school=home.school, date=today, defaults={"kind": CalendarDay.Kind.SCHOOL}
    )
    Placement.objects.unscoped(TEXT).filter(student=home.amina).update(weekdays=list(range(1, 8)))
    days = InternshipDay.objects.unscoped(TEXT).filter(placement__student=home.amina)
    days.filter(date=today).delete()
    DayEntry.objects.unscoped(TEXT).all().delete()


@pytest.mark.parametrize("title", TASKS)
def test_a_task_takes_as_many_presses_and_pages_as_the_table_says(page_with, live_server, side, title):
    task = TASKS[title]
    page = page_with(viewport=PHONE) if task.on_phone else page_with()
    if task.who:
        come_in(page, live_server, side.people[task.who].account.username)
    counted = CountedPage(page, side)
    task.do(counted)
    page.wait_for_load_state()
    sys.stdout.write(f"| {title} | {task.begins} | {counted.presses} | {counted.loads} |\n")
    assert read_table()[title] == (task.begins, str(counted.presses), str(counted.loads))


def test_the_table_names_each_task_once():
    assert list(read_table()) == list(TASKS)


def read_table() -> dict[str, tuple[str, ...]]:
    """The rows of the table in docs/tasks.md: where a task begins, its presses and its pages, by its title."""
    rows = [line.strip("| ").split(" | ") for line in TABLE.read_text().splitlines() if line.startswith("| ")]
    return {row[0]: tuple(row[1:4]) for row in rows[1:]}
