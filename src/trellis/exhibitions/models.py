"""Exhibitions: a student shows what they learned, before people."""

from django.db import models

from trellis.community.models import Person, Term
from trellis.foundation.models import Record


class Exhibition(Record):
    """One student's exhibition in one cycle."""

    student = models.ForeignKey(Person, models.CASCADE, related_name="exhibitions")
    term = models.ForeignKey(Term, models.PROTECT, related_name="exhibitions")
    kind = models.CharField(
        max_length=80, default="cycle", help_text="A key of the model: cycle, gateway ..."
    )
    starts = models.DateTimeField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(default=45)
    room = models.CharField(max_length=60, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    packet = models.TextField(blank=True, default="", help_text="What the panel has in hand before it comes.")

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["student", "term", "kind"], name="one_exhibition_of_a_kind_a_cycle"
            )
        ]


class Panelist(Record):
    """Somebody on the panel of an exhibition."""

    class Part(models.TextChoices):
        ADVISOR = "advisor", "advisor"
        OUTSIDE = "outside", "outside adult"
        PEER = "peer", "peer"
        FAMILY = "family", "family member"
        STUDENT = "student", "the student"
        SCHOOL = "school", "another adult of the school"

    exhibition = models.ForeignKey(Exhibition, models.CASCADE, related_name="panel")
    person = models.ForeignKey(
        Person, models.CASCADE, null=True, blank=True, related_name="+", db_index=False
    )
    name = models.CharField(max_length=120, blank=True, help_text="For somebody without a record.")
    part = models.CharField(max_length=10, choices=Part.choices)
    email = models.EmailField(blank=True, default="")
    accepted_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(
        null=True, blank=True, help_text="When they had read every row of the rubric."
    )

    @property
    def called(self) -> str:
        """The name that stands on the panel: of a record where there is one."""
        return self.person.name if self.person_id and self.person else self.name


class Score(Record):
    """What one panelist read in one row of the rubric. `level` counts from 1."""

    panelist = models.ForeignKey(Panelist, models.CASCADE, related_name="scores")
    criterion = models.CharField(max_length=80)
    level = models.PositiveSmallIntegerField()

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(fields=["panelist", "criterion"], name="a_panelist_reads_a_row_once")
        ]


class Agreed(Record):
    """The level that the panel agreed on in one row, and what was said where readings lay far apart."""

    exhibition = models.ForeignKey(Exhibition, models.CASCADE, related_name="agreed")
    criterion = models.CharField(max_length=80)
    level = models.PositiveSmallIntegerField()
    talk = models.CharField(max_length=600, blank=True, default="")

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(fields=["exhibition", "criterion"], name="one_agreed_level_a_row")
        ]


class Remark(Record):
    """What the panel wrote down at the end."""

    class Kind(models.TextChoices):
        COMMENDATION = "commendation", "commendation"
        RECOMMENDATION = "recommendation", "recommendation"
        NEXT = "next", "for the next plan"

    exhibition = models.ForeignKey(Exhibition, models.CASCADE, related_name="remarks")
    kind = models.CharField(max_length=14, choices=Kind.choices)
    words = models.CharField(max_length=600)
