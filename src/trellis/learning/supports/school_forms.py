"""What a school's pages of support send: partners and liaison, the retention policy, and housing."""

from __future__ import annotations

from collections.abc import Iterator

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms.models import ModelChoiceIterator
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.core.community.distinct_names import add_distinctions
from trellis.core.community.models import School
from trellis.core.foundation.action_forms import ActionForm, Row
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.form_fields import DayField, LineField, RowField
from trellis.core.foundation.input_parsing import parse_email
from trellis.design.blueprint.wording import wording_of

from . import housing, partner_services, retention, selectors
from .models import Area, Housing


class PeopleIterator(ModelChoiceIterator):
    """People by name; what tells people of the same name apart is added."""

    def __iter__(self) -> Iterator[tuple[int | str, str]]:
        people = add_distinctions(sorted(self.queryset or (), key=lambda person: (person.name, person.pk)))
        return map(self.choice, people)


class PersonField(RowField):
    """One person from a list of people by name."""

    iterator = PeopleIterator


class EmailLineField(forms.CharField):
    """An email address of 254 characters at most, however it was pasted."""

    widget = forms.EmailInput

    def to_python(self, value: object) -> str:
        try:
            return parse_email(super().to_python(value) or "")
        except ActionError as error:
            raise ValidationError(error.message) from None


class MonthsField(forms.CharField):
    """For how many months records are kept."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "short"})

    def clean(self, value: object) -> int:
        try:
            return retention.parse_months(str(value or ""))
        except ActionError as error:
            raise ValidationError(error.message) from None


class SchoolForm(ActionForm[Row]):
    """A form about one school: `subject`."""

    subject: School


class PartnerForm(SchoolForm):
    """A new partner, or the corrected details of one that has this name."""

    do = "partner"
    shows_revision = True

    name = LineField(
        label=gettext_lazy("Name"),
        max_length=120,
        help_text=gettext_lazy("To correct a partner’s details, enter the same name again."),
        error_messages={"required": gettext_lazy("Enter the partner’s name.")},
    )
    area = forms.MultipleChoiceField(
        label=gettext_lazy("Helps with"),
        choices=Area.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose what the partner helps with.")},
    )
    contact = LineField(label=gettext_lazy("Contact person"), max_length=120, required=False)
    email = EmailLineField(label=gettext_lazy("Email"), required=False)
    phone = LineField(
        label=gettext_lazy("Phone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel"}),
    )
    language = LineField(label=gettext_lazy("Language code, such as es or ar"), max_length=12, required=False)

    def save(self) -> str:
        sent = self.cleaned_data
        details = [sent[name] for name in ("contact", "email", "phone", "language")]
        partner_services.save_partner(self.subject, sent["name"], sent["area"], *details, self.by, self.seen)
        return _("Saved.")


class LiaisonForm(SchoolForm):
    """Who is the school's liaison for students experiencing homelessness."""

    do = "liaison"
    submit = gettext_lazy("Save liaison")

    person = PersonField(
        label=gettext_lazy("Choose the liaison"),
        rows=lambda form: selectors.staff_of(form.viewer, form.subject),
        empty_label=None,
    )

    def prepare(self) -> None:
        self.liaison = housing.liaison_of(self.viewer, self.subject)
        self.initial["person"] = self.liaison and self.liaison.pk

    def save(self) -> str:
        person = self.cleaned_data["person"]
        housing.name_liaison(self.subject, person, self.by)
        return _("%(name)s is now the McKinney-Vento liaison.") % {"name": person.name}


class RetentionForm(SchoolForm):
    """For how many months the school keeps what."""

    notes = MonthsField(label=gettext_lazy("Months to keep confidential notes"))
    after = MonthsField(label=gettext_lazy("Months to keep records after a student leaves"))

    def prepare(self) -> None:
        policy = retention.policy_of(self.subject)
        self.initial = {"notes": policy.notes, "after": policy.after_leaving}

    def save(self) -> str:
        sent = self.cleaned_data
        retention.save_policy(self.subject, sent["notes"], sent["after"], self.by, self.seen)
        return _("Saved.")


class HousingForm(SchoolForm):
    """Where a student sleeps."""

    do = "write"
    shows_revision = True

    student = PersonField(
        rows=lambda form: housing.students_at(form.viewer, form.subject),
        empty_label=None,
    )
    situation = forms.ChoiceField(
        label=gettext_lazy("Where the student stays at night"),
        choices=Housing.Situation.choices,
        error_messages={"invalid_choice": gettext_lazy("Choose where the student stays at night.")},
    )
    alone = forms.BooleanField(
        label=gettext_lazy("unaccompanied (not in the physical custody of a parent or guardian)"),
        required=False,
    )
    since = DayField(
        label=gettext_lazy("Since"),
        error_messages={"required": gettext_lazy("Choose a date for “Since” that is today or earlier.")},
    )

    def prepare(self) -> None:
        self.fields["student"].label = capfirst(str(wording_of(self.subject.pk).one["student"]))
        self.initial["since"] = timezone.localdate()
        self.fields["since"].widget.attrs["max"] = timezone.localdate().isoformat()

    def save(self) -> str:
        sent = self.cleaned_data
        details = sent["situation"], sent["alone"], sent["since"]
        housing.save_housing(sent["student"], *details, self.by, self.seen)
        return _("Saved. Only you can read it.")


class EndHousingForm(SchoolForm[Housing]):
    do = "end"
    submit = gettext_lazy("Mark as permanently housed")
    row_name = "row"

    def rows(self) -> QuerySet[Housing]:
        return Housing.objects.seen_by(self.viewer)

    def save(self) -> str:
        housing.end_housing(self.row_or_404, self.by)
        return _("Saved.")


def partner_forms(leads: bool) -> tuple[type[ActionForm], ...]:
    """What is sent from the page of partners; who the liaison is, by a leader alone."""
    return (PartnerForm, LiaisonForm) if leads else (PartnerForm,)


HOUSING_FORMS = (HousingForm, EndHousingForm)
