"""The course of a review, as forms: opening it, its days, its reviewers, closing, sharing, canceling."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import School
from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.form_fields import DayField, LineField

from . import services
from .candidates import possible_reviewers
from .models import Reviewer, SchoolReview
from .permissions import leads, may_open
from .review_page import ReviewPage

ENTER_DAY = _("Enter a date like 9/1/2026.")
CHOOSE_KIND = _("Choose the kind of review.")
CHOOSE_PERSON = _("Choose a person.")


class ReviewFields(ActionForm[SchoolReview]):
    """The days and the focus of a review."""

    starts = DayField(label=_("First day"), error_messages={"required": ENTER_DAY})
    ends = DayField(
        label=_("Last day"),
        help_text=_("Reviewers score by this day."),
        error_messages={"required": ENTER_DAY},
    )
    focus = LineField(
        label=_("What this review looks at most"),
        max_length=300,
        required=False,
        help_text=_("Write about practice. Do not name teachers or students."),
    )

    def details(self) -> services.ReviewDetails:
        sent = self.cleaned_data
        return services.ReviewDetails(sent["starts"], sent["ends"], sent["focus"])


class OpenReviewForm(ReviewFields):
    """Open a review of the page's school. review: the new one, once it is saved."""

    do = "open"
    submit = _("Open review")
    subject: School
    review: SchoolReview | None = None

    kind = forms.ChoiceField(
        label=_("Kind of review"),
        error_messages={"required": CHOOSE_KIND, "invalid_choice": CHOOSE_KIND},
    )
    field_order = ["kind", "starts", "ends", "focus"]

    def prepare(self) -> None:
        self.fields["kind"].choices = [
            (kind.value, kind.label)
            for kind in SchoolReview.Kind
            if may_open(self.viewer, self.subject, kind.value)
        ]

    def save(self) -> str:
        self.review = services.open_review(self.subject, self.cleaned_data["kind"], self.details(), self.by)
        return gettext("The review is open. Now invite reviewers.")


class LeadForm(ActionForm):
    """A form of whoever leads the review that the page is about."""

    section = "lead"
    subject: ReviewPage

    @property
    def review(self) -> SchoolReview:
        if not leads(self.viewer, self.subject.review):
            raise Http404
        return self.subject.review


class DetailsForm(ReviewFields):
    do = "details"
    section = "lead"
    row_name = "review"
    shows_revision = True
    subject: ReviewPage

    def rows(self) -> QuerySet[SchoolReview]:
        return (
            SchoolReview.objects.seen_by(self.viewer)
            .filter(pk=self.subject.review.pk)
            .select_related("school")
        )

    def save(self) -> str:
        review = self.row_or_404
        if not leads(self.viewer, review):
            raise Http404
        labels = {name: str(self.fields[name].label) for name in ("starts", "ends", "focus")}
        services.change_review(review, self.details(), self.seen, labels, self.by)
        return gettext("Saved.")


class InviteForm(LeadForm):
    """Invite a reviewer."""

    do = "invite"
    section = "reviewers"
    submit = _("Invite")

    person = forms.ChoiceField(
        label=_("Person"), error_messages={"required": CHOOSE_PERSON, "invalid_choice": CHOOSE_PERSON}
    )

    def prepare(self) -> None:
        choices = self.subject.candidates if self.subject.leads else []
        self.fields["person"].choices = [("", gettext("Choose a person")), *choices]

    def save(self) -> str:
        person = get_object_or_404(possible_reviewers(self.review), pk=self.cleaned_data["person"])
        services.invite_reviewer(self.review, person, self.by)
        return gettext("%(name)s is invited. They see this review now.") % {"name": person.name}


class RemoveReviewerForm(LeadForm):
    do = "remove-reviewer"
    section = "reviewers"
    submit = _("Remove")
    row_name = "reviewer"

    def rows(self) -> QuerySet[Reviewer]:
        rows = Reviewer.objects.seen_by(self.viewer).filter(review=self.review, deleted_at=None)
        return rows.select_related("person", "review__school")

    def save(self) -> str:
        reviewer = self.row_or_404
        services.remove_reviewer(reviewer, self.by)
        return gettext("%(name)s is no longer on this review.") % {"name": reviewer.person.name}


class CloseForm(LeadForm):
    do = "close"
    submit = _("Close scoring")

    def save(self) -> str:
        services.close_scoring(self.review, self.by)
        return gettext("Scoring is closed. Now agree on a level for each row.")


class ShareForm(LeadForm):
    do = "share"
    submit = _("Share review")

    def save(self) -> str:
        services.share_review(self.review, self.by)
        return gettext("The review is shared.")


class CancelForm(LeadForm):
    do = "cancel"
    section = ""
    submit = _("Cancel review")

    def save(self) -> str:
        services.cancel_review(self.review, self.by)
        return gettext("The review is canceled.")


class TakeLeadForm(ActionForm):
    """Lead a review in place of whoever did."""

    do = "take-lead"
    section = "lead"
    submit = _("Lead this review")
    subject: ReviewPage

    def save(self) -> str:
        if not self.subject.may_lead:
            raise Http404
        services.take_lead(self.subject.review, self.by)
        return gettext("You lead this review now.")


LEAD_FORMS = (DetailsForm, InviteForm, RemoveReviewerForm, CloseForm, ShareForm, CancelForm)
