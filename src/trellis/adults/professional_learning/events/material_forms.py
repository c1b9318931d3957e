"""What an organizer sends about materials."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.form_fields import LineField, LinkField, RowField

from .. import removal
from ..models import EventMaterial, LearningEvent, LearningSession
from . import materials
from .attendance import sessions_of


def _sessions(form: ActionForm) -> QuerySet[LearningSession]:
    rows = LearningSession.objects.seen_by(form.viewer).filter(event=form.subject, deleted_at=None)
    return rows.exclude(title="").order_by("starts", "pk")


class AddMaterialForm(ActionForm):
    do = "material"
    submit = gettext_lazy("Add material")
    adds = True
    subject: LearningEvent

    title = LineField(
        label=gettext_lazy("Title"),
        max_length=160,
        error_messages={"required": gettext_lazy("Enter a title.")},
    )
    link = LinkField(label=gettext_lazy("Link"), required=False)
    file = forms.FileField(
        label=gettext_lazy("File"), required=False, allow_empty_file=True, widget=forms.FileInput
    )
    session = RowField(label=gettext_lazy("Session"), rows=_sessions, required=False, empty_label="—")
    after = forms.BooleanField(label=gettext_lazy("Show it once the event has started"), required=False)

    def prepare(self) -> None:
        if len(sessions_of(self.viewer, self.subject)) < 2:
            del self.fields["session"]

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and bool(cleaned.get("link")) == bool(cleaned.get("file")):
            self.add_error("link", _("Add a link or a file, not both."))
        return cleaned

    def save(self) -> str:
        data = self.cleaned_data
        materials.add_material(
            self.subject,
            data["title"],
            data["link"],
            data["file"],
            data.get("session"),
            data["after"],
            self.by,
        )
        return _("Saved.")


class RemoveMaterialForm(ActionForm[EventMaterial]):
    do = "remove-material"
    submit = gettext_lazy("Remove")
    row_name = "material"
    subject: LearningEvent

    def rows(self) -> QuerySet[EventMaterial]:
        return EventMaterial.objects.seen_by(self.viewer).filter(event=self.subject)

    def save(self) -> str:
        removal.remove_row(self.row_or_404, self.by)
        return _("Removed.")


class RestoreMaterialForm(RemoveMaterialForm):
    """Undo the removal."""

    do = "restore-material"
    submit = gettext_lazy("Undo")

    def rows(self) -> QuerySet[EventMaterial]:
        return removal.removed_rows(EventMaterial, event=self.subject)

    def save(self) -> str:
        removal.restore_row(self.row_or_404, self.by)
        return _("Saved.")
