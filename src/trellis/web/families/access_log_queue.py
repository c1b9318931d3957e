"""The access log while the database can't be written to: queued in memory until it can.

A page must open while the disk is full or an import holds the lock, and the family's list of who opened it must still
be whole. What is queued is tried again every few seconds and once more when the process is asked to stop. It is lost
only if the process is killed, or stopped while the database still can't be written to.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Generator
from contextlib import contextmanager
from datetime import date
from multiprocessing import util
from threading import Lock, Thread
from uuid import UUID

from django.conf import settings
from django.db import OperationalError, connection, connections

from .services import record_access

log = logging.getLogger(__name__)
MAX_WAITING = 50_000
LOCK_TIMEOUT = 250  # milliseconds that a reader may wait for the lock
RETRY_PAUSE = 5.0  # seconds between two tries
LAST_TRIES, LAST_PAUSE = 20, 0.25  # when the process ends; its server waits 30 seconds for it

_waiting: deque[tuple[UUID, UUID, str, date]] = deque(maxlen=MAX_WAITING)
_flushing, _retrying = Lock(), Lock()


def record_or_queue(student_id: UUID, person_id: UUID, page: str, day: date) -> None:
    """Record that a page was opened, and what is queued; queue it where nothing can be written."""
    try:
        with _short_lock_timeout():
            record_access(student_id, person_id, page, day)
    except OperationalError as error:
        if (student_id, person_id, page, day) not in _waiting:
            _waiting.append((student_id, person_id, page, day))
            _write_later()
        log.warning("An opened record waits to be noted (%d wait): %s", len(_waiting), error)
    else:
        write_queued()


def write_queued() -> None:
    """Write what is queued, unless another thread is doing so already."""
    if not _waiting or not _flushing.acquire(blocking=False):
        return
    try:
        while _waiting:
            with _short_lock_timeout():
                record_access(*_waiting[0])
            _waiting.popleft()
    except OperationalError:
        pass
    finally:
        _flushing.release()


def _write_later() -> None:
    """Begin to try again beside the requests, and see to it that the end of the process tries, too.

    The server forks its workers, and a forked process runs no `atexit`, only finalizers that it registered itself.
    """
    if settings.TRELLIS_INLINE or not _retrying.acquire(blocking=False):
        return
    util.Finalize(None, write_before_exit, exitpriority=1)
    Thread(target=_retry, daemon=True).start()


def _retry() -> None:
    try:
        while _waiting:
            time.sleep(RETRY_PAUSE)
            write_queued()
    except Exception:
        log.exception("Opened records still wait to be noted.")
    finally:
        connections.close_all()
        _retrying.release()


def write_before_exit() -> None:
    """Write what is queued, trying for some seconds; log how many were lost."""
    for _try in range(LAST_TRIES):
        write_queued()
        if not _waiting:
            return
        time.sleep(LAST_PAUSE)
    log.error("Opened records that could not be noted and are lost: %d", len(_waiting))


def clear_queue() -> None:
    """Empty the queue: for a test whose people are gone."""
    _waiting.clear()


@contextmanager
def _short_lock_timeout() -> Generator[None]:
    """Within it SQLite waits a moment for the lock, not the ten seconds that somebody who saves would wait."""
    if connection.vendor != "sqlite":
        yield
        return
    patient = int(connection.settings_dict["OPTIONS"].get("timeout", 5) * 1000)
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout = {LOCK_TIMEOUT}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA busy_timeout = {patient}")
