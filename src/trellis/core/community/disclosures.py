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
class Disclosure:
    """One disclosure: the day, the name of who received it, and what it was, such as "the portfolio"."""

    day: date
    to: str
    what: str | Promise


DisclosureSource = Callable[[Person], Iterable[Disclosure]]
DISCLOSURES: Registry[str, DisclosureSource] = Registry(
    "disclosures", "what was disclosed outside the school from a student's record"
)


def disclosures_of(student: Person) -> list[Disclosure]:
    """Return what of a student's record was disclosed outside the school, each thing once, newest first."""
    newest: dict[tuple[str, str], Disclosure] = {}
    for source in DISCLOSURES.values():
        for disclosure in source(student):
            key = disclosure.to, str(disclosure.what)
            if key not in newest or newest[key].day < disclosure.day:
                newest[key] = disclosure
    return sorted(newest.values(), key=lambda disclosure: disclosure.day, reverse=True)
