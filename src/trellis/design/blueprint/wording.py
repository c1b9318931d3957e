"""A school's own words, for templates: `words.one.internship`, `words.many.internship`, `words.holds.internship`."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.utils.translation import get_language, gettext, npgettext

from trellis.core.foundation.languages import spoken

from .package import Package
from .package.texts import said
from .package.words import CANON
from .selectors import for_school

MOST_HELD = 256  # models times languages: schools that changed nothing share one
MANY = 100  # the number whose form stands without a number beside it


class _Forms:
    """Looks a term up when a template asks for it."""

    def __init__(self, say: Callable[[str], object]) -> None:
        self._say = say

    def __getitem__(self, term: str) -> object:
        return self._say(term)


class Wording:
    """What a school calls things, in the reader's language, and which parts of its model it holds.

    Without a package: Trellis' own words, and every part.
    """

    def __init__(self, package: Package | None, language: str | None = None) -> None:
        self.package = package
        self.language = language or get_language() or "en"
        self.one = _Forms(lambda term: self.said(term, 1))
        self.many = _Forms(lambda term: self.said(term, MANY))
        self.holds = _Forms(self.has)

    def said(self, term: str, count: int) -> str:
        """The word for `term` beside the number `count`: the model's own, else Trellis'.

        Raises KeyError for a term Trellis does not have.
        """
        if self.package and self.package.says(term, self.language):
            return self.package.word(term, count, self.language)
        return npgettext("term", *CANON[term], count)

    def has(self, part: str) -> bool:
        """Whether the school's model has this part: plan, project, internship, exhibition."""
        return not self.package or part in self.package.parts


def wording_of(school_id: UUID | None) -> Wording:
    """The words of a school; Trellis' own when there is no school."""
    return Wording(_in(school_id, get_language() or "") if school_id else None)


_held: dict[tuple[str, str], Package] = {}


def _in(school_id: UUID, language: str) -> Package | None:
    """The school's model with its sentences in a language, as far as they are translated."""
    package = for_school(school_id)
    if package is None or spoken(package.languages[0]) == language:
        return package
    key = package.fingerprint, language
    if key not in _held:
        if len(_held) >= MOST_HELD:
            _held.clear()
        _held[key] = said(package, gettext)
    return _held[key]
