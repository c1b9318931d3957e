"""Every page and every check of "today" goes by the clock of the viewer's school, not by the server's."""

from __future__ import annotations

import re
from datetime import date, datetime
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from imported_world import ImportedWorld, open_imported_world
from trellis.core.community import links
from trellis.core.community.clock import zone_of_viewer
from trellis.core.community.viewer import Viewer
from trellis.web.families.models import Contact
from walk.test_every_page_on_an_imported_network import walk

pytestmark = pytest.mark.django_db
BEHIND, AHEAD = ZoneInfo("Pacific/Pago_Pago"), ZoneInfo("Pacific/Kiritimati")  # 25 hours: never the same day


def today_in(zone: ZoneInfo) -> date:
    return datetime.now(zone).date()


@pytest.fixture
def world(tmp_path, settings) -> ImportedWorld:
    settings.MEDIA_ROOT = tmp_path / "files"
    return open_imported_world(tmp_path, zone=BEHIND.key, southern_zone=AHEAD.key)


CLOCKS = {
    **dict.fromkeys(("Amina", "Carmen", "Daniel", "Ines", "Noor", "Devi"), BEHIND),
    **dict.fromkeys(("Kai", "Wren", "Alba"), AHEAD),
    **dict.fromkeys(("Ravi", "Imani"), BEHIND),  # of both schools, or of none: the network's
}


def test_the_clock_of_a_viewer_is_their_schools(world):
    assert {name: zone_of_viewer(Viewer.of(world.person(name))) for name in CLOCKS} == CLOCKS


def test_today_is_no_future_day_at_a_school_that_is_ahead(world):
    """A teacher writes down that she spoke with a family today, which the network's clock has yet to reach."""
    page = reverse("family", args=[world.person("Kai").pk])
    today = today_in(AHEAD)
    wren = world.clients["Wren"]
    assert f'max="{today}"' in wren.get(page).content.decode()
    form = {"do": "contact", "date": f"{today}", "how": "call", "language": "en", "words": "The tides."}
    assert wren.post(page, form).status_code == 302
    assert Contact.objects.unscoped("the test looks").get().date == today


def test_tomorrow_is_refused_at_a_school_that_is_behind(world):
    page = reverse("family", args=[world.person("Amina").pk])
    form = {"do": "contact", "date": f"{today_in(AHEAD)}", "how": "call", "language": "en"}
    response = world.clients["Daniel"].post(page, form)
    assert response.status_code == 422
    assert "Choose the day you spoke. It cannot be after today." in response.content.decode()


def test_no_page_of_the_school_that_is_ahead_names_the_networks_day(world):
    """What is written now carries the school's own day on each page that shows it."""
    wren, kai = world.clients["Wren"], world.person("Kai")
    wren.post(
        reverse("family", args=[kai.pk]), {"do": "tell", "words": "No school on Friday.", "language": "en"}
    )
    wren.post(reverse("plan-begin", args=[kai.pk]))
    wren.post(reverse("placement-search", args=[kai.pk]), {"do": "begin", "interest": "Tides"})
    with patch("walk.test_every_page_on_an_imported_network.wrongs_of", wrongs):
        for name in ("Wren", "Kai", "Alba"):
            opened, wrong = walk(world.clients[name])
            assert len(opened) > 10
            assert wrong == []


def wrongs(html: str, _language: str) -> list[str]:
    """Find the network's day, other than among the days of a week that a page offers or lays out."""
    today = today_in(BEHIND)
    named = f"{today:%a, %b} {today.day}"
    html = re.sub(r'<a [^>]*href="\?week=[^>]*>[^<]*</a>', "", html)
    html = re.sub(r'<ol role="list" class="week">.*?</ol>', "", html, flags=re.DOTALL)
    html = re.sub(r'<h2 class="band">.*?</h2>', "", html, flags=re.DOTALL)
    return [f"names {named}"] if named in html else []


def test_a_link_goes_by_the_clock_of_its_holders_school(world, rf):
    for name, zone in (("Wren", AHEAD), ("Carmen", BEHIND)):
        token = links.issue_link("any", world.school().pk, world.person(name), 7, None)
        with links.activate_link_locale(rf.get("/"), token):
            assert timezone.get_current_timezone() == zone
