"""What the network's staff send about an agreement: its terms, schools, data, file, and its end."""

from __future__ import annotations

from django import forms
from django.db.models import Model, QuerySet
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.core.community.models import District, Network, School
from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.form_fields import DayField, LineField, NumberField, RowField, TextField
from trellis.core.foundation.ids import new_id

from . import selectors, services, signing
from .data_elements import ELEMENTS
from .models import AgreementElement, AgreementSchool, PartnerAgreement
from .terms import TERM_FIELDS

Kind, Form, Renewal = PartnerAgreement.Kind, PartnerAgreement.Form, PartnerAgreement.Renewal


def new_key_field() -> forms.UUIDField:
    """The id of the row that a form makes: sent twice, it is one row."""
    return forms.UUIDField(widget=forms.HiddenInput, initial=new_id)


class CoveredSchoolsField(forms.ModelMultipleChoiceField):
    """Schools, each with its name in its own direction."""

    def label_from_instance(self, obj: Model) -> str:
        return format_html("<bdi>{}</bdi>", obj)


class NewAgreementForm(ActionForm[PartnerAgreement]):
    """Begin an agreement with a district or a charter school. agreement: the draft, once it is saved."""

    subject: Network
    do = "new"
    submit = gettext_lazy("Begin the agreement")
    agreement: PartnerAgreement

    key = new_key_field()
    partner = forms.ChoiceField(
        label=gettext_lazy("District or charter school"),
        error_messages={"required": gettext_lazy("Choose the district or school.")},
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Kind.choices)
    title = LineField(
        label=gettext_lazy("Title"),
        max_length=160,
        error_messages={"required": gettext_lazy("Enter a title.")},
    )

    def prepare(self) -> None:
        districts, charters = selectors.districts_and_charters(self.viewer, self.subject)
        self.partners: dict[str, District | School] = {str(row.pk): row for row in (*districts, *charters)}
        self.fields["partner"].choices = [
            (key, format_html("<bdi>{}</bdi>", partner.name)) for key, partner in self.partners.items()
        ]

    def save(self) -> str:
        sent = self.cleaned_data
        self.agreement = services.create_agreement(
            sent["key"], self.subject, self.partners[sent["partner"]], sent["kind"], sent["title"], self.by
        )
        return ""


class AgreementForm(ActionForm[PartnerAgreement]):
    """A form about one agreement: `subject`."""

    subject: PartnerAgreement

    def rows(self) -> QuerySet[PartnerAgreement]:
        return selectors.visible_agreements(self.viewer).filter(pk=self.subject.pk)


class TermsForm(AgreementForm):
    """The terms: what is signed."""

    do = "terms"
    row_name = "agreement"
    section = "terms"
    shows_revision = True

    title = LineField(label=gettext_lazy("Title"), max_length=160)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Kind.choices)
    starts = DayField(label=gettext_lazy("First day"), required=False)
    ends = DayField(label=gettext_lazy("Last day"), required=False)
    renewal = forms.ChoiceField(label=gettext_lazy("Renewal"), choices=Renewal.choices)
    notice_by = DayField(
        label=gettext_lazy("Last day to give notice"),
        required=False,
        help_text=gettext_lazy("The date in the agreement. It is often earlier than you expect."),
    )
    purposes = TextField(
        label=gettext_lazy("Purposes"),
        required=False,
        max_length=4000,
        help_text=gettext_lazy("The only purposes for which the network may use data."),
    )
    form = forms.ChoiceField(
        label=gettext_lazy("Form of the national data privacy agreement"),
        choices=[("", gettext_lazy("Not that agreement")), *Form.choices],
        required=False,
    )
    form_version = LineField(label=gettext_lazy("Version"), max_length=20, required=False)
    subcontractors = TextField(
        label=gettext_lazy("Subcontractors"),
        required=False,
        max_length=4000,
        help_text=gettext_lazy("Who else gets data, and how they are bound to the same rules."),
    )
    storage = TextField(
        label=gettext_lazy("Where data is stored and how it is protected"), required=False, max_length=4000
    )
    encryption = TextField(
        label=gettext_lazy("Encryption"),
        required=False,
        max_length=4000,
        rows=2,
        help_text=gettext_lazy("On its way and where it is stored."),
    )
    end_of_data = TextField(
        label=gettext_lazy("What happens to data at the end"),
        required=False,
        max_length=4000,
        help_text=gettext_lazy("When it is returned and in which format, when and how it is deleted."),
    )
    deletion_days = NumberField(
        label=gettext_lazy("Days to delete data after the end"),
        required=False,
        min_value=1,
        max_value=1500,
        help_text=gettext_lazy("Empty: 60 days, as in the national agreement."),
    )

    def clean(self) -> dict[str, object]:
        sent = super().clean()
        starts, ends = sent.get("starts"), sent.get("ends")
        if starts and ends and ends < starts:
            self.add_error("ends", _("The last day is before the first day. Check both."))
        return sent

    def save(self) -> str:
        values = {name: self.cleaned_data[name] for name in TERM_FIELDS}
        services.save_terms(self.row_or_404, values, self.seen, self.by)
        return _("Saved.")


class OfficeForm(AgreementForm):
    """Who is responsible, the board's approval, and the next review of the promises."""

    do = "office"
    row_name = "agreement"
    section = "office"
    shows_revision = True

    responsible = RowField(
        label=gettext_lazy("Person responsible"),
        required=False,
        rows=lambda form: selectors.responsible_people(
            form.viewer, form.subject.network_id, form.subject.district_id
        ),
        help_text=gettext_lazy("Gets an email 180, 90 and 30 days before the agreement ends."),
    )
    board_on = DayField(label=gettext_lazy("Approved by the board on"), required=False)
    board_item = LineField(label=gettext_lazy("Board item"), max_length=80, required=False)
    review_on = DayField(
        label=gettext_lazy("Next review"),
        required=False,
        help_text=gettext_lazy("When both sides go over the promises."),
    )

    def save(self) -> str:
        services.save_office_details(self.row_or_404, dict(self.cleaned_data), self.seen, self.by)
        return _("Saved.")


class SchoolsForm(AgreementForm):
    """The schools that the agreement covers."""

    do = "schools"
    section = "schools"

    schools = CoveredSchoolsField(
        label=gettext_lazy("Schools"),
        queryset=School.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def prepare(self) -> None:
        field = self.fields["schools"]
        if isinstance(field, forms.ModelMultipleChoiceField):
            field.queryset = selectors.schools_of_partner(self.viewer, self.subject)
            covered = AgreementSchool.objects.seen_by(self.viewer).filter(agreement=self.subject)
            field.initial = list(covered.values_list("school", flat=True))

    def save(self) -> str:
        services.set_schools(self.subject, self.cleaned_data["schools"], self.by)
        return _("Saved.")


class ElementsForm(AgreementForm):
    """The kinds of data that the agreement allows. The page lays the boxes out beside what is stored."""

    do = "elements"
    section = "data"

    elements = forms.MultipleChoiceField(
        label=gettext_lazy("Schedule of data"),
        required=False,
        choices=[(key, element.label) for key, element in ELEMENTS.items()],
        widget=forms.CheckboxSelectMultiple,
    )

    def prepare(self) -> None:
        rows = AgreementElement.objects.seen_by(self.viewer).filter(agreement=self.subject)
        self.fields["elements"].initial = list(rows.values_list("element", flat=True))

    def save(self) -> str:
        services.set_elements(self.subject, self.cleaned_data["elements"], self.by)
        return _("Saved.")


class FileForm(AgreementForm):
    """The signed document."""

    do = "file"
    section = "file"
    submit = gettext_lazy("Add file")

    file = forms.FileField(
        label=gettext_lazy("Signed agreement, as a PDF"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
        error_messages={"required": gettext_lazy("Choose a file.")},
    )

    def save(self) -> str:
        services.attach_file(self.subject, self.cleaned_data["file"], self.by)
        return _("Saved.")


class SendForm(AgreementForm):
    do = "send"
    section = "signatures"
    submit = gettext_lazy("Send for signature")

    def save(self) -> str:
        signing.send_for_signature(self.subject, self.by)
        return _("Everyone who signs can see it now.")


class EndForm(AgreementForm):
    do = "end"
    submit = gettext_lazy("End the agreement")

    def save(self) -> str:
        services.end_agreement(self.subject, self.by)
        return _("The agreement has ended.")


class AmendForm(AgreementForm):
    """Begin an amendment: a draft of its own under this agreement. amendment: the draft, once it is saved."""

    do = "amend"
    submit = gettext_lazy("Add an amendment")
    amendment: PartnerAgreement | None = None

    key = new_key_field()

    def save(self) -> str:
        agreement, partner = self.subject, self.subject.partner
        if partner is not None:
            title = _("Amendment: %(title)s") % {"title": agreement.title}
            self.amendment = services.create_agreement(
                self.cleaned_data["key"],
                agreement.network,
                partner,
                agreement.kind,
                title[:160],
                self.by,
                agreement,
            )
        return ""


MANAGE_FORMS = (TermsForm, OfficeForm, SchoolsForm, ElementsForm, FileForm, SendForm, EndForm, AmendForm)
