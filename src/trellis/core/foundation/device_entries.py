"""What a phone or a laptop saved without a signal and sends later: when it was written, its clock put right."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy

CLOCK_TOLERANCE = 120
"""Seconds that a device's clock may be off before its hours are moved."""

ID_ERROR = gettext_lazy("Something went wrong with this entry. Enter it again.")


class DeviceMomentField(forms.Field):
    """A moment on a device's clock; None for what is none, as the entry then counts from when it arrives."""

    def to_python(self, value: object) -> datetime | None:
        try:
            moment = parse_datetime(str(value or ""))
        except ValueError:
            return None
        if moment is None or not 1990 <= moment.year <= 2200:
            return None
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


class EntryIdField(forms.UUIDField):
    """The id that a device made for what it sends: sent twice, it is one entry."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(error_messages=dict.fromkeys(("required", "invalid"), ID_ERROR))


def corrected_moment(
    made_at: datetime | None, sent_at: datetime | None, now: datetime
) -> tuple[datetime, int]:
    """When an entry was written, and how many seconds the device's clock is ahead.

    Both moments are on the device's clock; how far `sent_at` is from now says how far off that clock is. A clock that
    was changed between the two cannot be seen.
    """
    if made_at is None or sent_at is None:
        return now, 0
    off = round((sent_at - now).total_seconds())
    if abs(off) > CLOCK_TOLERANCE:
        made_at -= timedelta(seconds=off)
    return min(made_at, now), max(-(2**31), min(off, 2**31 - 1))


def fingerprint(*parts: object) -> str:
    """Of what does not change when the same entry is sent once more."""
    return hashlib.blake2b("\x1f".join(map(str, parts)).encode(), digest_size=16).hexdigest()
