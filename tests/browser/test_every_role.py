"""Every page of the URL map in a real browser, as the first person for whom it opens: read by all, on a phone too."""

import pytest
from django.test import Client

from browser.test_every_page import PHONE
from trellis.core.community.models import Account, Link, Person
from walk.pages import OPENS
from walk.test_every_page_as_every_role import ROUTES, address
from world import Side, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FILES = {  # not pages
    "calendar-feed",
    "health",
    "robots",
    "day-worker",
    "visit-worker",
    "network-coaching-csv",
    "survey-csv",
    "review-evidence-file",
    "day-manifest",
    "day-file",
    "step-file",
    "relationship-file",
    "material-file",
    "event-sign-ups-csv",
    "library-file",
    "library-package",
    "project-package",
    "project-file",
    "agreements-csv",
    "partner-agreement-file",
    "network-gaps-csv",
    "school-gaps-csv",
    "reply-voice",
    "portfolio-file",
    "portfolio-file-by-link",
    "search-options",
    "model-draft-file",
    "model-translations-file",
    "model-version-file",
    "joining-evidence",
    "observation-photo",
    "pathway-file",
    "pathway-piece-file",
    "apprenticeship-hours",
    "week-oneroster",
    "year-calendar",
}


@pytest.fixture
def home(settings, tmp_path) -> Side:
    settings.MEDIA_ROOT = tmp_path
    return make_world().home


def openers(side: Side) -> list[tuple[str, str]]:
    """Who opens which address. A route that only takes a POST is left out by what it answers."""
    visits = []
    for name in sorted(set(ROUTES) - FILES):
        who = next(iter(OPENS[name]), None)
        if who is None:
            continue
        client = Client()
        if who != "nobody":
            client.force_login(side.people[who].account)
        answer = client.get(address(name, side))
        if answer.status_code == 200:
            visits.append((who, address(name, side)))
    return visits


@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("ar", "dark")])
def test_every_page_reads_well_and_fits_a_phone(page_with, live_server, home, axe, language, scheme):
    """Each page once, in English or in Arabic by turns: what is found rarely hangs on the words."""
    Person.objects.unscoped("the test chooses").update(language=language)
    Link.objects.unscoped("the test chooses").update(language=language)
    pages = openers(home)
    assert len(pages) > 25
    by_person = {who: page_with(viewport=PHONE, locale=language, color_scheme=scheme) for who in dict(pages)}
    for who, page in by_person.items():
        client = Client()
        client.force_login(Account.objects.get(person=home.people[who]))
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
        page.context.add_cookies([cookie])
    for who, where in pages[language == "ar" :: 2]:
        page = by_person[who]
        assert page.goto(where).status == 200
        assert page.evaluate("document.documentElement.lang") == language, (
            f"{where} speaks otherwise to {who}"
        )
        axe(page)
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0, f"{where} scrolls sideways for {who}"
