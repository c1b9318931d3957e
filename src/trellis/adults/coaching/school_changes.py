"""What a school's measures are and how they moved, for a coach before a visit. Higher apps register where it
comes from: figures arrive here already suppressed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from trellis.core.community.models import School
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.registry import Registry

Figures = dict[str, object]
"""JSON of a source's own, kept on a visit to compare with."""


@dataclass(frozen=True)
class MovedMeasure:
    """A measure at two moments, in words.

    direction: "better", "worse" or "same", as the measure wants it. is_clear: more than chance would do.
    """

    title: str
    before: str
    now: str
    direction: str
    is_clear: bool


@dataclass(frozen=True)
class SchoolChanges:
    """What moved, and the clear gaps of today in sentences. since_last_year: compared with last year's figures, as the
    last visit has none."""

    moved: tuple[MovedMeasure, ...] = ()
    gaps: tuple[str, ...] = ()
    since_last_year: bool = False


@dataclass(frozen=True)
class FigureSource:
    """figures: what to keep of today on a visit. changes: what moved since those of an earlier one, or {}."""

    figures: Callable[[Viewer, School], Figures]
    changes: Callable[[Viewer, School, Figures], SchoolChanges]


FIGURE_SOURCES: Registry[str, FigureSource] = Registry(
    "coaching figures", "a school's measures and gaps, for what changed since a coach's last visit"
)


def current_figures(viewer: Viewer, school: School) -> Figures:
    """What every source keeps of today, by its name."""
    return {name: source.figures(viewer, school) for name, source in FIGURE_SOURCES.items()}


def _kept_by(earlier: Figures, name: str) -> Figures:
    """What a source kept."""
    figures = earlier.get(name)
    return figures if isinstance(figures, dict) else {}


def school_changes(viewer: Viewer, school: School, earlier: Figures) -> SchoolChanges:
    """What moved since the figures that an earlier visit kept."""
    parts = [
        source.changes(viewer, school, _kept_by(earlier, name)) for name, source in FIGURE_SOURCES.items()
    ]
    return SchoolChanges(
        tuple(moved for part in parts for moved in part.moved),
        tuple(gap for part in parts for gap in part.gaps),
        any(part.since_last_year for part in parts),
    )
