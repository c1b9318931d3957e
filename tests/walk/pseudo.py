"""A language that nobody speaks: every sentence in strange letters between ⟦ and ⟧, so that what stays plain was
never given to translators. And what of a page is plain."""

from __future__ import annotations

import re
from collections.abc import Set
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from django.conf import settings
from django.conf.locale import LANG_INFO

from trellis.core.community.us_places import STATES, time_zone_choices
from trellis.design.blueprint.package import builtin_packages, read_package
from trellis.web.shell.words.source_sentences import (
    SourceSentence,
    library_sentences,
    package_sentences,
    trellis_sentences,
)
from trellis.web.shell.words.translation_faults import PLACEHOLDER, TAG

CODE = "xx"
STRANGE = str.maketrans("aceinostuyACEINOSTUY", "àçéîñöšţüýÀÇÉÎÑÖŠŢÜÝ")
KEPT = re.compile(f"({PLACEHOLDER.pattern}|{TAG.pattern})")
HEARD = ("aria-label", "placeholder", "title", "alt", "content")
NAMES = {
    "Trellis",
    "OneRoster",
    "CSV",
    "TOML",
    "Markdown",
    "ZIP",
    "PDF",
    "Hans",
    "ELPA",
    "ELPAC",
    "NYSESLAT",
} | {"Gen", "Laws", "chapter"}


def strange(text: str) -> str:
    """ "%(n)d days" gives "⟦%(n)d dàýš⟧"."""
    parts = KEPT.split(text)
    translated = "".join(part if KEPT.fullmatch(part) else part.translate(STRANGE) for part in parts if part)
    lead, body, tail = re.fullmatch(r"(\n*)(.*?)(\n*)", translated, re.S).groups()
    return f"{lead}⟦{body}⟧{tail}"


def sentences() -> list[SourceSentence]:
    models = [
        sentence for home in builtin_packages().values() for sentence in package_sentences(read_package(home))
    ]
    return [*trellis_sentences(), *models, *library_sentences(CODE)]


def write(home: Path) -> None:
    """The catalog of the strange language, as gettext reads it."""
    catalog = Catalog(locale=None)
    for sentence in sentences():
        translated = (
            (strange(sentence.text), strange(sentence.plural)) if sentence.plural else strange(sentence.text)
        )
        catalog.add(
            (sentence.text, sentence.plural) if sentence.plural else sentence.text,
            translated,
            context=sentence.context or None,
        )
    path = home / CODE / "LC_MESSAGES" / "django.mo"
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        write_mo(file, catalog)


class Page(HTMLParser):
    """The words of a page that a person sees or hears."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.heard: list[str] = []
        self._hidden = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in ("script", "style", "svg", "code")
        attributes = dict(attrs)
        if tag != "meta":
            self.heard += [attributes[name] or "" for name in HEARD if name in attributes]
        if attributes.get("lang"):  # a language's own name, in that language
            self.seen.append("\n")
        if tag in (
            "td",
            "th",
            "li",
            "p",
            "h1",
            "h2",
            "h3",
            "option",
            "dt",
            "dd",
            "label",
            "button",
            "a",
            "title",
            "br",
            "span",
        ):
            self.seen.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("script", "style", "svg", "code")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.seen.append(data)


def without_strange(text: str) -> str:
    """A text without anything between ⟦ and ⟧, nested ones too."""
    out, depth = [], 0
    for letter in text:
        depth += letter == "⟦"
        if not depth:
            out.append(letter)
        depth -= letter == "⟧" and depth > 0
    return "".join(out)


def plain_words(html: str, data: Set[str]) -> set[str]:
    """Words of a page that are neither strange nor somebody's own: `data` are texts that people wrote."""
    page = Page(html)
    texts = [without_strange("".join(page.seen)), *(without_strange(label) for label in page.heard)]
    personal_texts = longest_first(frozenset(data))
    left: set[str] = set()
    for text in set(texts):
        left |= words_beside(" ".join(text.split()), personal_texts)
    return left - NAMES - names_of_days()


@cache
def longest_first(data: frozenset[str]) -> tuple[tuple[str, str], ...]:
    """Texts, and each as it is when case does not matter."""
    return tuple((text, text.casefold()) for text in sorted(filter(None, data), key=len, reverse=True))


def words_beside(text: str, personal_texts: tuple[tuple[str, str], ...]) -> set[str]:
    """Words of a text that are within none of the personal texts."""
    folded = text.casefold()
    for personal_text, folded_personal_text in personal_texts:
        if folded_personal_text in folded:  # a regular expression takes far longer to say so
            text = whole_words(personal_text).sub(" ", text)
            folded = text.casefold()
    return set(re.findall(r"[A-Za-z]{3,}", text))


@cache
def whole_words(text: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(text)}(?!\w)", flags=re.I)


def names_of_days() -> set[str]:
    """Weekdays, months and AM/PM, which CLDR gives and translators are never asked for."""
    locale = Locale("en")
    named = (locale.days, locale.months)
    words = {word for names in named for width in names["format"].values() for word in width.values()}
    return words | {"AM", "PM"}


def names_of_places() -> set[str]:
    """States and time zones, which have the same name in every language, or one that CLDR gives."""
    zones = [label for _group, labels in time_zone_choices() for _name, label in labels]
    return {*STATES.values(), *zones}


def names_of_models() -> set[str]:
    """The names of the networks whose models come with Trellis."""
    return {read_package(home).name for home in builtin_packages().values()}


def names_of_languages() -> set[str]:
    local_names = {LANG_INFO[code]["name_local"] for code, _name in settings.LANGUAGES}
    return local_names | {str(name) for name in Locale("en").languages.values()}
