"""The last change of an exhibition's time by the person at this browser, so that they can undo it."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from trellis.core.foundation.requests import Request

from .models import Exhibition

SESSION_KEY = "exhibition-time-change"


class TimeChange(NamedTuple):
    """What stood before the change. revision: of the exhibition since the change."""

    starts: datetime | None
    room: str
    by_hand: bool
    revision: int


def remember_time(request: Request, before: Exhibition) -> None:
    """Remember the time and room from before a change that was just saved; nothing where both are the same."""
    now = Exhibition.objects.unscoped("read the time that was just saved").get(pk=before.pk)
    if (now.starts, now.room) == (before.starts, before.room):
        return
    request.session[SESSION_KEY] = {
        "exhibition": str(before.pk),
        "starts": before.starts.isoformat() if before.starts else "",
        "room": before.room,
        "by_hand": before.by_hand,
        "revision": now.revision,
    }


def find_time_change(request: Request, exhibition: Exhibition) -> TimeChange | None:
    """Return what can be undone: the change made here last, while nobody has changed the exhibition since."""
    change = request.session.get(SESSION_KEY)
    if not change or (change["exhibition"], change["revision"]) != (str(exhibition.pk), exhibition.revision):
        return None
    starts = datetime.fromisoformat(change["starts"]) if change["starts"] else None
    return TimeChange(starts, change["room"], change["by_hand"], change["revision"])
