"""A school's own words, for templates: `words.one.internship`, `words.many.internship`, `words.holds.internship`."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.utils.translation import get_language, npgettext

from trellis.core.foundation.languages import ui_language

from .package import Package
from .package.texts import translate_package
from .package.words import DEFAULT_TERMS
from .selectors import package_for_school
from .sentence_translations import saved_translations

MAX_CACHED = 256  # models times languages: schools that changed nothing share one
PLURAL_COUNT = 100  # the number whose form stands without a number beside it


class _TermLookup:
    """Looks a term up when a template asks for it."""

    def __init__(self, look_up: Callable[[str], object]) -> None:
        self._look_up = look_up

    def __getitem__(self, term: str) -> object:
        return self._look_up(term)


class Wording:
    """What a school calls things, in the reader's language, and which parts of its model it holds.

    Without a package: Trellis' own words, and every part.
    """

    def __init__(self, package: Package | None, language: str | None = None) -> None:
        self.package = package
        self.language = language or get_language() or "en"
        self.one = _TermLookup(lambda term: self.word_for(term, 1))
        self.many = _TermLookup(lambda term: self.word_for(term, PLURAL_COUNT))
        self.holds = _TermLookup(self.has)
        self._found: dict[tuple[str, int], str] = {}

    def word_for(self, term: str, count: int) -> str:
        """The word for `term` beside the number `count`: the model's own, else Trellis'.

        Raises KeyError for a term Trellis does not have.
        """
        if (term, count) not in self._found:
            if self.package and self.package.says(term, self.language):
                self._found[term, count] = self.package.word(term, count, self.language)
            else:
                self._found[term, count] = npgettext("term", *DEFAULT_TERMS[term], count)
        return self._found[term, count]

    def has(self, part: str) -> bool:
        """Whether the school's model has this part: plan, project, internship, exhibition."""
        return not self.package or part in self.package.parts


def wording_of(school_id: UUID | None) -> Wording:
    """The words of a school; Trellis' own when there is no school."""
    return Wording(_package_in_language(school_id, get_language() or "") if school_id else None)


_package_cache: dict[tuple[str, str, tuple], Package] = {}


def _package_in_language(school_id: UUID, language: str) -> Package | None:
    """The school's model with its sentences in a language, as far as they are translated."""
    package = package_for_school(school_id)
    return package_in_language(package, language, network__schools=school_id) if package else None


def package_in_language(package: Package, language: str, **networks: object) -> Package:
    """A model with its sentences in a language, as far as they are translated: by some networks, or in the catalogs."""
    if ui_language(package.languages[0]) == language:
        return package
    saved = saved_translations(language, **networks)
    key = package.fingerprint, language, saved.version
    if key not in _package_cache:
        if len(_package_cache) >= MAX_CACHED:
            _package_cache.clear()
        _package_cache[key] = translate_package(package, saved.translate)
    return _package_cache[key]
