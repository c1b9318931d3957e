"""What higher apps add to the pages of aims and cycles: links, cards, and what a new cycle starts from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from trellis.core.community.models import Network, School
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.registry import Registry

from .models import Aim, Cycle


class CycleAction(NamedTuple):
    """A link beside the decision of a cycle."""

    label: str
    url: str


CYCLE_ACTIONS: Registry[str, Callable[[Viewer, Cycle], CycleAction | None]] = Registry(
    "cycle-actions", "what can be done with a cycle that is decided, beside its decision"
)


@dataclass(frozen=True)
class CycleOrigin:
    """What a cycle can start from, named in the address as `?name=key`.

    fill: what the form starts with; empty for a key that the viewer does not see. link: once the cycle is saved.
    """

    fill: Callable[[Viewer, Network | School, str], Mapping[str, object]]
    link: Callable[[Viewer, Cycle, str], None]


CYCLE_ORIGINS: Registry[str, CycleOrigin] = Registry("cycle-origins", "what a new cycle can start from")


@dataclass(frozen=True)
class ImprovementSection:
    """A card on a school's improvement page and on its aims. template: it gets `section`, what `read` returns."""

    template: str
    read: Callable[[Viewer, School, Aim | None], Mapping[str, object]]


IMPROVEMENT_SECTIONS: Registry[str, ImprovementSection] = Registry(
    "improvement-sections", "cards on a school's improvement page and on its aims"
)


def cycle_actions(viewer: Viewer, cycle: Cycle) -> list[CycleAction]:
    """The links for a cycle, in the order of registration."""
    actions = (source(viewer, cycle) for source in CYCLE_ACTIONS.values())
    return [action for action in actions if action]


def improvement_sections(
    viewer: Viewer, school: School | None, aim: Aim | None = None
) -> list[tuple[str, Mapping[str, object]]]:
    """The template and the context of each card; none where there is no school."""
    if school is None:
        return []
    return [
        (section.template, section.read(viewer, school, aim)) for section in IMPROVEMENT_SECTIONS.values()
    ]


def filled_in_by_origin(
    viewer: Viewer, place: Network | School, query: Mapping[str, str]
) -> dict[str, object]:
    """What the form of a cycle starts with, where the address names what it starts from."""
    for name, origin in CYCLE_ORIGINS.items():
        key = query.get(name, "")
        filled_in = origin.fill(viewer, place, key) if key else {}
        if filled_in:
            return {**filled_in, "origin": f"{name}:{key}"}
    return {}


def link_to_origin(viewer: Viewer, cycle: Cycle, origin: str) -> None:
    """Link a new cycle to what it started from."""
    name, _colon, key = origin.partition(":")
    if name in CYCLE_ORIGINS:
        CYCLE_ORIGINS[name].link(viewer, cycle, key)
