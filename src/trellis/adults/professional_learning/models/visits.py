"""What host and visitors write down after a school visit."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import Person
from trellis.core.foundation.models import Revised

from .events import LearningEvent


class VisitRecord(Revised):
    """What one person saw at a visit and takes home. Read by the host's staff and by everybody who came."""

    class Side(models.TextChoices):
        HOST = "host", _("Host")
        VISITOR = "visitor", _("Visitor")

    event = models.ForeignKey(LearningEvent, models.CASCADE, related_name="visit_records")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    side = models.CharField(max_length=7, choices=Side.choices)
    saw = models.TextField(blank=True, default="")
    takes_home = models.TextField(blank=True, default="")

    class Meta(Revised.Meta):
        constraints = [models.UniqueConstraint(fields=["event", "person"], name="visitrecord_once_a_person")]
