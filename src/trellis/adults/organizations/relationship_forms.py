"""What a school sends about its relationship with an organization, and what the organization sends by its link."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from trellis.core.community import links
from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.form_fields import (
    DayField,
    LineField,
    ListField,
    NumberField,
    PastedEmailField,
    TextField,
)

from . import commitments, promises, services
from .models import PartnerPromise, Relationship, SharedCommitment
from .service_kinds import SERVICE_KINDS
from .signing_forms import SignByNameForm

LINK_PURPOSE = "organization"
LINK_DAYS = 90
CONTACT_FIELDS = ("contact", "email", "phone", "language")


class ContactFields(ActionForm[Relationship]):
    """Whom the school writes to, and in which language."""

    contact = LineField(label=_("Contact person"), max_length=120, required=False)
    email = PastedEmailField(label=_("Email"), required=False)
    phone = LineField(label=_("Phone"), max_length=40, required=False)
    language = forms.ChoiceField(
        label=_("Language for messages"), choices=[("", "—"), *settings.LANGUAGES], required=False
    )

    def labels(self) -> dict[str, str]:
        return {name: str(field.label) for name, field in self.fields.items()}


class RelationshipForm(ContactFields):
    """What the school has with the organization."""

    do = "details"
    subject: RelationshipPage

    services = forms.MultipleChoiceField(
        label=_("What it does for the school"),
        choices=SERVICE_KINDS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    since = DayField(label=_("Since"), required=False)
    until = DayField(label=_("Until"), required=False)
    agreement = TextField(label=_("What was agreed"), max_length=600, required=False)
    signed_on = DayField(label=_("Agreement signed on"), required=False)
    valid_until = DayField(label=_("Agreement valid until"), required=False)

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> object:
        """What is saved of it."""
        return getattr(self.subject.relationship, field_name)

    def save(self) -> str:
        facts = dict(self.cleaned_data)
        services.save_relationship(self.subject.relationship, facts, self.by, self.seen, self.labels())
        return gettext("Saved.")


@dataclass(frozen=True)
class RelationshipPage:
    """What the forms are about. school_year: the one under way."""

    relationship: Relationship
    school_year: int


class AgreementFileForm(ActionForm):
    do = "file"
    submit = _("Attach file")
    subject: RelationshipPage

    file = forms.FileField(
        label=_("Agreement, as a PDF or a photo"),
        allow_empty_file=True,
        widget=forms.FileInput,
        error_messages={"required": _("Choose a file.")},
    )

    def save(self) -> str:
        services.attach_agreement(self.subject.relationship, self.cleaned_data["file"], self.by)
        return gettext("Saved.")


class PromiseForm(ActionForm[PartnerPromise]):
    """Something that the organization promised for this school year."""

    do = "promise"
    adds = True
    submit = _("Add promise")
    subject: RelationshipPage

    words = LineField(
        label=_("Promise"), max_length=240, error_messages={"required": _("Enter what was promised.")}
    )
    amount = NumberField(
        label=_("How many"),
        min_value=1,
        max_value=9999,
        error_messages={"required": _("Enter a number from 1 to 9,999.")},
    )
    unit = forms.ChoiceField(label=_("Of what"), choices=PartnerPromise.Unit.choices)

    def save(self) -> str:
        sent = self.cleaned_data
        facts = sent["words"], sent["unit"], sent["amount"]
        promises.add_promise(self.subject.relationship, self.subject.school_year, *facts, self.by)
        return gettext("Saved.")


class PromiseRowForm(ActionForm[PartnerPromise]):
    row_name = "promise"
    subject: RelationshipPage

    def rows(self) -> QuerySet[PartnerPromise]:
        rows = PartnerPromise.objects.seen_by(self.viewer)
        return rows.filter(relationship=self.subject.relationship)


class NoteForm(PromiseRowForm):
    """How much was delivered, of what Trellis does not count."""

    do = "note"
    shows_revision = True

    noted = NumberField(
        label=_("Delivered"),
        min_value=0,
        max_value=999_999,
        error_messages={"required": _("Enter a number, or 0.")},
    )

    def save(self) -> str:
        promises.note_delivered(self.row_or_404, self.cleaned_data["noted"], self.by, self.seen)
        return gettext("Saved.")


class RemovePromiseForm(PromiseRowForm):
    do = "remove-promise"
    submit = _("Remove")

    def save(self) -> str:
        promises.remove_promise(self.row_or_404, self.by)
        return gettext("Saved.")


class LinkForm(ActionForm):
    """A link for the organization to its own page. address: what was made."""

    do = "link"
    submit = _("Create link")
    subject: RelationshipPage
    address = ""

    def save(self) -> str:
        relationship = self.subject.relationship
        links.revoke_links(LINK_PURPOSE, relationship.pk, self.by)
        token = links.issue_link(
            LINK_PURPOSE, relationship.pk, None, LINK_DAYS, self.by, relationship.language
        )
        self.address = self.request.build_absolute_uri(reverse("organization-link", args=[token]))
        return ""


RELATIONSHIP_FORMS = (
    RelationshipForm,
    AgreementFileForm,
    PromiseForm,
    NoteForm,
    RemovePromiseForm,
    LinkForm,
)


@dataclass(frozen=True)
class LinkPage:
    """What an organization's page by link is about."""

    relationship: Relationship
    school_year: int
    commitment: SharedCommitment | None


class ContactForm(ContactFields):
    """The organization corrects whom the school writes to."""

    do = "contact"
    subject: LinkPage

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> object:
        return getattr(self.subject.relationship, field_name)

    def save(self) -> str:
        facts = {name: self.cleaned_data[name] for name in CONTACT_FIELDS}
        services.save_relationship(self.subject.relationship, facts, None, self.seen, self.labels())
        return gettext("Saved.")


class ConfirmForm(ActionForm):
    """The organization confirms the promises that it reads on its page."""

    do = "confirm"
    submit = _("Yes, these are our promises")
    subject: LinkPage

    promise = ListField()

    def save(self) -> str:
        shown = {UUID(key) for key in self.cleaned_data["promise"] if _is_id(key)}
        confirmed = promises.confirm_promises(self.subject.relationship, self.subject.school_year, shown)
        return ngettext(
            "Thank you. %(n)s promise is confirmed.", "Thank you. %(n)s promises are confirmed.", confirmed
        ) % {"n": confirmed}


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


class PartnerSignForm(SignByNameForm):
    """The organization signs the school's shared commitment."""

    subject: LinkPage

    def save(self) -> str:
        if self.subject.commitment is None:
            raise Http404
        relationship, name = self.subject.relationship, self.cleaned_data["name"]
        commitments.sign_as_partner(self.subject.commitment, relationship, name)
        return gettext("You have signed this. Thank you.")


LINK_FORMS = (ContactForm, ConfirmForm, PartnerSignForm)
