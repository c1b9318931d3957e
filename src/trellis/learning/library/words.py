"""Words as they are searched, in many languages and the same on both databases.

Case and accents do not matter. Chinese and Japanese, which put no space between words, are cut into pairs of
characters. Each word is followed by its stem in the language of the text, so "gardens" finds "gardening".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

import snowballstemmer

from trellis.core.foundation.text_folding import fold_text

STEMMED_LANGUAGES = {"en": "english", "es": "spanish", "fr": "french", "pt": "portuguese", "ar": "arabic"}
MAX_WORDS = 12
CJK = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")


def split_words(text: str) -> Iterator[str]:
    """The words of a text in their order; characters of Chinese and Japanese in overlapping pairs."""
    for word in fold_text(text).split():
        if not CJK.search(word):
            yield word[:60]
            continue
        for run in re.findall(rf"{CJK.pattern}|[^\s]+?(?={CJK.pattern}|$)", word):
            if CJK.match(run):
                yield from (run[at : at + 2] for at in range(len(run)))
            else:
                yield run[:60]


@lru_cache(maxsize=8)
def _stemmer(language: str) -> Callable[[str], str]:
    return snowballstemmer.stemmer(STEMMED_LANGUAGES[language]).stemWord


@lru_cache(maxsize=100_000)
def stem(word: str, language: str) -> str:
    """The stem of a word in a language; the word itself where the language has no stemmer."""
    base = language.split("-")[0]
    if base not in STEMMED_LANGUAGES or len(word) < 4:
        return word
    return _stemmer(base)(word)


def index_terms(text: str, language: str) -> list[str]:
    """The words of a text as they go into the index, each followed by its stem."""
    tokens = []
    for word in split_words(text):
        tokens.append(word)
        if (root := stem(word, language)) != word:
            tokens.append(root)
    return tokens


def query_terms(text: str) -> list[list[str]]:
    """Return, for each word of a query, the terms of which one must match; "word*" matches a beginning."""
    terms: list[list[str]] = []
    for word in list(dict.fromkeys(split_words(text)))[:MAX_WORDS]:
        if CJK.match(word):
            terms.append([word if len(word) > 1 else f"{word}*"])
            continue
        roots = dict.fromkeys(stem(word, language) for language in STEMMED_LANGUAGES)
        terms.append([f"{word}*" if len(word) > 2 else word, *(root for root in roots if root != word)])
    return _without_lone_characters(terms)


def _without_lone_characters(terms: list[list[str]]) -> list[list[str]]:
    """Without the lone last character that a run of pairs ends with, as long as a pair has it."""
    pairs = "".join(term[0] for term in terms if len(term[0]) == 2 and CJK.match(term[0]))
    return [
        term for term in terms if not (CJK.match(term[0]) and term[0].endswith("*") and term[0][0] in pairs)
    ]


def match_terms(text: str, language: str, terms: Iterable[list[str]]) -> list[bool]:
    """For each word of a search, whether the text has it: the same answer as the index gives."""
    indexed_words = set(index_terms(text, language))
    return [any(_has_term(indexed_words, term) for term in each) for each in terms]


def _has_term(indexed_words: set[str], term: str) -> bool:
    return (
        any(word.startswith(term[:-1]) for word in indexed_words)
        if term.endswith("*")
        else term in indexed_words
    )
