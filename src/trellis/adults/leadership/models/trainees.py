"""People who learn their job at a school: student teachers, residents, and those who learn to lead."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from trellis.adults.organizations.models import Organization
from trellis.core.community.models import Group, Person, School, Tie
from trellis.core.foundation.models import Revised


class Trainee(Revised):
    """Somebody in training beside a mentor teacher. tie: their access to the mentor's group, to the last day."""

    class Kind(models.TextChoices):
        STUDENT_TEACHER = "student-teacher", _("Student teacher")
        RESIDENT = "resident", _("Resident")
        OTHER = "other", _("Other")

    school = models.ForeignKey(School, models.CASCADE, related_name="trainees")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    learns = models.CharField(max_length=140)
    university = models.ForeignKey(
        Organization, models.SET_NULL, null=True, blank=True, related_name="trainees"
    )
    mentor = models.ForeignKey(Person, models.CASCADE, related_name="+")
    group = models.ForeignKey(Group, models.CASCADE, related_name="+")
    tie = models.ForeignKey(Tie, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    starts = models.DateField()
    ends = models.DateField(help_text="The last day.")

    class Meta(Revised.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="trainee_ends_after_start"),
            models.CheckConstraint(condition=~Q(person=F("mentor")), name="trainee_has_another_mentor"),
        ]
