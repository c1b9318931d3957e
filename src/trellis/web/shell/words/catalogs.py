"""Catalogs as files: which sentences belong in which, bringing them up to date, reading and writing them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from trellis.core.foundation.catalogs import CATALOG_FILE, LANGUAGES
from trellis.design.blueprint.package import available_packages, read_package

from .source_sentences import ROOT, SourceSentence, library_sentences, package_sentences, trellis_sentences

# The plural forms of languages whose rule Babel does not know, or has with a form that no whole number takes.
PLURAL_RULES = {
    "ht": (2, "(n > 1)"),
    "fr": (2, "(n > 1)"),
    "es": (2, "(n != 1)"),
    "pt_BR": (2, "(n > 1)"),
    "ar": (6, "n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5"),
}

HEADER_FIELDS = {
    "project": "Trellis",
    "version": "",
    "msgid_bugs_address": "",
    "last_translator": "",
    "language_team": "",
}


class LanguageCatalog(NamedTuple):
    """One catalog in one language: its file, and the sentences that belong in it."""

    language: str
    path: Path
    sentences: list[SourceSentence]


def language_catalogs(language: str) -> Iterator[LanguageCatalog]:
    """Trellis' own catalog in a language, then one for each model that is here."""
    sentences = [*trellis_sentences(), *library_sentences(language)] if language != "en" else []
    sentence_ids = {sentence.id for sentence in sentences}
    if sentences:
        yield LanguageCatalog(language, ROOT / "locale" / language / CATALOG_FILE, sentences)
    for home in available_packages().values():
        package = read_package(home)
        if package.languages[0].replace("-", "_") != language:
            # What Trellis says in the same words is translated there.
            model_sentences = [
                sentence for sentence in package_sentences(package) if sentence.id not in sentence_ids
            ]
            yield LanguageCatalog(language, home / "locale" / language / CATALOG_FILE, model_sentences)


def started_languages() -> list[str]:
    """Return the locale names of the languages in which anybody has begun to translate Trellis' own words."""
    return [language for language in LANGUAGES[1:] if (ROOT / "locale" / language / CATALOG_FILE).exists()]


def all_language_catalogs() -> Iterator[LanguageCatalog]:
    """Every catalog of every language that was begun."""
    for language in started_languages():
        yield from language_catalogs(language)


def read_catalog(book: LanguageCatalog) -> Catalog:
    """Return the catalog as its file has it, with the plural rule of its language; empty where there is none."""
    catalog = Catalog(locale=book.language)
    if book.path.exists():
        with book.path.open("rb") as file:
            catalog = read_po(file, locale=book.language)
    count, rule = PLURAL_RULES.get(book.language, (catalog.num_plurals, catalog.plural_expr))
    catalog._num_plurals, catalog._plural_expr = count, rule
    return catalog


def update_catalog(book: LanguageCatalog) -> Catalog:
    """Return the catalog with the sentences that there are now, in their order, without those that are gone."""
    existing, fresh = read_catalog(book), Catalog(locale=book.language, fuzzy=False, **HEADER_FIELDS)
    fresh._num_plurals, fresh._plural_expr = existing.num_plurals, existing.plural_expr
    fresh.header_comment = "# Trellis. Correct a sentence here, or with `trellis words sheet` and `take`."
    fresh.creation_date = fresh.revision_date = existing.creation_date
    for sentence in book.sentences:
        message = existing.get(sentence.text, sentence.context or None)
        flags = _format_flags(sentence) | ({"fuzzy"} & message.flags if message else set())
        fresh.add(
            (sentence.text, sentence.plural) if sentence.plural else sentence.text,
            _message_forms(message, sentence, fresh.num_plurals),
            locations=[(sentence.place, 0)],  # no line number is written
            flags=flags,
            context=sentence.context or None,
        )
    return fresh


def _format_flags(sentence: SourceSentence) -> set[str]:
    return {"python-format"} if "%(" in sentence.text + sentence.plural else set()


def _message_forms(message: Message | None, sentence: SourceSentence, count: int) -> str | tuple[str, ...]:
    """The translation, in the number of forms that the sentence needs now."""
    forms = message_forms(message)
    if not sentence.plural:
        return forms[0] if forms else ""
    return (*forms[:count], *[""] * (count - len(forms)))


def message_forms(message: Message | None) -> tuple[str, ...]:
    """The forms of a translation: one, or one for each number; none without a message."""
    string = message.string if message else None
    if string is None:
        return ()
    return (string,) if isinstance(string, str) else tuple(string)


def write_catalog(book: LanguageCatalog, catalog: Catalog) -> None:
    """Write a catalog whole."""
    book.path.parent.mkdir(parents=True, exist_ok=True)
    with book.path.open("wb") as file:
        write_po(file, catalog, width=110, omit_header=False, sort_output=False, include_lineno=False)
