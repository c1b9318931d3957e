"""Which of the screen's languages a person reads, what languages are called, and sentences of a model."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Generator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from django.conf import settings
from django.db import models
from django.utils import translation
from django.utils.translation import get_supported_language_variant, gettext

from . import creole
from .errors import ActionError


def ui_language(*tags: str | None) -> str:
    """Return the first of these languages that the interface has, or its nearest variant ("pt" is "pt-br").

    Then the language in force, then the default: there always is one.
    """
    return recipient_language(*tags, translation.get_language())


def recipient_language(*tags: str | None) -> str:
    """As `ui_language`, for somebody who is not the current user: ignores the language now active."""
    return supported_language(*tags) or settings.LANGUAGE_CODE


def supported_language(*tags: str | None) -> str:
    """Return the first of these languages that the interface has, or its nearest variant; "" where it has none."""
    for tag in tags:
        if tag:
            try:
                return get_supported_language_variant(tag.replace("_", "-").lower())
            except LookupError:
                continue
    return ""


SentenceLookup = Callable[[str, str], str]
"""A language and a sentence of a model: how the reader's network translated it, or ""."""
_sentence_lookup: ContextVar[SentenceLookup | None] = ContextVar("sentence_lookup", default=None)


@contextmanager
def sentence_lookup(lookup: SentenceLookup) -> Generator[None]:
    """Use a network's own translations of the sentences of a model while a page is made."""
    token = _sentence_lookup.set(lookup)
    try:
        yield
    finally:
        _sentence_lookup.reset(token)


def model_sentence(text: str) -> str:
    """A sentence of a model for the reader: the network's own translation, else the catalog's, else as written."""
    lookup = _sentence_lookup.get()
    translated = lookup(translation.get_language() or "", text) if lookup else ""
    return translated or gettext(text)


class _TranslatedColumn:
    """A column whose words are a model's: read in the reader's language, kept as the model has them.

    Rows of such a table are never saved again once they are laid out, so no translation is ever written.
    """

    def from_db_value(self, value: str | None, _expression: object, _connection: object) -> str | None:
        return model_sentence(value) if value else value


class TranslatedCharField(_TranslatedColumn, models.CharField):
    """A line of a model's own words."""


class TranslatedTextField(_TranslatedColumn, models.TextField):
    """A sentence of a model's own words."""


EXTRA_LANGUAGE_NAMES = {
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

LANGUAGE_ALIASES = {"farsi": "fa", "fulani": "ff", "kreyol": "ht", "mandarin": "zh", "pulaar": "ff"}
"""Names under which families know a language, where the list has another."""

LANGUAGE_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
NON_LANGUAGE_TAGS = {"mul", "mis", "und", "zxx", "root"}


def language_name(tag: str) -> str:
    """A language's name in the reader's language; the tag itself where nobody has a name for it."""
    names, base = _language_names(translation.get_language() or "en"), tag.partition("-")[0]
    return (
        names.get(tag)
        or EXTRA_LANGUAGE_NAMES.get(tag)
        or names.get(base)
        or EXTRA_LANGUAGE_NAMES.get(base)
        or tag
    )


def language_choices() -> list[str]:
    """Return the names of languages to choose from, in the reader's language and its order."""
    names = _language_names(translation.get_language() or "en")
    return sorted(
        {name for tag, name in names.items() if "-" not in tag} | set(EXTRA_LANGUAGE_NAMES.values())
    )


def parse_language_tag(text: str) -> str:
    """The BCP 47 tag of a language as a person writes it: its name in their language or in English, or the tag.

    Raises ActionError for none, for what is neither, and for a tag over 12 characters.
    """
    if not text.strip():
        raise ActionError(gettext("Enter a language."))
    word = _fold_language_name(text)
    for language in (translation.get_language() or "en", "en"):
        if by_name := _tags_by_name(language).get(word):
            return by_name
    tag = text.strip().replace("_", "-")
    tag = tag[:1].lower() + tag[1:]
    base = tag.partition("-")[0]
    # three letters may be a language without a name here
    is_known = len(base) == 3 or base in _language_names("en") or base in EXTRA_LANGUAGE_NAMES
    if is_known and len(tag) <= 12 and LANGUAGE_TAG.fullmatch(tag) and base not in NON_LANGUAGE_TAGS:
        return get_global("language_aliases").get(tag, tag)
    raise ActionError(
        gettext("“%(text)s” is not a language on the list. Choose one from the list, or enter its code.")
        % {"text": text.strip()[:40]}
    )


@cache
def _language_names(language: str) -> dict[str, str]:
    try:
        names = dict(Locale.parse(language, sep="-").languages)
    except (UnknownLocaleError, ValueError):
        names = dict(Locale("en").languages)
    if language == "ht":  # CLDR has French names there
        names |= creole.LANGUAGES
    return {tag.replace("_", "-"): name for tag, name in names.items() if tag not in NON_LANGUAGE_TAGS}


@cache
def _tags_by_name(language: str) -> dict[str, str]:
    names = {_fold_language_name(name): tag for tag, name in _language_names(language).items()}
    return (
        LANGUAGE_ALIASES
        | {_fold_language_name(name): tag for tag, name in EXTRA_LANGUAGE_NAMES.items()}
        | names
    )


def _fold_language_name(text: str) -> str:
    """Small, without Latin accents, spaces and apostrophes: "K’iche’" and "kiche" are one."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(
        letter
        for letter in plain
        if unicodedata.category(letter)[0] in "LNM"
        and not "\u0300" <= letter <= "\u036f"
        and letter not in "ʼʻ"
    )
