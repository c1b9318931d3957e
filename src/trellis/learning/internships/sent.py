"""What a phone sends about a day: read, checked, and its clock put right."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from trellis.core.foundation.refusal import ActionError
from trellis.core.foundation.typed import parse_day, parse_time

from .models import DayEntry

CLOCK_TOLERANCE = 120
"""Seconds that a phone's clock may be off before its hours are moved."""
MAX_LENGTH = 600


@dataclass(frozen=True)
class DayEntryPayload:
    """One entry as it came. `day` and `at` only when the student chose them; else the moment says both."""

    entry_id: UUID
    student_id: UUID
    kind: str
    words: str
    made_at: datetime
    clock_off: int
    day: date | None
    at: time | None

    @property
    def fingerprint(self) -> str:
        """Of what does not change when the same entry is sent once more."""
        parts = (self.student_id, self.kind, self.words, self.day, self.at)
        return hashlib.blake2b("\x1f".join(map(str, parts)).encode(), digest_size=16).hexdigest()


def parse_entry(fields: Mapping[str, str], now: datetime) -> DayEntryPayload:
    """An entry from the fields of a form. Raises ActionError in words for the student.

    `made_at` and `sent_at` are both on the phone's clock; how far `sent_at` is from `now` says how far off
    that clock is. A clock that was changed between the two cannot be seen.
    """
    made_at, off = _corrected_moment(fields, now)
    kind = fields.get("kind", "")
    if kind not in DayEntry.Kind.values:
        raise ActionError(_("We could not read this entry. Enter it again."))
    return DayEntryPayload(
        entry_id=_parse_id(fields.get("id", "")),
        student_id=_parse_id(fields.get("student", "")),
        kind=kind,
        words=_clean_words(fields.get("words", ""), kind),
        made_at=made_at,
        clock_off=off,
        day=_parse_entry_day(fields.get("date", "")),
        at=_parse_entry_time(fields.get("at", "")),
    )


def _corrected_moment(fields: Mapping[str, str], now: datetime) -> tuple[datetime, int]:
    made_at, sent = (_parse_phone_moment(fields.get(name, "")) for name in ("made_at", "sent_at"))
    if made_at is None or sent is None:
        return now, 0
    off = round((sent - now).total_seconds())
    if abs(off) > CLOCK_TOLERANCE:
        made_at -= timedelta(seconds=off)
    return min(made_at, now), max(-(2**31), min(off, 2**31 - 1))


def _parse_phone_moment(text: str) -> datetime | None:
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    if moment is None or not 1990 <= moment.year <= 2200:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _parse_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise ActionError(_("Something went wrong with this entry. Enter it again.")) from None


def _clean_words(text: str, kind: str) -> str:
    words = " ".join(text.replace("\x00", "").split())
    if kind in (DayEntry.Kind.GOAL, DayEntry.Kind.SAID) and not words:
        raise ActionError(_("This is empty. Write one sentence."))
    most = 240 if kind == DayEntry.Kind.GOAL else MAX_LENGTH
    if len(words) > most:
        raise ActionError(
            _("This is %(n)d characters long. The limit is %(most)d. Make it shorter.")
            % {"n": len(words), "most": most}
        )
    return words


def _parse_entry_day(text: str) -> date | None:
    return parse_day(text)


def _parse_entry_time(text: str) -> time | None:
    return parse_time(text)
