"""What people wrote runs in its own direction, whatever the page's language: an Arabic name on an English page, and an
English sentence on an Arabic one. It stands in an element with dir="auto", in a <bdi>, or in a field."""

from __future__ import annotations

import re
from functools import cache
from html.parser import HTMLParser
from uuid import UUID

import pytest
from django.test import Client

from trellis.core.community import links
from walk import pseudo
from walk.pages import OPENS
from walk.test_every_page_as_every_role import ROUTES, address
from walk.test_every_word_is_translated import FILES, strings, written
from world import MODEL, World, make_world

pytestmark = [pytest.mark.django_db, pytest.mark.markup]

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Directions(HTMLParser):
    """Every text of a page with whether its direction is its own."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.own: list[bool] = [False]
        self.tags: list[str] = [""]
        self.texts: list[tuple[str, bool]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            return
        alone = (
            tag in ("bdi", "textarea", "option", "title", "script", "style")
            or dict(attrs).get("dir") == "auto"
        )
        self.tags.append(tag)
        self.own.append(self.own[-1] or alone)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.tags:
            while self.tags.pop() != tag:
                self.own.pop()
            self.own.pop()

    def handle_data(self, data: str) -> None:
        self.texts.append((" ".join(data.split()), self.own[-1]))


@cache
def sentences_of_people(network_id: UUID) -> re.Pattern[str]:
    """Names, titles and sentences of more than one word that people wrote into the world."""
    translated = pseudo.names_of_languages() | pseudo.names_of_places() | set(strings(MODEL))
    texts = {" ".join(text.split()) for text in written(network_id) - translated}
    longest_first = sorted((text for text in texts if " " in text), key=len, reverse=True)
    return re.compile("|".join(rf"(?<!\w){re.escape(text)}(?!\w)" for text in longest_first))


def without_direction(html: str, sentences: re.Pattern[str]) -> set[str]:
    """What people wrote and what runs in the page's direction instead of its own."""
    return {
        sentence
        for text, has_own_direction in Directions(html).texts
        if not has_own_direction
        for sentence in sentences.findall(text)
    }


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.mark.parametrize("name", [name for name in ROUTES if OPENS[name] and name not in FILES])
def test_what_people_wrote_on_the_page_has_its_own_direction(world, name):
    undirected: set[str] = set()
    sentences = sentences_of_people(world.home.network.pk)
    for who in OPENS[name] if name not in world.home.tokens else ["nobody"]:
        client = Client()
        if who != "nobody":
            client.force_login(world.home.people[who].account)
        if name in world.home.tokens:
            links.set_link_language(world.home.tokens[name], "en")
        response = client.get(address(name, world.home))
        if response.status_code == 200 and "text/html" in response["Content-Type"]:
            undirected |= without_direction(response.content.decode(), sentences)
    assert undirected == set()


def test_a_text_without_its_direction_is_noticed():
    html = '<p>Amina Diallo</p><p dir="auto">Harbor High</p><li><bdi>Who speaks?</bdi> Six spoke.</li>'
    sentences = re.compile("Amina Diallo|Harbor High|Who speaks|Six spoke")
    assert without_direction(html, sentences) == {"Amina Diallo", "Six spoke"}
