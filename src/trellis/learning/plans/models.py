"""Learning plans: one a student and cycle, with goals, the versions that people sign, and their signatures."""

from __future__ import annotations

from typing import TypedDict

from django.db import models

from trellis.core.community.models import Group, Person, Term
from trellis.core.foundation.models import Record, Revised
from trellis.design.frameworks.models import Outcome


class CarriedItem(TypedDict):
    """What a plan takes over from an earlier one, and where it comes from."""

    text: str
    source: str


class SignedSection(TypedDict):
    """A section of a plan in one version. title: as the school's model called it then."""

    key: str
    title: str
    text: str


class SignedGoal(TypedDict):
    """A goal in one version. outcome: its title in English. due: an ISO date, or ""."""

    id: str
    title: str
    outcome: str
    outcome_key: str
    evidence: str
    due: str
    helper: str


class VersionBody(TypedDict):
    """A whole plan in one version. next_meeting: an ISO moment, or ""."""

    sections: list[SignedSection]
    goals: list[SignedGoal]
    present: list[str]
    interpreter: str
    interpreter_language: str
    next_meeting: str


class Plan(Revised):
    """A student's learning plan for one cycle."""

    student = models.ForeignKey(Person, models.CASCADE, related_name="plans")
    term = models.ForeignKey(Term, models.PROTECT, related_name="plans")
    met_at = models.DateTimeField(null=True, blank=True, help_text="When the plan meeting was held.")
    family_present = models.BooleanField(default=False)
    notes: models.JSONField[dict[str, str]] = models.JSONField(
        default=dict, blank=True, help_text="Words by section key."
    )
    present: models.JSONField[list[str]] = models.JSONField(
        default=list, blank=True, help_text="Who sat at the table: role keys."
    )
    names: models.JSONField[dict[str, str]] = models.JSONField(
        default=dict,
        blank=True,
        help_text="By role key, a name typed at the table that the roster does not say.",
    )
    interpreter = models.CharField(max_length=120, blank=True, default="")
    interpreter_language = models.CharField(max_length=12, blank=True, default="", help_text="BCP 47.")
    next_meeting = models.DateTimeField(null=True, blank=True)
    carried: models.JSONField[list[CarriedItem]] = models.JSONField(
        default=list, blank=True, help_text="What the last exhibition recommended: {text, source}."
    )
    language = models.CharField(
        max_length=12, blank=True, default="", help_text="BCP 47: in which it was written last."
    )

    class Meta(Record.Meta):
        constraints = [models.UniqueConstraint(fields=["student", "term"], name="plan_unique_term")]


class Goal(Revised):
    """One thing that the student means to do, and what will show it."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="goals")
    outcome = models.ForeignKey(
        Outcome, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    title = models.CharField(max_length=240)
    evidence_wanted = models.CharField(max_length=240, blank=True)
    due = models.DateField(null=True, blank=True)
    helper = models.CharField(max_length=120, blank=True, default="", help_text="Who helps.")
    position = models.PositiveSmallIntegerField(default=0)
    reached_at = models.DateTimeField(null=True, blank=True)


class PlanVersion(Record):
    """A plan as it was when somebody first signed it or sent it to be signed. It is never changed."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    body: models.JSONField[VersionBody] = models.JSONField()
    wording = models.CharField(
        max_length=32, help_text="A digest of what is signed: the goals and the notes."
    )
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )

    class Meta(Record.Meta):
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="planversion_unique_number")]


class PlanSignature(Record):
    """One person's signature of one version. Other words need a new signature."""

    class Way(models.TextChoices):
        ACCOUNT = "account"
        LINK = "link"
        PAPER = "paper"

    version = models.ForeignKey(PlanVersion, models.CASCADE, related_name="signatures")
    part = models.CharField(max_length=40, help_text="A role of the model: student, guardian, advisor.")
    name = models.CharField(max_length=120)
    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    way = models.CharField(max_length=10, choices=Way.choices)
    witness = models.ForeignKey(
        Person,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        help_text="Who at the school saw the signature on paper.",
    )
    signed_at = models.DateTimeField()

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(fields=["version", "part", "name"], name="plansignature_unique_name"),
            models.UniqueConstraint(
                fields=["version", "person"],
                condition=models.Q(person__isnull=False),
                name="plansignature_unique_person",
            ),
        ]


class Handover(Record):
    """An advisory goes from one advisor to the next, with what the first wrote for the second."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="handovers")
    giver = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)
    taker = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)
    note = models.CharField(max_length=2000, blank=True, default="")
