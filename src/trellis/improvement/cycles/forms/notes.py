"""The forms of notes from shadowing and interviews."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.device_entries import EntryIdField
from trellis.core.foundation.form_fields import DayField, LineField, TextField
from trellis.core.foundation.ids import new_id

from ..models import AimNote
from ..note_selectors import NotePage, may_withdraw
from ..services import notes as services

NO_CONSENT = "none"


class NoteFields(forms.Form):
    """What is kept of a talk or a day."""

    kind = forms.ChoiceField(label=_("Kind of note"), choices=AimNote.Kind.choices)
    role = forms.ChoiceField(
        label=_("Who is it about?"), choices=AimNote.Role.choices, help_text=_("Only the role. Never a name.")
    )
    day = DayField(label=_("Date"))
    prompt = LineField(label=_("What you asked"), max_length=300, required=False)
    words = TextField(
        label=_("What you heard or saw"), max_length=4000, help_text=_("Their own words, without names.")
    )
    theme = LineField(label=_("Theme"), max_length=120, required=False)
    consent_for = forms.ChoiceField(
        label=_("Who may read it? Ask the person."),
        choices=[
            *AimNote.ConsentFor.choices,
            (NO_CONSENT, _("No one else: they did not agree")),
        ],
        widget=forms.RadioSelect,
    )
    consent_how = forms.ChoiceField(label=_("How did they agree?"), choices=AimNote.ConsentHow.choices)

    def clean_consent_for(self) -> str:
        if self.cleaned_data["consent_for"] == NO_CONSENT:
            raise ValidationError(gettext("Without their consent a note can’t be saved."))
        return self.cleaned_data["consent_for"]


class NotePageForm(ActionForm):
    subject: NotePage

    def check_writes(self) -> None:
        if not self.subject.writes:
            raise Http404


class AddNoteForm(NoteFields, NotePageForm):
    """Keep a note."""

    do = "add-note"
    submit = _("Save note")

    id = EntryIdField()

    def prepare(self) -> None:
        self.initial = {"id": new_id(), "day": self.subject.today} | self.initial

    def save(self) -> str:
        self.check_writes()
        values = {name: self.cleaned_data[name] for name in NoteFields.base_fields}
        services.add_note(self.subject.aim, self.cleaned_data["id"], values, self.by)
        return gettext("Saved.")


class NoteRowForm(NotePageForm, ActionForm[AimNote]):
    row_name = "note"

    def rows(self) -> QuerySet[AimNote]:
        notes = AimNote.objects.seen_by(self.viewer).select_related(
            "aim__network", "aim__school", "aim__team__school"
        )
        return notes.filter(aim=self.subject.aim, withdrawn_at=None)

    def check_row(self) -> AimNote:
        self.check_writes()
        if not may_withdraw(self.viewer, self.row_or_404):
            raise Http404
        return self.row_or_404


class ChangeNoteForm(NoteFields, NoteRowForm):
    """Change a note."""

    do = "change-note"
    shows_revision = True

    def save(self) -> str:
        labels = {name: str(field.label) for name, field in self.fields.items()}
        services.update_note(self.check_row(), self.cleaned_data, self.seen, labels, self.by)
        return gettext("Saved.")


class WithdrawNoteForm(NoteRowForm):
    """Take a note out: its person has changed their mind."""

    do = "withdraw"
    submit = _("Delete the words")

    def save(self) -> str:
        services.withdraw_note(self.check_row(), self.by)
        return gettext("The words are permanently deleted.")


NOTE_FORMS = (AddNoteForm, ChangeNoteForm, WithdrawNoteForm)
