"""What the page of confidential notes sends."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.core.foundation.form_fields import TextField

from . import case_notes
from .forms import StudentForm
from .models import CaseNote


class NoteForm(StudentForm):
    """The counselor writes a note."""

    submit = gettext_lazy("Save confidential note")

    words = TextField(
        label=gettext_lazy("New note"),
        max_length=case_notes.MAX_LENGTH,
        rows=4,
        error_messages={"required": gettext_lazy("This is empty. Write something first.")},
    )

    def save(self) -> str:
        case_notes.write_note(self.subject, CaseNote.Kind.NOTE, self.cleaned_data["words"], self.by)
        return _("Saved as a confidential note.")


class OpenNotesForm(StudentForm):
    """Somebody else at the school opens the notes, and says why."""

    why = TextField(
        label=gettext_lazy("Why can’t this wait?"),
        max_length=400,
        rows=2,
        error_messages={
            "required": gettext_lazy("Write in one sentence why this cannot wait for the counselor.")
        },
    )

    def save(self) -> str:
        why, viewer = self.cleaned_data["why"], self.viewer
        case_notes.break_glass(self.subject, why, viewer.person, self._address)
        return _("You can read the notes for 24 hours.")

    def _address(self) -> str:
        return self.request.build_absolute_uri(reverse("confidential-notes", args=[self.subject.pk]))
