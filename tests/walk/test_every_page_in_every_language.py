"""Every page, opened by everybody for whom it is, in each language of the screen: it opens, speaks that language, and
writes times and dates as `foundation.formatting` does."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from trellis.core.community import links
from trellis.core.community.models import Person
from walk.pages import OPENS
from walk.pseudo import Page
from walk.test_every_page_as_every_role import ROUTES, address
from walk.test_every_word_is_translated import FILES
from world import World, make_world

pytestmark = pytest.mark.django_db

LANGUAGES = [code for code, _name in settings.LANGUAGES]
READ_BY_ALL = ("ar",)  # the other way around, with six plurals; English is read by all in the other walks
PAGES = [name for name in ROUTES if OPENS[name] and name not in FILES]
HOME_LANGUAGES = {
    "amina": ["fr", "ff", "wo", "ht"],
    "bea": ["mam", "es"],
    "carmen": ["fr", "ff", "wo"],
    "daniel": ["zh-Hans"],
}
"""Lists of one to four, languages without a name in CLDR among them."""

AFTERNOON = re.compile(r"(?<![\d:.+-])(1[3-9]|2[0-3]):[0-5]\d(?![\d:])")
ENGLISH_MONTH = re.compile(
    r"\b(January|February|March|April|June|July|August|September|October|November|December)\b \d"
)
GROUPED_YEAR = re.compile(r"\b2[,.\u202f\xa0]0[0-4]\d\b")
PLACEHOLDER = re.compile(r"%\(\w+\)|\{\{|\{%")


@pytest.fixture
def world() -> World:
    world = make_world()
    for name, languages in HOME_LANGUAGES.items():
        people = Person.objects.unscoped("the test writes")
        people.filter(pk=world.home.people[name].pk).update(home_languages=languages)
    return world


def wrongs_of(html: str, language: str) -> list[str]:
    """What is wrong with a page that was read in a language."""
    lang = re.search(r'<html[^>]*\blang="([^"]*)"', html)
    wrongs = [] if lang and lang[1].lower() == language else [f"is in {lang and lang[1]}"]
    if language == "ar" and 'dir="rtl"' not in html:
        wrongs.append("does not run from the right")
    page = Page(html)
    text = "".join(page.seen)
    wrongs += [f"has “{match[0]}”" for match in AFTERNOON.finditer(text)]
    wrongs += [f"has “{match[0]}”" for match in PLACEHOLDER.finditer(text)]
    wrongs += [f"writes a year as “{match[0]}”" for match in GROUPED_YEAR.finditer(text)]
    if language != "en":
        wrongs += [f"has “{match[0]}”" for match in ENGLISH_MONTH.finditer(text)]
    if 'action="/language' not in html:
        wrongs.append("has no way to another language")
    return wrongs


FRAGMENTS = {"search-options"}  # what a script puts into a page, which has the language


def read(client: Client, name: str, world: World, language: str) -> list[str]:
    if name in world.home.tokens:  # a link is read in its holder's language
        links.set_link_language(world.home.tokens[name], language)
    response = client.get(address(name, world.home))
    if response.status_code not in (200, 302, 405):
        return [f"answers {response.status_code}"]
    if response.status_code != 200 or "text/html" not in response["Content-Type"] or name in FRAGMENTS:
        return []
    return wrongs_of(response.content.decode(), language)


def client_of(world: World, who: str, language: str) -> Client:
    client = Client()
    if who != "nobody":
        client.force_login(world.home.people[who].account)
    session = client.session
    session["language"] = language
    session.save()
    return client


def readers(name: str, language: str, turn: int) -> list[str]:
    """Who reads a page in a language: all of them in Arabic, and in each of the others one, who take turns."""
    people = list(OPENS[name])
    if language in READ_BY_ALL:
        return people
    return [people[(turn + LANGUAGES.index(language)) % len(people)]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_opens_for_each_role_in(world, language):
    wrong = []
    clients: dict[str, Client] = {}
    for turn, name in enumerate(PAGES):
        for who in readers(name, language, turn) if name not in world.home.tokens else ["nobody"]:
            if who not in clients:
                clients[who] = client_of(world, who, language)
            with translation.override("en"):  # each request chooses anew
                wrong += [f"{name} for {who} {fault}" for fault in read(clients[who], name, world, language)]
    assert "\n".join(wrong) == ""
