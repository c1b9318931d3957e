"""Exhibitions: a student shows what they learned, before people."""

from django.db import models

from trellis.community.models import Person, Term
from trellis.foundation.models import Record


class Exhibition(Record):
    """One student's exhibition in one cycle."""

    student = models.ForeignKey(Person, models.CASCADE, related_name="exhibitions")
    term = models.ForeignKey(Term, models.PROTECT, related_name="exhibitions")
    starts = models.DateTimeField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(default=45)
    room = models.CharField(max_length=60, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)

    class Meta(Record.Meta):
        constraints = [models.UniqueConstraint(fields=["student", "term"], name="one_exhibition_a_cycle")]


class Panelist(Record):
    """Somebody on the panel of an exhibition."""

    class Part(models.TextChoices):
        ADVISOR = "advisor", "advisor"
        OUTSIDE = "outside", "outside adult"
        PEER = "peer", "peer"
        FAMILY = "family", "family member"

    exhibition = models.ForeignKey(Exhibition, models.CASCADE, related_name="panel")
    person = models.ForeignKey(
        Person, models.CASCADE, null=True, blank=True, related_name="+", db_index=False
    )
    name = models.CharField(max_length=120, blank=True, help_text="For somebody without a record.")
    part = models.CharField(max_length=10, choices=Part.choices)
    accepted_at = models.DateTimeField(null=True, blank=True)
