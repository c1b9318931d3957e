"""A cycle: plan a change and predict, do it, study what happened, and act on it."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import Person
from trellis.core.foundation.ids import new_id
from trellis.core.foundation.models import Record, Revised

from .aims import Aim
from .drivers import Driver
from .owned import Owned, owner_constraint
from .practical import PracticalMeasure

RHYTHM = timedelta(days=90)


class Cycle(Owned):
    """One test of one change. series, number: cycles that follow each other. change_on: when the change began.

    data_plan: what is looked at, by whom and when. within_school: only the school's staff see it.
    """

    class Scale(models.TextChoices):
        ONE = "one", _("One person, one class, one time")
        CLASS = "class", _("One class or advisory")
        TEAM = "team", _("A team")
        SCHOOL = "school", _("The whole school")
        SCHOOLS = "schools", _("Several schools")

    class Decision(models.TextChoices):
        ADOPT = "adopt", _("Adopt")
        ADAPT = "adapt", _("Adapt")
        ABANDON = "abandon", _("Abandon")
        SCALE = "scale", _("Scale up")

    aim = models.ForeignKey(Aim, models.SET_NULL, null=True, blank=True, related_name="cycles")
    driver = models.ForeignKey(Driver, models.SET_NULL, null=True, blank=True, related_name="cycles")
    series = models.UUIDField(default=new_id, editable=False)
    number = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=300)
    change_idea = models.TextField()
    data_plan = models.TextField(blank=True, default="")
    within_school = models.BooleanField(default=False)
    scale = models.CharField(max_length=7, choices=Scale.choices, default=Scale.ONE)
    starts = models.DateField()
    change_on = models.DateField(null=True, blank=True)
    due = models.DateField()
    next_meeting = models.DateField(null=True, blank=True)
    decision = models.CharField(max_length=7, choices=Decision.choices, blank=True, default="")
    decision_words = models.TextField(blank=True, default="")
    decided_on = models.DateField(null=True, blank=True)
    started_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta(Owned.Meta):
        constraints = [
            owner_constraint("cycle_one_owner"),
            models.CheckConstraint(
                condition=Q(network=None) | Q(within_school=False), name="cycle_of_network_is_shared"
            ),
            models.UniqueConstraint(fields=["series", "number"], name="cycle_once_in_series"),
            models.CheckConstraint(condition=Q(due__gte=F("starts")), name="cycle_due_after_start"),
            models.CheckConstraint(
                condition=Q(decision="", decided_on=None)
                | (~Q(decision="") & ~Q(decision_words="") & Q(decided_on__isnull=False)),
                name="cycle_decided_with_words",
            ),
        ]

    def has_begun(self, today: date) -> bool:
        """Whether the change has begun: predictions are then closed."""
        return self.change_on is not None and self.change_on <= today


class CycleMeasure(Record):
    """A practical measure that a cycle looks at, with the baseline that somebody froze: from one day to another.

    baseline_reason: what changed, where it was set again.
    """

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="measures")
    practical = models.ForeignKey(PracticalMeasure, models.CASCADE, related_name="cycle_measures")
    baseline_first = models.DateField(null=True, blank=True)
    baseline_last = models.DateField(null=True, blank=True)
    baseline_reason = models.CharField(max_length=300, blank=True, default="")
    frozen_on = models.DateField(null=True, blank=True)
    frozen_by = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(fields=["cycle", "practical"], name="cyclemeasure_once"),
            models.CheckConstraint(
                condition=Q(baseline_first=None, baseline_last=None)
                | Q(baseline_first__lte=F("baseline_last")),
                name="cyclemeasure_whole_baseline",
            ),
        ]


class Prediction(Revised):
    """What somebody thinks will happen, written before the change begins. value: percent of a
    share, or a number."""

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="predictions")
    practical = models.ForeignKey(PracticalMeasure, models.SET_NULL, null=True, blank=True, related_name="+")
    question = models.CharField(max_length=300)
    value = models.FloatField(null=True, blank=True)
    reason = models.TextField()
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)


class Observation(Record):
    """What somebody saw on a day while the change ran. It is about practice, never about a child by name."""

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="observations")
    day = models.DateField()
    words = models.TextField()
    photo = models.FileField(upload_to="cycles/%Y/%m/", blank=True)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)
