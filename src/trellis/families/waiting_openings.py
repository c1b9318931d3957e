"""Who opened a record, when the database can't be written to: remembered until it can.

A page must open while the disk is full or an import holds the lock, and the family's list of who looked must still be
whole. What waits is lost only if the process ends before the next opening is written.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from threading import Lock
from uuid import UUID

from django.db import OperationalError, connection

from .actions import note_opened

log = logging.getLogger(__name__)
MOST = 50_000
PATIENCE = 250  # milliseconds that a reader may wait for the lock

_waiting: deque[tuple[UUID, UUID, str, date]] = deque(maxlen=MOST)
_flushing = Lock()


def note(student_id: UUID, person_id: UUID, page: str, day: date) -> None:
    """Write that a page was opened, and what waited before; keep it in memory where nothing can be written."""
    try:
        with _impatient():
            note_opened(student_id, person_id, page, day)
    except OperationalError as error:
        if (student_id, person_id, page, day) not in _waiting:
            _waiting.append((student_id, person_id, page, day))
        log.warning("An opened record waits to be noted (%d wait): %s", len(_waiting), error)
    else:
        flush()


def flush() -> None:
    """Write what waits. Another thread that does so already is left alone."""
    if not _waiting or not _flushing.acquire(blocking=False):
        return
    try:
        while _waiting:
            with _impatient():
                note_opened(*_waiting[0])
            _waiting.popleft()
    except OperationalError:
        pass
    finally:
        _flushing.release()


def forget() -> None:
    """Drop what waits: for a test whose people are gone."""
    _waiting.clear()


@contextmanager
def _impatient() -> Iterator[None]:
    """Within it SQLite waits a moment for the lock, not the ten seconds that somebody who saves would wait."""
    if connection.vendor != "sqlite":
        yield
        return
    patient = int(connection.settings_dict["OPTIONS"].get("timeout", 5) * 1000)
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout = {PATIENCE}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA busy_timeout = {patient}")
