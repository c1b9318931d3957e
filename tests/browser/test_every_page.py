"""Every page that shows people or numbers, squeezed onto a phone. Axe looks at them in test_every_language.py."""

import zipfile
from datetime import date
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse

from copies import build_once
from exchange.rosters import rows, write_out
from trellis.assessment.exhibitions.models import Exhibition
from trellis.core.community.models import Account, Network, Person, School, Tie
from trellis.demo.build import build_network
from trellis.demo.plan import NetworkShape
from trellis.improvement.opportunity.services import rebuild_rollups
from trellis.learning.internships.models import Placement, PlacementSearch
from world import make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 360, "height": 740}


def build_demo() -> None:
    rebuild_rollups(build_network(NetworkShape(1, 1, 0, 120), date.today()))


@pytest.fixture
def demo() -> list[tuple[str, str]]:
    """Who opens which page of a small invented network."""
    build_once(build_demo)
    network = Network.objects.unscoped("the invented one").get()
    school = School.objects.unscoped("the first school").order_by("created").first()
    amina = Account.objects.get(username="demo-student").person_id
    hers = Tie.objects.unscoped("her advisory").get(person=amina, to_group__kind="advisory").to_group_id
    mates = Tie.objects.unscoped("her advisory").filter(to_group=hers, role="student-of").values("person")
    shown = Exhibition.objects.unscoped("hers").filter(student=amina).first().pk
    looking = mates.exclude(person=amina)[0]["person"]
    PlacementSearch.objects.unscoped("one who looks").get_or_create(
        student_id=looking, closed_at=None, defaults={"interest": "Boats", "stage": "interest"}
    )
    placement = Placement.objects.unscoped("hers").get(student=amina).pk
    return [
        ("demo-network", reverse("network", args=[network.pk])),
        ("demo-network", reverse("opportunity", args=[network.pk])),
        ("demo-network", reverse("roster-upload", args=[network.pk])),
        ("demo-leader", reverse("school", args=[school.pk])),
        ("demo-leader", reverse("student", args=[amina])),
        ("demo-advisor", reverse("plan", args=[amina])),
        ("demo-guardian", reverse("plan", args=[amina])),
        ("demo-advisor", reverse("plan-versions", args=[amina])),
        ("demo-student", reverse("my-day")),
        ("demo-advisor", reverse("placement-search", args=[looking])),
        ("demo-student", reverse("exhibition", args=[shown])),
        ("demo-advisor", reverse("exhibition", args=[shown])),
        ("demo-advisor", reverse("student-exhibitions", args=[amina])),
        ("demo-leader", reverse("exhibition-rounds", args=[school.pk])),
        ("demo-advisor", reverse("placement", args=[placement])),
        ("demo-mentor", reverse("placement", args=[placement])),
        ("demo-advisor", reverse("today")),
        ("demo-teacher", reverse("today")),
        ("demo-student", reverse("today")),
        ("demo-mentor", reverse("today")),
        ("demo-guardian", reverse("student", args=[amina])),
        ("demo-student", reverse("published")),
        ("demo-advisor", reverse("account_change_password")),
        ("demo-advisor", reverse("mfa_index")),
    ]


def come_in(page, live_server, username: str) -> None:
    client = Client()
    client.force_login(Account.objects.get(username=username))
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    page.context.add_cookies([cookie])


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_page_fits_a_phone_from_either_side(page_with, live_server, demo, language):
    page = page_with(viewport=PHONE, java_script_enabled=True)
    Person.objects.unscoped("the test chooses").filter(account__isnull=False).update(language=language)
    for username, address in demo:
        come_in(page, live_server, username)
        page.goto(address)
        assert page.evaluate("document.dir") == ("rtl" if language == "ar" else "ltr")
        wide, narrow = page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        assert wide <= narrow, f"{address} scrolls sideways for {username}"


def test_daniel_uses_his_page_by_keyboard_without_script(page_with, live_server, demo):
    page = page_with(java_script_enabled=False)
    come_in(page, live_server, "demo-advisor")
    page.goto("/")
    page.get_by_role("heading", name="still needs someone from outside the school").or_(
        page.get_by_role("heading", name="still need someone from outside the school")
    ).wait_for()
    page.get_by_role("link", name="Amina Diallo").first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="What waiting costs patients").wait_for()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_imani_brings_a_roster_in(page_with, live_server, settings, tmp_path, axe, script):
    settings.MEDIA_ROOT = tmp_path / "files"
    home = make_world().home
    folder, body = write_out(tmp_path / "roster", rows()), BytesIO()
    with zipfile.ZipFile(body, "w") as archive:
        for file in folder.glob("*.csv"):
            archive.write(file, file.name)
    page = page_with(java_script_enabled=script)
    come_in(page, live_server, home.imani.account.username)
    page.goto(reverse("roster-upload", args=[home.network.pk]))
    page.get_by_label("Roster zip file").set_input_files(
        {"name": "harbor.zip", "mimeType": "application/zip", "buffer": body.getvalue()}
    )
    page.get_by_label("System the roster comes from").fill("Our SIS")
    page.get_by_role("button", name="Check roster").click()
    page.get_by_role("heading", name="This is what would change").wait_for()
    assert page.get_by_text("Amina Diallo").first.is_visible()
    if script:
        axe(page)
    page.get_by_role("button", name="Import").click()
    page.get_by_role("heading", name="This roster was imported").wait_for()
    assert Person.objects.unscoped("test").filter(roster_id="amina").exists()
