"""A rule of a district or a state that a model needs changed, and the waiver that changes it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import District, Person, School
from trellis.core.foundation.models import Record, Revised


class DistrictPolicy(Revised):
    """One row of a district's map: what the model needs, the rule now, who decides, and until when a waiver holds."""

    class Topic(models.TextChoices):
        SEAT_TIME = "seat-time", _("Seat time")
        CREDIT = "credit", _("Credit")
        STAFFING = "staffing", _("Staffing")
        BELL_SCHEDULE = "bell-schedule", _("Bell schedule")
        TESTING = "testing", _("Testing")
        GRADING = "grading", _("Grading")
        TRANSPORTATION = "transportation", _("Transportation")
        LABOR = "labor", _("Labor agreement")

    class Decider(models.TextChoices):
        STATE = "state", _("State board or agency")
        BOARD = "board", _("School board")
        DISTRICT = "district", _("Superintendent")
        UNION = "union", _("Union and district together")

    class Status(models.TextChoices):
        NOT_NEEDED = "not-needed", _("No waiver needed")
        NOT_ASKED = "not-asked", _("Not asked for yet")
        ASKED = "asked", _("Asked for")
        GRANTED = "granted", _("Granted")
        DENIED = "denied", _("Not granted")

    district = models.ForeignKey(District, models.CASCADE, related_name="policies")
    topic = models.CharField(max_length=16, choices=Topic.choices)
    needs = models.CharField(max_length=200, help_text="What the model needs.")
    rule = models.CharField(max_length=200, blank=True, default="", help_text="The rule now, as it is cited.")
    decider = models.CharField(max_length=10, choices=Decider.choices)
    mechanism = models.CharField(max_length=120, blank=True, default="")
    vote_needed = models.CharField(max_length=80, blank=True, default="")
    vote_result = models.CharField(max_length=80, blank=True, default="")
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.NOT_ASKED)
    granted_on = models.DateField(null=True, blank=True)
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    lead_days = models.PositiveSmallIntegerField(
        help_text="How many days before its end to begin to renew it."
    )
    evidence = models.CharField(max_length=200, blank=True, default="", help_text="What is owed for it.")
    lapse = models.CharField(max_length=200, blank=True, default="", help_text="What happens if it ends.")
    responsible = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta(Revised.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(starts=None) | Q(ends=None) | Q(starts__lte=F("ends")),
                name="districtpolicy_ends_after_start",
            )
        ]


class PolicySchool(Record):
    """A school that a policy is about. One without any is about every school of its district."""

    policy = models.ForeignKey(DistrictPolicy, models.CASCADE, related_name="schools")
    school = models.ForeignKey(School, models.CASCADE, related_name="+")

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(fields=["policy", "school"], name="policyschool_unique_school")
        ]
