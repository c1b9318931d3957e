"""What a coach sends from the page of a visit, one entry at a time: from its forms, or from a device's queue later."""

from __future__ import annotations

from datetime import datetime
from typing import cast
from uuid import UUID

from django import forms
from django.http import Http404, QueryDict
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.device_entries import DeviceMomentField, EntryIdField, corrected_moment
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.form_fields import DayField, LineField, RowField, TextField

from .commitments import WrittenCommitment, add_commitment, check_commitment, visible_commitments
from .models import CoachVisit, VisitCommitment
from .note_versions import StandingText
from .notes import WrittenNote, notes_of, private_notes_of, save_note
from .visit_page import VisitPage

MAX_NOTE = 8000
MAX_REPLACED = 60
CHECKS = [
    (status.value, status.label)
    for status in (
        VisitCommitment.Status.DONE,
        VisitCommitment.Status.PARTLY,
        VisitCommitment.Status.NOT_YET,
    )
]
OWNER_MISSING = _("Choose who will do it.")
DUE_MISSING = _("Enter the day.")
TEXT_MISSING = _("Enter what will be done.")


class VersionKeysField(forms.CharField):
    """Keys of versions, 32 hex digits each, with commas between them."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False)

    def to_python(self, value: object) -> tuple[str, ...]:
        keys = []
        for part in str(value or "").split(",")[:MAX_REPLACED]:
            try:
                keys.append(UUID(part).hex)
            except ValueError:
                continue
        return tuple(dict.fromkeys(keys))


class DeviceEntry(ActionForm[VisitCommitment]):
    """What every entry has: an id made on the device, and when it was written there."""

    subject: VisitPage

    id = EntryIdField()
    made_at = DeviceMomentField(required=False, widget=forms.HiddenInput)
    sent_at = DeviceMomentField(required=False, widget=forms.HiddenInput)

    @property
    def visit(self) -> CoachVisit:
        return self.subject.visit

    def standing(self) -> list[StandingText]:
        """The texts that stand where this entry went; none for what is no text."""
        return []

    @property
    def written_at(self) -> datetime:
        sent = self.cleaned_data
        return corrected_moment(sent["made_at"], sent["sent_at"], timezone.now())[0]


class NoteForm(DeviceEntry):
    """A note on one focus row, with the school's level. replaces: the versions that the page showed."""

    do = "note"

    row = forms.CharField(max_length=80)
    text = TextField(label=_("What I saw and heard"), required=False, max_length=MAX_NOTE)
    level = forms.TypedChoiceField(required=False, coerce=int, empty_value=None)
    replaces = VersionKeysField()

    def prepare(self) -> None:
        self.fields["level"].choices = [("", ""), *((level.position, "") for level in self.subject.levels)]

    def save(self) -> str:
        sent = self.cleaned_data
        row = next((row for row in self.subject.focus if row.key == sent["row"]), None)
        if row is None:
            raise Http404
        self.section = f"row-{row.key}"
        save_note(
            self.visit,
            WrittenNote(
                sent["id"], sent["text"], sent["replaces"], self.written_at, row.key, row.title, sent["level"]
            ),
            self.by,
        )
        return gettext("Saved.")

    def standing(self) -> list[StandingText]:
        return notes_of(self.viewer, self.visit).get(self.cleaned_data["row"], [])


class PrivateNoteForm(DeviceEntry):
    """What only the coach reads."""

    do = "private"
    section = "private"

    text = TextField(label=_("Private note"), required=False, max_length=MAX_NOTE)
    replaces = VersionKeysField()

    def save(self) -> str:
        sent = self.cleaned_data
        save_note(
            self.visit, WrittenNote(sent["id"], sent["text"], sent["replaces"], self.written_at), self.by
        )
        return gettext("Saved.")

    def standing(self) -> list[StandingText]:
        return private_notes_of(self.viewer, self.visit)


class CommitmentForm(DeviceEntry):
    """What will be done, by whom and until when."""

    do = "commitment"
    section = "commitments"
    submit = _("Add")
    adds = True

    text = LineField(label=_("What will be done"), max_length=200, error_messages={"required": TEXT_MISSING})
    owner = forms.ChoiceField(label=_("Owner"), error_messages={"required": OWNER_MISSING})
    due = DayField(label=_("Due"), error_messages={"required": DUE_MISSING})

    def prepare(self) -> None:
        self.fields["owner"].choices = [("", gettext("Choose")), *self.subject.owners]

    def save(self) -> str:
        sent = self.cleaned_data
        add_commitment(
            self.visit, WrittenCommitment(sent["id"], sent["text"], sent["owner"], sent["due"]), self.by
        )
        return gettext("Saved.")


class CheckForm(DeviceEntry):
    """What became of a commitment of an earlier visit, or of this one."""

    do = "check"
    section = "earlier"

    commitment = RowField(
        label="",
        rows=lambda form: visible_commitments(form.viewer).filter(
            visit__school=form.subject.visit.school_id, removed_at=None
        ),
        widget=forms.HiddenInput,
    )
    status = forms.ChoiceField(label=_("Status"), choices=CHECKS)

    def save(self) -> str:
        sent = self.cleaned_data
        check_commitment(sent["commitment"], sent["status"], self.written_at, self.by)
        return gettext("Saved.")


ENTRY_FORMS = {form.do: form for form in (NoteForm, PrivateNoteForm, CommitmentForm, CheckForm)}


class QueuedEntryForm(ActionForm):
    """An entry from a device's queue: whose it is, and which of the forms it is for.

    is_for_other: it belongs to another person, and stays on the device.
    """

    subject: VisitPage
    is_for_other = False

    person = EntryIdField()
    kind = forms.ChoiceField(choices=[(do, do) for do in ENTRY_FORMS])

    @cached_property
    def entry(self) -> DeviceEntry:
        """The form that the entry is for."""
        data = cast("QueryDict", self.data)
        return ENTRY_FORMS[self.cleaned_data["kind"]](data, request=self.request, subject=self.subject)

    def save(self) -> str:
        if self.cleaned_data["person"] != self.by:
            self.is_for_other = True
            raise ActionError(
                gettext("This entry belongs to someone else. It will be sent when they sign in.")
            )
        if not self.entry.is_valid():
            raise ActionError(first_error(self.entry))
        return self.entry.save()

    @property
    def sentence(self) -> str:
        """What is wrong, for the page to show."""
        return first_error(self)


def first_error(form: forms.Form) -> str:
    """The first thing that is wrong with a form."""
    return next((str(error) for errors in form.errors.values() for error in errors), "")
