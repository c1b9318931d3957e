"""Which versions of a text stand: those that no other version replaces.

Every version names the versions that its writer saw. So the answer follows from the set of versions alone, whatever
the order in which they arrive and however often: a multi-value register (Shapiro and others, 2011, "A comprehensive
study of convergent and commutative replicated data types"). Two versions that do not know of each other both stand,
until a third replaces both.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Version:
    """One version. key: 32 hex digits; replaces: keys of the versions that its writer saw."""

    key: str
    text: str
    level: int | None
    written_at: datetime
    replaces: frozenset[str]


@dataclass(frozen=True)
class StandingText:
    """A text that stands, with the versions that say it. A later version replaces it by naming all of `keys`."""

    text: str
    level: int | None
    written_at: datetime
    keys: tuple[str, ...]


def standing_texts(versions: Iterable[Version]) -> list[StandingText]:
    """The texts that stand, the oldest first; several where devices did not know of each other. The same text and level
    written twice is one."""
    by_key = {version.key: version for version in versions}
    replaced = {key for version in by_key.values() for key in version.replaces if key != version.key}
    standing = [version for key, version in by_key.items() if key not in replaced]
    texts: dict[tuple[str, int | None], list[Version]] = {}
    for version in sorted(standing or by_key.values(), key=lambda version: (version.written_at, version.key)):
        texts.setdefault((version.text, version.level), []).append(version)
    return [
        StandingText(text, level, same[-1].written_at, tuple(sorted(version.key for version in same)))
        for (text, level), same in texts.items()
    ]
