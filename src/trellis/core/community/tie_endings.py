"""How a tie ends: with whatever hangs on it, the same second.

An app that gives ties because of another tie registers what follows when that one ends: the apps below, which end
ties too, never import upward.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from trellis.core.foundation.registry import Registry

Follow = Callable[[datetime, Collection[UUID] | None], object]
TIE_ENDINGS: Registry[str, Follow] = Registry(
    "tie endings", "`follow(now, people)` ends what depends on ended ties of these people; None: of anybody"
)


def end(ties: Any, now: datetime) -> int:
    """End these ties (a query of `Tie`) now, and what hangs on them; gives how many there were of these."""
    ended = dict(ties.values_list("pk", "person_id"))
    if ended:
        ties.model.objects.unscoped("ties end").filter(pk__in=ended).update(ends=now, modified=now)
        follow(now, set(ended.values()))
    return len(ended)


def follow(now: datetime, people: Collection[UUID] | None = None) -> None:
    """After ties of these people (None: of anybody) were ended, or given another end, in some other way."""
    for each in TIE_ENDINGS.values():
        each(now, people)
