"""What is missing or broken in a catalog: a sentence without words, a lost placeholder, a form too few."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from babel.messages.catalog import Catalog

from .catalogs import Book
from .finding import Sentence

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|%[sd]|\{\w*\}")
TAG = re.compile(r"</?[a-z]+[^>]*>")


class Fault(NamedTuple):
    """One thing to mend: the sentence, and what is wrong with its translation."""

    language: str
    sentence: Sentence
    reason: str

    def __str__(self) -> str:
        return f"{self.language}: “{self.sentence.text[:70]}” ({self.sentence.place}): {self.reason}"


def faults(book: Book, catalog: Catalog) -> Iterator[Fault]:
    """Everything that is wrong in a catalog, in its order."""
    for one in book.sentences:
        there = catalog.get(one.text, one.context or None)
        forms = () if there is None else (there.string,) if isinstance(there.string, str) else there.string
        for reason in wrong(one, tuple(forms), catalog.num_plurals):
            yield Fault(book.language, one, reason)
        if there is not None and there.fuzzy:
            yield Fault(book.language, one, "is marked fuzzy: somebody has to read it")


def wrong(one: Sentence, forms: tuple[str, ...], plurals: int) -> Iterator[str]:
    """What is wrong with these forms of a sentence's translation."""
    if not any(forms):
        yield "has no translation"
        return
    wanted = plurals if one.plural else 1
    if len(forms) != wanted or not all(forms):
        yield f"needs {wanted} forms and has {sum(map(bool, forms))}"
        return
    for form in forms:
        yield from _lost(one, form, last=form is forms[-1])


def _lost(one: Sentence, form: str, last: bool) -> Iterator[str]:
    have, must = set(PLACEHOLDER.findall(form)), set(PLACEHOLDER.findall(one.text))
    may = must | set(PLACEHOLDER.findall(one.plural))
    if one.plural:
        must = (
            may if last else may - _numbers(one)
        )  # "one day" and a dual may say the number with their word alone
    if lost := must - have:
        yield f"has lost {', '.join(sorted(lost))}"
    if more := have - may:
        yield f"has {', '.join(sorted(more))}, which the sentence does not"
    if sorted(TAG.findall(one.text)) != sorted(TAG.findall(form)):
        yield "has other tags than the sentence"
    if (one.text[:1] == "\n") != (form[:1] == "\n") or (one.text[-1:] == "\n") != (form[-1:] == "\n"):
        yield "begins or ends with another line break than the sentence"


def _numbers(one: Sentence) -> set[str]:
    """The placeholder that carries the number: a singular may say it with its word alone."""
    return {name for name in PLACEHOLDER.findall(one.plural) if name.endswith("d") or name in COUNTS}


COUNTS = {"%(n)s", "%(count)s", "%(counter)s", "%(students)s", "%(schools)s"}
