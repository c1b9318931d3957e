"""What a phone sends about a day: read, checked, and its clock put right."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.core.foundation.form_fields import DayField, TimeField
from trellis.core.foundation.formatting import format_number

from .models import DayEntry

CLOCK_TOLERANCE = 120
"""Seconds that a phone's clock may be off before its hours are moved."""
MAX_LENGTH = 600


ID_ERROR = gettext_lazy("Something went wrong with this entry. Enter it again.")


class PhoneMomentField(forms.Field):
    """A moment on a phone's clock; None for what is none, as the entry then counts from when it arrives."""

    def to_python(self, value: object) -> datetime | None:
        try:
            moment = parse_datetime(str(value or ""))
        except ValueError:
            return None
        if moment is None or not 1990 <= moment.year <= 2200:
            return None
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


class WordsField(forms.Field):
    """Words on one line, of any length."""

    def to_python(self, value: object) -> str:
        return " ".join(str(value or "").replace("\x00", "").split())


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


class EntryFields(forms.Form):
    """One entry as a phone sends it, with words for the student where it cannot be read.

    `made_at` and `sent_at` are both on the phone's clock; how far `sent_at` is from now says how far off that clock is.
    A clock that was changed between the two cannot be seen.
    """

    id = forms.UUIDField(error_messages=dict.fromkeys(("required", "invalid"), ID_ERROR))
    student = forms.UUIDField(error_messages=dict.fromkeys(("required", "invalid"), ID_ERROR))
    kind = forms.ChoiceField(
        choices=DayEntry.Kind.choices,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), gettext_lazy("We could not read this entry. Enter it again.")
        ),
    )
    words = WordsField(required=False)
    made_at = PhoneMomentField(required=False)
    sent_at = PhoneMomentField(required=False)
    date = DayField(required=False)
    at = TimeField(required=False)

    def clean(self) -> dict[str, object]:
        sent = super().clean()
        if "kind" in sent and "words" in sent:
            self._check_words(sent["kind"], sent["words"])
        return sent

    def _check_words(self, kind: str, words: str) -> None:
        if kind in (DayEntry.Kind.GOAL, DayEntry.Kind.SAID) and not words:
            self.add_error("words", _("This is empty. Write one sentence."))
        max_length = 240 if kind == DayEntry.Kind.GOAL else MAX_LENGTH
        if len(words) > max_length:
            message = _("This is %(n)s characters long. The limit is %(most)s. Make it shorter.")
            self.add_error(
                "words", message % {"n": format_number(len(words)), "most": format_number(max_length)}
            )

    def payload(self, now: datetime) -> DayEntryPayload:
        """The entry, once the form is valid."""
        sent = self.cleaned_data
        made_at, off = _corrected_moment(sent["made_at"], sent["sent_at"], now)
        return DayEntryPayload(
            entry_id=sent["id"],
            student_id=sent["student"],
            kind=sent["kind"],
            words=sent["words"],
            made_at=made_at,
            clock_off=off,
            day=sent["date"],
            at=sent["at"],
        )


def _corrected_moment(
    made_at: datetime | None, sent_at: datetime | None, now: datetime
) -> tuple[datetime, int]:
    if made_at is None or sent_at is None:
        return now, 0
    off = round((sent_at - now).total_seconds())
    if abs(off) > CLOCK_TOLERANCE:
        made_at -= timedelta(seconds=off)
    return min(made_at, now), max(-(2**31), min(off, 2**31 - 1))
