"""What somebody sends about what they try next."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.core.community.clock import zone_of_viewer
from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.form_fields import DayField, LineField, RowField, TextField

from .. import removal
from ..models import LearningEvent, PracticeTry
from ..topics import topics_of
from . import tries


def attended(form: ActionForm) -> QuerySet[LearningEvent]:
    return tries.attended_events(form.viewer)


class TryFields(ActionForm[PracticeTry]):
    section = "tries"

    text = LineField(
        label=gettext_lazy("What I try next"),
        max_length=400,
        error_messages={"required": gettext_lazy("Write what you try.")},
    )
    review_on = DayField(label=gettext_lazy("Look back on"), required=False)
    topic = forms.ChoiceField(label=gettext_lazy("Topic"), required=False)
    event = RowField(label=gettext_lazy("Where I learned it"), rows=attended, required=False, empty_label="—")
    shared = forms.BooleanField(label=gettext_lazy("Share it with the adults at my school"), required=False)

    def prepare(self) -> None:
        self.fields["topic"].choices = [("", "—"), *topics_of(self.viewer.person.network_id).items()]

    def labels(self) -> dict[str, str]:
        return {name: str(field.label) for name, field in self.fields.items()}


class AddTryForm(TryFields):
    do = "try"

    def save(self) -> str:
        tries.add_try(self.by, self.cleaned_data)
        return _("Saved.")


class OwnTryForm(ActionForm[PracticeTry]):
    """A form about one that the viewer wrote."""

    row_name = "try"
    section = "tries"

    def rows(self) -> QuerySet[PracticeTry]:
        return PracticeTry.objects.seen_by(self.viewer).filter(person=self.viewer.person_id)


class EditTryForm(TryFields):
    do = "edit-try"
    row_name = "try"
    shows_revision = True
    rows = OwnTryForm.rows

    def save(self) -> str:
        tries.save_try(self.row_or_404, self.cleaned_data, self.by, self.seen, self.labels())
        return _("Saved.")


class FinishTryForm(OwnTryForm):
    do = "finish-try"
    submit = gettext_lazy("Save what happened")
    shows_revision = True

    outcome = TextField(
        label=gettext_lazy("What happened when I tried it"),
        max_length=2000,
        error_messages={"required": gettext_lazy("Write what happened.")},
    )

    def save(self) -> str:
        today = timezone.now().astimezone(zone_of_viewer(self.viewer)).date()
        labels = {"outcome": str(self.fields["outcome"].label)}
        tries.finish_try(self.row_or_404, self.cleaned_data["outcome"], today, self.by, self.seen, labels)
        return _("Saved.")


class RemoveTryForm(OwnTryForm):
    do = "remove-try"
    submit = gettext_lazy("Remove")

    def save(self) -> str:
        removal.remove_row(self.row_or_404, self.by)
        return _("Removed.")


class RestoreTryForm(OwnTryForm):
    do = "restore-try"
    submit = gettext_lazy("Undo")

    def rows(self) -> QuerySet[PracticeTry]:
        return removal.removed_rows(PracticeTry, person=self.viewer.person_id)

    def save(self) -> str:
        removal.restore_row(self.row_or_404, self.by)
        return _("Saved.")


TRY_FORMS = (AddTryForm, EditTryForm, FinishTryForm, RemoveTryForm, RestoreTryForm)
