"""What can be done about a gap: higher apps register links that stand beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from trellis.core.community.models import Network, School
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.registry import Registry


class GapAction(NamedTuple):
    """A link beside a gap."""

    label: str
    url: str


GapActionSource = Callable[[Viewer, Network | School, str, str], GapAction | None]
"""Given who looks, the network or school of the gap, the key of its measure, and the key of its group."""
GAP_ACTIONS: Registry[str, GapActionSource] = Registry(
    "gap-actions", "what can be done about a gap, beside it"
)


def gap_actions(viewer: Viewer, place: Network | School, measure: str, group: str) -> list[GapAction]:
    """The links for a gap, in the order of registration."""
    actions = (source(viewer, place, measure, group) for source in GAP_ACTIONS.values())
    return [action for action in actions if action]
