"""Learning plans: one a student and cycle, with goals."""

from django.db import models

from trellis.community.models import Person, Term
from trellis.foundation.models import Record
from trellis.frameworks.models import Outcome


class Plan(Record):
    """A student's learning plan for one cycle."""

    student = models.ForeignKey(Person, models.CASCADE, related_name="plans")
    term = models.ForeignKey(Term, models.PROTECT, related_name="plans")
    met_at = models.DateTimeField(null=True, blank=True, help_text="When the plan meeting was held.")
    family_present = models.BooleanField(default=False)

    class Meta(Record.Meta):
        constraints = [models.UniqueConstraint(fields=["student", "term"], name="one_plan_a_cycle")]


class Goal(Record):
    """One thing that the student means to do, and what will show it."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="goals")
    outcome = models.ForeignKey(
        Outcome, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    title = models.CharField(max_length=240)
    evidence_wanted = models.CharField(max_length=240, blank=True)
    due = models.DateField(null=True, blank=True)
    reached_at = models.DateTimeField(null=True, blank=True)
