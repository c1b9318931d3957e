"""Versions of a network's model, and the drafts from which they are published."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from trellis.core.community.models import Network, Person
from trellis.core.foundation.models import Record, Revised
from trellis.design.frameworks.models import Framework


class ModelPackage(Record):
    """One version of a network's model, whole, as it was loaded from its folder or published from a draft.

    Without a network it came from a folder and is there for every network. `notes`: by part, why it changed.
    """

    guarded = False

    network = models.ForeignKey(
        Network, models.CASCADE, null=True, blank=True, related_name="published_packages"
    )
    slug = models.SlugField()
    version = models.CharField(max_length=40)
    name = models.CharField(max_length=160)
    fingerprint = models.CharField(max_length=64)
    body = models.JSONField()
    notes: models.JSONField[dict[str, str]] = models.JSONField(default=dict, blank=True)
    framework = models.ForeignKey(Framework, models.PROTECT, null=True, related_name="packages")
    published_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["slug", "version"],
                condition=Q(network=None),
                name="modelpackage_unique_version",
            ),
            models.UniqueConstraint(
                fields=["network", "slug", "version"], name="modelpackage_unique_version_in_network"
            ),
        ]


class PackageDraft(Revised):
    """The next version of a model, while it is being written. It may have problems; a published version has none.

    `body`: the tables of its files by name, "package" for package.toml. `notes`: by part, why it changes.
    """

    network = models.ForeignKey(Network, models.CASCADE, related_name="package_drafts")
    base = models.ForeignKey(
        ModelPackage,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="drafts",
        help_text="It began as this.",
    )
    body = models.JSONField(default=dict)
    notes: models.JSONField[dict[str, str]] = models.JSONField(default=dict, blank=True)
    started_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    published = models.OneToOneField(
        ModelPackage, models.PROTECT, null=True, blank=True, related_name="draft"
    )
    discarded_at = models.DateTimeField(null=True, blank=True)
