"""Searching the library: words in any language, filters that combine, counts beside each, and why something matched."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.db.models import F, QuerySet

from trellis.core.community.viewer import Viewer
from trellis.design.frameworks.models import Outcome

from . import facets, index, words
from .facets import Asked, Choice
from .models import Edition, Entry, Shelf
from .why import Why, why

PAGE = 20


@dataclass(frozen=True)
class Hit:
    """One entry, how often it was taught, and where the words that were asked for stand in it."""

    entry: Entry
    edition: Edition
    taught: int
    why: list[Why]


@dataclass(frozen=True)
class Found:
    """What was found. `loose`: nothing holds all of the words, and these hold some. `titles`: of outcomes, by key."""

    hits: list[Hit]
    total: int
    facets: dict[str, list[Choice]]
    taught: Choice
    titles: dict[str, str]
    loose: bool
    query: Asked
    pages: int


def search(viewer: Viewer, query: Asked) -> Found:
    """A page of what somebody looks for, the nearest first; without words, what others looked at most comes first."""
    with index.reading():
        return _search(viewer, query)


def _search(viewer: Viewer, query: Asked) -> Found:
    terms = words.asked(query.q)
    question = index.asks(terms, every=True) if terms else ""
    shelves = _holding(viewer, question)
    cube = facets.cube_of(shelves.filter(facets.outcomes(query)))
    loose = len(terms) > 1 and not cube
    if loose:
        question = index.asks(terms, every=False)
        shelves = _holding(viewer, question)
        cube = facets.cube_of(shelves.filter(facets.outcomes(query)))
    counted = facets.counted(cube, query)
    total = counted.total
    pages = max(1, -(-total // PAGE))
    query = replace(query, page=min(query.page, pages))
    narrowed = Shelf.objects.seen_by(viewer).filter(facets.outcomes(query), *facets.filters(query))
    ids = _page(narrowed, question, (query.page - 1) * PAGE, total) if total else []
    counts = facets.choices(counted, query)
    titles = _titles([choice.value for choice in counts["outcome"]])
    times = counted.values["taught"]
    taught = Choice("1", times.total() - times[0], query.taught)
    hits = _hits(viewer, ids, terms)
    return Found(hits, total, counts, taught, titles, loose and bool(total), query, pages)


def _holding(viewer: Viewer, question: str) -> QuerySet[Shelf]:
    shelves = Shelf.objects.seen_by(viewer)
    if not question:
        return shelves
    return shelves.extra(where=[index.holding()], params=[question])  # noqa: S610 the words are a parameter


def _page(narrowed: QuerySet[Shelf], question: str, first: int, total: int) -> list[int]:
    """Ids of one page. `narrowed` does not ask for the words: the question does."""
    if not question:
        rows = narrowed.order_by("-standing", "-taught", "-pk").values_list("pk", flat=True)
        return list(rows[first : first + PAGE])
    within, parameters = narrowed.order_by().values("pk").query.sql_with_params()
    return index.nearest(within, parameters, question, first, PAGE, total)


def _titles(keys: list[str]) -> dict[str, str]:
    """What outcomes are called, in the newest framework that has them; the key itself where none does."""
    titles = (
        Outcome.objects.filter(key__in=keys, deleted_at=None).order_by("created").values_list("key", "title")
    )
    return {key: key.replace("-", " ").capitalize() for key in keys} | dict(titles)


def _hits(viewer: Viewer, ids: list[int], terms: list[list[str]]) -> list[Hit]:
    rows = Shelf.objects.seen_by(viewer).filter(pk__in=ids).select_related("entry", "entry__school")
    shelves = {shelf.pk: shelf for shelf in rows}
    newest = Edition.objects.seen_by(viewer).filter(
        entry__in=[shelf.entry_id for shelf in shelves.values()], number=F("entry__edition")
    )
    editions = {edition.entry_id: edition for edition in newest}
    hits = []
    for shelf in (shelves[shelf_id] for shelf_id in ids if shelf_id in shelves):
        edition = editions[shelf.entry_id]
        hits.append(Hit(shelf.entry, edition, shelf.taught, why(edition.body, shelf.language, terms)))
    return hits
