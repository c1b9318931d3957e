"""From a gap to the model: tried, shared, adopted by a second school, proposed, and taken up in a draft."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from browser.visitor import Visitor
from improvement.opportunity.network import SmallNetwork, make_network
from trellis.core.foundation.ids import new_id
from trellis.design.blueprint.package import builtin_packages, read_package
from trellis.design.blueprint.services import adopt_package, load_package
from trellis.improvement.change_ideas.models import ChangeIdea
from trellis.improvement.change_ideas.services import SharedText, share_cycle
from trellis.improvement.cycles.models import Cycle, PracticalMeasure
from trellis.improvement.cycles.services.practical import Entry, add_point
from trellis.improvement.opportunity.services import rebuild_rollups

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CHANGE = date.today() - timedelta(weeks=10)
WEEKS = [8, 9, 9, 8, 8, 10, 9, 7, 8, 9, 13, 12, 14, 13, 15, 12, 14, 13, 15]
WHY = "a test"


@pytest.fixture
def network() -> SmallNetwork:
    """Two schools of one model; at East no multilingual learner has an internship."""
    network = make_network("Harbor", {"East": 60, "West": 60})
    for student in network.students["East"]:
        if not student.learner:
            network.place(student.person)
    package = load_package(read_package(builtin_packages()["big-picture"]))
    for school in network.schools.values():
        adopt_package(school, package)
    rebuild_rollups(network.network)
    return network


def sign_in(page, live_server, person) -> None:
    client = Client()
    client.force_login(person.account)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    page.context.add_cookies([cookie])


def count_for_weeks(network: SmallNetwork) -> None:
    """What East counted up to last week."""
    measure = PracticalMeasure.objects.unscoped(WHY).select_related("school").get()
    for week, done in enumerate(WEEKS):
        day = CHANGE + timedelta(weeks=week - 10)
        add_point(measure, Entry(new_id(), day, done, 20, None), network.principals["East"].pk)


def adopted_at_west(network: SmallNetwork) -> None:
    """The second school tried the idea and keeps it."""
    west, idea = network.schools["West"], ChangeIdea.objects.unscoped(WHY).get()
    today = date.today()
    cycle = Cycle.objects.create(
        school=west,
        title="Does it help here?",
        change_idea=idea.how,
        starts=today,
        due=today,
        decision="adopt",
        decision_words="It helps here too.",
        decided_on=today,
    )
    share_cycle(cycle, SharedText(idea, {}, cycle.decision_words, []), network.principals["West"].pk)


def learn_at_east(page, network: SmallNetwork, ines: Visitor) -> None:
    """From the gap to a decision."""
    page.goto(reverse("school", args=[network.schools["East"].pk]))
    page.locator("main a[href*='not-yet'][href*='internship-now'][href*='multilingual.yes']").first.click()
    ines.follow("Start an aim")
    ines.fill("By when?", "2027-06-11", exact=False)
    ines.press("Start aim")
    ines.sees("The aim is saved.")
    aim = page.url
    page.goto(reverse("start-school-measure", args=[network.schools["East"].pk]))
    ines.fill("Name", "First calls")
    ines.fill("What exactly is counted?", "How many first calls led to a shadow day?")
    ines.press("Add measure")
    ines.sees("Added.")
    count_for_weeks(network)
    page.goto(aim)
    ines.follow("Start a cycle")
    ines.fill("Question", "An interpreter on the first call", exact=False)
    ines.fill("What you change", "The interpreter joins the first call.")
    ines.fill("Day the change begins", CHANGE.isoformat(), exact=False)
    ines.press("Start cycle")
    study = page.locator("#study")
    study.get_by_text("Add measure").first.click()
    study.get_by_role("button", name="Add measure").click()
    study.get_by_role("button", name="Freeze baseline").click()
    ines.sees("More than chance would do.")
    page.get_by_label("Adopt: you keep it").check()
    ines.fill("What you do now, and why", "Every first call has an interpreter.")
    ines.press("Save decision")
    page.locator("#act").get_by_text("Every first call has an interpreter.").first.wait_for()


def test_from_a_gap_to_the_model(page, live_server, network, axe):
    sign_in(page, live_server, network.principals["East"])
    ines = Visitor(page)
    learn_at_east(page, network, ines)
    ines.follow("Share this idea with the network")
    ines.fill("How to do it", "The interpreter joins the first call, and speaks first.")
    ines.press("Show what others will read")
    ines.sees("Nothing is shared yet.")
    assert page.locator("aside").get_by_text("and speaks first.").is_visible()
    axe(page)
    page.get_by_label("I have read this.", exact=False).check()
    ines.press("Share with the network")
    ines.sees("Tried once.")
    axe(page)
    adopted_at_west(network)
    sign_in(page, live_server, network.imani)
    imani = Visitor(page)
    page.goto(reverse("change-ideas", args=[network.network.pk]))
    axe(page)
    imani.follow("An interpreter on the first call")
    imani.press("Propose for the model")
    imani.sees("The network has not answered yet.")
    page.goto(reverse("models", args=[network.network.pk]))
    page.locator("form", has=page.locator("input[value=start]")).get_by_role("button").first.click()
    page.wait_for_url("**/model-drafts/**")
    page.goto(reverse("models", args=[network.network.pk]))
    imani.press("Take it up")
    imani.sees("The proposal is in the note of this part, with its authors.")
    axe(page)
    page.goto(reverse("change-idea", args=[ChangeIdea.objects.unscoped(WHY).get().pk]))
    imani.sees("The network took this up for its next version.")
