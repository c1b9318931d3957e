"""What a student sends from the page of their day: one entry at a time, from its forms or from the phone's queue."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.foundation.action_forms import ActionForm

from .days import WrongStudentError, log_entry
from .entry_parsing import EntryFields
from .models import InternshipDay


class QueuedEntryForm(EntryFields, ActionForm[InternshipDay]):
    """An entry from the phone's queue. `day`: the day that it was merged into.

    is_for_other: it belongs to another student, and stays on the phone.
    """

    day: InternshipDay | None = None
    is_for_other = False

    def save(self) -> str:
        try:
            self.day = log_entry(self.payload(timezone.now()), self.by, self.files.get("file"))
        except WrongStudentError:
            self.is_for_other = True
            raise
        return ""

    @property
    def sentence(self) -> str:
        """What is wrong, for the phone to show."""
        return next((str(error) for errors in self.errors.values() for error in errors), "")


class EntryForm(QueuedEntryForm):
    """An entry from a form of the page."""

    def save(self) -> str:
        super().save()
        return _("Saved.")
