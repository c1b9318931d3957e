"""Everyday tasks from sign-in on by keyboard alone, and the focus in sight wherever it stands.

Nothing here presses a mouse button, focuses an element by script, or fills a field otherwise than by typing.
"""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from browser.test_every_page import come_in
from browser.test_scoring import home as turned_in_work  # noqa: F401 a fixture
from browser.test_tasks import leave_days_unconfirmed, plan_internship_today
from trellis.learning.plans.models import Goal
from trellis.learning.projects.models import StepDone, StepSubmission
from trellis.web.families import services as family_services
from trellis.web.families.models import Reply
from world import Side, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TEXT = "the test looks"
PASSWORD = "three quiet herons"
MOST_TABS = 150

# A ring around what has the focus, or around its label where the control itself is drawn by the label; and in sight.
RING = """() => {
  const focused = document.activeElement;
  return [focused, focused.closest("label"), ...(focused.labels ?? [])].some(element => {
    if (!element) return false;
    const style = getComputedStyle(element), box = element.getBoundingClientRect();
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
      && box.width > 1 && box.height > 1 && box.bottom > 0 && box.top < innerHeight;
  });
}"""
FOCUSED = "() => document.activeElement.outerHTML.slice(0, 160)"


class Keyboard:
    """A person who has no mouse. Each stop on their way shows that it has the focus."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def tab(self, key: str = "Tab") -> None:
        self.press(key)
        if not self.page.evaluate("document.activeElement === document.body"):
            assert self.page.evaluate(RING), f"No ring around {self.page.evaluate(FOCUSED)}"

    def go_to(self, target: Locator) -> None:
        target.wait_for()
        element = target.element_handle()
        for _tab in range(MOST_TABS):
            self.tab()
            if self.page.evaluate("element => element === document.activeElement", element):
                return
        raise AssertionError(f"Tab does not lead to {target}")

    def choose(self, target: Locator) -> None:
        self.go_to(target)
        self.press("Enter")

    def type(self, target: Locator, text: str) -> None:
        self.go_to(target)
        self.press("Control+a")
        self.page.keyboard.type(text)

    def sign_in(self, side: Side, who: str) -> None:
        account = side.people[who].account
        account.set_password(PASSWORD)
        account.save()
        self.page.goto("/")
        self.choose(self.page.get_by_role("link", name="Sign in").first)
        self.type(self.page.get_by_label("Username"), account.username)
        self.type(self.page.get_by_label("Password", exact=True), PASSWORD)
        self.press("Enter")
        self.page.wait_for_url(f"**{reverse('today')}")


@pytest.fixture
def home(settings, tmp_path) -> Side:
    settings.MEDIA_ROOT = tmp_path
    return make_world().home


@pytest.fixture
def hands(page) -> Keyboard:
    return Keyboard(page)


def main_of(hands: Keyboard) -> Locator:
    return hands.page.get_by_role("main")


def test_amina_checks_in_and_turns_in_her_work(hands, live_server, home):
    plan_internship_today(home)
    StepDone.objects.unscoped(TEXT).all().delete()
    StepSubmission.objects.unscoped(TEXT).all().delete()
    hands.sign_in(home, "amina")
    hands.choose(main_of(hands).get_by_role("button", name="I’m here"))
    hands.page.get_by_text("Arrived at").first.wait_for()
    hands.page.goto(reverse("today"))
    hands.choose(main_of(hands).locator(f"a[href$='{home.rows['Step'].pk}/']").first)
    hands.type(hands.page.get_by_label("Write it here"), "Forty people, eleven in the sun.")
    hands.choose(main_of(hands).get_by_role("button", name="Turn in").first)
    hands.page.get_by_text("Turned in.").first.wait_for()
    assert StepSubmission.objects.unscoped(TEXT).get().words == "Forty people, eleven in the sun."


def test_tomas_scores_a_piece_with_tab_and_arrows_and_opens_the_next(hands, live_server, turned_in_work):  # noqa: F811
    hands.sign_in(turned_in_work, "tomas")
    hands.choose(hands.page.get_by_role("link", name=re.compile("^To score")).first)
    hands.page.get_by_text("Six homes, Draft").wait_for()
    for row in range(2):
        hands.go_to(hands.page.locator(".criterion").nth(row).locator("[type=radio]").first)
        hands.press("Space", "ArrowRight")
        expect(hands.page.locator(".criterion").nth(row).locator("input[value='2']")).to_be_checked()
    hands.type(hands.page.locator("textarea"), "Now show how far apart they are.")
    hands.choose(hands.page.get_by_role("button", name=re.compile("next", re.IGNORECASE)).first)
    hands.page.get_by_text("Six homes, Poster").wait_for()


def test_daniel_finds_a_student_and_edits_a_goal(hands, live_server, home):
    hands.sign_in(home, "daniel")
    hands.press("Control+k")
    hands.page.keyboard.type("amina d")
    expect(hands.page.get_by_role("dialog").get_by_role("option").first).to_contain_text("Amina Diallo")
    hands.press("Enter")
    hands.page.wait_for_url(f"**{reverse('student', args=[home.amina.pk])}")
    hands.choose(hands.page.locator(f"main a[href='{reverse('plan', args=[home.amina.pk])}']").first)
    hands.choose(main_of(hands).get_by_role("link", name=re.compile("^Edit")).first)
    form = hands.page.locator(".goal.editing form").first
    hands.type(form.get_by_label("How we will know"), "Read aloud to Rosa")
    hands.choose(form.get_by_role("button", name=re.compile("^Save")))
    hands.page.get_by_text("Read aloud to Rosa").first.wait_for()
    assert (
        Goal.objects.unscoped(TEXT)
        .filter(plan__student=home.amina, evidence_wanted="Read aloud to Rosa")
        .exists()
    )


def test_rosa_confirms_a_week_by_her_link(hands, live_server, home):
    plan_internship_today(home)
    leave_days_unconfirmed(home)
    hands.page.goto(reverse("confirm-days", args=[home.tokens["confirm-days"]]))
    hands.choose(hands.page.get_by_role("button", name="Confirm th").first)
    hands.page.get_by_text("You confirmed").first.wait_for()


def test_carmen_answers_a_message_by_her_link(hands, live_server, home):
    token = family_services.issue_family_link(home.amina, home.carmen, home.noor.pk)
    Reply.objects.unscoped(TEXT).all().delete()
    hands.page.goto(reverse("family-link", args=[token]))
    hands.choose(hands.page.get_by_role("button", name="OK", exact=True).first)
    hands.page.get_by_text("You answered: OK").first.wait_for(state="attached")


def test_the_menu_and_the_palette_open_and_close_and_give_the_focus_back(hands, live_server, home):
    hands.sign_in(home, "daniel")
    menu = hands.page.locator(".rail details").last
    hands.choose(menu.locator("summary"))
    hands.go_to(menu.get_by_role("button", name="Sign out"))
    hands.press("Escape")
    expect(menu.locator("summary")).to_be_focused()
    expect(menu.get_by_role("button", name="Sign out")).to_be_hidden()
    hands.press("Control+k")
    expect(hands.page.get_by_role("combobox", name=re.compile("."))).to_be_focused()
    hands.press("Escape")
    expect(hands.page.get_by_role("dialog")).to_be_hidden()
    expect(menu.locator("summary")).to_be_focused()
    assert hands.page.evaluate(RING)


WALKED = {
    "today": ("daniel", lambda side: reverse("today")),
    "student": ("daniel", lambda side: reverse("student", args=[side.amina.pk])),
    "plan": ("daniel", lambda side: reverse("plan", args=[side.amina.pk])),
    "internship search": ("daniel", lambda side: reverse("placement-search", args=[side.amina.pk])),
    "own day": ("amina", lambda side: reverse("my-day")),
    "step": (
        "amina",
        lambda side: reverse("project-step", args=[side.rows["Project"].pk, side.rows["Step"].pk]),
    ),
    "to score": ("tomas", lambda side: reverse("to-score")),
    "gradebook": ("daniel", lambda side: reverse("gradebook", args=[side.rows["Advisory"].pk])),
    "school": ("ines", lambda side: reverse("school", args=[side.school.pk])),
    "students": ("ines", lambda side: reverse("school-students", args=[side.school.pk])),
    "opportunity": ("imani", lambda side: reverse("opportunity", args=[side.network.pk])),
    "supports": ("noor", lambda side: reverse("student-supports", args=[side.amina.pk])),
    "family": ("carmen", lambda side: reverse("family", args=[side.amina.pk])),
}


def test_tab_leads_around_every_page_and_back_with_the_focus_in_sight(page_with, live_server, home):
    page = page_with()
    hands = Keyboard(page)
    for name, (who, address) in WALKED.items():
        come_in(page, live_server, home.people[who].account.username)
        page.goto(address(home))
        hands.tab()
        skip = page.evaluate_handle("document.activeElement")
        assert page.evaluate("document.activeElement.matches('.skip')"), f"{name}: {page.evaluate(FOCUSED)}"
        for _tab in range(MOST_TABS * 2):
            hands.tab()
            if page.evaluate("element => [element, document.body].includes(document.activeElement)", skip):
                break
        else:
            raise AssertionError(f"Tab does not leave {name}")
