"""What people send from the page of a shared commitment."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import Person, School
from trellis.core.foundation.action_forms import ActionForm, Row
from trellis.core.foundation.form_fields import DayField, LineField, TextField

from . import commitments
from .models import CommitmentPromise, Party, SharedCommitment

PAPER_PARTIES = [(party.value, party.label) for party in (Party.DISTRICT, Party.PARTNERS)]


@dataclass(frozen=True)
class CommitmentPage:
    """What the forms are about. parties: for whom the viewer signs and reviews; leads: they draft and publish."""

    school: School
    school_year: int
    commitment: SharedCommitment | None
    parties: list[Party]
    leads: bool


class CommitmentForm(ActionForm[Row]):
    subject: CommitmentPage

    @property
    def commitment(self) -> SharedCommitment:
        """The commitment of the page; without one nothing but a beginning can be sent."""
        if self.subject.commitment is None:
            raise Http404
        return self.subject.commitment


class BeginForm(CommitmentForm):
    do = "begin"
    submit = _("Begin a draft")

    def save(self) -> str:
        commitments.begin_commitment(self.subject.school, self.subject.school_year, self.by)
        return ""


class PromiseForm(CommitmentForm):
    do = "promise"
    adds = True
    submit = _("Add promise")

    party = forms.ChoiceField(label=_("Who promises"), choices=Party.choices)
    words = LineField(
        label=_("Promise"), max_length=300, error_messages={"required": _("Enter what was promised.")}
    )

    def prepare(self) -> None:
        if not self.subject.leads:
            self.fields["party"].choices = [(party.value, party.label) for party in self.subject.parties]

    def save(self) -> str:
        sent = self.cleaned_data
        commitments.add_promise(self.commitment, sent["party"], sent["words"], self.by)
        return gettext("Saved.")


class PromiseRowForm(CommitmentForm[CommitmentPromise]):
    row_name = "promise"

    def rows(self) -> QuerySet[CommitmentPromise]:
        rows = CommitmentPromise.objects.seen_by(self.viewer).select_related("commitment")
        rows = rows.filter(commitment=self.subject.commitment)
        return rows if self.subject.leads else rows.filter(party__in=self.subject.parties)


class RemovePromiseForm(PromiseRowForm):
    do = "remove-promise"
    submit = _("Remove")

    def save(self) -> str:
        commitments.remove_promise(self.row_or_404, self.by)
        return gettext("Saved.")


class ReviewForm(PromiseRowForm):
    """Whether a promise was kept, and a sentence by its party."""

    do = "review"
    shows_revision = True

    outcome = forms.ChoiceField(
        label=_("Outcome"),
        choices=CommitmentPromise.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose an outcome.")},
    )
    review = LineField(label=_("In one sentence"), max_length=400, required=False)

    def save(self) -> str:
        sent = self.cleaned_data
        commitments.review_promise(self.row_or_404, sent["outcome"], sent["review"], self.by, self.seen)
        return gettext("Saved.")


class AskForm(CommitmentForm):
    do = "ask"
    submit = _("Ask for signatures")

    def save(self) -> str:
        commitments.ask_for_signatures(self.commitment, self.by)
        return gettext("It can be signed now. Families see it on their page.")


class ReopenForm(CommitmentForm):
    do = "reopen"
    submit = _("Back to the draft")

    def save(self) -> str:
        commitments.reopen_draft(self.commitment, self.by)
        return gettext("You can change the promises again. Earlier signatures no longer count.")


class PublishForm(CommitmentForm):
    do = "publish"
    submit = _("Publish")

    def save(self) -> str:
        commitments.publish_commitment(self.commitment, self.by)
        return gettext("Published.")


class PaperForm(CommitmentForm):
    """Somebody of the district or a partner signed on paper."""

    do = "paper"
    submit = _("Add signature")

    party = forms.ChoiceField(label=_("Who signed"), choices=PAPER_PARTIES)
    name = LineField(
        label=_("Name"),
        max_length=160,
        error_messages={"required": _("Enter the name of the person who is signing.")},
    )
    day = DayField(label=_("Signed on"), error_messages={"required": _("Enter a date like 9/1/2026.")})

    def save(self) -> str:
        sent = self.cleaned_data
        commitments.record_paper_signature(self.commitment, sent["party"], sent["name"], sent["day"], self.by)
        return gettext("Saved.")


class NextYearForm(CommitmentForm):
    do = "next-year"

    words = TextField(label=_("What changes next year"), max_length=1000, required=False)

    def prepare(self) -> None:
        if self.subject.commitment:
            self.initial["words"] = self.subject.commitment.next_year

    def save(self) -> str:
        commitments.save_next_year(self.commitment, self.cleaned_data["words"], self.by, self.seen)
        return gettext("Saved.")


class SignForm(CommitmentForm):
    """Sign for a party that the viewer belongs to."""

    do = "sign"
    submit = _("Sign")

    party = forms.ChoiceField(choices=Party.choices, widget=forms.HiddenInput)

    def prepare(self) -> None:
        self.fields["party"].choices = [(party.value, party.label) for party in self.subject.parties]

    def save(self) -> str:
        commitments.sign_commitment(self.commitment, self.cleaned_data["party"], self.viewer.person)
        return gettext("You have signed this. Thank you.")


LEADER_FORMS = (BeginForm, AskForm, ReopenForm, PublishForm, PaperForm, NextYearForm)
PARTY_FORMS = (PromiseForm, RemovePromiseForm, ReviewForm, SignForm)


def forms_of(page: CommitmentPage) -> tuple[type[ActionForm], ...]:
    """What the viewer may send: a leader everything, a district its own promises, families and students a signature."""
    if page.leads:
        return (*LEADER_FORMS, *PARTY_FORMS)
    if Party.DISTRICT in page.parties:
        return PARTY_FORMS
    return (SignForm,) if page.parties else ()


@dataclass(frozen=True)
class LinkSigner:
    """Somebody of a family who came by a link, and the page that they read."""

    page: CommitmentPage
    person: Person


class LinkSignForm(ActionForm):
    """The family signs by its link."""

    do = "sign"
    submit = _("Sign")
    subject: LinkSigner

    def save(self) -> str:
        if self.subject.page.commitment is None:
            raise Http404
        commitments.sign_commitment(self.subject.page.commitment, Party.FAMILIES, self.subject.person)
        return gettext("You have signed this. Thank you.")
