"""What no part of Trellis knows, and somebody counts: a tally, or the share of an exit ticket."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trellis.core.community.models import Person
from trellis.core.foundation.models import Revised

from .owned import Owned, owner_constraint


class PracticalMeasure(Owned):
    """A question with a number for an answer, asked again and again.

    same_as: the network's measure of which this is a school's copy, so that all schools count the same.

    measure, group: keys of a registered measure and of a group of students, where Trellis fills in the numbers itself;
    "" where people count.
    """

    class Kind(models.TextChoices):
        SHARE = "share", _("How many of how many")
        NUMBER = "number", pgettext_lazy("a measure", "A number")

    class Rhythm(models.TextChoices):
        DAY = "day", _("Every day")
        WEEK = "week", _("Every week")
        MONTH = "month", _("Every month")

    title = models.CharField(max_length=140)
    question = models.CharField(max_length=300)
    kind = models.CharField(max_length=6, choices=Kind.choices, default=Kind.SHARE)
    rhythm = models.CharField(max_length=5, choices=Rhythm.choices, default=Rhythm.WEEK)
    measure = models.CharField(max_length=80, blank=True, default="")
    group = models.CharField(max_length=60, blank=True, default="")
    same_as = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="copies")

    class Meta(Owned.Meta):
        constraints = [
            owner_constraint("practicalmeasure_one_owner"),
            models.CheckConstraint(
                condition=Q(same_as__isnull=True) | Q(school__isnull=False),
                name="practicalmeasure_school_copy",
            ),
            models.UniqueConstraint(
                fields=["same_as", "school"], condition=Q(deleted_at=None), name="practicalmeasure_one_copy"
            ),
        ]

    @property
    def is_live(self) -> bool:
        """Whether Trellis counts it by itself."""
        return bool(self.measure)

    @property
    def is_share(self) -> bool:
        return self.kind == self.Kind.SHARE


class DataPoint(Revised):
    """One day's number of a practical measure. Its id is made on the page. fingerprint: of what was sent."""

    measure = models.ForeignKey(PracticalMeasure, models.CASCADE, related_name="points")
    day = models.DateField()
    numerator = models.PositiveIntegerField(null=True, blank=True)
    denominator = models.PositiveIntegerField(null=True, blank=True)
    value = models.FloatField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True, default="")
    fingerprint = models.CharField(max_length=32)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)

    class Meta(Revised.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "day"], condition=Q(deleted_at=None), name="datapoint_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False, numerator__isnull=True, denominator__isnull=True)
                | Q(value__isnull=True, numerator__lte=F("denominator"), denominator__gt=0),
                name="datapoint_share_or_number",
            ),
        ]

    @property
    def amount(self) -> float:
        """The number, or the share in percent."""
        if self.value is not None:
            return self.value
        return 100 * (self.numerator or 0) / (self.denominator or 1)
