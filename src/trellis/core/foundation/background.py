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


def run(work: Callable[[], object]) -> None:
    """Do it once what was written so far stands. With TRELLIS_INLINE (tests), before this returns."""
    if settings.TRELLIS_INLINE:
        work()
        return
    transaction.on_commit(lambda: Thread(target=_alone, args=(work,), daemon=True).start())


def _alone(work: Callable[[], object]) -> None:
    try:
        work()
    except Exception:
        log.exception("Work beside a request failed.")
    finally:
        connections.close_all()
