"""What is sent about those who sign an agreement, and their signatures."""

from __future__ import annotations

from typing import NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.core.community.models import Link
from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.form_fields import DayField, LineField

from . import signing
from .models import AgreementParty, PartnerAgreement
from .permissions import party_role_of


class PartyForm(ActionForm[AgreementParty]):
    """A form about one of those who sign the agreement `subject`."""

    subject: PartnerAgreement
    row_name = "party"
    section = "signatures"

    def rows(self) -> QuerySet[AgreementParty]:
        return AgreementParty.objects.seen_by(self.viewer).filter(agreement=self.subject)


class AddPartyForm(PartyForm):
    do = "party"
    row_name = ""
    adds = True
    submit = gettext_lazy("Add")

    role = forms.ChoiceField(label=gettext_lazy("Signs as"), choices=AgreementParty.Role.choices)
    legal_name = LineField(
        label=gettext_lazy("Legal name"),
        max_length=160,
        error_messages={"required": gettext_lazy("Enter the legal name.")},
    )
    email = forms.EmailField(
        label=gettext_lazy("Email"),
        required=False,
        help_text=gettext_lazy("For a link to sign without an account."),
        error_messages={"invalid": gettext_lazy("Enter an email address like name@example.org.")},
    )

    def save(self) -> str:
        sent = self.cleaned_data
        signing.add_party(self.subject, sent["role"], sent["legal_name"], sent["email"], self.by)
        return _("Saved.")


class RemovePartyForm(PartyForm):
    do = "party-remove"
    submit = gettext_lazy("Remove")

    def save(self) -> str:
        signing.remove_party(self.subject, self.row_or_404, self.by)
        return _("Removed.")


class SendLinkForm(PartyForm):
    """Make a link to sign. link: its address, which the page shows once."""

    do = "link"
    submit = gettext_lazy("Make a link to sign")
    link = ""

    def save(self) -> str:
        self.link = signing.send_signing_link(
            self.row_or_404,
            self.by,
            lambda token: self.request.build_absolute_uri(reverse("sign-partnership", args=[token])),
        )
        return ""


class SignatureFields(ActionForm[AgreementParty]):
    """The name and the title of who signs."""

    name = LineField(
        label=gettext_lazy("Your full name"),
        max_length=120,
        error_messages={"required": gettext_lazy("Enter your name to sign.")},
    )
    title = LineField(label=gettext_lazy("Your title"), max_length=120, required=False)
    read = forms.CharField(widget=forms.HiddenInput)


class SignForm(SignatureFields):
    """Sign by one's account, for one's own side."""

    subject: PartnerAgreement
    do = "sign"
    section = "signatures"
    submit = gettext_lazy("Sign")

    def prepare(self) -> None:
        self.fields["name"].initial = self.viewer.person.name

    def clean(self) -> dict[str, object]:
        parties = AgreementParty.objects.seen_by(self.viewer).filter(
            agreement=self.subject, role=party_role_of(self.viewer, self.subject)
        )
        self.party = (
            parties.order_by("signed_on", "created").filter(signed_on=None).first() or parties.first()
        )
        if self.party is None:
            raise ValidationError(_("Nobody of your side signs this agreement."))
        return super().clean()

    def save(self) -> str:
        sent = self.cleaned_data
        if self.party:
            signing.sign_agreement(self.party, sent["name"], sent["title"], sent["read"], self.viewer.person)
        return _("You signed the agreement.")


class PaperForm(PartyForm):
    """Note a signature on paper."""

    do = "paper"
    submit = gettext_lazy("Mark as signed on paper")

    signer_name = LineField(
        label=gettext_lazy("Who signed"),
        max_length=120,
        error_messages={"required": gettext_lazy("Enter the name of the person who is signing.")},
    )
    signer_title = LineField(label=gettext_lazy("Title"), max_length=120, required=False)
    signed_on = DayField(
        label=gettext_lazy("Signed on"), error_messages={"required": gettext_lazy("Enter the day.")}
    )

    def save(self) -> str:
        sent = self.cleaned_data
        signing.note_paper_signature(
            self.row_or_404, sent["signer_name"], sent["signer_title"], sent["signed_on"], self.by
        )
        return _("Saved.")


class LinkedParty(NamedTuple):
    """Who opened the page by a link."""

    party: AgreementParty
    link: Link


class SignByLinkForm(SignatureFields):
    """Sign by a link, without an account."""

    subject: LinkedParty
    submit = gettext_lazy("Sign")

    def save(self) -> str:
        sent, (party, link) = self.cleaned_data, self.subject
        signing.sign_agreement(party, sent["name"], sent["title"], sent["read"], None, link)
        return ""


PARTY_FORMS = (AddPartyForm, RemovePartyForm, SendLinkForm, PaperForm)
