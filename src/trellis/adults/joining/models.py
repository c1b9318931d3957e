"""A school on its way into a network: where it is, its steps, what was contracted, and what the network can take on."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import Network, Person, School
from trellis.core.foundation.models import Record, Revised
from trellis.design.blueprint.models import ModelPackage


class JoiningSchool(Revised):
    """A school that joins, from the first interest to year four. `school` is empty until it is in Trellis.

    Its revision counts edits of its details; stage and status are written by services, once from what was before.

    stage: a key of the plan (see `plans.py`). opening: the first day of its year one.
    """

    class Status(models.TextChoices):
        ACTIVE = "active"
        PAUSED = "paused", _("Paused")
        LEFT = "left", _("Left")

    network = models.ForeignKey(Network, models.CASCADE, related_name="joining_schools")
    school = models.ForeignKey(School, models.SET_NULL, null=True, blank=True, related_name="joining")
    name = models.CharField(max_length=160)
    district_name = models.CharField(max_length=160, blank=True, default="", help_text="Empty for a charter.")
    contact_name = models.CharField(max_length=120, blank=True, default="")
    contact_email = models.EmailField(blank=True, default="")
    contact_language = models.CharField(max_length=12, blank=True, default="", help_text="BCP 47.")
    reminded_on = models.DateField(null=True, blank=True, help_text="When the contact was last emailed.")
    package = models.ForeignKey(ModelPackage, models.PROTECT, null=True, blank=True, related_name="+")
    lead = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    coach = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    leader = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    stage = models.CharField(max_length=80)
    stage_started = models.DateField()
    opening = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.ACTIVE)
    paused_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)
    reason = models.TextField(blank=True, default="", help_text="Why it paused or left.")

    class Meta(Revised.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["school"],
                condition=Q(school__isnull=False) & ~Q(status="left"),
                name="joiningschool_once_per_school",
            ),
            models.CheckConstraint(
                condition=~Q(status="paused") | Q(paused_on__isnull=False), name="joiningschool_paused_on"
            ),
            models.CheckConstraint(
                condition=~Q(status="left") | Q(left_on__isnull=False), name="joiningschool_left_on"
            ),
        ]

    @property
    def is_active(self) -> bool:
        return self.status == self.Status.ACTIVE


class JoiningEvent(Record):
    """What happened to a school that joins: it came into a stage, paused, returned or left, and why."""

    class Kind(models.TextChoices):
        STAGE = "stage"
        PAUSED = "paused", _("Paused")
        RETURNED = "returned", _("Returned from the pause")
        LEFT = "left", _("Left")

    joining = models.ForeignKey(JoiningSchool, models.CASCADE, related_name="events")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    stage = models.CharField(max_length=80)
    year = models.PositiveSmallIntegerField(null=True, help_text="The school's year that the stage is.")
    day = models.DateField()
    reason = models.TextField(blank=True, default="")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")


class JoiningStep(Revised):
    """One step of one school, made from the plan when its stage starts. A step with a `year` is a milestone."""

    class Level(models.TextChoices):
        PRIORITY = "priority", _("priority")
        SUPPORTING = "supporting"

    class Owner(models.TextChoices):
        SCHOOL = "school", _("school")
        DISTRICT = "district", _("district")
        NETWORK = "network", _("network")

    joining = models.ForeignKey(JoiningSchool, models.CASCADE, related_name="steps")
    key = models.CharField(max_length=80)
    stage = models.CharField(max_length=80)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=140, help_text="As the model says it; translated where it is shown.")
    level = models.CharField(max_length=10, choices=Level.choices)
    side = models.CharField(max_length=8, choices=Owner.choices)
    due = models.DateField(null=True, blank=True)
    due_by_hand = models.BooleanField(default=False)
    owner = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    obstacle = models.CharField(max_length=300, blank=True, default="", help_text="What is in the way.")
    done_on = models.DateField(null=True, blank=True)
    done_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    done_by_name = models.CharField(max_length=120, blank=True, default="")
    evidence = models.TextField(blank=True, default="")
    evidence_link = models.CharField(max_length=600, blank=True, default="")
    evidence_file = models.FileField(upload_to="joining/%Y/%m/", blank=True)
    evidence_file_name = models.CharField(max_length=160, blank=True, default="")
    evidence_media_type = models.CharField(max_length=100, blank=True, default="")

    class Meta(Revised.Meta):
        constraints = [
            models.UniqueConstraint(fields=["joining", "key"], name="joiningstep_once_per_school"),
        ]
        indexes = [models.Index(fields=["due"], condition=Q(done_on=None), name="joiningstep_open_due")]

    @property
    def is_milestone(self) -> bool:
        return self.year is not None


class ContractedService(Revised):
    """What a school bought of the network for a school year, and how much of it was used."""

    class Kind(models.TextChoices):
        COACH_DAYS = "coach-days", _("Coach days")
        TRAINING_SEATS = "training-seats", _("Training seats")
        VISITS = "visits", _("School visits")
        TRAVEL = "travel", _("Travel, in dollars")
        SUPPORT = "support", _("Network support, in dollars")

    joining = models.ForeignKey(JoiningSchool, models.CASCADE, related_name="services")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    school_year = models.PositiveSmallIntegerField(help_text="The year in which it ends.")
    bought = models.PositiveIntegerField()
    used = models.PositiveIntegerField(default=0)

    class Meta(Revised.Meta):
        constraints = [
            models.UniqueConstraint(fields=["joining", "kind", "school_year"], name="service_once_a_year")
        ]


class NetworkCapacity(Revised):
    """What a network can take on in a school year: numbers that a person typed."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="capacities")
    school_year = models.PositiveSmallIntegerField(help_text="The year in which it ends.")
    schools = models.PositiveSmallIntegerField(null=True, blank=True)
    coach_days = models.PositiveIntegerField(null=True, blank=True)
    travel = models.PositiveIntegerField(null=True, blank=True)
    budget = models.PositiveIntegerField(null=True, blank=True)
    days_by_coach = models.JSONField(default=dict, blank=True, help_text="Days by the id of a coach.")

    class Meta(Revised.Meta):
        constraints = [
            models.UniqueConstraint(fields=["network", "school_year"], name="capacity_once_a_year")
        ]
