"""Reviews of a school on its model's review rubric: reviewers, what each saw, agreed levels and commitments. No row is
about a named teacher or student."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trellis.adults.coaching.models import VisitCommitment
from trellis.core.community.models import Person, School
from trellis.core.foundation.models import Record, Revised


class SchoolReview(Revised):
    """One review of a school. Canceled: deleted.

    school_year: the year in which it ends. rubric: the model's review rubric as it was when the review began (see
    `rubric.py`). lead: who invites reviewers, closes scoring and sets agreed levels. ends: the day by which reviewers
    score.
    """

    class Kind(models.TextChoices):
        SELF = "self-review", _("Self-review")
        VISIT = "visit", pgettext_lazy("a review of a school", "Review visit")

    class Status(models.TextChoices):
        OPEN = "open", _("Scoring is open")
        CLOSED = "closed", _("Scoring is closed")
        SHARED = "shared", _("Shared")

    school = models.ForeignKey(School, models.CASCADE, related_name="reviews")
    school_year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=11, choices=Kind.choices)
    status = models.CharField(max_length=6, choices=Status.choices, default=Status.OPEN)
    rubric = models.JSONField(default=dict)
    focus = models.CharField(max_length=300, blank=True, default="")
    starts = models.DateField()
    ends = models.DateField()
    opened_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)
    lead = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    shared_at = models.DateTimeField(null=True, blank=True)

    class Meta(Revised.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="schoolreview_ends_after_start"),
            models.UniqueConstraint(
                fields=["school", "school_year", "kind"],
                condition=Q(deleted_at__isnull=True) & ~Q(status="shared"),
                name="schoolreview_unique_open",
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.OPEN

    @property
    def is_closed(self) -> bool:
        """Whether levels are being agreed."""
        return self.status == self.Status.CLOSED

    @property
    def is_shared(self) -> bool:
        return self.status == self.Status.SHARED


class Reviewer(Record):
    """A person on a review. Removed: deleted. finished_at: when they had scored every row; it is final."""

    review = models.ForeignKey(SchoolReview, models.CASCADE, related_name="reviewers")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    invited_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)
    invited_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta(Record.Meta):
        constraints = [models.UniqueConstraint(fields=["review", "person"], name="reviewer_unique_person")]


class RowReview(Revised):
    """What one reviewer saw on a row, and its level. Made for every row when they are invited."""

    reviewer = models.ForeignKey(Reviewer, models.CASCADE, related_name="rows")
    row = models.CharField(max_length=80)
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    words = models.TextField(blank=True, default="")

    class Meta(Revised.Meta):
        constraints = [models.UniqueConstraint(fields=["reviewer", "row"], name="rowreview_unique_row")]


class RowEvidence(Record):
    """Something that shows what a reviewer saw: words, a link, a file. Removed: deleted."""

    row_review = models.ForeignKey(RowReview, models.CASCADE, related_name="evidence")
    words = models.CharField(max_length=300, blank=True, default="")
    link = models.URLField(max_length=600, blank=True, default="")
    file = models.FileField(upload_to="reviews/%Y/%m/", blank=True)
    file_name = models.CharField(max_length=160, blank=True, default="")
    media_type = models.CharField(max_length=100, blank=True, default="")


class AgreedRowLevel(Revised):
    """The level of a row that reviewers agreed on in a talk. reason: why, needed where no reviewer gave the level."""

    review = models.ForeignKey(SchoolReview, models.CASCADE, related_name="agreed_levels")
    row = models.CharField(max_length=80)
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    reason = models.CharField(max_length=600, blank=True, default="")

    class Meta(Revised.Meta):
        constraints = [models.UniqueConstraint(fields=["review", "row"], name="agreedrowlevel_unique_row")]


class ReviewCommitment(Revised):
    """What the school will do after a review, by whom and until when. Removed: deleted.

    row: of the rubric, "" for none. owner: who does it; None for the school's leaders together.
    """

    Status = VisitCommitment.Status

    review = models.ForeignKey(SchoolReview, models.CASCADE, related_name="commitments")
    row = models.CharField(max_length=80, blank=True, default="")
    text = models.CharField(max_length=200)
    owner = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    due = models.DateField()
    status = models.CharField(max_length=7, choices=Status.choices, default=Status.OPEN)
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )

    @property
    def is_done(self) -> bool:
        return self.status == self.Status.DONE

    @property
    def owner_name(self) -> str:
        """Who does it, in words."""
        return self.owner.name if self.owner else str(_("School leaders"))
