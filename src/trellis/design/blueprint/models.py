"""A network's model as data: packages, and which school works by which."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from trellis.core.community.models import School
from trellis.core.foundation.guard import GuardedManager, GuardedQuerySet
from trellis.core.foundation.models import Record
from trellis.design.frameworks.models import Framework


class ModelPackage(Record):
    """One version of a network's model, whole, as it was loaded from its folder."""

    guarded = False

    slug = models.SlugField()
    version = models.CharField(max_length=40)
    name = models.CharField(max_length=160)
    fingerprint = models.CharField(max_length=64)
    body = models.JSONField()
    framework = models.ForeignKey(Framework, models.PROTECT, null=True, related_name="packages")

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(fields=["slug", "version"], name="modelpackage_unique_version")
        ]


class AdoptionQuerySet(GuardedQuerySet):
    """Which schools work by which package."""

    def current(self) -> Self:
        """Those that no other adoption has ended."""
        return self.filter(ends=None, deleted_at=None)


class Adoption(Record):
    """A school works by a package from a day on, with its own changes to the parts that are local."""

    school = models.ForeignKey(School, models.CASCADE, related_name="adoptions")
    package = models.ForeignKey(ModelPackage, models.PROTECT, related_name="adoptions")
    starts = models.DateTimeField(default=timezone.now)
    ends = models.DateTimeField(null=True, blank=True)
    changes = models.JSONField(default=dict, blank=True)

    objects = GuardedManager.from_queryset(AdoptionQuerySet)()

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["school"], condition=Q(ends__isnull=True), name="adoption_one_current_per_school"
            )
        ]
