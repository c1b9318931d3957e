"""What people send to sign a plan: their own signature, one on paper that the school saw, a link for the family."""

from __future__ import annotations

from typing import NamedTuple

from django import forms
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.core.community.models import Person
from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.form_fields import LineField

from . import permissions, signing
from .forms import GOAL_FORMS
from .models import Plan, PlanSignature, PlanVersion
from .plan_page import LINK_PARTS, PlanPage


class SignForm(ActionForm[Plan]):
    """The viewer's own signature. Posted as `read` is the digest of the words on the screen."""

    do = "sign"
    submit = gettext_lazy("I agree and sign")
    subject: PlanPage

    read = forms.CharField(required=False, widget=forms.HiddenInput)

    def prepare(self) -> None:
        self.initial["read"] = self.subject.wording

    def save(self) -> str:
        page, signer = self.subject, self.subject.own_signer
        if signer is None:
            raise Http404
        signing.sign_plan(page.plan, signer, self.cleaned_data["read"], page.section_titles, self.by)
        return _("Signed. Thank you.")


class PaperSignatureForm(ActionForm[Plan]):
    """A signature on paper, noted by somebody at the school who saw it.

    signer: the place in the list of those who sign, by which one press is enough; "" for a name that is typed.
    """

    do = "paper"
    submit = gettext_lazy("Mark as signed")
    subject: PlanPage

    read = forms.CharField(required=False, widget=forms.HiddenInput)
    person = forms.UUIDField(required=False, widget=forms.HiddenInput)
    part = forms.ChoiceField(label=gettext_lazy("Role"), required=False)
    name = LineField(label=gettext_lazy("Who signed"), max_length=120, required=False)

    def prepare(self) -> None:
        titles = self.subject.role_titles
        self.fields["part"].choices = [
            (part, titles.get(part, part)) for part in self.subject.template.signers
        ]
        self.initial["read"] = self.subject.wording

    def clean(self) -> dict[str, object]:
        if not self.cleaned_data.get("person") and not self.cleaned_data.get("name"):
            self.add_error("name", _("Enter the name of the person who signed on paper."))
        return self.cleaned_data

    def save(self) -> str:
        page, sent = self.subject, self.cleaned_data
        signer = signing.Signer(sent["part"] or page.template.who[0], sent["name"])
        if sent["person"]:
            signer = next(
                (row for row in page.signers if row.person and row.person.pk == sent["person"]), signer
            )
            if signer.person is None:
                raise Http404
        witness = self.viewer.person
        signing.sign_plan(page.plan, signer, sent["read"], page.section_titles, self.by, witness)
        return _("Marked as signed on paper.")


class SendLinkForm(ActionForm[Plan]):
    """A link for one of the family to read the plan and sign it, or for the mentor to sign the goals.

    `links` is shown once, on the page that follows.
    """

    do = "send"
    submit = gettext_lazy("Send link")
    subject: PlanPage
    version: PlanVersion | None = None
    links: tuple[signing.CopyLink, ...] = ()
    is_for_mentor = False

    person = forms.UUIDField(widget=forms.HiddenInput)
    read = forms.CharField(required=False, widget=forms.HiddenInput)

    def save(self) -> str:
        page, sent = self.subject, self.cleaned_data
        signer = next((row for row in page.signers if row.person and row.person.pk == sent["person"]), None)
        if signer is None or signer.person is None or signer.part not in LINK_PARTS:
            raise Http404
        self.version = signing.save_version(page.plan, page.section_titles, self.by, sent["read"])
        self.is_for_mentor = signer.part == "mentor"
        purpose = signing.GOALS_LINK_PURPOSE if self.is_for_mentor else signing.COPY_LINK_PURPOSE
        people = [signer.person]
        self.links = tuple(signing.send_copies(self.version, people, self.by, self._address, purpose))
        return ""

    def _address(self, token: str) -> str:
        page_name = "plan-goals-link" if self.is_for_mentor else "plan-copy"
        return self.request.build_absolute_uri(reverse(page_name, args=[token]))


class ShownVersion(NamedTuple):
    """A version of a plan that a page shows to somebody who signs it: one of the family, or the mentor."""

    version: PlanVersion
    reader: Person
    part: str = "guardian"
    way: PlanSignature.Way = PlanSignature.Way.LINK


class SignVersionForm(ActionForm[PlanVersion]):
    """The signature of one of the family or of the mentor. `subject`: the version that they read, and who they are."""

    do = "sign"
    submit = gettext_lazy("I agree and sign")
    subject: ShownVersion

    def save(self) -> str:
        signing.sign_version(self.subject.version, self.subject.reader, self.subject.part, self.subject.way)
        return _("Signed. Thank you.")


def page_forms(page: PlanPage) -> list[type[ActionForm]]:
    """What the viewer may do on the page of a plan."""
    forms_of_page: list[type[ActionForm]] = [SignForm] if page.own_signer else []
    if page.may_write:
        forms_of_page += GOAL_FORMS
    if permissions.may_lead_meeting(page.viewer, page.student):
        forms_of_page += [PaperSignatureForm, SendLinkForm]
    return forms_of_page
