"""What a new plan takes over from earlier ones. Apps above register what they have to give."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from trellis.core.foundation.registry import Registry

from .models import CarriedItem

CarryOverSource = Callable[[UUID], list[CarriedItem]]
CARRY_OVER_SOURCES: Registry[str, CarryOverSource] = Registry(
    "carried over into plans",
    "what a student's next plan takes over: `source(student_id)` gives {text, source} each",
)


def carried_over_items(student_id: UUID) -> list[CarriedItem]:
    """Return everything that the student's next plan takes over."""
    return [item for source in CARRY_OVER_SOURCES.values() for item in source(student_id)]
