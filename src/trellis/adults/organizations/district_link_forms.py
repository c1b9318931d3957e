"""Asking a district to sign a shared commitment by a link, and signing it there."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from trellis.core.foundation.form_fields import LineField
from trellis.core.foundation.languages import language_name

from . import commitments
from .commitment_forms import CommitmentForm
from .models import SharedCommitment
from .signing_forms import SignByNameForm


class DistrictLinkForm(CommitmentForm):
    """A link for the district. address: what was made."""

    do = "district-link"
    submit = _("Create link")
    address = ""

    contact = LineField(label=_("Name"), max_length=160, required=False)
    email = forms.EmailField(
        label=_("Email"),
        required=False,
        error_messages={"invalid": _("Enter an email address like name@example.org.")},
    )
    language = forms.ChoiceField(label=_("Language"), required=False)

    def prepare(self) -> None:
        languages = [(code, language_name(code)) for code, _name in settings.LANGUAGES]
        self.fields["language"].choices = [("", gettext("Not known")), *languages]
        if self.subject.commitment:
            self.initial["contact"] = self.subject.commitment.district_contact
            self.initial["email"] = self.subject.commitment.district_email

    def save(self) -> str:
        sent = self.cleaned_data
        token = commitments.ask_district(
            self.commitment, sent["contact"], sent["email"], sent["language"], self.by
        )
        self.address = self.request.build_absolute_uri(reverse("commitment-district-link", args=[token]))
        return ""


class DistrictSignForm(SignByNameForm):
    """The district signs by its link."""

    subject: SharedCommitment

    def prepare(self) -> None:
        self.initial["name"] = self.subject.district_contact

    def save(self) -> str:
        commitments.sign_as_district(self.subject, self.cleaned_data["name"])
        return gettext("You have signed this. Thank you.")
