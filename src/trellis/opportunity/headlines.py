"""Which gaps are put in words at the top of a page, and the sentence each of them gets."""

from __future__ import annotations

from django.utils.translation import gettext as _

from trellis.engines.gaps import Gap
from trellis.foundation.measures import Direction

from . import figures


def is_behind(gap: Gap, direction: Direction) -> bool:
    """Whether the group has it worse than the others, by more than the 95% interval allows for chance."""
    if gap.points_low is None or gap.points_high is None:
        return False
    return gap.points_high < 0 if direction == "more" else gap.points_low > 0


def sentence(group: str, points: float, kind: str, direction: Direction) -> str:
    """The gap of a group that is behind, in words."""
    words = {"group": group, "gap": figures.points(points, kind)}
    if direction == "more":
        return _("%(group)s: %(gap)s lower than all other students.") % words
    return _("%(group)s: %(gap)s higher than all other students.") % words
