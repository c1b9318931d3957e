"""Which of the screen's languages a person reads, what languages are called, and sentences of a model."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from django.conf import settings
from django.db import models
from django.utils import translation
from django.utils.translation import get_supported_language_variant, gettext

from . import creole
from .refusal import Refusal


def spoken(*tags: str | None) -> str:
    """The first of these languages that the screen has, by its nearest variant ("pt" is read as "pt-br").

    Then the language in force, then the default: there always is one.
    """
    return theirs(*tags, translation.get_language())


def theirs(*tags: str | None) -> str:
    """As `spoken`, for somebody who is not at this screen: never the language of whoever is, or of their browser."""
    for tag in tags:
        if tag:
            try:
                return get_supported_language_variant(tag.replace("_", "-").lower())
            except LookupError:
                continue
    return settings.LANGUAGE_CODE


class _Said:
    """A column whose words are a model's: read in the reader's language, kept as the model has them.

    Rows of such a table are never saved again once they are laid out, so no translation is ever written.
    """

    def from_db_value(self, value: Any, _expression: Any, _connection: Any) -> Any:
        return gettext(value) if value else value


class SaidCharField(_Said, models.CharField):
    """A line of a model's own words."""


class SaidTextField(_Said, models.TextField):
    """A sentence of a model's own words."""


MORE = {
    "acr": "Achi",
    "cnh": "Hakha Chin",
    "ixl": "Ixil",
    "kek": "Q’eqchi’",
    "kjb": "Q’anjob’al",
    "ksw": "S’gaw Karen",
    "mam": "Mam",
    "nah": "Nahuatl",
    "prs": "Dari",
    "tzh": "Tzeltal",
    "tzo": "Tzotzil",
    "yua": "Maya (Yucatán)",
}
"""Languages of newcomers for which CLDR has no name, as their speakers write them."""

ALSO = {"farsi": "fa", "fulani": "ff", "kreyol": "ht", "mandarin": "zh", "pulaar": "ff"}
"""Names under which families know a language, where the list has another."""

TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
NO_LANGUAGE = {"mul", "mis", "und", "zxx", "root"}


def called(tag: str) -> str:
    """A language's name in the reader's language; the tag itself where nobody has a name for it."""
    names, base = _names(translation.get_language() or "en"), tag.partition("-")[0]
    return names.get(tag) or MORE.get(tag) or names.get(base) or MORE.get(base) or tag


def offered() -> list[str]:
    """The names of languages to choose from, in the reader's language and its order."""
    names = _names(translation.get_language() or "en")
    return sorted({name for tag, name in names.items() if "-" not in tag} | set(MORE.values()))


def tag_of(text: str) -> str:
    """The BCP 47 tag of a language as a person writes it: its name in their language or in English, or the tag.

    Raises Refusal for none, for what is neither, and for a tag over 12 characters.
    """
    if not text.strip():
        raise Refusal(gettext("Enter a language."))
    word = _folded(text)
    for language in (translation.get_language() or "en", "en"):
        if by_name := _by_name(language).get(word):
            return by_name
    tag = text.strip().replace("_", "-")
    tag = tag[:1].lower() + tag[1:]
    base = tag.partition("-")[0]
    # three letters may be a language without a name here
    is_known = len(base) == 3 or base in _names("en") or base in MORE
    if is_known and len(tag) <= 12 and TAG.fullmatch(tag) and base not in NO_LANGUAGE:
        return get_global("language_aliases").get(tag, tag)
    raise Refusal(
        gettext("“%(text)s” is not a language on the list. Choose one from the list, or enter its code.")
        % {"text": text.strip()[:40]}
    )


@cache
def _names(language: str) -> dict[str, str]:
    try:
        names = dict(Locale.parse(language, sep="-").languages)
    except (UnknownLocaleError, ValueError):
        names = dict(Locale("en").languages)
    if language == "ht":  # CLDR has French names there
        names |= creole.LANGUAGES
    return {tag.replace("_", "-"): name for tag, name in names.items() if tag not in NO_LANGUAGE}


@cache
def _by_name(language: str) -> dict[str, str]:
    names = {_folded(name): tag for tag, name in _names(language).items()}
    return ALSO | {_folded(name): tag for tag, name in MORE.items()} | names


def _folded(text: str) -> str:
    """Small, without Latin accents, spaces and apostrophes: "K’iche’" and "kiche" are one."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(
        letter
        for letter in plain
        if unicodedata.category(letter)[0] in "LNM"
        and not "\u0300" <= letter <= "\u036f"
        and letter not in "ʼʻ"
    )
