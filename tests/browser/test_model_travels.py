"""One school changes its model, the network publishes the change, and another school takes it up."""

import pytest
from django.utils import timezone

from browser.test_every_page import come_in
from trellis.core.community.clock import school_local_time
from trellis.core.community.models import Account, Person, Role, School, Tie
from trellis.design.blueprint.models import (
    ChangeProposal,
    ModelPackage,
    PackageDraft,
    UnfinishedAdaptation,
    Upgrade,
)
from trellis.design.blueprint.selectors import current_adoption, package_for_school
from trellis.design.blueprint.services import adopt_package
from world import Side, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def home() -> Side:
    home = make_world().home
    for model in (PackageDraft, Upgrade, ChangeProposal, UnfinishedAdaptation):
        model.objects.unscoped("the test begins without").delete()
    ModelPackage.objects.filter(network=home.network).delete()
    return home


def test_a_change_travels_from_one_school_to_another(page_with, live_server, axe, home):
    lakeside, luz = _second_school(home)

    ines = page_with()
    come_in(ines, live_server, home.ines.account.username)
    ines.goto("/")
    ines.get_by_role("link", name="Our model").first.click()
    ines.locator("main").get_by_role("link", name="Calendar").click()
    ines.locator("main").get_by_role("link", name="Terms").click()
    ines.get_by_label("Weeks in a term").fill("11")
    ines.get_by_label("Why your school does it this way").fill("Our families asked for longer terms.")
    axe(ines)
    ines.get_by_role("button", name="Save change").click()
    ines.get_by_text("Saved. Your school works this way from now on.").wait_for()

    imani = page_with()
    come_in(imani, live_server, home.imani.account.username)
    imani.goto("/")
    imani.get_by_role("link", name="Models").first.click()
    imani.get_by_role("button", name="Start the next version").click()
    imani.get_by_role("link", name="Models").first.click()
    imani.get_by_role("link", name="What schools changed").click()
    axe(imani)
    imani.get_by_role("button", name="Propose for the model").click()
    imani.get_by_role("link", name="Models").first.click()
    imani.get_by_role("button", name="Take it up", exact=True).click()
    imani.get_by_role("link", name="1.1.0").first.click()
    imani.get_by_text("Our families asked for longer terms.").first.wait_for()
    imani.get_by_role("button", name="Publish this version").click()
    imani.get_by_text("Published.").first.wait_for()

    principal = page_with()
    come_in(principal, live_server, luz.username)
    principal.goto("/")
    principal.get_by_role("link", name="Our model").first.click()
    principal.get_by_role("link", name="Compare and decide").click()
    principal.get_by_text("Only the network changed it").first.wait_for()
    axe(principal)
    today = school_local_time(lakeside, timezone.now()).date()
    principal.get_by_label("From").fill(today.isoformat())
    principal.get_by_role("button", name="Adopt this version").click()
    principal.get_by_text("Your school works by this version").first.wait_for()
    assert package_for_school(lakeside.pk).calendar.cycles.weeks == 11


def _second_school(home: Side) -> tuple[School, Account]:
    lakeside = School.objects.create(network=home.network, name="Lakeside")
    adopt_package(lakeside, current_adoption(home.school.pk).package)
    luz = Person.objects.create(network=home.network, given_name="Luz", family_name="Rey")
    Tie.objects.create(person=luz, role=Role.LEADER, to_school=lakeside)
    account = Account.objects.create_user("luz", password="x", person=luz)
    return lakeside, account
