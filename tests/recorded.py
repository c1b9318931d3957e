"""Build what many tests begin with once; later tests find it in a copy of the database, or have it written again.

Only in place of an empty ledger, on the same day, with the clock and the secret as they were; otherwise, and on
PostgreSQL (whose sequences go on after a rollback), it is built anew.

A test whose writes are rolled back, and which has written nothing yet, goes on in a database in memory that holds what
was built (`copies.py`): that takes a tenth of the time that writing it again from the recorded SQL does.
"""

from __future__ import annotations

import pickle
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, models, transaction
from django.utils import timezone

import copies
from trellis.core.foundation import ledger
from trellis.core.foundation.models import Act

WRITES = ("INSERT", "UPDATE", "DELETE")
CLOCK = timezone.now


@dataclass
class Statement:
    """One write, and the act of the ledger that it belonged to."""

    sql: str
    params: Any
    many: bool
    act: UUID | None
    writable: bool

    def run(self) -> None:
        ledger._running_act_id.set(self.act)
        ledger._writable.set(self.writable)
        with connection.cursor() as cursor:
            (cursor.executemany if self.many else cursor.execute)(self.sql, self.params)


@dataclass
class Recording:
    """All writes; the last row numbers that tables had given before; the rows as objects; files by name."""

    statements: list[Statement]
    numbers: list[tuple[str, int]]
    built: bytes
    files: dict[str, bytes]


class Recorded:
    """Wraps a function that fills the database and gives its rows, so that it runs once a day and process."""

    def __init__(self, build: Callable[[], Any], rows_of: Callable[[Any], list[models.Model]]) -> None:
        self.build, self.rows_of = build, rows_of
        self.recordings: dict[tuple[date, str], Recording] = {}
        self.copies: dict[tuple[date, str], sqlite3.Connection] = {}

    def __call__(self) -> Any:
        if connection.vendor != "sqlite" or timezone.now is not CLOCK or _ledger_has_entries():
            return self.build()
        key = (date.today(), settings.SECRET_KEY)
        if key not in self.recordings:
            return self._record(key)
        recording = self.recordings[key]
        if copies.can_move():
            if key not in self.copies:
                self.copies[key] = copies.make_copy(lambda: _run(recording))
            copies.move_to(self.copies[key])
        else:
            _run(recording)
        for name, content in recording.files.items():
            path = Path(settings.MEDIA_ROOT) / name
            if not path.exists() or path.stat().st_size != len(
                content
            ):  # an earlier test may have left it there
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
        return pickle.loads(recording.built)  # noqa: S301 - this process wrote it

    def _record(self, key: tuple[date, str]) -> Any:
        statements: list[Statement] = []

        def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
            if sql.startswith(WRITES):
                statements.append(
                    Statement(sql, params, many, ledger._running_act_id.get(), ledger.is_writable())
                )
            return execute(sql, params, many, context)

        numbers = _last_numbers()
        with connection.execute_wrapper(note):
            built = self.build()
        files = {
            file.name: Path(file.path).read_bytes()
            for row in self.rows_of(built)
            for field in row._meta.concrete_fields
            if isinstance(field, models.FileField) and (file := getattr(row, field.attname))
        }
        self.recordings[key] = Recording(statements, numbers, pickle.dumps(built), files)
        return built


def _ledger_has_entries() -> bool:
    return Act.objects.unscoped("the test looks").exists()


def _last_numbers() -> list[tuple[str, int]]:
    with connection.cursor() as cursor:
        return cursor.execute("SELECT name, seq FROM sqlite_sequence").fetchall()


def _run(recording: Recording) -> None:
    before = ledger._running_act_id.get(), ledger.is_writable()
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:  # an earlier test that committed has used numbers up
                cursor.execute("DELETE FROM sqlite_sequence")
                cursor.executemany("INSERT INTO sqlite_sequence VALUES (%s, %s)", recording.numbers)
            for statement in recording.statements:
                statement.run()
    finally:
        ledger._running_act_id.set(before[0])
        ledger._writable.set(before[1])
