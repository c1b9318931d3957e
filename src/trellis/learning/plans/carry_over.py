"""What a new plan takes along from before. Rooms above declare what they have to give."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

Source = Callable[[UUID], list[dict[str, str]]]
SOURCES: dict[str, Source] = {}


def declare(key: str, source: Source) -> None:
    """`source(student_id)` gives {"text", "source"} each. A second one of the same key raises ValueError."""
    if key in SOURCES:
        raise ValueError(f"Two rooms give what a plan takes along under {key}.")
    SOURCES[key] = source


def for_student(student_id: UUID) -> list[dict[str, str]]:
    """Everything that the student's next plan takes along."""
    return [each for source in SOURCES.values() for each in source(student_id)]
