"""Waiting for the right to write.

SQLite has one writer at a time. Who wants to write waits for it, ten seconds and then again, before anything of the
write has happened; only then does it fail, and the page says that Trellis is busy.
"""

from __future__ import annotations

import time
from collections.abc import Generator
from contextlib import ExitStack, contextmanager

from django.db import OperationalError, connection, transaction

MAX_TRIES = 3
PAUSE = 0.2  # seconds between two tries, each of which has waited for the lock itself


@contextmanager
def write_transaction() -> Generator[None]:
    """As `transaction.atomic()`; the outermost one tries again to begin while another holds the lock."""
    with ExitStack() as stack:
        if connection.in_atomic_block:
            stack.enter_context(transaction.atomic())
        else:
            _begin_transaction(stack)
        yield


def _begin_transaction(stack: ExitStack) -> None:
    for attempt in range(1, MAX_TRIES + 1):
        try:
            stack.enter_context(transaction.atomic())
        except OperationalError as error:
            if attempt == MAX_TRIES or not is_busy(error):
                raise
            time.sleep(PAUSE)
        else:
            return


def is_busy(error: OperationalError) -> bool:
    """Whether another writer held the lock for too long."""
    return "database is locked" in str(error) or "database table is locked" in str(error)
