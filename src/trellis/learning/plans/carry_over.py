"""What a new plan takes over from earlier ones. Apps above register what they have to give."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from trellis.core.foundation.registry import Registry

Source = Callable[[UUID], list[dict[str, str]]]
CARRIED_OVER: Registry[str, Source] = Registry(
    "carried over into plans",
    "what a student's next plan takes over: `source(student_id)` gives {text, source} each",
)


def for_student(student_id: UUID) -> list[dict[str, str]]:
    """Return everything that the student's next plan takes over."""
    return [each for source in CARRIED_OVER.values() for each in source(student_id)]
