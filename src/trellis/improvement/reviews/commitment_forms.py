"""Commitments that follow a review, as forms: of its lead, and of whoever keeps one."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from trellis.adults.coaching.entry_forms import CHECKS, DUE_MISSING, TEXT_MISSING
from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.form_fields import DayField, LineField

from . import commitments
from .models import ReviewCommitment
from .review_page import ReviewPage


class CommitmentFields(ActionForm[ReviewCommitment]):
    """What will be done, by whom, by when, and for which row."""

    section = "commitments"
    subject: ReviewPage

    text = LineField(label=_("What will be done"), max_length=200, error_messages={"required": TEXT_MISSING})
    owner = forms.ChoiceField(label=_("Owner"), required=False)
    due = DayField(label=_("Due"), error_messages={"required": DUE_MISSING})
    row_key = forms.ChoiceField(label=_("Row"), required=False)

    def prepare(self) -> None:
        page = self.subject
        owners = page.owners if page.changes_commitments else []
        self.fields["owner"].choices = [("", gettext("School leaders")), *owners]
        rows = [(row.key, row.title) for row in page.rubric.rows]
        self.fields["row_key"].choices = [("", gettext("No row")), *rows]

    def initial_for(self, row: ReviewCommitment) -> dict[str, object]:
        owner = str(row.owner_id or "")
        return {"text": row.text, "owner": owner, "due": row.due, "row_key": row.row}

    def details(self) -> commitments.CommitmentDetails:
        """What was sent. Not found for who may not write commitments."""
        if not self.subject.changes_commitments:
            raise Http404
        sent = self.cleaned_data
        owner = UUID(sent["owner"]) if sent["owner"] else None
        return commitments.CommitmentDetails(sent["text"], sent["due"], owner, sent["row_key"])

    def rows(self) -> QuerySet[ReviewCommitment]:
        return commitments.visible_commitments(self.viewer).filter(review=self.subject.review)


class AddCommitmentForm(CommitmentFields):
    do = "commit"
    submit = _("Add commitment")
    adds = True

    def save(self) -> str:
        commitments.add_commitment(self.subject.review, self.details(), self.by)
        return gettext("Commitment added.")


class EditCommitmentForm(CommitmentFields):
    do = "edit-commitment"
    row_name = "commitment"
    shows_revision = True

    def save(self) -> str:
        labels = {name: str(self.fields[name].label) for name in ("text", "due")}
        commitments.change_commitment(self.row_or_404, self.details(), self.seen, labels, self.by)
        return gettext("Saved.")


class RemoveCommitmentForm(ActionForm[ReviewCommitment]):
    do = "remove-commitment"
    section = "commitments"
    submit = _("Remove")
    row_name = "commitment"
    subject: ReviewPage

    def rows(self) -> QuerySet[ReviewCommitment]:
        return commitments.visible_commitments(self.viewer).filter(review=self.subject.review)

    def save(self) -> str:
        if not self.subject.changes_commitments:
            raise Http404
        commitments.remove_commitment(self.row_or_404, self.by)
        return gettext("Commitment removed.")


class OwnReviewCheckForm(ActionForm[ReviewCommitment]):
    """Whether one's own commitment is done."""

    do = "check-review"
    row_name = "review_commitment"

    status = forms.ChoiceField(label=_("Status"), choices=CHECKS, widget=forms.RadioSelect)

    def rows(self) -> QuerySet[ReviewCommitment]:
        return commitments.own_commitments(self.viewer)

    def initial_for(self, row: ReviewCommitment) -> dict[str, object]:
        return {"status": row.status}

    def save(self) -> str:
        commitments.check_commitment(self.row_or_404, self.cleaned_data["status"], self.by)
        return gettext("Saved.")


class ReviewCheckForm(OwnReviewCheckForm):
    """The same on the page of the review, for the lead and the school's leaders too."""

    section = "commitments"
    subject: ReviewPage

    def rows(self) -> QuerySet[ReviewCommitment]:
        rows = commitments.visible_commitments(self.viewer)
        if not self.subject.changes_commitments:
            rows = commitments.own_commitments(self.viewer)
        return rows.filter(review=self.subject.review)


COMMITMENT_FORMS = (AddCommitmentForm, EditCommitmentForm, RemoveCommitmentForm)
