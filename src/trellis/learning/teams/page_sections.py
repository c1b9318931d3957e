"""What higher apps show on a team's page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from trellis.core.community.models import Group
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.registry import Registry


@dataclass(frozen=True)
class TeamSection:
    """A card of the page. template: it gets `section`, what `read` returns for the viewer and the team."""

    template: str
    read: Callable[[Viewer, Group], Mapping[str, object]]


TEAM_SECTIONS: Registry[str, TeamSection] = Registry("team-sections", "cards on the page of a team")


def team_sections(viewer: Viewer, group: Group) -> list[tuple[str, Mapping[str, object]]]:
    """The template and the context of each card, in the order of registration."""
    return [(section.template, section.read(viewer, group)) for section in TEAM_SECTIONS.values()]
