"""Every page in each language of the screen: it opens, speaks that language, and writes times and dates as
`foundation.formatting` does. In Arabic, all for whom a page is read it: `test_every_page_as_every_role.py`."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from trellis.core.community import links
from walk.pages import OPENS
from walk.reading import choose_language, write_home_languages, wrongs_of_page
from walk.test_every_page_as_every_role import READ_BY_ALL, ROUTES, address
from walk.test_every_word_is_translated import FILES
from world import World, make_world

pytestmark = pytest.mark.django_db

LANGUAGES = [code for code, _name in settings.LANGUAGES]
PAGES = [name for name in ROUTES if OPENS[name] and name not in FILES]


@pytest.fixture
def world() -> World:
    world = make_world()
    write_home_languages(world)
    return world


def read(client: Client, name: str, world: World, language: str) -> list[str]:
    if name in world.home.tokens:  # a link is read in its holder's language
        links.set_link_language(world.home.tokens[name], language)
    response = client.get(address(name, world.home))
    if response.status_code not in (200, 302, 405):
        return [f"answers {response.status_code}"]
    return wrongs_of_page(name, response, language)


def client_of(world: World, who: str, language: str) -> Client:
    client = Client()
    if who != "nobody":
        client.force_login(world.home.people[who].account)
    choose_language(client, language)
    return client


def reader(name: str, language: str, turn: int) -> str:
    """Who reads a page in a language: those for whom it is take turns."""
    people = list(OPENS[name])
    return people[(turn + LANGUAGES.index(language)) % len(people)]


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != READ_BY_ALL])
def test_every_page_opens_in(world, language):
    wrong = []
    clients: dict[str, Client] = {}
    for turn, name in enumerate(PAGES):
        who = "nobody" if name in world.home.tokens else reader(name, language, turn)
        if who not in clients:
            clients[who] = client_of(world, who, language)
        with translation.override("en"):  # each request chooses anew
            wrong += [f"{name} for {who} {fault}" for fault in read(clients[who], name, world, language)]
    assert "\n".join(wrong) == ""
