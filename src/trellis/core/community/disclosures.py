"""What of a student's record was disclosed beyond the school. Each app registers what it disclosed; the family reads
all of it.

Nothing is written twice for it: each app reads its own rows (what a partner was asked, who has a link to what).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

from trellis.core.foundation.registry import Registry

from .models import Person


@dataclass(frozen=True)
class Shown:
    """On which day, to whom by name, and what, in a word or two such as "the portfolio"."""

    day: date
    to: str
    what: str | Promise


Source = Callable[[Person], Iterable[Shown]]
DISCLOSURES: Registry[str, Source] = Registry(
    "disclosures", "what was disclosed outside the school from a student's record"
)


def shown(student: Person) -> list[Shown]:
    """Everything of one student's that was told beyond the school: to whom and what, each once, the newest first."""
    newest: dict[tuple[str, str], Shown] = {}
    for source in DISCLOSURES.values():
        for disclosure in source(student):
            key = disclosure.to, str(disclosure.what)
            if key not in newest or newest[key].day < disclosure.day:
                newest[key] = disclosure
    return sorted(newest.values(), key=lambda disclosure: disclosure.day, reverse=True)
