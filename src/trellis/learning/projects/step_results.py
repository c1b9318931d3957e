"""What became of work that was turned in. The app that scores it registers here where the levels come from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from trellis.core.community.viewer import Viewer
from trellis.core.foundation.registry import Registry

from .models import StepDone


@dataclass(frozen=True)
class ReturnedLevel:
    """A level that a student reads: the row of the rubric, the level's number, name and description."""

    row: str
    position: int
    quality: str
    description: str
    scorer: str


LEVELS: Registry[str, Callable[[Viewer, StepDone], list[ReturnedLevel]]] = Registry(
    "returned levels", "the levels that a student got for a step, once the work was returned"
)


def returned_levels(viewer: Viewer, done: StepDone) -> list[ReturnedLevel]:
    """Return the levels of a step that was scored and returned; none before."""
    return [level for read_levels in LEVELS.values() for level in read_levels(viewer, done)]
