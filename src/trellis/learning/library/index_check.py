"""Check that the full-text index has the words of the library's entries, and repair it.

The database takes no triggers on such tables, so a stray tool can change them; this check notices it.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction

from . import index
from .models import Edition, SearchEntry
from .search_entries import search_columns


def find_differences() -> list[int]:
    """Return the ids under which the index has other words than the entry, none, or words of no entry."""
    differing = {shelf for shelf, words in _expected_words() if not index.is_indexed(shelf, words)}
    shelves = set(SearchEntry.objects.system().values_list("pk", flat=True))
    return sorted(differing | (index.indexed_ids() - shelves))


def repair_index() -> int:
    """Make the index anew where it differs; return in how many places it did."""
    with transaction.atomic():
        differing = find_differences()
        index.rebuild_index()
        index.remove_words(differing)
        for shelf, words in _expected_words(differing):
            index.index_words(shelf, words)
    return len(differing)


def _expected_words(only: list[int] | None = None) -> Iterator[tuple[int, list[list[str]]]]:
    """Each shelf's id with the words that belong into its four columns."""
    shelves = SearchEntry.objects.system().select_related("entry").order_by("pk")
    for shelf in shelves if only is None else shelves.filter(pk__in=only):
        edition = Edition.objects.system().get(entry_id=shelf.entry_id, number=shelf.entry.edition)
        yield shelf.pk, search_columns(edition.read_body(), edition.authors, shelf.entry.language)
