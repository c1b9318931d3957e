"""Search for staff: what can be found, and how names match: any part of a name, from two letters on; of one letter the
beginning of a word, because a single letter is inside of nearly every name. A single Chinese, Japanese or Korean
character says as much as a word, and matches anywhere.

Each app registers its sources in a module `search_sources.py`, one line a source:

    register("sites", _("Sites"), find_sites)

`find_sites(viewer, query, limit)` reads what the viewer may see, with `seen_by(viewer)`, and returns the best matches.
That set is small (a school), so names are matched here and not in the database: no column goes stale, and accents,
case and scripts are treated alike on every database.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from heapq import nsmallest
from typing import TYPE_CHECKING, NamedTuple, TypeVar
from unicodedata import east_asian_width
from uuid import UUID

from django.db.models import CharField, QuerySet
from django.db.models.functions import Cast
from django.utils.functional import Promise

from .registry import Registry
from .text_folding import fold_text

if TYPE_CHECKING:
    from .requests import Viewer

Key = TypeVar("Key", bound=Hashable)

MAX_LENGTH = 80
NAMES_IN_MEMORY = 100_000

VARIANTS = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ħ": "h",
        "ı": "i",
        "æ": "ae",
        "œ": "oe",
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ٱ": "ا",
        "ى": "ي",
        "ئ": "ي",
        "ؤ": "و",
        "ة": "ه",
    }
)
"""Letters that people type in place of another, and that have no accent to remove."""


class SearchableName(NamedTuple):
    """A folded name. `inside`: a query may match any part of it; `starts`: only the beginning of a word, which are the
    names written together ("O'Brien" as "obrien", "李" and "明" as "李明")."""

    inside: str
    starts: str


def fold_name(text: str) -> str:
    """Return a name without case, accents and punctuation, its words with one space between them."""
    return " ".join(fold_text(text).translate(VARIANTS).split())


@lru_cache(maxsize=NAMES_IN_MEMORY)
def searchable_name(*parts: str) -> SearchableName:
    """Fold the parts of a name (given, preferred, middle, family; or a title alone) for `SearchQuery.rank`."""
    folded = [part for part in map(fold_name, parts) if part]
    joined = [part.replace(" ", "") for part in folded]
    together = {*joined, "".join(joined), "".join(reversed(joined))}
    if len(joined) > 2:
        together |= {joined[0] + joined[-1], joined[-1] + joined[0]}
    return SearchableName(f" {' '.join(folded)}", f" {' '.join(sorted(together))}")


def name_rows(rows: QuerySet, *columns: str, key: str = "pk") -> QuerySet:
    """The key of each row as text, and the columns of its name: to turn thousands of keys into UUIDs takes as long as
    all the rest of a search."""
    return rows.order_by().annotate(text_key=Cast(key, CharField())).values_list("text_key", *columns)


def searchable_names(rows: Iterable[tuple]) -> list[tuple[str, SearchableName]]:
    """The folded names of `name_rows`, by key."""
    return [(text_key, searchable_name(*parts)) for text_key, *parts in rows]


def read_names(rows: QuerySet, *columns: str, key: str = "pk") -> list[tuple[str, SearchableName]]:
    """Return the name of each row in these columns, by its key as text. One query."""
    return searchable_names(name_rows(rows, *columns, key=key))


@dataclass(frozen=True)
class SearchQuery:
    """What somebody typed, and its folded words. A name matches when it has all of them."""

    text: str
    words: tuple[str, ...]

    @classmethod
    def parse(cls, text: str) -> SearchQuery:
        """The query behind a typed text, of 80 characters at most."""
        cleaned = " ".join(text.replace("\x00", " ").split())[:MAX_LENGTH]
        return cls(cleaned, tuple(fold_name(cleaned).split()))

    def rank(self, name: SearchableName) -> int | None:
        """Return 0 where every word begins a word of the name, 1 where one is inside of it, None for no match."""
        rank = 0
        for word in self.words:
            if f" {word}" in name.inside or f" {word}" in name.starts:
                continue
            if word not in name.inside or _is_letter(word):
                return None
            rank = 1
        return rank

    def best(self, names: Iterable[tuple[Key, SearchableName]], limit: int) -> list[Key]:
        """Return the keys of the best matches, beginnings of words first, then by name."""
        matches = [(rank, name.inside, key) for key, name in names if (rank := self.rank(name)) is not None]
        return [key for _rank, _name, key in nsmallest(limit, matches, key=lambda match: match[:2])]

    def best_rows(self, rows: QuerySet, limit: int, *columns: str) -> list[UUID]:
        """Return the keys of the rows whose names, in these columns, match best. One query."""
        return [UUID(key) for key in self.best(read_names(rows, *columns), limit)]


def _is_letter(word: str) -> bool:
    """Whether a word is one letter of an alphabet."""
    return len(word) == 1 and east_asian_width(word) not in "WF"


@dataclass(frozen=True)
class SearchLink:
    """Something to do with a result, such as opening a student's plan."""

    label: str
    url: str


@dataclass(frozen=True)
class SearchResult:
    """One thing that was found. detail: what it is and where. initials: of a person. links: what else can be opened."""

    title: str
    url: str
    detail: str = ""
    initials: str = ""
    links: tuple[SearchLink, ...] = field(default=())


Find = Callable[["Viewer", SearchQuery, int], list[SearchResult]]


class SearchSource(NamedTuple):
    """A kind of thing that can be found, under its heading. position: of the heading; the lowest comes first."""

    key: str
    label: str | Promise
    find: Find
    position: int


SEARCH_SOURCES: Registry[str, SearchSource] = Registry(
    "search", "what staff can find by typing a part of its name"
)


def register(key: str, label: str | Promise, find: Find, position: int = 50) -> None:
    """Register a source: people stand first (10 to 40), then things (50), pages last (90). A key that is taken raises
    ValueError."""
    SEARCH_SOURCES.register(key, SearchSource(key, label, find, position))
