"""Every page and every check of "today" goes by the clock of the viewer's school, not by the server's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from imported_world import ImportedWorld, open_imported_world
from trellis.community import links
from trellis.community.clock import zone_of_viewer
from trellis.community.viewer import Viewer
from trellis.families.models import Contact
from walk.test_every_page_on_an_imported_network import walk

pytestmark = pytest.mark.django_db
HOBART, NEW_YORK = ZoneInfo("Australia/Hobart"), ZoneInfo("America/New_York")


@pytest.fixture
def world(tmp_path, settings) -> ImportedWorld:
    settings.MEDIA_ROOT = tmp_path / "files"
    return open_imported_world(tmp_path)


@pytest.fixture
def moment(world):
    """The next 8 PM in UTC: the afternoon in New York, and already tomorrow in Hobart."""
    now = datetime.now(UTC)
    at = now.replace(hour=20, minute=0, second=0, microsecond=0)
    at += timedelta(days=at < now)
    with patch.object(timezone, "now", lambda: at):
        yield at


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        *((name, NEW_YORK) for name in ("Amina", "Carmen", "Daniel", "Ines", "Noor", "Devi")),
        *((name, HOBART) for name in ("Kai", "Wren", "Alba")),
        *((name, NEW_YORK) for name in ("Ravi", "Imani")),  # of both schools, or of none: the network's
    ],
)
def test_the_clock_of_a_viewer_is_their_schools(world, name, zone):
    assert zone_of_viewer(Viewer.of(world.person(name))) == zone


def test_today_is_no_future_day_at_a_school_that_is_ahead(world, moment):
    """A teacher in Hobart writes down that she spoke with a family today."""
    page = reverse("family", args=[world.person("Kai").pk])
    today, server = moment.astimezone(HOBART).date(), moment.astimezone(NEW_YORK).date()
    assert today == server + timedelta(days=1)
    wren = world.clients["Wren"]
    assert f'max="{today}"' in wren.get(page).content.decode()
    form = {"do": "contact", "date": f"{today}", "how": "call", "language": "en", "words": "The tides."}
    assert wren.post(page, form).status_code == 302
    assert Contact.objects.unscoped("the test looks").get().date == today


def test_tomorrow_is_refused_at_a_school_that_is_behind(world, moment):
    page = reverse("family", args=[world.person("Amina").pk])
    tomorrow = moment.astimezone(HOBART).date()
    form = {"do": "contact", "date": f"{tomorrow}", "how": "call", "language": "en"}
    response = world.clients["Daniel"].post(page, form)
    assert response.status_code == 422
    assert "today at the latest" in response.content.decode()


def test_no_page_of_the_southern_school_names_the_servers_day(world, moment):
    """What is written at this moment carries the school's own day on each page that shows it."""
    server = moment.astimezone(NEW_YORK)
    named = f"{server:%a, %b} {server.day}"
    wren, kai = world.clients["Wren"], world.person("Kai")
    wren.post(
        reverse("family", args=[kai.pk]), {"do": "tell", "words": "No school on Friday.", "language": "en"}
    )
    wren.post(reverse("plan-begin", args=[kai.pk]))
    wren.post(reverse("seeking", args=[kai.pk]), {"do": "begin", "interest": "Tides"})
    with patch(
        "walk.test_every_page_on_an_imported_network.wrongs_of", lambda html, _language: wrongs(html, named)
    ):
        for name in ("Wren", "Kai", "Alba"):
            _opened, wrong = walk(world.clients[name])
            assert wrong == []


def wrongs(html: str, named: str) -> list[str]:
    return [f"names {named}"] if named in html else []


def test_a_link_goes_by_the_clock_of_its_holders_school(world, rf):
    for name, zone in (("Wren", HOBART), ("Carmen", NEW_YORK)):
        token = links.give("any", world.school().pk, world.person(name), 7, None)
        with links.reading(rf.get("/"), token):
            assert timezone.get_current_timezone() == zone
