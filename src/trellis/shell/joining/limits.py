"""How many wrong codes are borne: few per browser, many over all. Never by address: a school shares one."""

from django.core.cache import cache

WINDOW = 10 * 60
PER_SESSION = 10
OVER_ALL = 5000
"""Wrong codes in ten minutes. At this pace, guessing one of 10,000 open codes takes years."""


def _keys(session_key: str) -> tuple[tuple[str, int], ...]:
    return ((f"join:{session_key}", PER_SESSION), ("join:all", OVER_ALL))


def too_many(session_key: str) -> bool:
    """Whether this browser, or everybody together, has tried too many wrong codes."""
    return any(cache.get(key, 0) >= most for key, most in _keys(session_key))


def note_wrong(session_key: str) -> None:
    """Count one wrong code."""
    for key, _most in _keys(session_key):
        if not cache.add(key, 1, WINDOW):
            cache.incr(key)
