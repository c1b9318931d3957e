"""What a network believes about its practice, and what speaks for and against it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trellis.core.community.models import Network, Person
from trellis.core.foundation.models import Record, Revised
from trellis.improvement.cycles.models import Aim, Cycle
from trellis.improvement.reviews.models import SchoolReview

from .roll_outs import RollOut


class Belief(Revised):
    """One sentence that the network acts on. look_again_on: when program staff look at its evidence again.

    reason: why it is in question, or no longer believed.
    """

    class Sure(models.TextChoices):
        ONCE = "once", _("We have seen it once")
        SEVERAL = "several", _("Several schools have seen it")
        RELY = "rely", _("We rely on it")

    class Status(models.TextChoices):
        BELIEVED = "believed", pgettext_lazy("a belief", "Believed")
        QUESTION = "question", pgettext_lazy("a belief", "In question")
        DROPPED = "dropped", _("No longer believed")

    network = models.ForeignKey(Network, models.CASCADE, related_name="+")
    statement = models.CharField(max_length=300)
    sure = models.CharField(max_length=7, choices=Sure.choices, default=Sure.ONCE)
    look_again_on = models.DateField()
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.BELIEVED)
    reason = models.TextField(blank=True, default="")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta(Revised.Meta):
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="dropped") | ~Q(reason=""), name="belief_dropped_with_reason"
            ),
        ]


TARGETS = ("cycle", "aim", "roll_out", "review")
"""The columns of evidence that name a row; evidence without one is a text, with a link or without."""


def _names(target: str) -> Q:
    """One row is named, and it is this one."""
    return Q(**{f"{name}__isnull": name != target for name in TARGETS})


class BeliefEvidence(Record):
    """What speaks for a belief or against it: a cycle, an aim, a roll-out, a review of a school, or a text with a link.

    words: what it shows, or the text. Its id is made on the page.
    """

    class Side(models.TextChoices):
        SUPPORTS = "for", _("Supports it")
        AGAINST = "against", _("Contradicts it")

    belief = models.ForeignKey(Belief, models.CASCADE, related_name="evidence")
    side = models.CharField(max_length=7, choices=Side.choices)
    words = models.TextField()
    link = models.CharField(max_length=600, blank=True, default="")
    cycle = models.ForeignKey(Cycle, models.CASCADE, null=True, blank=True, related_name="+")
    aim = models.ForeignKey(Aim, models.CASCADE, null=True, blank=True, related_name="+")
    roll_out = models.ForeignKey(RollOut, models.CASCADE, null=True, blank=True, related_name="+")
    review = models.ForeignKey(SchoolReview, models.CASCADE, null=True, blank=True, related_name="+")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta(Record.Meta):
        constraints = [
            models.CheckConstraint(
                condition=_names("")
                | (Q(link="") & (_names("cycle") | _names("aim")))
                | (Q(link="") & (_names("roll_out") | _names("review"))),
                name="beliefevidence_one_target",
            ),
            models.CheckConstraint(condition=~Q(words=""), name="beliefevidence_with_words"),
        ]
