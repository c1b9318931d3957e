"""Which school works by which version, what it changed and why, and what it decides about the next version."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from trellis.core.community.models import Network, Person, School
from trellis.core.foundation.guard import GuardedManager, GuardedQuerySet
from trellis.core.foundation.models import Record, Revised

from ..labels import part_title
from .packages import ModelPackage, PackageDraft


def in_force_at(now: datetime) -> Q:
    """Return a condition for adoptions by which a school works at a moment."""
    return Q(starts__lte=now, deleted_at=None) & (Q(ends=None) | Q(ends__gt=now))


class AdoptionQuerySet(GuardedQuerySet):
    """Which schools work by which package."""

    def current(self) -> Self:
        """Those by which schools work now."""
        return self.filter(in_force_at(timezone.now()))

    def planned(self) -> Self:
        """Those that begin later."""
        return self.filter(starts__gt=timezone.now(), deleted_at=None)


class Adoption(Record):
    """A school works by a package from a day on, with its own changes to the parts that are local.

    `changes`: by path, what the school has in that place (None: it removed the entry). `reasons`: by path, why, by
    whom (a person's id) and on which day: {"text", "by", "on"}. An adoption is ended by the next and never edited.
    """

    school = models.ForeignKey(School, models.CASCADE, related_name="adoptions")
    package = models.ForeignKey(ModelPackage, models.PROTECT, related_name="adoptions")
    starts = models.DateTimeField(default=timezone.now)
    ends = models.DateTimeField(null=True, blank=True)
    changes = models.JSONField(default=dict, blank=True)
    reasons: models.JSONField[dict[str, dict[str, str]]] = models.JSONField(default=dict, blank=True)

    objects = GuardedManager.from_queryset(AdoptionQuerySet)()

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["school"],
                condition=Q(ends__isnull=True, deleted_at=None),
                name="adoption_one_current_per_school",
            )
        ]


class UnfinishedAdaptation(Revised):
    """What a school has begun to change and what does not hold together yet: it is in force once it does.

    `body`: the tables of all parts. `reasons`: by path, why: as of an adoption.
    """

    school = models.OneToOneField(School, models.CASCADE, related_name="unfinished_adaptation")
    adoption = models.ForeignKey(Adoption, models.CASCADE, related_name="+")
    body = models.JSONField(default=dict)
    reasons: models.JSONField[dict[str, dict[str, str]]] = models.JSONField(default=dict)


class Upgrade(Revised):
    """What a school decides about a new version: for each part take, keep or blend, and what a blend says.

    `choices`: by part. `values`: by path, what stands there where both sides changed the same place:
    {"side": "ours", "theirs" or "own", "text": ...}. `starts`: the first day, once scheduled.
    """

    school = models.ForeignKey(School, models.CASCADE, related_name="upgrades")
    package = models.ForeignKey(ModelPackage, models.CASCADE, related_name="upgrades")
    choices: models.JSONField[dict[str, str]] = models.JSONField(default=dict, blank=True)
    values: models.JSONField[dict[str, dict[str, str]]] = models.JSONField(default=dict, blank=True)
    starts = models.DateField(null=True, blank=True)
    decided_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    declined_at = models.DateTimeField(
        null=True, blank=True, help_text="The school stays on its version for now."
    )

    class Meta(Record.Meta):
        constraints = [models.UniqueConstraint(fields=["school", "package"], name="upgrade_unique_package")]


class ChangeProposal(Revised):
    """What is proposed for the network's model, with its author and reason.

    Either a change of a school (`path`, `value`), or what should change in one part, in words (`part`, `what`).
    `evidence`: what was learned, as plain data: {"page", "id", "title", "lines", "authors": [{"name", "school"}]};
    `source`: the id of what it was learned from.
    """

    class Status(models.TextChoices):
        OPEN = "open"
        ACCEPTED = "accepted"
        DECLINED = "declined"

    network = models.ForeignKey(Network, models.CASCADE, related_name="change_proposals")
    school = models.ForeignKey(School, models.CASCADE, related_name="change_proposals")
    package = models.ForeignKey(ModelPackage, models.CASCADE, related_name="change_proposals")
    path = models.CharField(max_length=300, blank=True, default="")
    value = models.JSONField(null=True, blank=True)
    part = models.CharField(max_length=40, blank=True, default="")
    what = models.TextField(blank=True, default="")
    evidence = models.JSONField(default=dict, blank=True)
    source = models.UUIDField(null=True, blank=True)
    reason = models.CharField(max_length=600)
    author = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    proposed_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OPEN)
    draft = models.ForeignKey(
        PackageDraft,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="proposals",
        help_text="Taken up in it.",
    )
    answer = models.CharField(max_length=600, blank=True, default="")

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["school", "package", "path"],
                condition=Q(status="open") & ~Q(path=""),
                name="changeproposal_one_open_per_path",
            ),
            models.UniqueConstraint(
                fields=["network", "source"],
                condition=Q(status="open"),
                name="changeproposal_one_open_per_source",
            ),
            models.CheckConstraint(
                condition=~Q(path="") | (~Q(part="") & ~Q(what="")), name="changeproposal_path_or_words"
            ),
        ]

    @property
    def part_title(self) -> str:
        """What the part that it is about is called."""
        return part_title(self.part or self.path.partition(".")[0])
