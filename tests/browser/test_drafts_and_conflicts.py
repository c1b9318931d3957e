"""Text that nobody saved yet is kept in the browser, offered back, and never shown to anybody else."""

import re

import pytest
from django.urls import reverse

from browser.test_every_page import come_in
from trellis.core.community.models import Role
from trellis.learning.plans.models import Plan
from trellis.learning.projects.models import Author, Part
from trellis.learning.supports.models import Need
from world import make_world, tie

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TEXT = "the test looks"
TYPED = "Rivers carry what a city forgets."


@pytest.fixture
def home(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    side = make_world().home
    tie(side.daniel, Role.TEACHER, side.rows["Class"])
    Author.objects.create(project=side.rows["Project"], person=side.daniel)
    return side


@pytest.fixture
def sign_in(page_with, live_server, home):
    """A browser in which somebody is signed in; the same browser again for somebody else."""
    page = page_with()

    def enter(name):
        come_in(page, live_server, home.people[name].account.username)
        return page

    return enter


def visit(page, name, *args, query=""):
    page.goto(reverse(name, args=args) + query)
    page.locator("body[data-drafts-ready]").wait_for(state="attached")


def again(page):
    page.reload()
    page.locator("body[data-drafts-ready]").wait_for(state="attached")


def note(page):
    return page.locator("textarea[name^=note-]").first


def offered(page):
    return page.get_by_text("You have unsaved text from")


def stored(page) -> str:
    return page.evaluate("JSON.stringify(localStorage) + JSON.stringify(sessionStorage)")


def test_unsaved_text_is_offered_back_until_it_is_saved(sign_in, home, axe):
    page = sign_in("daniel")
    visit(page, "plan-meeting", home.amina.pk)
    note(page).fill(TYPED)
    again(page)
    offered(page).wait_for()
    axe(page)
    page.get_by_role("button", name="Restore").click()
    assert note(page).input_value() == TYPED
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Saved.").wait_for()
    again(page)
    assert offered(page).count() == 0
    assert note(page).input_value() == TYPED
    assert TYPED not in stored(page)
    assert TYPED in str(Plan.objects.unscoped(TEXT).get(student=home.amina).notes)


def test_discarded_text_does_not_come_back(sign_in, home):
    page = sign_in("daniel")
    visit(page, "plan-meeting", home.amina.pk)
    note(page).fill(TYPED)
    again(page)
    page.get_by_role("button", name="Discard").click()
    again(page)
    assert offered(page).count() == 0
    assert note(page).input_value() != TYPED


def test_leaving_with_unsaved_text_warns(sign_in, home):
    page, dialog_types = sign_in("daniel"), []
    page.on("dialog", lambda dialog: (dialog_types.append(dialog.type), dialog.accept()))
    visit(page, "plan-meeting", home.amina.pk)
    page.goto(reverse("today"))
    assert dialog_types == []
    visit(page, "plan-meeting", home.amina.pk)
    note(page).press_sequentially("Rivers")
    page.goto(reverse("today"))
    assert dialog_types == ["beforeunload"]


def test_what_was_typed_in_another_form_of_the_page_is_still_there(sign_in, home):
    page, project = sign_in("daniel"), home.rows["Project"]
    visit(page, "project", project.pk)
    page.get_by_label("Agenda (one item per line)").fill("Read\nTalk")
    page.get_by_label("What do you need to know?").fill("Who owns the sidewalk?")
    page.get_by_role("button", name="Post").click()
    page.get_by_text("Added to the board.").wait_for()
    page.locator("body[data-drafts-ready]").wait_for(state="attached")
    assert page.get_by_label("Agenda (one item per line)").input_value() == "Read\nTalk"
    assert page.get_by_label("What do you need to know?").input_value() == ""


def test_the_forms_of_the_design_page_do_not_lose_each_other_s_text(sign_in, home):
    page, project = sign_in("daniel"), home.rows["Project"]
    visit(page, "project-design", project.pk)
    part = page.locator("textarea[name^=text-]").first
    part.fill(TYPED)
    page.locator("[data-state]", has_text="Saved").wait_for()
    page.get_by_text("Add benchmark").click()
    page.locator("#step-title").fill("Count who waits")
    page.get_by_text("Add product").click()
    page.locator("#product-title").fill("A map for the city")
    page.locator("#products form", has=page.locator("#product-title")).locator("[name=team]").check()
    page.get_by_text("Add scaffold").click()
    page.locator("#scaffold-title").fill("Sentence starters")
    page.locator("#scaffolds").get_by_role("button", name="Add").click()
    page.locator("#scaffolds li", has_text="Sentence starters").wait_for()
    page.locator("body[data-drafts-ready]").wait_for(state="attached")
    assert part.input_value() == TYPED
    assert page.locator("#step-title").input_value() == "Count who waits"
    assert page.locator("#product-title").input_value() == "A map for the city"
    assert (
        page.locator("#products form", has=page.locator("#product-title")).locator("[name=team]").is_checked()
    )
    assert page.locator("#scaffold-title").input_value() == ""
    assert not page.get_by_role("button", name="Save all").is_visible()
    again(page)
    assert part.input_value() == TYPED
    offered(page).first.wait_for()


def test_a_goal_that_was_being_edited_is_offered_back(sign_in, home):
    page, goal = sign_in("daniel"), home.rows["Goal"]
    visit(page, "plan", home.amina.pk)
    page.get_by_role("link", name=f"Edit goal: {goal.title}").click()
    page.get_by_label("What do you want to do?").fill(TYPED)
    again(page)
    page.get_by_role("button", name="Restore").click()
    assert page.get_by_label("What do you want to do?").input_value() == TYPED
    page.get_by_role("button", name="Save goal").click()
    page.get_by_role("heading", name=TYPED).wait_for()
    assert TYPED not in stored(page)


def test_a_page_that_comes_back_with_an_error_still_has_every_word(sign_in, home):
    page, project = sign_in("daniel"), home.rows["Project"]
    visit(page, "project", project.pk)
    page.get_by_label("Agenda (one item per line)").fill("\n".join(["A line"] * 31))
    page.locator("form", has=page.get_by_label("Agenda (one item per line)")).get_by_role("button").click()
    page.locator(".error-summary").wait_for()
    page.locator("body[data-drafts-ready]").wait_for(state="attached")
    assert page.get_by_label("Agenda (one item per line)").input_value().count("A line") == 31


def test_nobody_else_on_this_browser_is_shown_it(sign_in, home):
    visit(sign_in("daniel"), "project", home.rows["Project"].pk)
    page = sign_in("daniel")
    page.get_by_label("Agenda (one item per line)").fill(TYPED)
    page = sign_in("tomas")
    visit(page, "project", home.rows["Project"].pk)
    assert offered(page).count() == 0
    assert TYPED not in page.content()
    page = sign_in("daniel")
    visit(page, "project", home.rows["Project"].pk)
    offered(page).wait_for()


def test_signing_out_takes_it_away(sign_in, home):
    page = sign_in("daniel")
    visit(page, "project", home.rows["Project"].pk)
    page.get_by_label("Agenda (one item per line)").fill(TYPED)
    assert TYPED in stored(page)
    page.locator(".rail summary").last.click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/")
    assert TYPED not in stored(page)


def test_confidential_text_is_not_kept_and_another_button_does_not_lose_it(sign_in, home):
    page = sign_in("noor")
    visit(page, "student-supports", home.amina.pk)
    page.get_by_text("Add a need").click()
    page.get_by_label("What support does the student need?").fill(TYPED)
    page.get_by_label("Strength, in one sentence").fill("Asks hard questions.")
    assert TYPED not in stored(page)
    page.locator("form", has=page.get_by_label("Strength, in one sentence")).get_by_role("button").click()
    page.get_by_text("You also have unsaved text here. Save it first, or discard it.").wait_for()
    assert page.get_by_label("What support does the student need?").input_value() == TYPED
    page.get_by_role("button", name="Save need").click()
    page.get_by_text("You also have unsaved text here. Save it first, or discard it.").wait_for()


def test_two_tabs_that_write_about_one_need_are_shown_both_texts(sign_in, home, axe):
    page = sign_in("noor")
    need = Need.objects.unscoped(TEXT).filter(student=home.amina, met_at=None).first()
    visit(page, "student-supports", home.amina.pk)
    other = page.context.new_page()
    visit(other, "student-supports", home.amina.pk)
    for tab, text in ((page, "A coat from the closet."), (other, "A coat from the church.")):
        tab.locator(f"details:has(#plan-{need.pk}-plan) > summary").click()
        tab.locator(f"#plan-{need.pk}-plan").fill(text)
        tab.locator(f"#plan-{need.pk}-review_on").fill(need.review_on.isoformat())
        tab.locator(f"form:has(#plan-{need.pk}-plan)").get_by_role("button").click()
    other.get_by_role("heading", name="Someone else saved a change").wait_for()
    assert "A coat from the closet." in other.locator("main").inner_text()
    axe(other)
    other.get_by_label("Your version").fill("A coat from the closet, or from the church.")
    other.get_by_role("button", name="Save my version").click()
    other.get_by_text("Saved.").wait_for()
    assert Need.objects.unscoped(TEXT).get(pk=need.pk).plan == "A coat from the closet, or from the church."


def test_a_part_of_a_design_that_could_not_be_sent_is_saved_once_the_connection_is_back(sign_in, home):
    page, project = sign_in("daniel"), home.rows["Project"]
    visit(page, "project-design", project.pk)
    page.context.set_offline(True)
    part = page.locator("textarea[name^=text-]").first
    part.fill(TYPED)
    page.get_by_text("Not saved yet: no connection.").wait_for()
    assert TYPED in stored(page)
    page.context.set_offline(False)
    page.locator("[data-state]", has_text=re.compile(r"^\s*Saved")).wait_for()  # and not "Not saved yet"
    assert TYPED not in stored(page)
    assert Part.objects.unscoped(TEXT).filter(project=project, text=TYPED).exists()


def test_who_is_signed_out_while_writing_is_told_so_and_their_text_is_saved_after_sign_in(
    sign_in, live_server, home
):
    page, project = sign_in("daniel"), home.rows["Project"]
    visit(page, "project-design", project.pk)
    page.context.clear_cookies()
    box = page.locator("textarea[name^=text-]").first
    box.fill(TYPED)
    page.get_by_text("You are signed out. Sign in in another tab; your text stays here.").wait_for()
    assert box.input_value() == TYPED
    come_in(page.context.new_page(), live_server, home.daniel.account.username)
    page.locator("[data-state]", has_text=re.compile(r"^\s*Saved")).wait_for()
    assert Part.objects.unscoped(TEXT).filter(project=project, text=TYPED).exists()


def test_who_signs_in_meanwhile_does_not_save_anothers_text_as_their_own(sign_in, live_server, home):
    page, project = sign_in("daniel"), home.rows["Project"]
    visit(page, "project-design", project.pk)
    come_in(page.context.new_page(), live_server, home.tomas.account.username)
    box = page.locator("textarea[name^=text-]").first
    box.fill(TYPED)
    page.get_by_text("You are signed out.").wait_for()
    assert box.input_value() == TYPED
    assert not Part.objects.unscoped(TEXT).filter(project=project, text=TYPED).exists()
