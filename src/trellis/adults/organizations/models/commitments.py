"""A school's shared commitment: what each party promises for a school year, who signed, and what came of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import Person, School
from trellis.core.foundation.models import Record, Revised

from .organizations import Relationship


class Party(models.TextChoices):
    SCHOOL = "school", _("school")
    DISTRICT = "district", _("district")
    PARTNERS = "partners", _("partners")
    FAMILIES = "families", _("families")
    STUDENTS = "students", _("students")


class SharedCommitment(Revised):
    """One school's commitment for one school year. It is drafted, then signed, then published, then reviewed."""

    school = models.ForeignKey(School, models.CASCADE, related_name="shared_commitments", db_index=False)
    school_year = models.PositiveSmallIntegerField(help_text="The year in which the school year ends.")
    asked_at = models.DateTimeField(null=True, blank=True, help_text="Since then it can be signed.")
    published_at = models.DateTimeField(null=True, blank=True)
    district_contact = models.CharField(max_length=160, blank=True, default="", help_text="Signs by a link.")
    district_email = models.EmailField(blank=True, default="")
    next_year = models.CharField(max_length=1000, blank=True, default="", help_text="What changes.")

    class Meta(Revised.Meta):
        constraints = [
            models.UniqueConstraint(fields=["school", "school_year"], name="sharedcommitment_unique_year"),
            models.CheckConstraint(
                condition=Q(published_at=None) | Q(asked_at__isnull=False),
                name="sharedcommitment_signed_before_published",
            ),
        ]


class CommitmentPromise(Revised):
    """What one party promises, and at the end of the year whether it was kept."""

    class Outcome(models.TextChoices):
        KEPT = "kept", _("kept")
        PARTLY = "partly", _("partly kept")
        NOT = "not", _("not kept")

    commitment = models.ForeignKey(SharedCommitment, models.CASCADE, related_name="promises")
    party = models.CharField(max_length=8, choices=Party.choices)
    words = models.CharField(max_length=300)
    outcome = models.CharField(max_length=6, choices=Outcome.choices, blank=True, default="")
    review = models.CharField(max_length=400, blank=True, default="", help_text="A sentence by its party.")

    @property
    def chip_style(self) -> str:
        """The CSS class of the chip that names its outcome."""
        return {self.Outcome.KEPT: "good", self.Outcome.PARTLY: "warn"}.get(
            self.Outcome(self.outcome), "plain"
        )


class CommitmentSignature(Record):
    """One signature. A family's or a student's is counted, and shown to nobody else."""

    commitment = models.ForeignKey(SharedCommitment, models.CASCADE, related_name="signatures")
    party = models.CharField(max_length=8, choices=Party.choices)
    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    relationship = models.ForeignKey(
        Relationship, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    name = models.CharField(max_length=160, blank=True, default="")
    on_paper = models.DateField(null=True, blank=True)

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["commitment", "party", "person"],
                condition=Q(deleted_at=None),
                name="commitmentsignature_one_per_person",
            ),
            models.UniqueConstraint(
                fields=["commitment", "relationship"],
                condition=Q(deleted_at=None),
                name="commitmentsignature_one_per_partner",
            ),
        ]
