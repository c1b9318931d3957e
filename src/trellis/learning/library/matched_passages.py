"""Why a project matched: the passages in it that contain the words of the search."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from trellis.core.foundation.formatting import format_list
from trellis.learning.projects.body import ProjectBody

from . import words

CONTEXT_LENGTH = 60
MAX_PASSAGES = 3


@dataclass(frozen=True)
class MatchedPassage:
    """A stretch of text around a word of the search, and the section that contains it."""

    section: str
    before: str
    word: str
    after: str


def matched_passages(body: ProjectBody, language: str, terms: list[list[str]]) -> list[MatchedPassage]:
    """The first passage with each word of the search, three at most. A title says for itself that it matched."""
    passages: list[MatchedPassage] = []
    unmatched = [term for term in terms if not words.match_terms(body.title, language, [term])[0]]
    for section, text in _section_texts(body):
        if not unmatched or len(passages) == MAX_PASSAGES:
            break
        matched_terms = [
            term
            for term, is_matched in zip(unmatched, words.match_terms(text, language, unmatched), strict=True)
            if is_matched
        ]
        if matched_terms:
            passages.append(_passage_around(section, text, language, matched_terms))
            unmatched = [term for term in unmatched if term not in matched_terms]
    return passages


def _section_texts(body: ProjectBody) -> Iterator[tuple[str, str]]:
    """The sections, those that weigh most first."""
    yield _("Driving question"), body.driving_question
    yield _("Outcomes"), format_list(outcome.title for outcome in body.outcomes)
    yield _("Audience"), body.audience
    for product in body.products:
        yield _("Product"), f"{product.title}. {product.about}"
    for part in body.parts:
        yield part.title, part.text
    for benchmark in body.benchmarks:
        yield _("Benchmark"), f"{benchmark.title}. {benchmark.note}"
    for scaffold in body.scaffolds:
        yield _("Scaffold"), f"{scaffold.title}. {scaffold.about}"
    for file in body.files:
        yield _("File"), file.title


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
