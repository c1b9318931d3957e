"""Ending ties, and at the same moment whatever depends on them.

An app that gives ties because of another tie registers what follows when that one ends: the apps below, which end
ties too, never import upward.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from trellis.core.foundation.registry import Registry

from .models import Tie

TieEndingHandler = Callable[[datetime, Collection[UUID] | None], object]
TIE_ENDINGS: Registry[str, TieEndingHandler] = Registry(
    "tie endings", "`handler(now, people)` ends what depends on ended ties of these people; None: of anybody"
)


def end_ties(ties: QuerySet[Tie], now: datetime) -> int:
    """End these ties now, and what depends on them. Return how many ended."""
    ended = dict(ties.values_list("pk", "person_id"))
    if ended:
        Tie.objects.unscoped("end ties that hang on another tie").filter(pk__in=ended).update(
            ends=now, modified=now
        )
        handle_ended_ties(now, set(ended.values()))
    return len(ended)


def set_tie_ends(ties: QuerySet[Tie], ends: datetime | None, now: datetime) -> int:
    """Let these ties end at a later moment, or for None at no moment that is known, and with them what depends on them.
    Return how many were changed. What ends now, or should have, goes through `end_ties`."""
    changed = dict(ties.exclude(ends=ends).values_list("pk", "person_id"))
    if changed:
        Tie.objects.unscoped("set when ties end").filter(pk__in=changed).update(ends=ends, modified=now)
        handle_ended_ties(now, set(changed.values()))
    return len(changed)


def handle_ended_ties(now: datetime, people: Collection[UUID] | None = None) -> None:
    """Run the handlers after ties of these people (None: of anybody) ended or got another end date."""
    for handler in TIE_ENDINGS.values():
        handler(now, people)
