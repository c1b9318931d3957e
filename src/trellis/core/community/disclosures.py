"""What of a student's was told to somebody beyond the school. Rooms declare what they told; the family reads all of it.

Nothing is written twice for it: each room reads its own rows (what a partner was asked, who has a link to what).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

from .models import Person


@dataclass(frozen=True)
class Shown:
    """On which day, to whom by name, and what, in a word or two such as "the portfolio"."""

    day: date
    to: str
    what: str | Promise


Source = Callable[[Person], Iterable[Shown]]
SOURCES: dict[str, Source] = {}


def declare(key: str, source: Source) -> None:
    """Say what a room told. A second source of a key raises ValueError."""
    if key in SOURCES:
        raise ValueError(f"Two rooms tell what was shown as {key}.")
    SOURCES[key] = source


def shown(student: Person) -> list[Shown]:
    """Everything of one student's that was told beyond the school: to whom and what, each once, the newest first."""
    newest: dict[tuple[str, str], Shown] = {}
    for source in SOURCES.values():
        for one in source(student):
            key = one.to, str(one.what)
            if key not in newest or newest[key].day < one.day:
                newest[key] = one
    return sorted(newest.values(), key=lambda one: one.day, reverse=True)
