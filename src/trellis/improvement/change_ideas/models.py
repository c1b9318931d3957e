"""Changes that schools of a network tried, and what each test of one showed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import Network, Person, School
from trellis.core.foundation.models import Record, Revised
from trellis.improvement.cycles.models import Cycle


class ChangeIdea(Revised):
    """A change that others can try. measure, group: what and whom it is for, as on an aim; "" for none and for all.

    school: where it was shared first; None for the network's own.
    """

    network = models.ForeignKey(Network, models.CASCADE, related_name="+")
    school = models.ForeignKey(School, models.SET_NULL, null=True, blank=True, related_name="+")
    title = models.CharField(max_length=200)
    how = models.TextField()
    conditions = models.TextField(blank=True, default="")
    adaptations = models.TextField(blank=True, default="")
    measure = models.CharField(max_length=80, blank=True, default="")
    group = models.CharField(max_length=60, blank=True, default="")
    created_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)


class IdeaTest(Record):
    """One cycle that tested an idea. Until it is shared it says no more than that.

    What is shared is frozen: figures (see frozen.py), scale, group, decision and its words. It stays when the cycle is
    changed or removed. school: None for a cycle of the network.
    """

    idea = models.ForeignKey(ChangeIdea, models.CASCADE, related_name="tests")
    cycle = models.OneToOneField(Cycle, models.SET_NULL, null=True, blank=True, related_name="idea_test")
    school = models.ForeignKey(School, models.CASCADE, null=True, blank=True, related_name="+")
    group = models.CharField(max_length=60, blank=True, default="")
    scale = models.CharField(max_length=7, choices=Cycle.Scale.choices, blank=True, default="")
    decision = models.CharField(max_length=7, choices=Cycle.Decision.choices, blank=True, default="")
    decision_words = models.TextField(blank=True, default="")
    decided_on = models.DateField(null=True, blank=True)
    figures = models.JSONField(default=list, blank=True)
    shared_at = models.DateTimeField(null=True, blank=True)
    shared_by = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )

    class Meta(Record.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(shared_at=None) | ~Q(decision=""), name="ideatest_shared_with_decision"
            )
        ]

    @property
    def decision_title(self) -> str:
        """What was decided, as the library says it."""
        return str(DECISION_TITLES.get(self.decision, ""))


DECISION_TITLES = {
    "adopt": _("Adopted"),
    "adapt": _("Changed and tested again"),
    "abandon": _("Did not work"),
    "scale": _("Adopted for more people"),
}
ADOPTED = ("adopt", "scale")
