"""What a phone sends about a day: read, checked, and its clock put right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.core.foundation.device_entries import (
    DeviceMomentField,
    EntryIdField,
    corrected_moment,
    fingerprint,
)
from trellis.core.foundation.form_fields import DayField, TimeField
from trellis.core.foundation.formatting import format_number

from .models import DayEntry

MAX_LENGTH = 600


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
        return fingerprint(self.student_id, self.kind, self.words, self.day, self.at)


class EntryFields(forms.Form):
    """One entry as a phone sends it, with words for the student where it cannot be read.

    `made_at` and `sent_at` are both on the phone's clock (see `corrected_moment`).
    """

    id = EntryIdField()
    student = EntryIdField()
    kind = forms.ChoiceField(
        choices=DayEntry.Kind.choices,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), gettext_lazy("We could not read this entry. Enter it again.")
        ),
    )
    words = WordsField(required=False)
    made_at = DeviceMomentField(required=False)
    sent_at = DeviceMomentField(required=False)
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
        made_at, off = corrected_moment(sent["made_at"], sent["sent_at"], now)
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
