"""Learning plans: one a student and cycle, with goals, and a version each time they are signed."""

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
    """A section of a plan as it was signed."""

    key: str
    title: str
    text: str


class SignedGoal(TypedDict):
    """A goal as it was signed. due: an ISO date, or ""."""

    id: str
    title: str
    outcome: str
    evidence: str
    due: str
    helper: str


class VersionBody(TypedDict):
    """A whole plan as it was signed. next_meeting: an ISO moment, or ""."""

    sections: list[SignedSection]
    goals: list[SignedGoal]
    present: list[str]
    interpreter: str
    interpreter_language: str
    next_meeting: str


class Signature(TypedDict):
    """Who signed a plan: their role at the meeting, and their name."""

    part: str
    name: str


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


class Goal(Record):
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
    """A plan as it was signed. It is never changed: the next signing makes the next version."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    body: models.JSONField[VersionBody] = models.JSONField()
    signatures: models.JSONField[list[Signature]] = models.JSONField(
        help_text="Each {part, name}, as they stood at the table."
    )
    signed_at = models.DateTimeField()

    class Meta(Record.Meta):
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="planversion_unique_number")]


class Handover(Record):
    """An advisory goes from one advisor to the next, with what the first wrote for the second."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="handovers")
    giver = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)
    taker = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)
    note = models.CharField(max_length=2000, blank=True, default="")
