"""Catalogs as files: which sentences belong in which, bringing them up to date, reading and writing them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from trellis.core.foundation.catalogs import CATALOG_FILE, LANGUAGES
from trellis.design.blueprint.package import available_packages, read_package

from .finding import ROOT, Sentence, of_libraries, of_model, of_trellis

# The plural forms of languages whose rule Babel does not know, or has with a form that no whole number takes.
PLURALS = {
    "ht": (2, "(n > 1)"),
    "fr": (2, "(n > 1)"),
    "es": (2, "(n != 1)"),
    "pt_BR": (2, "(n > 1)"),
    "ar": (6, "n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5"),
}

BY = {
    "project": "Trellis",
    "version": "",
    "msgid_bugs_address": "",
    "last_translator": "",
    "language_team": "",
}


class Book(NamedTuple):
    """One catalog in one language: its file, and the sentences that belong in it."""

    language: str
    path: Path
    sentences: list[Sentence]


def books(language: str) -> Iterator[Book]:
    """Trellis' own catalog in a language, then one for each model that is here."""
    sentences = [*of_trellis(), *of_libraries(language)] if language != "en" else []
    sentence_ids = {sentence.id for sentence in sentences}
    if sentences:
        yield Book(language, ROOT / "locale" / language / CATALOG_FILE, sentences)
    for home in available_packages().values():
        package = read_package(home)
        if package.languages[0].replace("-", "_") != language:
            # What Trellis says in the same words is translated there.
            model_sentences = [sentence for sentence in of_model(package) if sentence.id not in sentence_ids]
            yield Book(language, home / "locale" / language / CATALOG_FILE, model_sentences)


def begun() -> list[str]:
    """The languages that Trellis' own words are said in, as far as anybody has begun: their locale names."""
    return [language for language in LANGUAGES[1:] if (ROOT / "locale" / language / CATALOG_FILE).exists()]


def all_books() -> Iterator[Book]:
    """Every catalog of every language that was begun."""
    for language in begun():
        yield from books(language)


def opened(book: Book) -> Catalog:
    """The catalog as its file has it, with the plural rule of its language; empty where there is none."""
    catalog = Catalog(locale=book.language)
    if book.path.exists():
        with book.path.open("rb") as file:
            catalog = read_po(file, locale=book.language)
    count, rule = PLURALS.get(book.language, (catalog.num_plurals, catalog.plural_expr))
    catalog._num_plurals, catalog._plural_expr = count, rule
    return catalog


def brought_up_to_date(book: Book) -> Catalog:
    """The catalog with the sentences that there are now, in their order; those that are said no longer are gone."""
    existing, fresh = opened(book), Catalog(locale=book.language, fuzzy=False, **BY)
    fresh._num_plurals, fresh._plural_expr = existing.num_plurals, existing.plural_expr
    fresh.header_comment = "# Trellis. Correct a sentence here, or with `trellis words sheet` and `take`."
    fresh.creation_date = fresh.revision_date = existing.creation_date
    for sentence in book.sentences:
        message = existing.get(sentence.text, sentence.context or None)
        flags = _format_of(sentence) | ({"fuzzy"} & message.flags if message else set())
        fresh.add(
            (sentence.text, sentence.plural) if sentence.plural else sentence.text,
            _forms(message, sentence, fresh.num_plurals),
            locations=[(sentence.place, None)],
            flags=flags,
            context=sentence.context or None,
        )
    return fresh


def _format_of(sentence: Sentence) -> set[str]:
    return {"python-format"} if "%(" in sentence.text + sentence.plural else set()


def _forms(message: Message | None, sentence: Sentence, count: int) -> str | tuple[str, ...]:
    """What stands there, in the number of forms that the sentence needs now."""
    string = message.string if message else ""
    if not sentence.plural:
        return string if isinstance(string, str) else (string[0] if string else "")
    forms = (string,) if isinstance(string, str) else tuple(string)
    return (*forms[:count], *[""] * (count - len(forms)))


def written(book: Book, catalog: Catalog) -> None:
    """Write a catalog whole."""
    book.path.parent.mkdir(parents=True, exist_ok=True)
    with book.path.open("wb") as file:
        write_po(file, catalog, width=110, omit_header=False, sort_output=False, include_lineno=False)
