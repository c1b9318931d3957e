"""Writing many rows at once, on either database, past the object layer (the ledger still sees them)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.utils import timezone

BATCH_SIZE = 20_000


def _uuid_to_hex(value: UUID | str | None) -> str | None:
    return value.hex if isinstance(value, UUID) else value


def _moment_to_text(value: datetime | None) -> str | None:
    """Django's own SQLite spelling: UTC without an offset."""
    if value is None:
        return None
    return str(value.astimezone(UTC).replace(tzinfo=None))


def _day_to_text(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _to_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


Converter = Callable[[Any], object]  # Any: one column's own type


def _sqlite_converter(field: models.Field) -> Converter | None:
    if isinstance(field, models.ForeignKey):
        field = field.target_field
    if isinstance(field, models.UUIDField):
        return _uuid_to_hex
    if isinstance(field, models.DateTimeField):
        return _moment_to_text
    if isinstance(field, models.DateField):
        return _day_to_text
    if isinstance(field, models.JSONField):
        return _to_json
    return None


def _batches(rows: Iterable[tuple], size: int) -> Iterator[list[tuple]]:
    walk = iter(rows)
    while batch := list(islice(walk, size)):
        yield batch


def _default_values(fields: dict[str, models.Field], names: list[str]) -> dict[str, object]:
    """The values of columns that were not named: the moment of writing, or the field's default."""
    now = timezone.now()
    moments = {n: now for n in ("created", "modified") if n in fields and n not in names}
    rest = [n for n, f in fields.items() if n not in names and n not in moments and not f.primary_key]
    return moments | {
        n: fields[n].get_default() for n in rest if fields[n].has_default() or not fields[n].null
    }


def insert_rows(model: type[models.Model], names: list[str], rows: Iterable[tuple]) -> int:
    """Insert tuples of field values in the order of `names` (field attnames); gives the number of rows.

    A column that is not named gets its field's default; one without a default is null. The key must be named.
    Call inside `ledger.act(...)`: that is the transaction.
    """
    plan = InsertPlan(model, names)
    return plan.insert(map(plan.ready, rows))


class InsertPlan:
    """An insert of many rows. `ready` turns field values into what the database takes, and may run long before
    `insert`: whoever prepares rows first holds the write lock for a shorter time."""

    def __init__(self, model: type[models.Model], names: list[str]) -> None:
        fields = {f.attname: f for f in model._meta.local_concrete_fields}
        extra = _default_values(fields, names)
        self.model = model
        self.columns = [fields[n].column for n in [*names, *extra]]
        if connection.vendor == "postgresql":
            preps = [(i, _to_json) for i, n in enumerate(names) if isinstance(fields[n], models.JSONField)]
            tail = tuple(
                _to_json(v) if isinstance(fields[n], models.JSONField) else v for n, v in extra.items()
            )
        else:
            preps = [(i, p) for i, n in enumerate(names) if (p := _sqlite_converter(fields[n]))]
            tail = tuple(p(v) if (p := _sqlite_converter(fields[n])) else v for n, v in extra.items())
        self.preps, self.tail = preps, tail

    def ready(self, row: tuple) -> tuple:
        """A row as the database takes it."""
        values = list(row)
        for i, prep in self.preps:
            values[i] = prep(values[i])
        return (*values, *self.tail)

    def insert(self, ready_rows: Iterable[tuple]) -> int:
        """Insert rows that are ready; gives how many. Call inside `ledger.act(...)`."""
        listed = ", ".join(f'"{c}"' for c in self.columns)
        table = self.model._meta.db_table
        if connection.vendor == "postgresql":
            return _copy_postgres(f'COPY "{table}" ({listed}) FROM STDIN', ready_rows)
        marks = ", ".join(["?"] * len(self.columns))
        statement = f'INSERT INTO "{table}" ({listed}) VALUES ({marks})'  # noqa: S608 names are ours
        total = 0
        connection.ensure_connection()
        for batch in _batches(ready_rows, BATCH_SIZE):
            connection.connection.executemany(statement, batch)
            total += len(batch)
        return total


def update_rows(
    model: type[models.Model],
    names: list[str],
    rows: Iterable[tuple],
    filled: Iterable[str] = (),
    earliest: Mapping[str, object] | None = None,
) -> int:
    """Update rows: each tuple is the primary key, then values in the order of `names`; gives how many.

    For the columns in `filled` an empty value ("" or None or []) leaves what is there; for those in
    `earliest` the smaller of the two stays (it maps a column to the value that means "not known").
    Call inside `ledger.act(...)`.
    """
    fields = {f.attname: f for f in model._meta.local_concrete_fields}
    earliest = earliest or {}
    key = model._meta.pk.column  # ty: ignore[missing-union-attribute] every table has a key
    sets, preps = [], []
    for name in names:
        new, filling = _assignment_sql(fields[name].column, name in filled, name in earliest)
        prep = _update_converter(fields[name], filling)
        sets.append(f'"{fields[name].column}" = {new}')
        preps.append((prep, (prep(earliest[name]),) if name in earliest else ()))
    modified = _update_converter(fields["modified"], False)(timezone.now())
    statement = f'UPDATE "{model._meta.db_table}" SET {", ".join(sets)}, "modified" = %s WHERE "{key}" = %s'  # noqa: S608

    def arguments(row: tuple) -> Iterator[Any]:  # Any: what a database driver takes
        for (prep, unknown), value in zip(preps, row[1:], strict=True):
            ready = prep(value)
            yield from (ready, *unknown, ready) if unknown else (ready,)
        yield modified
        yield row[0].hex if isinstance(row[0], UUID) else row[0]

    total = 0
    with connection.cursor() as cursor:
        for batch in _batches(rows, BATCH_SIZE):
            cursor.executemany(statement, [tuple(arguments(row)) for row in batch])
            total += len(batch)
    return total


def _assignment_sql(column: str, filled: bool, earliest: bool) -> tuple[str, bool]:
    """The new value of a column in SQL, and whether an empty value is passed as NULL."""
    if earliest:
        least = "LEAST" if connection.vendor == "postgresql" else "MIN"
        return f'COALESCE({least}(%s, NULLIF("{column}", %s)), %s, "{column}")', True
    return (f'COALESCE(%s, "{column}")', True) if filled else ("%s", False)


def _update_converter(field: models.Field, filled: bool) -> Converter:
    inner = _to_json if isinstance(field, models.JSONField) else None
    if connection.vendor == "sqlite":
        inner = _sqlite_converter(field)

    def prepare(value: object) -> object:
        if filled and value in ("", None, []):
            return None
        return inner(value) if inner else value

    return prepare


def _copy_postgres(statement: str, ready_rows: Iterable[tuple]) -> int:
    total = 0
    with connection.cursor() as cursor:
        # A batch is gathered before its COPY begins: rows may come from a query, which would wait for it for ever.
        for batch in _batches(ready_rows, BATCH_SIZE):
            with cursor.copy(statement) as copy:  # ty: ignore[missing-attribute] of psycopg, which only PostgreSQL has
                for row in batch:
                    copy.write_row(row)
            total += len(batch)
    return total
