"""What a reviewer sends on a row of the rubric, and what the lead sets once reviewers agree."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.form_fields import LineField, LinkField, TextField

from . import scoring
from .forms import LeadForm
from .models import AgreedRowLevel, Reviewer, RowEvidence, RowReview
from .review_page import ReviewPage

CHOOSE_LEVEL = _("Choose a level.")
PRACTICE_HELP = _("Write about practice. Do not name teachers or students.")


def _level_choices(page: ReviewPage) -> list[tuple[int, str]]:
    return [(level.position, level.title) for level in page.rubric.levels]


class RowForm(ActionForm[RowReview]):
    """A form of a reviewer about one row."""

    row_name = "row_review"
    subject: ReviewPage

    def prepare(self) -> None:
        if self.row is not None:
            self.section = f"row-{self.row.row}"

    @property
    def reviewer(self) -> Reviewer:
        if self.subject.seat is None:
            raise Http404
        return self.subject.seat

    def rows(self) -> QuerySet[RowReview]:
        rows = RowReview.objects.seen_by(self.viewer).filter(reviewer=self.reviewer)
        return rows.select_related("reviewer")

    @property
    def own_row(self) -> RowReview:
        """The row, with the reviewer and their review as the page has them."""
        row = self.row_or_404
        row.reviewer = self.reviewer
        return row


class ScoreForm(RowForm):
    """What the reviewer saw, and the level."""

    do = "score"
    shows_revision = True

    level = forms.TypedChoiceField(
        label=_("Level"),
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": CHOOSE_LEVEL},
    )
    words = TextField(label=_("What you saw"), max_length=4000, required=False, help_text=PRACTICE_HELP)

    def prepare(self) -> None:
        super().prepare()
        self.fields["level"].choices = _level_choices(self.subject)

    def save(self) -> str:
        labels = {name: str(self.fields[name].label) for name in ("level", "words")}
        sent = self.cleaned_data
        scoring.save_row(self.own_row, sent["level"], sent["words"], self.seen, labels)
        return gettext("Saved.")


class EvidenceForm(RowForm):
    do = "evidence"
    submit = _("Add evidence")

    words = LineField(label=_("Evidence"), max_length=300, required=False)
    link = LinkField(label=_("Link"), required=False)
    file = forms.FileField(label=_("File"), required=False)

    def save(self) -> str:
        sent = self.cleaned_data
        scoring.add_evidence(self.own_row, sent["words"], sent["link"], sent["file"])
        return gettext("Evidence added.")


class RemoveEvidenceForm(ActionForm[RowEvidence]):
    do = "remove-evidence"
    submit = _("Remove")
    row_name = "evidence"
    subject: ReviewPage

    def prepare(self) -> None:
        if self.row is not None:
            self.section = f"row-{self.row.row_review.row}"

    def rows(self) -> QuerySet[RowEvidence]:
        rows = RowEvidence.objects.seen_by(self.viewer).filter(
            row_review__reviewer=self.subject.seat, deleted_at=None
        )
        return rows.select_related("row_review")

    def save(self) -> str:
        if self.subject.seat is None:
            raise Http404
        scoring.remove_evidence(self.row_or_404, self.subject.seat)
        return gettext("Evidence removed.")


class FinishForm(ActionForm):
    """Finish scoring."""

    do = "finish"
    submit = _("Finish scoring")
    subject: ReviewPage

    def save(self) -> str:
        if self.subject.seat is None:
            raise Http404
        scoring.finish_scoring(self.subject.seat)
        return gettext("Thank you. Your levels are final.")


class AgreeForm(LeadForm):
    """The level that reviewers agreed on."""

    do = "agree"
    submit = _("Save agreed level")
    row_name = "agreed"
    shows_revision = True

    level = forms.TypedChoiceField(
        label=_("Agreed level"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE_LEVEL, "invalid_choice": CHOOSE_LEVEL},
    )
    reason = LineField(
        label=_("Why"),
        max_length=600,
        required=False,
        help_text=_("Needed when no reviewer gave this level."),
    )

    def prepare(self) -> None:
        self.fields["level"].choices = _level_choices(self.subject)
        if self.row is not None:
            self.section = f"row-{self.row.row}"

    def rows(self) -> QuerySet[AgreedRowLevel]:
        return (
            AgreedRowLevel.objects.seen_by(self.viewer)
            .filter(review=self.review)
            .select_related("review__school")
        )

    def save(self) -> str:
        labels = {name: str(self.fields[name].label) for name in ("level", "reason")}
        sent = self.cleaned_data
        scoring.agree_level(self.row_or_404, sent["level"], sent["reason"], self.seen, labels, self.by)
        return gettext("Saved.")


class AgreeCommonForm(LeadForm):
    """Take over the level of every row on which all reviewers agree."""

    do = "agree-common"
    submit = _("Use these levels")

    def save(self) -> str:
        count = scoring.agree_common_levels(self.review, self.by)
        return ngettext("%(n)s level saved.", "%(n)s levels saved.", count) % {"n": count}


SCORING_FORMS = (ScoreForm, EvidenceForm, RemoveEvidenceForm, FinishForm)
AGREEING_FORMS = (AgreeForm, AgreeCommonForm)
