"""What is wrong with a page that was read in a language, whoever read it."""

from __future__ import annotations

import re

from django.http import HttpResponse
from django.test import Client

from trellis.core.community.models import Person
from walk.pseudo import Page
from world import World

HOME_LANGUAGES = {
    "amina": ["fr", "ff", "wo", "ht"],
    "bea": ["mam", "es"],
    "carmen": ["fr", "ff", "wo"],
    "daniel": ["zh-Hans"],
}
"""Lists of one to four, languages without a name in CLDR among them."""

FRAGMENTS = {"search-options"}  # what a script puts into a page, which has the language

AFTERNOON = re.compile(r"(?<![\d:.+-])(1[3-9]|2[0-3]):[0-5]\d(?![\d:])")
ENGLISH_MONTH = re.compile(
    r"\b(January|February|March|April|June|July|August|September|October|November|December)\b \d"
)
GROUPED_YEAR = re.compile(r"\b2[,.\u202f\xa0]0[0-4]\d\b")
PLACEHOLDER = re.compile(r"%\(\w+\)|\{\{|\{%")


def write_home_languages(world: World) -> None:
    for name, languages in HOME_LANGUAGES.items():
        people = Person.objects.unscoped("the test writes")
        people.filter(pk=world.home.people[name].pk).update(home_languages=languages)


def choose_language(client: Client, language: str) -> None:
    """From now on, pages come in this language; those that a link opens, in the language of its holder."""
    session = client.session
    session["language"] = language
    session.save()


def is_page(response: HttpResponse) -> bool:
    return response.status_code == 200 and "text/html" in response["Content-Type"]


def wrongs_of_page(name: str, response: HttpResponse, language: str) -> list[str]:
    """What is wrong with an answer, where it is a page."""
    if not is_page(response) or name in FRAGMENTS:
        return []
    return wrongs_of(response.content.decode(), language)


def wrongs_of(html: str, language: str) -> list[str]:
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
