"""Searching the library: words in any language, filters that combine, counts beside each, and why something matched."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.db.models import F, QuerySet

from trellis.core.community.viewer import Viewer
from trellis.design.frameworks.models import Outcome

from . import facets, index, words
from .facets import FacetChoice, LibraryQuery
from .matched_passages import MatchedPassage, matched_passages
from .models import Edition, Entry, SearchEntry

PAGE_SIZE = 20


@dataclass(frozen=True)
class SearchHit:
    """One entry, how often it was taught, and the passages in it that have the words of the search."""

    entry: Entry
    edition: Edition
    times_taught: int
    passages: list[MatchedPassage]


@dataclass(frozen=True)
class SearchResults:
    """A page of what was found. `titles`: of outcomes, by key.

    `matches_some_words`: no project has all of the words, and these have some of them.
    """

    hits: list[SearchHit]
    total: int
    facets: dict[str, list[FacetChoice]]
    taught_before: FacetChoice
    titles: dict[str, str]
    matches_some_words: bool
    query: LibraryQuery
    pages: int


def search_library(viewer: Viewer, query: LibraryQuery) -> SearchResults:
    """A page of what somebody looks for, the nearest first; without words, what others looked at most comes first."""
    with index.search_transaction():
        return _run_search(viewer, query)


def _run_search(viewer: Viewer, query: LibraryQuery) -> SearchResults:
    terms = words.query_terms(query.q)
    question = index.build_query(terms, every=True) if terms else ""
    shelves = _matching_shelves(viewer, question)
    cube = facets.facet_cube(shelves.filter(facets.outcome_filter(query)))
    matches_some_words = len(terms) > 1 and not cube
    if matches_some_words:
        question = index.build_query(terms, every=False)
        shelves = _matching_shelves(viewer, question)
        cube = facets.facet_cube(shelves.filter(facets.outcome_filter(query)))
    counted = facets.count_facets(cube, query)
    total = counted.total
    pages = max(1, -(-total // PAGE_SIZE))
    query = replace(query, page=min(query.page, pages))
    narrowed = SearchEntry.objects.seen_by(viewer).filter(
        facets.outcome_filter(query), *facets.facet_filters(query)
    )
    ids = _page_ids(narrowed, question, (query.page - 1) * PAGE_SIZE, total) if total else []
    counts = facets.facet_choices(counted, query)
    titles = _outcome_titles([choice.value for choice in counts["outcome"]])
    times = counted.values["times_run"]
    return SearchResults(
        hits=_build_hits(viewer, ids, terms),
        total=total,
        facets=counts,
        taught_before=FacetChoice("1", times.total() - times[0], query.taught_before),
        titles=titles,
        matches_some_words=matches_some_words and bool(total),
        query=query,
        pages=pages,
    )


def _matching_shelves(viewer: Viewer, question: str) -> QuerySet[SearchEntry]:
    shelves = SearchEntry.objects.seen_by(viewer)
    if not question:
        return shelves
    return shelves.extra(where=[index.match_condition()], params=[question])  # noqa: S610 the words are a parameter


def _page_ids(narrowed: QuerySet[SearchEntry], question: str, first: int, total: int) -> list[int]:
    """Ids of one page. `narrowed` does not ask for the words: the question does."""
    if not question:
        rows = narrowed.order_by("-standing", "-times_run", "-pk").values_list("pk", flat=True)
        return list(rows[first : first + PAGE_SIZE])
    within, parameters = narrowed.order_by().values("pk").query.sql_with_params()
    return index.nearest_ids(within, parameters, question, first, PAGE_SIZE, total)


def _outcome_titles(keys: list[str]) -> dict[str, str]:
    """What outcomes are called, in the newest framework that has them; the key itself where none does."""
    titles = (
        Outcome.objects.filter(key__in=keys, deleted_at=None).order_by("created").values_list("key", "title")
    )
    return {key: key.replace("-", " ").capitalize() for key in keys} | dict(titles)


def _build_hits(viewer: Viewer, ids: list[int], terms: list[list[str]]) -> list[SearchHit]:
    rows = SearchEntry.objects.seen_by(viewer).filter(pk__in=ids).select_related("entry", "entry__school")
    shelves = {shelf.pk: shelf for shelf in rows}
    newest = Edition.objects.seen_by(viewer).filter(
        entry__in=[shelf.entry_id for shelf in shelves.values()], number=F("entry__edition")
    )
    editions = {edition.entry_id: edition for edition in newest}
    hits = []
    for shelf in (shelves[shelf_id] for shelf_id in ids if shelf_id in shelves):
        edition = editions[shelf.entry_id]
        passages = matched_passages(edition.read_body(), shelf.language, terms)
        hits.append(SearchHit(shelf.entry, edition, shelf.times_run, passages))
    return hits
