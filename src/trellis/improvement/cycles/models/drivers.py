"""A driver diagram: what has to change so that an aim is reached, and the ideas that may change it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trellis.core.foundation.measures import MEASURES
from trellis.core.foundation.models import Record, Revised

from .aims import Aim
from .practical import PracticalMeasure


class Driver(Revised):
    """A driver, or an idea that may move one. position: among those under the same parent, from 1.

    A primary driver stands under the aim; a secondary driver under a primary one; an idea under either. why: what the
    team believes about it.
    """

    class Kind(models.TextChoices):
        PRIMARY = "primary", _("Primary driver")
        SECONDARY = "secondary", _("Secondary driver")
        IDEA = "idea", pgettext_lazy("of a driver diagram", "Change idea")

    aim = models.ForeignKey(Aim, models.CASCADE, related_name="drivers")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="children")
    kind = models.CharField(max_length=9, choices=Kind.choices)
    title = models.CharField(max_length=200)
    why = models.TextField(blank=True, default="")
    position = models.PositiveSmallIntegerField(default=1)

    def __str__(self) -> str:
        return self.title

    class Meta(Revised.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="primary", parent=None) | (~Q(kind="primary") & Q(parent__isnull=False)),
                name="driver_only_primary_has_no_parent",
            ),
            models.CheckConstraint(condition=Q(position__gte=1), name="driver_position_from_one"),
        ]


class DriverMeasure(Record):
    """What tells whether a driver moves: a registered measure by its key, or a practical one."""

    driver = models.ForeignKey(Driver, models.CASCADE, related_name="measures")
    measure = models.CharField(max_length=80, blank=True, default="")
    practical = models.ForeignKey(
        PracticalMeasure, models.CASCADE, null=True, blank=True, related_name="driver_measures"
    )

    class Meta(Record.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(practical__isnull=True) & ~Q(measure="") | Q(practical__isnull=False, measure=""),
                name="drivermeasure_one_measure",
            ),
            models.UniqueConstraint(
                fields=["driver", "measure"],
                condition=Q(practical=None),
                name="drivermeasure_registered_once",
            ),
            models.UniqueConstraint(fields=["driver", "practical"], name="drivermeasure_practical_once"),
        ]

    @property
    def title(self) -> str:
        """In the reader's language, or as a person named it; the key where the measure is registered no more."""
        if self.practical is not None:
            return self.practical.title
        return str(MEASURES[self.measure].title) if self.measure in MEASURES else self.measure
