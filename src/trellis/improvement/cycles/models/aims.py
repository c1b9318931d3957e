"""What a network, a school or a team wants to reach, and what tells whether it does."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trellis.core.foundation.measures import MEASURES
from trellis.core.foundation.models import Record

from .owned import Owned, owner_constraint
from .practical import PracticalMeasure


class Aim(Owned):
    """What is to be different, for whom, by how much and by when.

    group: the key of a group of students as on the opportunity page; "" for everybody. measure: the key of a registered
    measure; "" for none. baseline, target, comparison: percent for a rate. comparison: the result of all other students
    at the start. finding: the gap that the aim was started from, as the page had it. listened_to, in_scope,
    out_of_scope, people, rhythm: the charter; people by role: who leads, who sponsors.
    """

    class Status(models.TextChoices):
        OPEN = "open", pgettext_lazy("an aim", "Open")
        REACHED = "reached", _("Reached")
        CLOSED = "closed", _("Aim ended")

    title = models.CharField(max_length=200)
    why = models.TextField(blank=True, default="")
    group = models.CharField(max_length=60, blank=True, default="")
    measure = models.CharField(max_length=80, blank=True, default="")
    baseline = models.FloatField(null=True, blank=True)
    baseline_n = models.PositiveIntegerField(null=True, blank=True)
    baseline_source = models.CharField(max_length=200, blank=True, default="")
    comparison = models.FloatField(null=True, blank=True)
    target = models.FloatField(null=True, blank=True)
    due = models.DateField()
    next_look = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.OPEN)
    listened_to = models.TextField(blank=True, default="")
    in_scope = models.TextField(blank=True, default="")
    out_of_scope = models.TextField(blank=True, default="")
    people = models.TextField(blank=True, default="")
    rhythm = models.CharField(max_length=200, blank=True, default="")
    finding = models.JSONField(default=dict, blank=True)

    class Meta(Owned.Meta):
        constraints = [owner_constraint("aim_one_owner")]


class AimMeasure(Record):
    """What else is watched for an aim: a registered measure by its key, or a practical one."""

    class Kind(models.TextChoices):
        OUTCOME = "outcome", pgettext_lazy("kind of measure", "Outcome")
        PROCESS = "process", _("Process")
        BALANCING = "balancing", _("Balancing: it should not get worse")

    aim = models.ForeignKey(Aim, models.CASCADE, related_name="measures")
    kind = models.CharField(max_length=9, choices=Kind.choices)
    measure = models.CharField(max_length=80, blank=True, default="")
    practical = models.ForeignKey(
        PracticalMeasure, models.CASCADE, null=True, blank=True, related_name="aim_measures"
    )

    class Meta(Record.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(practical__isnull=True) & ~Q(measure="") | Q(practical__isnull=False, measure=""),
                name="aimmeasure_one_measure",
            ),
            models.UniqueConstraint(
                fields=["aim", "measure"], condition=Q(practical=None), name="aimmeasure_registered_once"
            ),
            models.UniqueConstraint(fields=["aim", "practical"], name="aimmeasure_practical_once"),
        ]

    @property
    def title(self) -> str:
        """Of a registered measure; "" where it is registered no more."""
        return str(MEASURES[self.measure].title) if self.measure in MEASURES else self.measure
