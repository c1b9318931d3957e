"""Predictions before a change begins, and observations while it runs."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.device_entries import EntryIdField
from trellis.core.foundation.form_fields import DayField, LineField, TextField
from trellis.core.foundation.ids import new_id

from ..amounts import AmountField
from ..models import Prediction
from ..selectors import measures_of_owner
from ..services import cycles as services
from .cycles import CYCLE_FORMS, CyclePageForm


class PredictionFields(CyclePageForm):
    """What somebody thinks will happen."""

    section = "plan"

    question = LineField(label=_("What will happen?"), max_length=300)
    practical = forms.ChoiceField(label=_("Measure"), required=False)
    value = AmountField(label=_("Predicted result"), required=False, help_text=_("A percent, for a share."))
    reason = TextField(label=_("Why you think so"), max_length=2000, rows=2)

    def prepare(self) -> None:
        self.offered = {str(row.pk): row for row in measures_of_owner(self.viewer, self.subject.cycle)}
        offered = [(key, row.title) for key, row in self.offered.items()]
        self.fields["practical"].choices = [("", gettext("None")), *offered]

    def values(self) -> dict[str, object]:
        sent = self.cleaned_data
        return {
            "question": sent["question"],
            "value": sent["value"],
            "reason": sent["reason"],
            "practical": self.offered.get(sent["practical"]),
        }


class PredictForm(PredictionFields):
    """Write a prediction."""

    do = "predict"
    submit = _("Add prediction")
    adds = True

    id = EntryIdField()

    def prepare(self) -> None:
        super().prepare()
        self.initial = {"id": new_id()} | self.initial

    def save(self) -> str:
        self.check_writes()
        key = self.cleaned_data["id"]
        services.predict(self.subject.cycle, key, self.values(), self.subject.today, self.by)
        return gettext("Added.")


class ChangePredictionForm(PredictionFields, ActionForm[Prediction]):
    """Change a prediction while the change has not begun."""

    do = "prediction"
    row_name = "prediction"
    shows_revision = True

    def rows(self) -> QuerySet[Prediction]:
        rows = Prediction.objects.seen_by(self.viewer).select_related(
            "practical", "cycle__school", "cycle__team__school"
        )
        return rows.filter(cycle=self.subject.cycle)

    def initial_for(self, row: Prediction) -> dict[str, object]:
        return super().initial_for(row) | {"practical": str(row.practical_id or "")}

    def save(self) -> str:
        self.check_writes()
        services.update_prediction(
            self.row_or_404, self.values(), self.seen, self.labels, self.subject.today, self.by
        )
        return gettext("Saved.")


class ObserveForm(CyclePageForm):
    """Write down what was seen, with a photo."""

    do = "observe"
    submit = _("Add observation")
    section = "do"
    adds = True

    id = EntryIdField()
    day = DayField(label=_("Day"))
    words = TextField(label=_("What you saw"), max_length=4000)
    photo = forms.FileField(label=_("Photo"), required=False)

    def prepare(self) -> None:
        self.initial = {"id": new_id(), "day": self.subject.today} | self.initial

    def save(self) -> str:
        self.check_writes()
        sent = self.cleaned_data
        services.observe(self.subject.cycle, sent["id"], sent["day"], sent["words"], sent["photo"], self.by)
        return gettext("Added.")


ALL_CYCLE_FORMS = (*CYCLE_FORMS, PredictForm, ChangePredictionForm, ObserveForm)
