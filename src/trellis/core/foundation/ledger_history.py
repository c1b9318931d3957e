"""What the ledger knows of a column's past: for sentences such as "has a new time"."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Model
from django.utils.dateparse import parse_datetime

from .models import Act, Change


def moments_before(
    model: type[Model], column: str, rows: Iterable[UUID], since: datetime
) -> dict[UUID, datetime | None]:
    """Return, by id, the moment that stood in a column when `since` was, for those of these rows that changed later.

    None: it was empty, or the row was not there. The caller has found the rows by `seen_by(viewer)`.
    """
    changes = Change.objects.system().filter(
        table=model._meta.db_table,
        row__in=list(rows),
        op__in=("I", "U"),
        act_id__in=Act.objects.system().filter(at__gt=since).values("sourced_id"),
    )
    before: dict[UUID, datetime | None] = {}
    for row, values in changes.order_by("pk").values_list("row", "before"):
        if row not in before:
            before[row] = _parse_moment((values or {}).get(column))
    return before


class EarlierValues(NamedTuple):
    """What columns of a row held until a moment, and who wrote what came after; None for the system."""

    until: datetime
    person_id: UUID | None
    values: dict[str, object]


def earlier_values(row: Model, columns: tuple[str, ...]) -> list[EarlierValues]:
    """Return what these columns held before, the newest first: once for each time that any of them changed.

    The caller has found the row by `seen_by(viewer)`. Values are as the database writes them: dates are text.
    """
    changes = Change.objects.system().filter(
        table=row._meta.db_table, row=row.pk, op="U", before__isnull=False
    )
    acts = Act.objects.system().filter(pk__in=changes.exclude(act_id=None).values("act_id"))
    written = {pk: (at, person) for pk, at, person in acts.values_list("pk", "at", "person_id")}
    after = {column: str(getattr(row, column)) for column in columns}
    earlier: list[EarlierValues] = []
    for act, before in changes.order_by("-pk").values_list("act_id", "before"):
        values = {column: str(before.get(column)) for column in columns}
        if values != after and act in written:
            earlier.append(EarlierValues(*written[act], {column: before.get(column) for column in columns}))
        after = values
    return earlier


def _parse_moment(text: str | None) -> datetime | None:
    """A moment as a trigger wrote it: SQLite's has no zone and is in UTC."""
    moment = parse_datetime(text) if text else None
    return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment
