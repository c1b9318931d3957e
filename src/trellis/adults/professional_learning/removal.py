"""Removing a row of one's own, and bringing it back."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from trellis.core.foundation import ledger
from trellis.core.foundation.models import Record

Row = TypeVar("Row", bound=Record)


def remove_row(row: Record, by: UUID) -> None:
    """Remove it from every page; `restore_row` brings it back as it was."""
    with ledger.act("remove what they wrote", by=by, about=row.pk):
        rows = (
            type(row).objects.unscoped("remove a row that its writer sees").filter(pk=row.pk, deleted_at=None)
        )
        rows.update(deleted_at=timezone.now())


def removed_rows(model: type[Row], **columns: object) -> QuerySet[Row]:
    """What was removed, of the rows with these columns: the viewer's own, or those of an event that they run."""
    return model.objects.unscoped("undo a removal").filter(**columns, deleted_at__isnull=False)


def restore_row(row: Record, by: UUID) -> None:
    with ledger.act("restore what they wrote", by=by, about=row.pk):
        rows = type(row).objects.unscoped("restore a row that its writer sees").filter(pk=row.pk)
        rows.update(deleted_at=None)
