"""A network's model as one frozen object."""

import hashlib
import json
from functools import cached_property
from typing import Annotated, NamedTuple
from uuid import UUID, uuid5

from pydantic import Field

from .base import Key, Language, NonEmptyTupleOf, Part, Table, Text, Title, Version, without_none
from .credentials import Credentials
from .days import Calendar, Plan, Project
from .internships_and_exhibitions import Exhibition, Internship
from .joining import Joining
from .learning import Criterion, Outcomes, Rubric, Rubrics
from .people import Measures, Practices, Roles
from .portfolio import Portfolio
from .records import Credit, Review
from .surveys import Surveys
from .words import DEFAULT_TERMS, Word, Words, language_fallbacks, plural_form


class RubricCell(NamedTuple):
    """Where a criterion meets a level: position from 1, the level's name, what the work shows there."""

    position: int
    quality: str
    description: str


class PackageMetadata(Table):
    """package.toml. The first of `languages` is the one the package is written in."""

    slug: Annotated[Key, Field(max_length=50)]
    name: Title
    version: Annotated[Version, Field(max_length=40)]
    licence: Title
    author: Title
    about: Text
    languages: NonEmptyTupleOf[Language]


class Package(PackageMetadata):
    """What one network says a school is. `model_dump(mode="json")` and `model_validate` go round."""

    words: Words
    outcomes: Outcomes
    rubrics: Rubrics
    calendar: Calendar
    roles: Roles
    measures: Measures
    practices: Practices | None = None
    plan: Plan | None = None
    project: Project | None = None
    internship: Internship | None = None
    exhibition: Exhibition | None = None
    portfolio: Portfolio | None = None
    credit: Credit | None = None
    review: Review | None = None
    joining: Joining | None = None
    credentials: Credentials | None = None
    surveys: Surveys | None = None

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of the content in a canonical form: 64 hex digits, the same on every machine."""
        body = self.model_dump(mode="json")
        for part in LATER_PARTS:
            if body[part] is None:
                del body[part]  # models that do without it keep the fingerprint that schools adopted
        if not body["roles"]["pathways"]:
            del body["roles"]["pathways"]
        for measure in body["measures"]["measures"]:
            for key in ("direction", "stage"):
                if measure[key] is None:
                    del measure[key]
        content = json.dumps(body, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(content.encode()).hexdigest()

    @cached_property
    def tree(self) -> dict[str, dict[str, object]]:
        """The parts as they would stand in TOML: no empty values, lists instead of tuples. Not to be changed."""
        parts = self.model_dump(mode="json", include=set(PARTS))
        return {name: without_none(part) for name, part in parts.items() if part is not None}

    @property
    def parts(self) -> dict[str, Part]:
        """The parts this network has, by name, in Trellis' order."""
        present = ((name, getattr(self, name)) for name in PARTS)
        return {name: part for name, part in present if part is not None}

    def word(self, term: str, count: int = 1, language: str | None = None) -> str:
        """What this network calls `term` beside the number `count`, in the reader's language if it has it.

        Falls back from "es-MX" to "es", to the package's language, to Trellis' own word.
        Raises KeyError for a term Trellis does not have.
        """
        word, tag = self._find_word(term, language)
        return plural_form(word, tag, count)

    def says(self, term: str, language: str | None = None) -> bool:
        """Whether this network has a word of its own for `term` that the reader should meet: in their language, or one
        that is not Trellis' own."""
        if any(
            term in self.words.translations.get(tag, {})
            for tag in language_fallbacks(language or self.languages[0])
        ):
            return True
        word = self.words.terms.get(term)
        return word is not None and (word.one, word.other) != DEFAULT_TERMS.get(term)

    def long_word(self, term: str, language: str | None = None) -> str:
        """The name in full ("learning through internship" for "LTI"); the word itself where there is none."""
        word, tag = self._find_word(term, language)
        return word.long or plural_form(word, tag, 1)

    def _find_word(self, term: str, language: str | None) -> tuple[Word, str]:
        if term not in DEFAULT_TERMS:
            raise KeyError(f"Trellis has no term “{term}”. It has {', '.join(DEFAULT_TERMS)}.")
        for tag in language_fallbacks(language or self.languages[0]):
            if word := self.words.translations.get(tag, {}).get(term):
                return word, tag
        if word := self.words.terms.get(term):
            return word, self.languages[0]
        singular, plural = DEFAULT_TERMS[term]
        return Word(one=singular, other=plural), "en"

    def cells(self, rubric: Rubric, criterion: Criterion) -> tuple[RubricCell, ...]:
        """A criterion's row of this rubric, from its first level to its furthest."""
        scale = next(s for s in self.rubrics.scales if s.key == rubric.scale)
        pairs = zip(scale.levels, criterion.levels, strict=True)
        return tuple(RubricCell(level.position, level.quality, sentence) for level, sentence in pairs)

    def identifier(self, *names: str) -> UUID:
        """The same UUID in every version: `identifier("outcome", "empirical-reasoning")`."""
        return uuid5(UUID(self.outcomes.id), "/".join(names))


LATER_PARTS: tuple[str, ...] = ("portfolio", "joining", "credentials", "surveys")
"""Parts that Trellis learned after models had been adopted."""
PARTS: tuple[str, ...] = tuple(n for n in Package.model_fields if n not in PackageMetadata.model_fields)
REQUIRED_PARTS: frozenset[str] = frozenset(n for n in PARTS if Package.model_fields[n].is_required())
