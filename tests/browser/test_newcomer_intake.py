"""A newcomer's way: the first talk, a group, support at her level, a task read twice; her mother follows in Arabic."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext
from playwright.sync_api import expect

from browser.test_every_page import PHONE, come_in
from trellis.core.community.models import Person
from trellis.design.blueprint.package import builtin_packages, read_package
from trellis.design.blueprint.services import adopt_package, load_package
from world import account, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TASK = "Semester portfolio"
LETTER = "A letter to my first week"
TOMAS_SAYS = "The harbor in your second part stays with me."
BAKER_SAYS = "I would put the boats first."


@pytest.fixture
def home(settings, tmp_path):
    """An Internationals school. Zeinab stands at its door, and no roster knows her."""
    settings.MEDIA_ROOT = tmp_path
    side = make_world().home
    adopt_package(side.school, load_package(read_package(builtin_packages()["internationals"])))
    return side


def in_arabic(sentence: str, **params: str) -> str:
    with translation.override("ar"):
        translated = gettext(sentence) % params
    assert translated != sentence % params, f"The catalog has no Arabic for: {sentence}"
    return translated


def opens(page, home, room: str) -> None:
    """From Zeinab's own page into a room of it."""
    page.goto(reverse("student", args=[home.zeinab.pk]))
    page.get_by_role("main").get_by_role("link", name=room, exact=True).click()


def arrives(noor, home) -> str:
    """Noor enters her with her mother across the desk, and gives the mother her link; Zeinab can sign in then."""
    noor.goto("/")
    noor.get_by_role("link", name="Students", exact=True).first.click()
    noor.get_by_role("link", name="Enroll a student").click()
    noor.locator("#id-given_name").fill("Zeinab")
    noor.locator("#id-family_name").fill("Haidari")
    noor.get_by_label("Grade").select_option("09")
    noor.get_by_label("Home language 1", exact=True).fill("Arabic")
    noor.get_by_label("How well the student knows home language 1").select_option(index=1)
    noor.locator("#id_given_name-1").fill("Mariam")
    noor.locator("#id_family_name-1").fill("Haidari")
    noor.get_by_label("Strengths").fill("Recites poems by heart.")
    noor.get_by_label("Time in U.S. schools").select_option(index=1)
    noor.get_by_label("Was the student’s schooling interrupted for years (SIFE or SLIFE)?").select_option(
        label="no"
    )
    noor.locator("#id-spoken_language").fill("Arabic")
    noor.get_by_role("button", name="Save").click()
    noor.get_by_text("Zeinab Haidari was added.").wait_for()
    noor.get_by_role("button", name="Link for Mariam Haidari").click()
    link = noor.locator("[data-address]").input_value()
    home.people["zeinab"] = Person.objects.unscoped("who was entered").get(given_name="Zeinab")
    account(home.zeinab, "zeinab@harbor")
    return link


def is_met(noor, home) -> None:
    """How far her English is; a need, and the question to her family about a partner."""
    opens(noor, home, "Languages")
    noor.get_by_text("Recites poems by heart.").first.wait_for()
    noor.get_by_text("Enter English levels").click()
    for use, level in (("Listening", "2"), ("Speaking", "1"), ("Reading", "1"), ("Writing", "1")):
        noor.get_by_label(use).fill(level)
    noor.get_by_role("button", name="Save").first.click()
    noor.get_by_text("4 levels saved.").wait_for()
    opens(noor, home, "Supports")
    noor.get_by_text("Add a need").click()
    noor.get_by_label("What support does the student need?").fill("A bus card until the month ends.")
    noor.get_by_role("button", name="Save need").click()
    noor.get_by_text("Saved. You will see it again on the follow-up date.").wait_for()
    noor.get_by_text("Ask the family for consent to share with a partner").click()
    asking = noor.locator("details[open]")  # each need has a form with a partner too, which stays shut
    asking.get_by_label("Partner", exact=True).select_option(label="Harbor Food Bank")
    asking.get_by_label("Until").fill((timezone.localdate() + timedelta(days=60)).isoformat())
    asking.get_by_role("button", name="Send request", exact=True).click()
    noor.get_by_text("The request is now on the family’s page.").wait_for()


def gets_a_group(noor) -> None:
    """A team of the whole school with Tomas, and inside it an advisory with Daniel."""
    noor.goto("/")
    noor.get_by_role("link", name="Build groups").click()
    groups = noor.locator("main form", has=noor.get_by_label("Number of groups"))
    groups.get_by_label("Name").fill("This autumn")
    groups.get_by_label("Number of groups").fill("1")
    groups.get_by_role("button", name="Build draft", exact=True).click()
    stands(noor, "Team East", "Tomas Silva")
    noor.get_by_role("button", name="Adopt these groups").click()
    noor.get_by_text("1 group adopted. Its students are in it now.").wait_for()
    noor.get_by_label("Type of group").select_option("advisory")
    noor.get_by_label("Number of groups in each team").fill("1")
    noor.get_by_role("button", name="Build drafts for every team").click()
    noor.get_by_text("1 draft built.").wait_for()
    noor.get_by_role("link", name="Team East").first.click()
    stands(noor, "Advisory East", "Daniel Osei")
    noor.get_by_label("Replace the advisories that students are in now").check()
    noor.get_by_role("button", name="Adopt these groups").click()
    noor.get_by_text("1 group adopted. Its students are in it now.").wait_for()


def stands(noor, title: str, adult: str) -> None:
    """The one proposed group gets a name and an adult; Zeinab is in it."""
    group = noor.locator("main .grid > section")
    group.locator("summary", has_text="Zeinab Haidari").wait_for()
    group.get_by_text("Name and adults").click()
    group.get_by_label("Name").fill(title)
    group.get_by_label("Adults in this group").select_option(label=adult)
    group.get_by_role("button", name="Save").click()
    group.get_by_role("heading", name=title).wait_for()


def makes_room_in_the_project(tomas, home) -> None:
    """Tomas brings the team in, and writes down what opens the project to somebody in a first year of English."""
    tomas.goto(reverse("projects"))
    tomas.get_by_role("link", name="Clean water").first.click()
    tomas.get_by_role("link", name="Students and teams").click()
    tomas.get_by_label("Team East").check()
    tomas.get_by_role("button", name="Add to project").click()
    tomas.get_by_text("2 students added.").wait_for()
    tomas.goto(reverse("project-design", args=[home.rows["Project"].pk]))
    tomas.locator(".head").get_by_role("link", name="Languages").click()
    for title, least, most in (("The text in pictures", "1", "2"), ("A debate without notes", "4", "5")):
        tomas.get_by_text("Add support").click()
        tomas.locator("#scaffold-title").fill(title)
        tomas.get_by_label("From level").fill(least)
        tomas.get_by_label("To level").fill(most)
        tomas.locator("details[open]").get_by_role("button", name="Add").click()
        tomas.get_by_text(title).wait_for()
    tomas.get_by_text("Add resource").click()
    tomas.get_by_label("Language code, such as es or ar").fill("ar")
    tomas.locator("#resource-title").fill("الماء في المدينة")
    tomas.get_by_label("Where to find it, or a description").fill("On the shelf in room 4")
    tomas.locator("details[open]").get_by_role("button", name="Add").click()
    tomas.get_by_text("الماء في المدينة").wait_for()


def finds_what_helps(zeinab, home) -> None:
    zeinab.goto(reverse("project", args=[home.rows["Project"].pk]))
    zeinab.get_by_role("link", name="What helps me").click()
    zeinab.get_by_text("The text in pictures").wait_for()
    expect(zeinab.get_by_text("A debate without notes")).to_have_count(0)
    resource = zeinab.get_by_text("الماء في المدينة")
    assert resource.get_attribute("lang") == "ar"
    zeinab.get_by_label("Minutes I used this today").fill("20")
    zeinab.get_by_role("button", name="I used it").click()
    zeinab.get_by_role("status").first.wait_for()


def hands_in(zeinab, home) -> None:
    opens(zeinab, home, "Portfolio")
    task = zeinab.locator("section", has=zeinab.get_by_role("heading", name=TASK)).last
    task.get_by_text("Turn it in", exact=True).click()
    task.get_by_label("My own question or title").fill(LETTER)
    task.get_by_label("Write it here").fill("I came by boat. The water was the first word that I learned.")
    task.get_by_role("button", name="Turn in", exact=True).click()
    zeinab.get_by_text("Turned in. Next, your school chooses who will score it.").wait_for()


def asks_two_readers(noor) -> str:
    """Noor asks Tomas, and the baker from outside, who gets a link by mail; it is shown to her too."""
    noor.goto("/")
    noor.get_by_role("link", name="Portfolios").click()
    waiting = noor.locator("#asking li", has_text="Zeinab Haidari")
    noor.get_by_role("button", name="Ask these people to score").wait_for()
    for choice, who in zip(waiting.get_by_role("combobox").all(), ("Tomas Silva", "no one yet"), strict=True):
        choice.select_option(label=who)
    others = noor.locator("#asking li").filter(has_not_text="Zeinab Haidari")
    for choice in others.get_by_role("combobox").all():
        choice.select_option("")
    noor.get_by_role("button", name="Ask these people to score").click()
    noor.get_by_role("heading", name="to score?").wait_for()
    noor.get_by_role("button", name="Ask these people to score").click()
    noor.get_by_text("1 person was asked to score.").wait_for()
    what = noor.get_by_label("What they would score")
    what.select_option(label=what.locator("option", has_text="Zeinab Haidari").inner_text())
    noor.get_by_label("Name", exact=True).fill("The baker")
    noor.get_by_label("Email", exact=True).fill("baker@bread.example")
    noor.get_by_role("button", name="Invite", exact=True).click()
    link = noor.locator("[data-address]").input_value()
    assert link in mail.outbox[-1].body
    assert mail.outbox[-1].to == ["baker@bread.example"]
    return link


def reads(page, comment: str) -> None:
    page.get_by_role("button", name="Save my scores").wait_for()
    for row in page.locator("fieldset.rubric-row").all():
        row.get_by_role("radio").nth(2).check()
    page.get_by_label("Your comment to the student").fill(comment)
    page.get_by_role("button", name="Save my scores").click()


def is_read_apart(tomas, baker, zeinab, link, home) -> None:
    """Two read, each for themselves; nobody hears of either reading before both are there."""
    tomas.goto("/")
    tomas.get_by_role("link", name="Portfolios").click()
    tomas.get_by_role("link", name=LETTER).click()
    reads(tomas, TOMAS_SAYS)
    tomas.get_by_text("Saved. Thank you.").wait_for()
    baker.goto(link)
    baker.get_by_role("button", name="Yes, I will score it").click()
    baker.get_by_text("I came by boat.").wait_for()
    expect(baker.locator("input[type=radio]:checked")).to_have_count(0)
    assert TOMAS_SAYS not in baker.content()
    opens(zeinab, home, "Portfolio")
    zeinab.get_by_text("being scored").first.wait_for()
    assert TOMAS_SAYS not in zeinab.content()
    expect(zeinab.locator("progress")).to_have_count(0)
    tomas.reload()
    expect(tomas.get_by_role("heading", name="Side by side")).to_have_count(0)
    reads(baker, BAKER_SAYS)
    baker.get_by_role("heading", name="Final levels").wait_for()
    assert TOMAS_SAYS in baker.content()
    tomas.reload()
    tomas.get_by_text(BAKER_SAYS).wait_for()


def sees_her_level(zeinab, home) -> None:
    quality = third_level()
    opens(zeinab, home, "Portfolio")
    task = zeinab.locator("#task-semester-portfolio")
    task.get_by_text("This task is done.").wait_for()
    assert task.locator("progress").count() == task.get_by_text(quality).count() > 0
    task.get_by_text(TOMAS_SAYS).wait_for()
    task.get_by_text(BAKER_SAYS).wait_for()


def third_level() -> str:
    """What the third level of the portfolio's rubric is called."""
    package = read_package(builtin_packages()["internationals"])
    rubric = next(rubric for rubric in package.rubrics.rubrics if rubric.key == "language-and-content")
    return package.cells(rubric, rubric.criteria[0])[2][1]


def follows(daniel, mariam, link, home) -> None:
    """Her mother's link opens in her language, from the right; she says yes to the partner, and sees who has looked."""
    opens(daniel, home, "Family")
    mariam.goto(link)
    assert mariam.evaluate("[document.documentElement.lang, document.dir]") == ["ar", "rtl"]
    mariam.get_by_role("heading", name=in_arabic("Where %(name)s is today", name="Zeinab")).wait_for()
    mariam.locator("main details.card > summary").click()
    mariam.get_by_text("A bus card until the month ends.").wait_for()
    mariam.get_by_role("button", name=in_arabic("Yes"), exact=True).click()
    mariam.locator("main details.card > summary").click()
    mariam.get_by_role("button", name=in_arabic("Withdraw my consent")).wait_for()
    looked = mariam.locator("section", has_text=in_arabic("Who viewed %(name)s’s record", name="Zeinab"))
    for name in ("Noor Haddad", "Daniel Osei"):
        looked.get_by_text(name).wait_for()
    over = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert mariam.evaluate(over) <= 0, "Her page scrolls sideways."


def test_a_newcomer_is_entered_and_her_first_task_is_read_twice(page_with, live_server, home, axe):
    noor, tomas, daniel, baker = (page_with() for _one in range(4))
    zeinab, mariam = page_with(viewport=PHONE), page_with(viewport=PHONE)
    for page, name in ((noor, "noor"), (tomas, "tomas"), (daniel, "daniel")):
        come_in(page, live_server, home.people[name].account.username)
    link = arrives(noor, home)
    axe(noor)
    come_in(zeinab, live_server, home.zeinab.account.username)
    is_met(noor, home)
    gets_a_group(noor)
    makes_room_in_the_project(tomas, home)
    finds_what_helps(zeinab, home)
    axe(zeinab)
    hands_in(zeinab, home)
    is_read_apart(tomas, baker, zeinab, asks_two_readers(noor), home)
    axe(baker)
    sees_her_level(zeinab, home)
    axe(zeinab)
    follows(daniel, mariam, link, home)
    axe(mariam)
    opens(noor, home, "Supports")
    noor.get_by_text("The school can tell Harbor Food Bank what").wait_for()
