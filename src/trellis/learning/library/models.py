"""The library: projects that a network's schools publish, take over, change, and offer back."""

from __future__ import annotations

from typing import TypedDict

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import Network, Person, School
from trellis.core.foundation.guard import GuardedManager, GuardedQuerySet
from trellis.core.foundation.models import Record, Revised
from trellis.learning.projects.body import ProjectBody
from trellis.learning.projects.models import Project


class Standing(models.TextChoices):
    """How far a project has been reviewed by others. In this order."""

    DRAFT = "draft", _("draft")
    TUNED = "tuned", _("tuned by colleagues")
    VETTED = "vetted", _("vetted by the network")


class Licence(models.TextChoices):
    """What others may do with it. Creative Commons, by their own short names."""

    BY = "CC-BY-4.0", _("CC BY 4.0: share and change it, and credit the authors")
    BY_SA = "CC-BY-SA-4.0", _("CC BY-SA 4.0: credit the authors, and share changes under the same license")
    BY_NC_SA = (
        "CC-BY-NC-SA-4.0",
        _("CC BY-NC-SA 4.0: credit the authors, use the same license, no commercial use"),
    )
    CC0 = "CC0-1.0", _("CC0: no conditions")


SHARE_ALIKE_LICENCES = (Licence.BY_SA, Licence.BY_NC_SA)
"""Licences under which what somebody changed is published again, too."""


class Attribution(TypedDict, total=False):
    """Where a project comes from. It travels with every copy."""

    title: str
    authors: list[dict[str, str]]
    licence: str
    edition: int


class Entry(Revised):
    """A project in the library. What it says is in its editions; `edition` is the newest."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="library")
    school = models.ForeignKey(School, models.CASCADE, related_name="+")
    project = models.OneToOneField(Project, models.SET_NULL, null=True, related_name="entry")
    edition = models.PositiveIntegerField(default=1)
    title = models.CharField(max_length=160)
    question = models.CharField(max_length=300, blank=True, default="")
    standing = models.CharField(max_length=6, choices=Standing.choices, default=Standing.DRAFT)
    licence = models.CharField(max_length=16, choices=Licence.choices, default=Licence.BY_SA)
    language = models.CharField(max_length=12, default="en", help_text="BCP 47, of what is written.")
    grade_low = models.PositiveSmallIntegerField(default=9)
    grade_high = models.PositiveSmallIntegerField(default=12)
    source = models.ForeignKey("self", models.SET_NULL, null=True, related_name="kin")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta(Record.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(grade_low__lte=F("grade_high"), grade_high__lte=13), name="entry_grades_in_order"
            )
        ]


class Edition(Record):
    """One edition of a project in the library, whole (`projects.body.ProjectBody`). Never changed."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="editions")
    number = models.PositiveIntegerField()
    body: models.JSONField[dict[str, object]] = models.JSONField()
    authors: models.JSONField[list[dict[str, str]]] = models.JSONField(
        default=list, help_text="[{name, school}], as they were published."
    )
    note = models.CharField(max_length=600, blank=True, default="", help_text="What is new in it.")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta(Record.Meta):
        constraints = [models.UniqueConstraint(fields=["entry", "number"], name="edition_unique_number")]

    def read_body(self) -> ProjectBody:
        """The project as this edition has it."""
        return ProjectBody.model_validate(self.body)


class ProjectReview(Record):
    """Somebody reviewed an edition and gave it a status: a row with who and why, not a flag."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="looks")
    standing = models.CharField(max_length=6, choices=Standing.choices)
    words = models.CharField(max_length=600, blank=True, default="")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)


class EditionFile(Record):
    """A file that an edition brings along. The bytes are the project's own, which nobody changes."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="files")
    digest = models.CharField(max_length=32)
    file = models.FileField()
    name = models.CharField(max_length=160)
    media_type = models.CharField(max_length=80)

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(fields=["edition", "digest"], name="editionfile_unique_digest")
        ]


class Fork(Record):
    """A school made a project out of one of the library. `taken`: the edition that it follows.

    `attribution` stays, whatever becomes of the entry.
    """

    project = models.OneToOneField(Project, models.CASCADE, related_name="fork")
    entry = models.ForeignKey(Entry, models.SET_NULL, null=True, related_name="forks")
    taken = models.PositiveIntegerField(default=1)
    attribution: models.JSONField[Attribution] = models.JSONField(default=dict)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)


class OfferQuerySet(GuardedQuerySet):
    """Changes that schools offer back."""

    def open(self) -> OfferQuerySet:
        """Those that nobody has answered or replaced by a newer one."""
        return self.filter(answered_at=None, deleted_at=None)


class Offer(Record):
    """What a school changed, offered back to the project that it came from."""

    fork = models.ForeignKey(Fork, models.CASCADE, related_name="offers")
    taken = models.PositiveIntegerField(help_text="The edition that the change starts from.")
    body: models.JSONField[dict[str, object]] = models.JSONField()
    words = models.CharField(max_length=600)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)
    answer = models.CharField(max_length=600, blank=True, default="")
    fields: models.JSONField[list[str]] = models.JSONField(
        default=list, blank=True, help_text="What of it was taken over."
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)

    objects = GuardedManager.from_queryset(OfferQuerySet)()

    def read_body(self) -> ProjectBody:
        """The project as the school that offers it has it."""
        return ProjectBody.model_validate(self.body)


class SearchEntry(models.Model):
    """An entry as it is searched: narrow, so that a count over all of them is quick. Made anew from the entry.

    Its words are in a table of the database's own full-text search, under the same `id`.
    """

    guarded = True

    id = models.BigAutoField(primary_key=True)
    entry = models.OneToOneField(Entry, models.CASCADE, related_name="shelf")
    network = models.ForeignKey(Network, models.CASCADE, related_name="+")
    standing = models.PositiveSmallIntegerField(help_text="0 draft, 1 tuned, 2 vetted.")
    licence = models.CharField(max_length=16)
    language = models.CharField(max_length=12)
    grade_low = models.PositiveSmallIntegerField()
    grade_high = models.PositiveSmallIntegerField()
    times_run = models.PositiveIntegerField(default=0, help_text="How many projects began from it.")
    outcomes = models.CharField(max_length=600, blank=True, default="", help_text="Their keys, between bars.")

    objects = GuardedManager()

    class Meta:
        base_manager_name = "objects"
        indexes = [
            models.Index(
                fields=["network", "-standing", "-times_run", "-id"], name="searchentry_default_order"
            ),
            models.Index(  # every column that is counted, so that counting all reads the index alone
                fields=[
                    "network",
                    "standing",
                    "language",
                    "licence",
                    "grade_low",
                    "grade_high",
                    "times_run",
                    "outcomes",
                ],
                name="searchentry_facets",
            ),
        ]

    def __str__(self) -> str:
        return f"shelf {self.pk}"
