"""The triggers that note every change, and refuse writes that do not come from Trellis.

On SQLite a trigger asks the connection which act is running. Only Trellis registers that function, so a stray tool
such as `sqlite3` cannot write to any table here. On PostgreSQL the trigger reads a setting of the transaction, and a
change by a stray tool is noted as belonging to no act.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import connection, models
from django.db.models import Model

UNLEDGERED_TABLES = {
    "django_session": "sign-ins, which end after some hours and would fill the ledger",
    "trellis_limits": "counts of failed sign-ins, which end after some minutes",
    "opportunity_rollup": "figures, computed anew from rows that are noted",
    "surveys_surveyticket": "who has answered a survey: an entry would say when",
    "surveys_surveytally": "anonymous answers: an entry would say when, and so whose they are",
    "surveys_surveywords": "as surveys_surveytally",
    "library_searchentry": "the library's list, computed anew from entries that are noted",
    "account_emailconfirmation": "not used: confirmation links are signed, not kept",
    "auth_permission": "Django's own; Trellis gives access by ties and never reads it",
    "auth_group": "as auth_permission",
    "auth_group_permissions": "as auth_permission",
    "django_content_type": "Django's own list of tables",
    "django_migrations": "Django's own list of migrations",
    "foundation_act": "the ledger itself: its entries are chained and refuse every edit",
    "foundation_change": "as foundation_act",
}
"""Tables whose rows the ledger does not note, and why. On SQLite stray tools cannot write to them either."""

UNGUARDED_PREFIX = "library_words"
"""The library's full-text index. SQLite allows no triggers on such tables: `trellis doctor` compares it with the
entries, and `trellis doctor --fix` makes it anew from them."""

SEALED_LIBRARY_COLUMNS = {"mfa_authenticator": ("data",)}
UNWATCHED_COLUMNS = {"community_account": ("last_login",), "mfa_authenticator": ("last_used_at",)}
"""Columns that every sign-in changes: an update of nothing else is not noted."""


@dataclass(frozen=True)
class LedgeredTable:
    """A table whose changes the ledger notes. `sealed` columns are never written to it."""

    name: str
    key: str
    key_is_number: bool
    columns: tuple[str, ...]
    sealed: tuple[str, ...]
    watched: tuple[str, ...]


def ledgered_tables() -> list[LedgeredTable]:
    """Return every model table whose changes the ledger records, libraries' tables included."""
    return [_ledgered_table(m) for m in apps.get_models(include_auto_created=True) if _is_ledgered(m)]


def _is_ledgered(model: type[Model]) -> bool:
    return model._meta.managed and not model._meta.proxy and model._meta.db_table not in UNLEDGERED_TABLES


def _ledgered_table(model: type[Model]) -> LedgeredTable:
    meta = model._meta
    sealed = (*getattr(model, "sealed", ()), *SEALED_LIBRARY_COLUMNS.get(meta.db_table, ()))
    unwatched = UNWATCHED_COLUMNS.get(meta.db_table, ())
    columns = [field.column for field in meta.local_concrete_fields]
    return LedgeredTable(
        name=meta.db_table,
        key=meta.pk.column,  # ty: ignore[missing-union-attribute] every table has a key
        key_is_number=isinstance(meta.pk, models.AutoField | models.IntegerField),
        columns=tuple(c for c in columns if c not in ("modified", *sealed, *unwatched)),
        sealed=tuple(c for c in columns if c in sealed or c in unwatched),
        watched=tuple(c for c in columns if c not in unwatched) if unwatched else (),
    )


def _sqlite_recording_triggers(table: LedgeredTable) -> Iterator[str]:
    old = ", ".join(f"'{c}', OLD.\"{c}\"" for c in table.columns)
    watched = ", ".join(f'"{c}"' for c in table.watched)
    update = f"UPDATE OF {watched}" if watched else "UPDATE"
    for op, event, row, before in (
        ("I", "INSERT", "NEW", "NULL"),
        ("U", update, "NEW", f"json_object({old})"),
        ("D", "DELETE", "OLD", f"json_object({old})"),
    ):
        key = f'{row}."{table.key}"'
        key = f"printf('%032x', {key})" if table.key_is_number else key
        yield (
            f'CREATE TRIGGER "ledger_{op}_{table.name}" AFTER {event} ON "{table.name}" BEGIN '
            'INSERT INTO foundation_change (act_id, "table", "row", op, before) '
            f"VALUES (trellis_act(), '{table.name}', {key}, '{op}', {before}); END"
        )


def _sqlite_guard_triggers(table: str) -> Iterator[str]:
    """Refuse a stray tool. The body never runs, but it cannot be prepared where the function is missing."""
    for op, event in (("i", "INSERT"), ("u", "UPDATE"), ("d", "DELETE")):
        yield (
            f'CREATE TRIGGER "ledger_guard_{op}_{table}" BEFORE {event} ON "{table}" WHEN 0 '
            "BEGIN SELECT trellis_act(); END"
        )


def _sqlite_ledger_triggers() -> Iterator[str]:
    """Refuse edits of finished entries and of changes, also by Trellis itself, outside `ledger.allow_edits`."""
    refused = "SELECT RAISE(ABORT, 'The ledger cannot be edited.') WHERE NOT trellis_ledger_writable()"
    for table, finished in (("foundation_act", "OLD.sequence IS NOT NULL"), ("foundation_change", "1")):
        for op, event in (("u", "UPDATE"), ("d", "DELETE")):
            yield (
                f'CREATE TRIGGER "ledger_keep_{op}_{table}" BEFORE {event} ON "{table}" '
                f"WHEN {finished} BEGIN {refused}; END"
            )


POSTGRES_FUNCTIONS = """
CREATE OR REPLACE FUNCTION trellis_note() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  entry jsonb := CASE WHEN TG_OP = 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
  key text := entry ->> TG_ARGV[0];
BEGIN
  IF TG_ARGV[2] = 'number' THEN
    key := lpad(to_hex(key::bigint), 32, '0');
  END IF;
  INSERT INTO foundation_change (act_id, "table", "row", op, before) VALUES (
    nullif(current_setting('trellis.act', true), '')::uuid, TG_TABLE_NAME, key::uuid,
    left(TG_OP, 1), CASE WHEN TG_OP = 'INSERT' THEN NULL
                         ELSE to_jsonb(OLD) - string_to_array(TG_ARGV[1], ',') END);
  RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION trellis_keep_ledger() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF coalesce(current_setting('trellis.ledger', true), '') <> 'writable' THEN
    RAISE EXCEPTION 'The ledger cannot be edited.';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
"""
POSTGRES_LEDGER = """
DROP TRIGGER IF EXISTS ledger_keep ON foundation_act;
CREATE TRIGGER ledger_keep BEFORE UPDATE OR DELETE ON foundation_act
  FOR EACH ROW WHEN (OLD.sequence IS NOT NULL) EXECUTE FUNCTION trellis_keep_ledger();
DROP TRIGGER IF EXISTS ledger_keep ON foundation_change;
CREATE TRIGGER ledger_keep BEFORE UPDATE OR DELETE ON foundation_change
  FOR EACH ROW EXECUTE FUNCTION trellis_keep_ledger();
"""


def _postgres_recording_trigger(table: LedgeredTable) -> Iterator[str]:
    watched = ", ".join(f'"{c}"' for c in table.watched)
    update = f"UPDATE OF {watched}" if watched else "UPDATE"
    kind = "number" if table.key_is_number else "uuid"
    yield f'DROP TRIGGER IF EXISTS ledger ON "{table.name}"'
    yield (
        f'CREATE TRIGGER ledger AFTER INSERT OR {update} OR DELETE ON "{table.name}" '
        f"FOR EACH ROW EXECUTE FUNCTION trellis_note('{table.key}', '{','.join(table.sealed)}', '{kind}')"
    )


def install_triggers() -> None:
    """Create the triggers anew on every table; called after each migration, so that they know the columns."""
    existing = set(connection.introspection.table_names())
    if "foundation_change" not in existing:
        return
    noted = [table for table in ledgered_tables() if table.name in existing]
    if connection.vendor == "postgresql":
        statements = [
            POSTGRES_FUNCTIONS,
            *(s for table in noted for s in _postgres_recording_trigger(table)),
            POSTGRES_LEDGER,
        ]
    else:
        remove_triggers()
        fully_noted = {table.name for table in noted if not table.watched}
        guarded = sorted(t for t in existing - fully_noted if not t.startswith(UNGUARDED_PREFIX))
        statements = [s for table in noted for s in _sqlite_recording_triggers(table)]
        statements += [s for table in guarded for s in _sqlite_guard_triggers(table)]
        statements += _sqlite_ledger_triggers()
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def remove_triggers() -> None:
    """Drop SQLite's triggers before a migration: it remakes tables, and a stale trigger would stop it."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'ledger!_%' ESCAPE '!'"
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}"')
