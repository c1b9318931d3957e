"""How a tie ends: with whatever hangs on it, the same second.

A room that gives ties because of another tie says here what follows when that one ends, as it says its measures: the
rooms below, which end ties too, never import upward.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any
from uuid import UUID

Follow = Callable[[datetime, Collection[UUID] | None], object]
FOLLOWS: dict[str, Follow] = {}


def declare(key: str, follow: Follow) -> None:
    """`follow(now, people)` ends what hangs on ties of these people that hold no longer; None: of anybody. A second
    one of a key raises ValueError."""
    if key in FOLLOWS:
        raise ValueError(f"Two rooms follow the end of ties as {key}.")
    FOLLOWS[key] = follow


def end(ties: Any, now: datetime) -> int:
    """End these ties (a query of `Tie`) now, and what hangs on them; gives how many there were of these."""
    ended = dict(ties.values_list("pk", "person_id"))
    if ended:
        ties.model.objects.unscoped("ties end").filter(pk__in=ended).update(ends=now, modified=now)
        follow(now, set(ended.values()))
    return len(ended)


def follow(now: datetime, people: Collection[UUID] | None = None) -> None:
    """After ties of these people (None: of anybody) were ended, or given another end, in some other way."""
    for each in FOLLOWS.values():
        each(now, people)
