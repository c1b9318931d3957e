"""A practice that reaches the schools of a network one after the other."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from trellis.core.community.models import Network, Person, School
from trellis.core.foundation.models import Record, Revised
from trellis.improvement.cycles.models import PracticalMeasure


class RollOut(Revised):
    """What the network brings to its schools, and the measure that tells whether it works.

    measure: the key of a registered measure, in school years; or practical: a measure of the network that schools count
    by hand (each school's copy names it in `same_as`), in weeks or months. by_lot: whether starts were drawn by lot.
    """

    network = models.ForeignKey(Network, models.CASCADE, related_name="+")
    title = models.CharField(max_length=200)
    what = models.TextField()
    measure = models.CharField(max_length=80, blank=True, default="")
    practical = models.ForeignKey(PracticalMeasure, models.CASCADE, null=True, blank=True, related_name="+")
    by_lot = models.BooleanField(default=False)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta(Revised.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(practical__isnull=True) & ~Q(measure="") | Q(practical__isnull=False, measure=""),
                name="rollout_one_measure",
            ),
        ]


class RollOutSchool(Record):
    """The day on which a school started, or starts."""

    roll_out = models.ForeignKey(RollOut, models.CASCADE, related_name="schools")
    school = models.ForeignKey(School, models.CASCADE, related_name="+")
    starts = models.DateField()

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["roll_out", "school"], condition=Q(deleted_at=None), name="rolloutschool_once"
            ),
        ]
