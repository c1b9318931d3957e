"""Two records of one organization: that they were merged, and how to part them; or that they are two."""

from __future__ import annotations

from django.db import models

from trellis.core.community.models import Person
from trellis.core.foundation.models import Record

from .organizations import Organization


class OrganizationMerge(Record):
    """One act in which a record became part of another. `moved` and `before` are what undoing it needs."""

    target = models.ForeignKey(Organization, models.CASCADE, related_name="merges")
    merged = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)
    moved: models.JSONField[dict[str, list[str]]] = models.JSONField(
        default=dict, help_text="By table, the ids of the rows that moved."
    )
    before: models.JSONField[dict[str, object]] = models.JSONField(
        default=dict, help_text="By field, what the target record said."
    )
    after: models.JSONField[dict[str, object]] = models.JSONField(
        default=dict, help_text="By field, what the merge wrote into it."
    )
    undone_at = models.DateTimeField(null=True, blank=True)


class DistinctPair(Record):
    """Somebody said that two organizations with similar names are two."""

    first = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    second = models.ForeignKey(Organization, models.CASCADE, related_name="+", db_index=False)

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="distinctpair_unique_pair"),
        ]
