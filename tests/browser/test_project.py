"""One project, from a name to levels, tuned with Lena of a second school, and through the library to her school, which
offers back its changes."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from browser.test_every_page import PHONE, come_in
from trellis.assessment.evidence.models import Score
from trellis.core.community.models import Account, Person, Role, School
from trellis.design.blueprint.models import Adoption
from trellis.design.frameworks.models import Outcome
from trellis.learning.projects.models import Part, Project
from world import make_world, tie

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TEXT = "the test looks"
KEY = "empirical-reasoning"


@pytest.fixture
def home(settings, tmp_path):
    """Tomas teaches Biology with Amina in it, and Daniel teaches it too."""
    settings.MEDIA_ROOT = tmp_path
    side = make_world().home
    tie(side.daniel, Role.TEACHER, side.rows["Class"])
    framework = (
        Adoption.objects.unscoped(TEXT).select_related("package").get(school=side.school).package.framework_id
    )
    Outcome.objects.create(framework_id=framework, key=KEY, title="Empirical Reasoning", statement=".")
    return side


def begins(tomas) -> Project:
    tomas.goto(reverse("projects"))
    tomas.get_by_label("Working title").fill("Shade where we wait")
    tomas.get_by_label("First day").fill(date.today().isoformat())
    tomas.get_by_label("Last day").fill((date.today() + timedelta(days=20)).isoformat())
    tomas.get_by_role("button", name="Start").click()
    tomas.get_by_role("heading", name="Shade where we wait").wait_for()
    return Project.objects.unscoped(TEXT).get(title="Shade where we wait")


def writes_with_daniel(tomas, daniel, project, home) -> None:
    """Both have the page open; both change the driving question."""
    tomas.get_by_label("Colleague", exact=True).select_option(label=home.daniel.name)
    tomas.get_by_role("button", name="Add to team").click()
    tomas.get_by_text("is now on the project team.").wait_for()
    daniel.goto(reverse("project-design", args=[project.pk]))
    tomas.get_by_label("Driving question").fill("Where should the city plant?")
    saved(tomas, "driving-question")
    daniel.get_by_label("Driving question").fill("Who waits in the sun?")
    part = daniel.locator("#part-driving-question")
    part.get_by_role("heading", name="Two versions of").wait_for()
    assert daniel.get_by_label("Driving question").input_value() == "Who waits in the sun?"
    part.get_by_role("button", name="Keep both, one below the other").click()
    part.get_by_role("heading", name="Two versions of").wait_for(state="detached")
    both = "Where should the city plant?\n\nWho waits in the sun?"
    assert daniel.get_by_label("Driving question").input_value() == both
    tomas.get_by_label("Driving question").fill("Where should our city plant?")
    saved(tomas, "driving-question", "Who waits in the sun?")


def saved(page, key: str, text: str = "") -> None:
    """The part says that it was saved, and its box holds what others wrote meanwhile."""
    part = page.locator(f"#part-{key}")
    part.locator("[data-state]", has_text="Saved").wait_for()
    if text:
        page.wait_for_function(
            "([key, text]) => document.querySelector(`#part-${key} textarea`).value.includes(text)",
            arg=[key, text],
        )


def plans(tomas, project) -> None:
    tomas.goto(reverse("project-design", args=[project.pk]))
    tomas.locator(f"input[name=aim][value={KEY}]").check()
    tomas.locator("form", has=tomas.locator("input[name=aim]")).get_by_role("button", name="Save").click()
    tomas.get_by_text("Add benchmark").click()
    tomas.locator("#step-title").fill("Count who waits")
    tomas.get_by_label("Due date", exact=True).fill((date.today() + timedelta(days=5)).isoformat())
    tomas.locator("#steps").get_by_role("button", name="Add").click()
    tomas.locator("#steps .message", has_text="Saved.").wait_for()
    assert tomas.evaluate("location.hash") == "#steps"
    assert tomas.locator("#step-title").is_visible()
    tomas.get_by_text("Add product").click()
    tomas.locator("#product-title").fill("A map for the city")
    tomas.locator(f"#product-weight-{KEY}").fill("60")
    tomas.locator("#products").get_by_role("button", name="Add").click()
    tomas.get_by_role("link", name="Students and teams").click()
    tomas.get_by_label("Biology 1").check()
    tomas.get_by_role("button", name="Add to project").click()
    tomas.get_by_text("1 student added.").wait_for()


def works(amina, project) -> None:
    amina.goto(reverse("project", args=[project.pk]))
    amina.get_by_label("What do you need to know?").fill("Who owns the sidewalk?")
    amina.get_by_role("button", name="Post").click()
    amina.get_by_text("Added to the board.").wait_for()
    amina.get_by_role("link", name="Count who waits").click()
    amina.get_by_label("Write it here").fill("Forty people, eleven in the sun.")
    amina.get_by_role("button", name="Turn in").click()
    amina.get_by_text("Turned in.").wait_for()


def reads(tomas, home) -> None:
    tomas.goto(reverse("gradebook-outcome", args=[home.rows["Class"].pk, KEY]))
    cell = tomas.get_by_label("Amina Diallo, A map for the city", exact=True)
    cell.focus()
    tomas.keyboard.type("3")
    tomas.keyboard.press("ArrowUp")
    tomas.get_by_role("button", name="Save").click()
    tomas.get_by_text("1 level saved.").wait_for()


@pytest.fixture
def lena(home) -> Person:
    """Lena teaches at a second school of the network, which works by the same model."""
    school = School.objects.create(network=home.network, name="Far Hill")
    package = Adoption.objects.unscoped(TEXT).get(school=home.school).package
    Adoption.objects.create(school=school, package=package)
    teacher = Person.objects.create(network=home.network, given_name="Lena", family_name="Ortiz")
    Account.objects.create(username="lena", person=teacher)
    tie(teacher, Role.TEACHER, school)
    return teacher


def tunes_it_with_lena(tomas, lena, project, axe) -> None:
    tomas.goto(reverse("project-design", args=[project.pk]))
    tomas.get_by_text("Arrange a session").click()
    tomas.get_by_label("Starts").fill((date.today() + timedelta(days=4)).strftime("%Y-%m-%dT15:30"))
    tomas.get_by_role("button", name="Arrange session").click()
    tomas.get_by_label("Find a colleague by name or school").fill("far hill")
    tomas.get_by_role("button", name="Search", exact=True).click()
    tomas.get_by_role("button", name="Invite Lena Ortiz").click()
    tomas.get_by_text("Lena Ortiz is invited.").wait_for()
    axe(tomas)
    session = tomas.url.partition("#")[0]
    lena.goto(reverse("my-week"))
    lena.get_by_role("link", name="Tuning: Shade where we wait").click()
    lena.get_by_label("Type of feedback").select_option(label="I wonder")
    lena.get_by_label("Your feedback, in one sentence").fill("Who owns the trees?")
    lena.get_by_role("button", name="Post comment").click()
    lena.get_by_text("Comment posted.").wait_for()
    axe(lena)
    tomas.goto(session)
    tomas.get_by_label("Answer Lena Ortiz").fill("We ask the city.")
    tomas.get_by_role("button", name="Answer", exact=True).click()
    tomas.get_by_text("Answer posted.").wait_for()


def publishes(tomas, project) -> None:
    tomas.goto(reverse("project-design", args=[project.pk]))
    tomas.locator(".head").get_by_role("link", name="Library").click()
    tomas.get_by_label("From", exact=True).select_option(label="Grade 9")
    tomas.get_by_role("button", name="Publish").click()
    tomas.get_by_text("Edition 1 is now in the library.").wait_for()


def makes_it_hers(lena, axe) -> None:
    lena.goto(reverse("library"))
    lena.get_by_label("Search in any language").fill("planting")
    lena.get_by_role("button", name="Search", exact=True).click()
    lena.locator("mark", has_text="plant").first.wait_for()
    axe(lena)
    lena.get_by_role("link", name="Shade where we wait").click()
    axe(lena)
    lena.get_by_label("First day").fill((date.today() + timedelta(days=30)).isoformat())
    lena.get_by_role("button", name="Make a copy").click()
    lena.get_by_text("You have your own copy now.").wait_for()
    lena.get_by_label("A real need").fill("An empty bench in the sun.")
    saved(lena, "real-need")
    lena.locator(".head").get_by_role("link", name="Library").click()
    lena.get_by_label("What you changed and why").fill("We began with a bench.")
    lena.get_by_role("button", name="Send changes").click()
    lena.get_by_text("Sent. The team").wait_for()
    axe(lena)


def takes_it_over(tomas, project, axe) -> None:
    tomas.goto(reverse("project-library", args=[project.pk]))
    tomas.get_by_text("We began with a bench.").wait_for()
    axe(tomas)
    tomas.get_by_label("Your answer").fill("Thank you, we took it over.")
    tomas.get_by_role("button", name="Add selected changes and answer").click()
    tomas.get_by_text("1 change added to your project.").wait_for()


def test_a_project_goes_from_a_name_to_levels_and_to_a_second_school(page_with, live_server, home, lena, axe):
    tomas, daniel, amina, far = page_with(), page_with(), page_with(viewport=PHONE), page_with()
    people = (tomas, home.tomas), (daniel, home.daniel), (amina, home.amina), (far, lena)
    for page, person in people:
        come_in(page, live_server, person.account.username)
    project = begins(tomas)
    writes_with_daniel(tomas, daniel, project, home)
    axe(daniel)
    plans(tomas, project)
    works(amina, project)
    axe(amina)
    reads(tomas, home)
    axe(tomas)
    assert Score.objects.unscoped(TEXT).get(work__product__title="A map for the city").level == 3
    tunes_it_with_lena(tomas, far, project, axe)
    publishes(tomas, project)
    makes_it_hers(far, axe)
    takes_it_over(tomas, project, axe)
    part = Part.objects.unscoped(TEXT).get(project=project, key="real-need")
    assert part.text == "An empty bench in the sun."
