"""What somebody sends about what they can be asked."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.form_fields import LineField, RowField

from .. import removal
from ..models import DirectoryEntry
from ..topics import topics_of
from . import directory
from .try_forms import attended

MOST = 12


class EntryFields(ActionForm[DirectoryEntry]):
    section = "ask-me"

    text = LineField(
        label=gettext_lazy("What I have done"),
        max_length=300,
        error_messages={"required": gettext_lazy("Write what you have done.")},
    )
    topic = forms.ChoiceField(label=gettext_lazy("Topic"), required=False)
    event = RowField(label=gettext_lazy("Event"), rows=attended, required=False, empty_label="—")
    contact = LineField(
        label=gettext_lazy("How I like to be asked"),
        max_length=160,
        required=False,
        help_text=gettext_lazy("Such as an email address, or when you are free."),
    )

    def prepare(self) -> None:
        self.fields["topic"].choices = [("", "—"), *topics_of(self.viewer.person.network_id).items()]

    def labels(self) -> dict[str, str]:
        return {name: str(field.label) for name, field in self.fields.items()}


class AddEntryForm(EntryFields):
    do = "entry"

    def save(self) -> str:
        if directory.own_entries(self.viewer).count() >= MOST:
            raise ActionError(_("There are 12 entries already. Remove one first."))
        directory.add_entry(self.by, self.viewer.person.network_id, self.cleaned_data)
        return _("Saved.")


class OwnEntryForm(ActionForm[DirectoryEntry]):
    row_name = "entry"
    section = "ask-me"

    def rows(self) -> QuerySet[DirectoryEntry]:
        return DirectoryEntry.objects.seen_by(self.viewer).filter(person=self.viewer.person_id)


class EditEntryForm(EntryFields):
    do = "edit-entry"
    row_name = "entry"
    shows_revision = True
    rows = OwnEntryForm.rows

    def save(self) -> str:
        event = self.cleaned_data["event"]
        others = directory.own_entries(self.viewer).exclude(pk=self.row_or_404.pk)
        if event and others.filter(event=event).exists():
            raise ActionError(_("You have an entry about this event already."), field="event")
        directory.save_entry(self.row_or_404, self.cleaned_data, self.by, self.seen, self.labels())
        return _("Saved.")


class RemoveEntryForm(OwnEntryForm):
    do = "remove-entry"
    submit = gettext_lazy("Remove")

    def save(self) -> str:
        removal.remove_row(self.row_or_404, self.by)
        return _("Removed.")


class RestoreEntryForm(OwnEntryForm):
    do = "restore-entry"
    submit = gettext_lazy("Undo")

    def rows(self) -> QuerySet[DirectoryEntry]:
        return removal.removed_rows(DirectoryEntry, person=self.viewer.person_id)

    def save(self) -> str:
        event = self.row_or_404.event_id
        if event and directory.own_entries(self.viewer).filter(event=event).exists():
            raise ActionError(_("You have an entry about this event already."))
        removal.restore_row(self.row_or_404, self.by)
        return _("Saved.")


ENTRY_FORMS = (AddEntryForm, EditEntryForm, RemoveEntryForm, RestoreEntryForm)
