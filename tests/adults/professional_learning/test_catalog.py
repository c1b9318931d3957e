"""Finding an event: by words, topic, type and time, and from the search of every page."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from trellis.adults.professional_learning.models import PracticeTry
from trellis.adults.professional_learning.search_sources import find_events
from trellis.adults.professional_learning.topics import topics_of
from trellis.core.foundation.search import SearchQuery
from trellis.design.blueprint.package import builtin_packages, read_package
from trellis.design.blueprint.services import adopt_package, load_package
from world import Side, make_world

from .events import make_event, press, signs_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> Side:
    return make_world().home


def titles(home: Side, who: str, address: str = "") -> list[str]:
    """The titles in the order of the page that somebody sees."""
    client = Client()
    client.force_login(home.people[who].account)
    page = client.get(reverse("learning-events") + address).context["catalog"]
    return [line.event.title for line in page.lines]


def test_the_soonest_comes_first_and_words_count_without_accents_or_order(home):
    make_event(home, days=20, title="Matemáticas en proyectos")
    make_event(home, days=10, title="Scoring together", about="Bring a recording.")
    assert titles(home, "tomas") == ["Scoring together", "Matemáticas en proyectos"]
    assert titles(home, "tomas", "?q=proyectos+matematicas") == ["Matemáticas en proyectos"]
    assert titles(home, "tomas", "?q=recording") == ["Scoring together"]
    assert titles(home, "tomas", "?q=xyz") == []


def test_types_and_times_narrow_what_is_shown(home):
    make_event(home, days=10, title="A visit", kind="visit", host=home.school)
    make_event(home, days=11, title="Online series", kind="series", format="online")
    past = make_event(home, days=-10, title="Last month")
    assert titles(home, "tomas", "?type=visit") == ["A visit"]
    assert titles(home, "tomas", "?type=online&type=visit") == ["A visit", "Online series"]
    assert titles(home, "noor", "?when=past") == ["Exhibitions from inside", past.title]
    assert titles(home, "noor", "?when=mine") == []
    signs_up(home, "noor", make_event(home, days=12, title="Mine"))
    assert titles(home, "noor", "?when=mine") == ["Mine"]
    assert len(titles(home, "tomas", "?type=nonsense&page=x&when=never")) == 3


def test_an_event_fits_what_somebody_tries_next_by_its_topic(home):
    package = load_package(read_package(builtin_packages()["big-picture"]))
    adopt_package(home.school, package)
    topic = next(iter(topics_of(home.network.pk)))
    make_event(home, title="About it", topic=topic)
    assert "fits what you try next" not in press(home, "tomas", "learning-events", None, 200)
    PracticeTry.objects.create(person=home.tomas, topic=topic, text="Two of us score first.")
    assert "fits what you try next" in press(home, "tomas", "learning-events", None, 200)
    assert "fits what you try next" not in press(home, "daniel", "learning-events", None, 200)


def test_the_search_of_every_page_finds_events_for_those_who_can_open_them(home):
    make_event(home, title="Scoring together")
    query = SearchQuery.parse("scor tog")
    assert [each.title for each in find_events(home.viewer("tomas"), query, 5)] == ["Scoring together"]
    for who in ("amina", "carmen", "rosa"):
        assert find_events(home.viewer(who), query, 5) == []
