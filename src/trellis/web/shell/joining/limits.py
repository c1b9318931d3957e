"""How many wrong codes are accepted: few for each browser, many for all new browsers together.

Never by address: a school shares one. Counted in the database, so for all workers together. A browser on which
somebody has signed in before does not wait for the others.
"""

from __future__ import annotations

import math
import time

from django.core.cache import cache
from django.db import connection, transaction

WINDOW_SECONDS = 10 * 60  # seconds
MAX_PER_DEVICE = 10
MAX_NEW_DEVICES = 2000
"""Wrong codes in one window. At this pace, guessing one of 10,000 open codes takes decades."""

ADVISORY_LOCK = 0x101E4B  # any fixed number that nobody else uses


def has_too_many_tries(device_id: str, known_device: bool) -> bool:
    """Whether this browser, or all new browsers together, have tried too many wrong codes."""
    return any(_count_in_window(key)[0] >= most for key, most in _limits_by_key(device_id, known_device))


def count_wrong_code(device_id: str, known_device: bool) -> None:
    """Count one wrong code."""
    with transaction.atomic():
        _lock_counter()
        for key, _most in _limits_by_key(device_id, known_device):
            count, ends = _count_in_window(key)
            cache.set(key, (count + 1, ends), timeout=math.ceil(max(1, ends - time.time())))


def _lock_counter() -> None:
    """Let one wrong code be counted at a time, so that none is lost. On SQLite only one transaction writes anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ADVISORY_LOCK])


def _limits_by_key(device_id: str, known_device: bool) -> list[tuple[str, int]]:
    of_device = (f"join:device:{device_id}", MAX_PER_DEVICE)
    return [of_device] if known_device else [of_device, ("join:new-devices", MAX_NEW_DEVICES)]


def _count_in_window(key: str) -> tuple[int, float]:
    """How many there were in the window that is open, and when it ends."""
    now = time.time()
    count, ends = cache.get(key, (0, 0.0))
    return (count, ends) if ends > now else (0, now + WINDOW_SECONDS)
