"""What is sent about the promises of an agreement, and what was delivered of them."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.form_fields import DayField, LineField, NumberField

from . import promises
from .agreement_forms import new_key_field
from .models import AgreementPromise, PartnerAgreement

MAX_AMOUNT = 1_000_000


class PromiseForm(ActionForm[AgreementPromise]):
    """A form about one promise of the agreement `subject`."""

    subject: PartnerAgreement
    row_name = "promise"
    section = "promises"

    def rows(self) -> QuerySet[AgreementPromise]:
        return AgreementPromise.objects.seen_by(self.viewer).filter(agreement=self.subject)


class AddPromiseForm(PromiseForm):
    do = "promise"
    row_name = ""
    adds = True
    submit = gettext_lazy("Add")

    by_side = forms.ChoiceField(label=gettext_lazy("Who promises"), choices=AgreementPromise.Side.choices)
    text = LineField(
        label=gettext_lazy("Promise"),
        max_length=200,
        error_messages={"required": gettext_lazy("Enter what is promised.")},
    )
    amount = NumberField(label=gettext_lazy("How much"), required=False, min_value=1, max_value=MAX_AMOUNT)
    unit = LineField(
        label=gettext_lazy("Of what"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Such as days, seats or minutes."),
    )
    period = forms.ChoiceField(label=gettext_lazy("How often"), choices=AgreementPromise.Period.choices)

    def save(self) -> str:
        sent = self.cleaned_data
        promises.add_promise(
            self.subject,
            sent["by_side"],
            sent["text"],
            self.by,
            sent["amount"],
            sent["unit"],
            sent["period"],
        )
        return _("Saved.")


class RemovePromiseForm(PromiseForm):
    do = "promise-remove"
    submit = gettext_lazy("Remove")

    def save(self) -> str:
        promises.remove_promise(self.subject, self.row_or_404, self.by)
        return _("Removed.")


class DeliveryForm(PromiseForm):
    """Note what was delivered of a promise."""

    do = "delivery"

    key = new_key_field()
    on = DayField(label=gettext_lazy("Day"), initial=timezone.localdate)
    amount = NumberField(label=gettext_lazy("How much"), required=False, min_value=0, max_value=MAX_AMOUNT)
    note = LineField(label=gettext_lazy("Note"), max_length=200, required=False)

    def save(self) -> str:
        sent = self.cleaned_data
        promises.note_delivery(
            self.row_or_404, sent["key"], sent["on"], sent["amount"], sent["note"], self.by
        )
        return _("Saved.")


PROMISE_FORMS = (AddPromiseForm, RemovePromiseForm)
