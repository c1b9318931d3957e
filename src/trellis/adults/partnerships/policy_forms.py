"""What is sent about the policies of a district, by either side."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.core.community.models import District, School
from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.form_fields import DayField, LineField, NumberField, RowField

from . import policies, selectors
from .agreement_forms import CoveredSchoolsField, new_key_field
from .models import DistrictPolicy

MAX_LEAD_DAYS = 1500


class PolicyForm(ActionForm[DistrictPolicy]):
    """One policy with its waiver."""

    subject: District
    do = "policy"
    row_name = "policy"
    shows_revision = True

    topic = forms.ChoiceField(label=gettext_lazy("Topic"), choices=DistrictPolicy.Topic.choices)
    needs = LineField(
        label=gettext_lazy("What the model needs"),
        max_length=200,
        error_messages={"required": gettext_lazy("Enter what the model needs.")},
    )
    rule = LineField(
        label=gettext_lazy("The rule now"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("In a few words, with its number."),
    )
    decider = forms.ChoiceField(label=gettext_lazy("Who decides"), choices=DistrictPolicy.Decider.choices)
    status = forms.ChoiceField(label=gettext_lazy("Status"), choices=DistrictPolicy.Status.choices)
    mechanism = LineField(label=gettext_lazy("Kind of waiver"), max_length=120, required=False)
    vote_needed = LineField(label=gettext_lazy("Vote needed"), max_length=80, required=False)
    vote_result = LineField(label=gettext_lazy("Result of the vote"), max_length=80, required=False)
    granted_on = DayField(label=gettext_lazy("Granted on"), required=False)
    starts = DayField(label=gettext_lazy("First day"), required=False)
    ends = DayField(label=gettext_lazy("Last day"), required=False)
    lead_days = NumberField(
        label=gettext_lazy("Days needed to renew it"),
        required=False,
        min_value=1,
        max_value=MAX_LEAD_DAYS,
        help_text=gettext_lazy("Empty: 365 days for a state, 90 for everyone else."),
    )
    schools = CoveredSchoolsField(
        label=gettext_lazy("Schools"),
        queryset=School.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Choose none if it is for every school of the district."),
    )
    evidence = LineField(label=gettext_lazy("Evidence to send"), max_length=200, required=False)
    lapse = LineField(label=gettext_lazy("What happens if it ends"), max_length=200, required=False)
    responsible = RowField(
        label=gettext_lazy("Person responsible"),
        required=False,
        rows=lambda form: selectors.responsible_people(form.viewer, form.subject.network_id, form.subject.pk),
    )

    def prepare(self) -> None:
        field = self.fields["schools"]
        if isinstance(field, CoveredSchoolsField):
            schools = School.objects.seen_by(self.viewer).filter(district=self.subject, deleted_at=None)
            field.queryset = schools.order_by("name")
            if self.row is not None:
                named = policies.schools_by_policy(self.viewer, [self.row]).get(self.row.pk, ())
                self.initial["schools"] = [school.pk for school in named]

    def rows(self) -> QuerySet[DistrictPolicy]:
        rows = DistrictPolicy.objects.seen_by(self.viewer).select_related("district", "responsible")
        return rows.filter(district=self.subject, deleted_at=None)

    def clean(self) -> dict[str, object]:
        sent = super().clean()
        starts, ends = sent.get("starts"), sent.get("ends")
        if starts and ends and ends < starts:
            self.add_error("ends", _("The last day is before the first day. Check both."))
        if not sent.get("lead_days"):
            sent["lead_days"] = policies.default_lead_days(str(sent.get("decider", "")))
        return sent

    def save(self) -> str:
        values = dict(self.cleaned_data)
        schools = values.pop("schools")
        policies.save_policy(self.row_or_404, values, schools, self.seen, self.by)
        return _("Saved.")


class AddPolicyForm(PolicyForm):
    do = "add"
    row_name = ""
    shows_revision = False
    submit = gettext_lazy("Add")

    key = new_key_field()

    def save(self) -> str:
        values = dict(self.cleaned_data)
        key, schools = values.pop("key"), values.pop("schools")
        policies.add_policy(self.subject, key, values, schools, self.by)
        return _("Saved.")


class RemovePolicyForm(ActionForm[DistrictPolicy]):
    subject: District
    do = "remove"
    row_name = "policy"
    submit = gettext_lazy("Remove")

    def rows(self) -> QuerySet[DistrictPolicy]:
        return DistrictPolicy.objects.seen_by(self.viewer).filter(district=self.subject)

    def save(self) -> str:
        policies.remove_policy(self.row_or_404, self.by)
        return _("Removed.")


POLICY_FORMS = (PolicyForm, AddPolicyForm, RemovePolicyForm)
