"""What goes out by itself once a day. Rooms declare what they have to send; `trellis daily` runs it.

Every errand may be run twice on a day without anybody hearing twice: it looks at what was sent, never at a clock
of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

Address = Callable[..., str]
"""The whole address of a page: its name in the URL map, and the parts that it takes."""


@dataclass(frozen=True)
class Errand:
    """`run(now, address)` gives how many messages went out."""

    key: str
    said: str
    run: Callable[[datetime, Address], int]


ERRANDS: dict[str, Errand] = {}


def declare(key: str, said: str, run: Callable[[datetime, Address], int]) -> None:
    """`said` stands before the number when the errand is told of. A second one of a key raises ValueError."""
    if key in ERRANDS:
        raise ValueError(f"Two rooms have an errand called {key}.")
    ERRANDS[key] = Errand(key, said, run)
