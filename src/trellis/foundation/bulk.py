"""Writing many rows at once, on either database, past the object layer (the ledger still sees them)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.utils import timezone

BATCH = 20_000


def _hex(value: UUID | str | None) -> str | None:
    return value.hex if isinstance(value, UUID) else value


def _moment(value: datetime | None) -> str | None:
    """Django's own SQLite spelling: UTC without an offset."""
    if value is None:
        return None
    return str(value.astimezone(UTC).replace(tzinfo=None))


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _sqlite_prep(field: models.Field) -> Callable[[Any], Any] | None:
    if isinstance(field, models.ForeignKey):
        field = field.target_field
    if isinstance(field, models.UUIDField):
        return _hex
    if isinstance(field, models.DateTimeField):
        return _moment
    if isinstance(field, models.DateField):
        return _day
    if isinstance(field, models.JSONField):
        return _json
    return None


def _batches(rows: Iterable[tuple], size: int) -> Iterator[list[tuple]]:
    walk = iter(rows)
    while batch := list(islice(walk, size)):
        yield batch


def copy_in(model: type[models.Model], names: list[str], rows: Iterable[tuple]) -> int:
    """Insert tuples of field values in the order of `names` (field attnames); gives the number of rows.

    Every column without a database default must be named; `created` and `modified` are added when absent.
    Call inside `ledger.act(...)`: that is the transaction.
    """
    fields = {f.attname: f for f in model._meta.local_concrete_fields}
    now = timezone.now()
    extra = [n for n in ("created", "modified") if n in fields and n not in names]
    columns = [fields[n].column for n in [*names, *extra]]
    tail = tuple(now for _ in extra)
    if connection.vendor == "postgresql":
        return _copy_postgres(model, columns, [fields[n] for n in names], rows, tail)
    preps = [(i, p) for i, n in enumerate(names) if (p := _sqlite_prep(fields[n]))]
    tail = tuple(_moment(v) for v in tail)
    marks = ", ".join(["?"] * len(columns))
    listed = ", ".join(f'"{c}"' for c in columns)
    statement = f'INSERT INTO "{model._meta.db_table}" ({listed}) VALUES ({marks})'  # noqa: S608 names are ours
    total = 0
    connection.ensure_connection()
    for batch in _batches(rows, BATCH):
        prepared = []
        for row in batch:
            values = list(row)
            for i, prep in preps:
                values[i] = prep(values[i])
            prepared.append((*values, *tail))
        connection.connection.executemany(statement, prepared)
        total += len(batch)
    return total


def _copy_postgres(
    model: type[models.Model],
    columns: list[str],
    fields: list[models.Field],
    rows: Iterable[tuple],
    tail: tuple,
) -> int:
    jsons = [i for i, f in enumerate(fields) if isinstance(f, models.JSONField)]
    listed = ", ".join(f'"{c}"' for c in columns)
    total = 0
    with (
        connection.cursor() as cursor,
        cursor.copy(f'COPY "{model._meta.db_table}" ({listed}) FROM STDIN') as copy,
    ):
        for row in rows:
            values = list(row)
            for i in jsons:
                values[i] = _json(values[i])
            copy.write_row((*values, *tail))
            total += 1
    return total
