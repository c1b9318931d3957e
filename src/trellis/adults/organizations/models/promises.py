"""What an organization promised a school for a school year, and what came of it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from trellis.core.foundation.models import Revised

from .organizations import Relationship


class PartnerPromise(Revised):
    """So much of something in one school year. What Trellis cannot count, somebody notes."""

    class Unit(models.TextChoices):
        HOSTED = "hosted", _("students hosted in internships")
        HOURS = "hours", _("internship hours confirmed")
        PANELS = "panels", _("exhibition panels joined")
        SERVED = "served", _("students helped")
        VISITS = "visits", _("visits or sessions")
        GIVEN = "given", _("hours given")

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="promises")
    school_year = models.PositiveSmallIntegerField(help_text="The year in which the school year ends.")
    words = models.CharField(max_length=240)
    unit = models.CharField(max_length=8, choices=Unit.choices)
    amount = models.PositiveSmallIntegerField()
    noted = models.PositiveIntegerField(null=True, blank=True, help_text="Delivered, as somebody noted.")
    confirmed_at = models.DateTimeField(null=True, blank=True, help_text="By the organization itself.")


COMPUTED_UNITS = (PartnerPromise.Unit.HOSTED, PartnerPromise.Unit.HOURS, PartnerPromise.Unit.PANELS)
"""What Trellis counts itself."""
