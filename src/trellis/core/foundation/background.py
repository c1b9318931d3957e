"""Work that takes longer than a page should: done beside the request, in this process, on a connection of its own.

Nothing is promised beyond the process: whoever starts such work writes down that it began, and when that is long
ago and nothing came of it, lets it be started again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Thread

from django.conf import settings
from django.db import connections, transaction

log = logging.getLogger(__name__)


def run_in_background(work: Callable[[], object]) -> None:
    """Run work in a thread once the transaction commits. With TRELLIS_INLINE (tests), before this returns."""
    if settings.TRELLIS_INLINE:
        work()
        return
    transaction.on_commit(lambda: Thread(target=_run_in_thread, args=(work,), daemon=True).start())


def _run_in_thread(work: Callable[[], object]) -> None:
    try:
        work()
    except Exception:
        log.exception("Work beside a request failed.")
    finally:
        connections.close_all()
