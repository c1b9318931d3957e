"""Whether the full-text index holds what the library's entries say, and putting it right.

The database takes no triggers on such tables, so a stray tool can change them; this is how that comes to light.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction

from trellis.learning.projects.body import Body

from . import index
from .models import Edition, Shelf
from .shelving import WHY, columns


def find_differences() -> list[int]:
    """Return the ids under which the index holds other words than the entry, none, or words of no entry."""
    differing = {shelf for shelf, words in _expected() if not index.holds(shelf, words)}
    shelves = set(Shelf.objects.unscoped(WHY).values_list("pk", flat=True))
    return sorted(differing | (index.indexed_ids() - shelves))


def repair() -> int:
    """Make the index anew where it differs; return in how many places it did."""
    with transaction.atomic():
        differing = find_differences()
        index.rebuild()
        index.take_off(differing)
        for shelf, words in _expected(differing):
            index.put(shelf, words)
    return len(differing)


def _expected(only: list[int] | None = None) -> Iterator[tuple[int, list[list[str]]]]:
    """Each shelf's id with the words that belong into its four columns."""
    shelves = Shelf.objects.unscoped(WHY).select_related("entry").order_by("pk")
    for shelf in shelves if only is None else shelves.filter(pk__in=only):
        edition = Edition.objects.unscoped(WHY).get(entry_id=shelf.entry_id, number=shelf.entry.edition)
        body = Body.model_validate(edition.body)
        yield shelf.pk, columns(body, edition.authors, shelf.entry.language)
