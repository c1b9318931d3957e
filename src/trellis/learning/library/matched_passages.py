"""Why a project matched: the place in it where a word that was asked for stands, with what is around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from trellis.core.foundation.formatting import format_list

from . import words

CONTEXT_LENGTH = 60
MAX_PASSAGES = 3


@dataclass(frozen=True)
class MatchedPassage:
    """A stretch of text around a word that was asked for, and the section in which it stands."""

    section: str
    before: str
    word: str
    after: str


def matched_passages(body: dict[str, Any], language: str, terms: list[list[str]]) -> list[MatchedPassage]:
    """For the asked words the first place where each stands, three at most. A title says for itself that it matched."""
    passages: list[MatchedPassage] = []
    waiting = [term for term in terms if not words.match_terms(body["title"], language, [term])[0]]
    for section, text in _section_texts(body):
        if not waiting or len(passages) == MAX_PASSAGES:
            break
        matched_terms = [
            term
            for term, holds in zip(waiting, words.match_terms(text, language, waiting), strict=True)
            if holds
        ]
        if matched_terms:
            passages.append(_passage_around(section, text, language, matched_terms))
            waiting = [term for term in waiting if term not in matched_terms]
    return passages


def _section_texts(body: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The sections, those that weigh most first."""
    yield _("Driving question"), body.get("driving_question", "")
    yield _("Outcomes"), format_list(outcome["title"] for outcome in body.get("outcomes", ()))
    yield _("Audience"), body.get("audience", "")
    for product in body.get("products", ()):
        yield _("Product"), f"{product['title']}. {product.get('about', '')}"
    for part in body.get("parts", ()):
        yield part["title"], part["text"]
    for benchmark in body.get("benchmarks", ()):
        yield _("Benchmark"), f"{benchmark['title']}. {benchmark.get('note', '')}"
    for scaffold in body.get("scaffolds", ()):
        yield _("Scaffold"), f"{scaffold['title']}. {scaffold.get('about', '')}"
    for file in body.get("files", ()):
        yield _("File"), file["title"]


def _passage_around(section: str, text: str, language: str, terms: list[list[str]]) -> MatchedPassage:
    text = " ".join(text.split())
    at, end = next(
        (
            piece.span()
            for piece in _word_pieces(text)
            if any(words.match_terms(piece.group(), language, terms))
        ),
        (0, 0),
    )
    first = max(0, at - CONTEXT_LENGTH)
    if first:
        first = text.find(" ", first, at) + 1 or first
    last = min(len(text), end + CONTEXT_LENGTH)
    if last < len(text):
        last = max(text.rfind(" ", end, last), end) if " " in text[end:last] else last
    before = ("…" if first else "") + text[first:at]
    return MatchedPassage(section, before, text[at:end], text[end:last] + ("…" if last < len(text) else ""))


def _word_pieces(text: str) -> Iterator[re.Match[str]]:
    """Words as they are written; of Chinese and Japanese, pairs of characters."""
    yield from re.finditer(rf"{words.CJK.pattern[:-1]}{{2}}|[^\s.,;:!?()\"“”]+", text)
