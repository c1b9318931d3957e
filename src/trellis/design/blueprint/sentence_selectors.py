"""The sentences of a network's models, for translators: where each is used, and its translation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils import translation
from django.utils.translation import gettext, trans_real

from trellis.core.community.models import Network
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.languages import ui_language
from trellis.core.translations.translation_services import text_digest

from .change_wording import place_titles
from .draft_selectors import NetworkModels
from .labels import part_title
from .package import Package
from .package.schema import PARTS
from .package.texts import translatable_texts
from .package.tree import Value, named_entries
from .selectors import draft_problems, package_body
from .sentence_translations import saved_translations

PAGE_SIZE = 25


@dataclass(frozen=True)
class Sentence:
    """A sentence of a model, where it is used first, and its translations: the network's own, and the catalog's."""

    text: str
    language: str
    part: str
    place: str
    words: str
    shipped: str

    @property
    def digest(self) -> str:
        return text_digest(self.text)

    @property
    def in_force(self) -> str:
        """What schools read; "" where they read it as it was written."""
        return self.words or self.shipped

    @property
    def is_open(self) -> bool:
        return not self.in_force


class TranslationWork:
    """What is to be translated of a network's models into one language: of the latest versions, those that schools
    work by, and the drafts. `part` and `only_open` narrow the list that the page shows."""

    def __init__(self, viewer: Viewer, network: Network, query: QueryDict) -> None:
        self.viewer, self.network = viewer, network
        language, part = query.get("language", ""), query.get("part", "")
        self.language = language if language in self.languages else next(iter(self.languages), "")
        self.part = part if part in PARTS else ""
        self.only_open = query.get("open") == "1"
        self._page_number = query.get("page")

    @cached_property
    def packages(self) -> list[Package]:
        """Drafts first: what is written now is translated first. A draft with problems is left out."""
        models = NetworkModels(self.viewer, self.network)
        drafts = (draft_problems(draft.body)[0] for draft in models.drafts)
        versions = (
            row.package for model in models.rows for row in model.versions if row.latest or row.schools
        )
        return [*filter(None, drafts), *(package_body(version) for version in versions)]

    @cached_property
    def languages(self) -> list[str]:
        """The languages of the screen into which something can be translated."""
        written = {ui_language(package.languages[0]) for package in self.packages}
        return [code for code, _name in settings.LANGUAGES if written - {code}]

    @cached_property
    def sentences(self) -> list[Sentence]:
        """Every sentence once, in the order of the parts."""
        rows: dict[str, Sentence] = {}
        words = saved_translations(self.language, network=self.network.pk).words
        for package in self.packages:
            if ui_language(package.languages[0]) != self.language:
                for part, place, text in _places_of_sentences(package):
                    if text not in rows:
                        shipped = self._shipped(text)
                        rows[text] = Sentence(
                            text, package.languages[0], part, place, words.get(text, ""), shipped
                        )
        return sorted(rows.values(), key=lambda row: PARTS.index(row.part))

    def _shipped(self, text: str) -> str:
        """What the catalog has. `gettext` alone does not say whether a sentence is missing or the same in both."""
        with translation.override(self.language):
            shipped = gettext(text)
            return shipped if shipped != text or text in trans_real.catalog()._catalog else ""

    @cached_property
    def by_digest(self) -> Mapping[str, Sentence]:
        return {sentence.digest: sentence for sentence in self.sentences}

    @property
    def open_count(self) -> int:
        return sum(sentence.is_open for sentence in self.sentences)

    @property
    def parts(self) -> list[tuple[str, str, int]]:
        """Each part with sentences: its name, its title, and how many have no translation."""
        names = {sentence.part for sentence in self.sentences}
        still_open = [sentence.part for sentence in self.sentences if sentence.is_open]
        return [(part, part_title(part), still_open.count(part)) for part in PARTS if part in names]

    @property
    def chosen(self) -> list[Sentence]:
        """The sentences that the filters leave."""
        return [
            sentence
            for sentence in self.sentences
            if self.part in ("", sentence.part) and (sentence.is_open or not self.only_open)
        ]

    @cached_property
    def page(self) -> Page:
        """The sentences that the page shows."""
        return Paginator(self.chosen, PAGE_SIZE).get_page(self._page_number)

    @property
    def filters(self) -> str:
        """The filters in force, for links to other pages of the list."""
        return f"language={self.language}&part={self.part}&{'open=1&' if self.only_open else ''}"


def _places_of_sentences(package: Package) -> Iterator[tuple[str, str, str]]:
    """The part, the place in words and the text of each sentence of a model."""
    sentences = set(translatable_texts(package))
    for part, table in package.tree.items():
        for path, text in _texts(table, (part,)):
            if text in sentences:
                yield part, " › ".join([part_title(part), *_distinct(place_titles(package.tree, path))]), text


def _distinct(titles: list[str]) -> list[str]:
    """The titles on the way to a text, without the text itself and without the same one twice in a row."""
    return list(dict.fromkeys(titles[:-1]))


def _texts(value: Value, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every text of a table, with its path."""
    if isinstance(value, str):
        yield path, value
        return
    entries = named_entries(value)
    if entries is None and isinstance(value, list):
        for entry in value:
            yield from _texts(entry, path)
    for name, inner in (entries or {}).items():
        yield from _texts(inner, (*path, name))
