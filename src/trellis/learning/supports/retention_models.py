"""How long a school keeps records of support, and the proofs of what was permanently deleted."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import Person, School
from trellis.core.foundation.models import Record, Revised


class Retention(Revised):
    """How long a school keeps support records, in months."""

    school = models.OneToOneField(School, models.CASCADE, related_name="support_retention")
    notes = models.PositiveSmallIntegerField(default=24, help_text="Sealed notes, after they were written.")
    after_leaving = models.PositiveSmallIntegerField(default=12, help_text="All of it, after a student left.")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)
    head = models.CharField(max_length=64, blank=True, default="", help_text="The chain of the newest proof.")


class Destroyed(Record):
    """Proof that something was permanently deleted: how many rows, from when, by which policy; never what or whose.

    The proof does not name their tables: even that somebody had no home could be read from that.

    `prints`: a keyed print of each row and of its student, so that the school can answer whether a certain student's
    were among them, and nobody can find out whose they were. `chain` is a print of this proof and the one before.
    """

    class What(models.TextChoices):
        NOTES = "notes", _("confidential notes past their retention period")
        LEFT = "left", _("records of students who left")

    school = models.ForeignKey(School, models.CASCADE, related_name="support_destroyed")
    what = models.CharField(max_length=10, choices=What.choices)
    rows = models.PositiveIntegerField()
    oldest = models.DateField()
    newest = models.DateField()
    months = models.PositiveSmallIntegerField(help_text="The policy by which it was destroyed.")
    prints: models.JSONField[list[list[str]]] = models.JSONField()
    chain = models.CharField(max_length=64)
