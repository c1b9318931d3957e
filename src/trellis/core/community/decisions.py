"""What waits for somebody's decision, on the first page of their day: each thing with the page on which it is decided.

A lower app shows the list; higher apps register what is in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple

from trellis.core.foundation.registry import Registry

from .viewer import Viewer


class Decision(NamedTuple):
    """Something that waits: what it is, a sentence, and the page on which it is decided."""

    title: str
    line: str
    url: str
    action: str


DecisionSource = Callable[[Viewer, date], Iterable[Decision]]
COUNSELOR_DECISIONS: Registry[str, DecisionSource] = Registry(
    "counselor-decisions", "what waits for a counselor's decision, at the top of the caseload"
)


def counselor_decisions(viewer: Viewer, today: date) -> list[Decision]:
    """What waits for the viewer as a counselor, in the order of registration."""
    return [decision for source in COUNSELOR_DECISIONS.values() for decision in source(viewer, today)]
