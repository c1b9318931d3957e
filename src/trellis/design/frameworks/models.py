"""Outcomes and rubrics, versioned. Tables follow CASE 1.1: document, item, association, rubric, level."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from trellis.core.foundation.languages import TranslatedCharField, TranslatedTextField
from trellis.core.foundation.models import Record
from trellis.core.foundation.text_folding import fold_text

if TYPE_CHECKING:
    from django.db.models.manager import RelatedManager


def normalize_search_text(text: str) -> str:
    """Return a text as outcomes are searched by it."""
    return " ".join(fold_text(text).split())


class Framework(Record):
    """A set of outcomes (CFDocument). Public: frameworks are not about people."""

    guarded = False

    title = models.CharField(max_length=200)
    creator = models.CharField(max_length=200)
    version = models.CharField(max_length=40)
    key = models.CharField(max_length=120, help_text="Stable across versions.")
    language = models.CharField(max_length=12, default="en")
    changed_at = models.DateTimeField(null=True, blank=True, help_text="lastChangeDateTime")

    class Meta(Record.Meta):
        constraints = [models.UniqueConstraint(fields=["key", "version"], name="framework_unique_version")]


class Outcome(Record):
    """Something that students learn to do (CFItem)."""

    guarded = False

    framework = models.ForeignKey(Framework, models.CASCADE, related_name="outcomes")
    key = models.CharField(max_length=80)
    code = models.CharField(max_length=40, blank=True, help_text="humanCodingScheme")
    title = TranslatedCharField(max_length=200, help_text="abbreviatedStatement")
    statement = TranslatedTextField(help_text="fullStatement")
    question = TranslatedTextField(blank=True)
    position = models.PositiveIntegerField(default=0)
    search_text = models.TextField(
        blank=True, default="", editable=False, help_text="Code, title and statement, folded."
    )

    class Meta(Record.Meta):
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["framework", "key"], name="outcome_unique_key")]

    def save(self, *args: Any, **kwargs: Any) -> None:  # Any: only handed on to Django
        self.search_text = self.folded_text()
        super().save(*args, **kwargs)

    def folded_text(self) -> str:
        """What a search for this outcome looks at: no case, accents or punctuation."""
        return normalize_search_text(f"{self.code} {self.title} {self.statement}")


class Association(Record):
    """A link between two outcomes (CFAssociation), e.g. isChildOf, precedes, isTranslationOf."""

    guarded = False

    kind = models.CharField(max_length=32)
    origin = models.ForeignKey(Outcome, models.CASCADE, related_name="associations")
    destination = models.ForeignKey(Outcome, models.CASCADE, related_name="associated")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "origin", "destination"], name="association_unique_pair_and_kind"
            )
        ]


class Rubric(Record):
    """A rubric (CFRubric)."""

    guarded = False

    criteria: RelatedManager[Criterion]
    framework = models.ForeignKey(Framework, models.CASCADE, related_name="rubrics")
    key = models.CharField(max_length=80)
    title = TranslatedCharField(max_length=200)

    class Meta(Record.Meta):
        constraints = [models.UniqueConstraint(fields=["framework", "key"], name="rubric_unique_key")]


class Criterion(Record):
    """A row of a rubric (CFRubricCriterion)."""

    guarded = False

    levels: RelatedManager[Level]
    rubric = models.ForeignKey(Rubric, models.CASCADE, related_name="criteria")
    outcome = models.ForeignKey(Outcome, models.PROTECT, related_name="criteria")
    description = TranslatedTextField()
    weight = models.FloatField(default=1.0)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(Record.Meta):
        ordering = ["position"]
        verbose_name_plural = "criteria"


class Level(Record):
    """A cell of a rubric (CFRubricCriterionLevel). `position` counts from 1, the lowest."""

    guarded = False

    criterion = models.ForeignKey(Criterion, models.CASCADE, related_name="levels")
    position = models.PositiveSmallIntegerField()
    quality = TranslatedCharField(max_length=80)
    description = TranslatedTextField()

    class Meta(Record.Meta):
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["criterion", "position"], name="level_unique_position")
        ]
