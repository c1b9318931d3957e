"""The ledger: every write hangs on an act, and the database itself notes each row.

Triggers, not model hooks, do the noting (`ledger_triggers`): `bulk_create`, `update()`, COPY and plain SQL are all
seen. At the end of each act, its entry is linked to the entry before it (`ledger_chain`), so that a changed, removed
or swapped entry is found. Entries and changes are never edited; the one exception is `erase_row_history`.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import connection, transaction

from .write_lock import write_transaction

if TYPE_CHECKING:
    from .models import Act

_running_act_id: ContextVar[UUID | None] = ContextVar("trellis_act", default=None)
_writable: ContextVar[bool] = ContextVar("trellis_ledger_writable", default=False)
_erased_acts: ContextVar[set[UUID] | None] = ContextVar("trellis_forgotten", default=None)
"""Earlier acts of which the running act blanked something."""

ERASED_KEY = "forgot"
"""The key in an act's details that holds, for each act it blanked something of, what its changes come to now."""
BATCH_SIZE = 1000  # keys in one statement


def running_act() -> str | None:
    """The id of the act that is running, 32 hex digits, or None. Registered on SQLite as `trellis_act()`."""
    act = _running_act_id.get()
    return act.hex if act else None


def is_writable() -> bool:
    """Whether entries may be edited now. Registered on SQLite as `trellis_ledger_writable()`."""
    return _writable.get()


@contextmanager
def allow_edits() -> Generator[None]:
    """Within it finished entries and changes may be edited: for `erase_row_history` and the chain itself, and nothing
    else."""
    token = _writable.set(True)
    _set_postgres_setting("trellis.ledger", "writable")
    try:
        yield
        _set_postgres_setting("trellis.ledger", "")
    finally:
        _writable.reset(token)


def _set_postgres_setting(setting: str, value: str) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config(%s, %s, true)", [setting, value])


@contextmanager
def act(
    verb: str, by: UUID | None = None, about: UUID | None = None, **details: object
) -> Generator[Act | None]:
    """Run one verb: a transaction whose writes are noted under it. Nested verbs belong to the outermost.

    by: the person's id, None for the system. details: small JSON values for the sentence a reader sees.
    """
    from . import ledger_chain
    from .models import Act

    if _running_act_id.get() is not None:
        with transaction.atomic():
            yield None
        return
    with write_transaction():
        entry = Act.objects.create(verb=verb, person_id=by, about_id=about, details=details)
        token, forgotten = _running_act_id.set(entry.sourced_id), _erased_acts.set(set())
        try:
            _set_postgres_setting("trellis.act", str(entry.sourced_id))
            yield entry
            ledger_chain.append_entry(entry.sourced_id, _erased_acts.get() or set())
            _set_postgres_setting(
                "trellis.act", ""
            )  # a failed act needs none: its rollback takes the setting with it
        finally:
            _running_act_id.reset(token)
            _erased_acts.reset(forgotten)


def erase_row_history(rows: list[UUID]) -> int:
    """Blank the old values that the ledger keeps of these rows; the acts stay. Return how many changes.

    The act in which this runs says so, with what the changes of each earlier act come to from now on: otherwise
    the chain would call it tampering.
    """
    from .models import Change

    blanked = 0
    with act("erase history of deleted rows"), allow_edits():
        for first in range(0, len(rows), BATCH_SIZE):
            changes = Change.objects.system().filter(
                row__in=rows[first : first + BATCH_SIZE], before__isnull=False
            )
            acts = set(changes.exclude(act_id=None).order_by().values_list("act_id", flat=True).distinct())
            _note_erased_acts(acts)
            blanked += changes.update(before=None)
    return blanked


def _note_erased_acts(acts: set[UUID]) -> None:
    noted = _erased_acts.get()
    if noted is not None:
        noted |= acts - {_running_act_id.get()}
