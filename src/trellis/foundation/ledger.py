"""The ledger: every write hangs on an act, and the database itself notes each row.

Triggers, not model hooks, do the noting: `bulk_create`, `update()`, COPY and plain SQL are all seen.
On SQLite the trigger asks the connection which act is running (a function that only Trellis registers,
so a stray tool that writes to a guarded table is refused); on PostgreSQL it reads a setting of the
transaction.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Model

from .waiting import write_transaction

_running: ContextVar[UUID | None] = ContextVar("trellis_act", default=None)


def running_act() -> str | None:
    """The id of the act that is running, 32 hex digits, or None. Registered on SQLite as `trellis_act()`."""
    act = _running.get()
    return act.hex if act else None


def _tell_postgres(act_id: str) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('trellis.act', %s, true)", [act_id])


@contextmanager
def act(verb: str, by: UUID | None = None, about: UUID | None = None, **details: Any) -> Iterator[Any]:
    """Run one verb: a transaction whose writes are noted under it. Nested verbs belong to the outermost.

    by: the person's id, None for the system. details: small JSON values for the sentence a reader sees.
    """
    from .models import Act

    if _running.get() is not None:
        with transaction.atomic():
            yield None
        return
    with write_transaction():
        entry = Act.objects.create(verb=verb, person_id=by, about_id=about, details=details)
        token = _running.set(entry.sourced_id)
        try:
            _tell_postgres(str(entry.sourced_id))
            yield entry
            _tell_postgres("")  # a failed act needs none: its rollback takes the setting with it
        finally:
            _running.reset(token)


def ledgered() -> list[type[Model]]:
    """Every model whose rows the ledger follows."""
    return [m for m in apps.get_models() if getattr(m, "ledgered", False) and m._meta.managed]


def _sqlite(table: str, pk: str, columns: list[str]) -> Iterator[str]:
    old = ", ".join(f"'{c}', OLD.\"{c}\"" for c in columns)
    for op, word, row, before in (
        ("I", "INSERT", "NEW", "NULL"),
        ("U", "UPDATE", "NEW", f"json_object({old})"),
        ("D", "DELETE", "OLD", f"json_object({old})"),
    ):
        yield f'DROP TRIGGER IF EXISTS "ledger_{op}_{table}"'
        yield (
            f'CREATE TRIGGER "ledger_{op}_{table}" AFTER {word} ON "{table}" BEGIN '
            'INSERT INTO foundation_change (act_id, "table", "row", op, before) '
            f"VALUES (trellis_act(), '{table}', {row}.\"{pk}\", '{op}', {before}); END"
        )


POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION trellis_note() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO foundation_change (act_id, "table", "row", op, before) VALUES (
    nullif(current_setting('trellis.act', true), '')::uuid, TG_TABLE_NAME,
    CASE WHEN TG_OP = 'DELETE' THEN (to_jsonb(OLD) ->> TG_ARGV[0])::uuid
         ELSE (to_jsonb(NEW) ->> TG_ARGV[0])::uuid END,
    left(TG_OP, 1), CASE WHEN TG_OP = 'INSERT' THEN NULL
                         ELSE to_jsonb(OLD) - string_to_array(TG_ARGV[1], ',') END);
  RETURN NULL;
END $$
"""


def _postgres(table: str, pk: str, sealed: str) -> Iterator[str]:
    yield f'DROP TRIGGER IF EXISTS ledger ON "{table}"'
    yield (
        f'CREATE TRIGGER ledger AFTER INSERT OR UPDATE OR DELETE ON "{table}" '
        f"FOR EACH ROW EXECUTE FUNCTION trellis_note('{pk}', '{sealed}')"
    )


def install_triggers() -> None:
    """Lay the triggers anew on every ledgered table; called after each migration, so columns stay true."""
    existing = set(connection.introspection.table_names())
    if "foundation_change" not in existing:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRES_FUNCTION)
        for model in ledgered():
            meta = model._meta
            if meta.db_table not in existing:
                continue
            columns = [
                f.column for f in meta.local_concrete_fields if f.column not in ("modified", *model.sealed)
            ]
            pk = meta.pk.column
            statements = (
                _postgres(meta.db_table, pk, ",".join(model.sealed))
                if connection.vendor == "postgresql"
                else _sqlite(meta.db_table, pk, columns)
            )
            for statement in statements:
                cursor.execute(statement)


def remove_triggers() -> None:
    """Take SQLite's triggers off before a migration: it remakes tables, and a stale trigger would stop it."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'ledger!_%' ESCAPE '!'"
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}"')


def forget(rows: list[UUID]) -> int:
    """Blank what the ledger keeps of rows as they were; that something was done to them stays. Gives how many."""
    from .models import Change

    return Change.objects.unscoped("blanks what was destroyed").filter(row__in=rows).update(before=None)
