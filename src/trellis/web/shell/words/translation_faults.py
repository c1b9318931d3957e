"""What is missing or broken in a catalog: a sentence without words, a lost placeholder, a form too few."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from babel.messages.catalog import Catalog

from .catalogs import LanguageCatalog, message_forms
from .source_sentences import SourceSentence

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|%[sd]|\{\w*\}")
TAG = re.compile(r"</?[a-z]+[^>]*>")


class TranslationFault(NamedTuple):
    """One fault: the sentence, and what is wrong with its translation."""

    language: str
    sentence: SourceSentence
    reason: str

    def __str__(self) -> str:
        return f"{self.language}: “{self.sentence.text[:70]}” ({self.sentence.place}): {self.reason}"


def translation_faults(book: LanguageCatalog, catalog: Catalog) -> Iterator[TranslationFault]:
    """Everything that is wrong in a catalog, in its order."""
    for sentence in book.sentences:
        message = catalog.get(sentence.text, sentence.context or None)
        for reason in translation_problems(sentence, message_forms(message), catalog.num_plurals):
            yield TranslationFault(book.language, sentence, reason)
        if message is not None and message.fuzzy:
            yield TranslationFault(book.language, sentence, "is marked fuzzy: a person has to check it")


def translation_problems(sentence: SourceSentence, forms: tuple[str, ...], plurals: int) -> Iterator[str]:
    """What is wrong with these forms of a sentence's translation."""
    if not any(forms):
        yield "has no translation"
        return
    form_count = plurals if sentence.plural else 1
    if len(forms) != form_count or not all(forms):
        yield f"needs {form_count} forms and has {sum(map(bool, forms))}"
        return
    for form in forms:
        yield from _form_problems(sentence, form, last=form is forms[-1])


def _form_problems(sentence: SourceSentence, form: str, last: bool) -> Iterator[str]:
    have, must = set(PLACEHOLDER.findall(form)), set(PLACEHOLDER.findall(sentence.text))
    may = must | set(PLACEHOLDER.findall(sentence.plural))
    if sentence.plural:
        must = (
            may if last else may - _number_placeholders(sentence)
        )  # "one day" and a dual may say the number with their word alone
    if lost := must - have:
        yield f"is missing {', '.join(sorted(lost))}"
    if more := have - may:
        yield f"has {', '.join(sorted(more))}, but the sentence does not"
    if sorted(TAG.findall(sentence.text)) != sorted(TAG.findall(form)):
        yield "has different tags than the sentence"
    if (sentence.text[:1] == "\n") != (form[:1] == "\n") or (sentence.text[-1:] == "\n") != (
        form[-1:] == "\n"
    ):
        yield "starts or ends with a different line break than the sentence"


def _number_placeholders(sentence: SourceSentence) -> set[str]:
    """The placeholder that carries the number: a singular may say it with its word alone."""
    return {
        name
        for name in PLACEHOLDER.findall(sentence.plural)
        if name.endswith("d") or name in COUNT_PLACEHOLDERS
    }


COUNT_PLACEHOLDERS = {"%(n)s", "%(count)s", "%(counter)s", "%(students)s", "%(schools)s"} | {
    "%(parts)s",
    "%(problems)s",
    "%(number)s",
    "%(places)s",
}
