"""What other apps tell on the page of a district: the milestones of its schools, shown once there are any."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple
from uuid import UUID

from trellis.core.community.models import District
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.registry import Registry


class SchoolMilestones(NamedTuple):
    """How far one school is: milestones met of those of this year, and the next one. url: of their page, or ""."""

    school_id: UUID
    met: int
    total: int
    next_title: str = ""
    next_day: date | None = None
    url: str = ""


MilestoneSource = Callable[[Viewer, District], Iterable[SchoolMilestones]]
MILESTONES: Registry[str, MilestoneSource] = Registry(
    "district-milestones", "the milestones of a district's schools, on the page of its superintendent"
)


def milestones_by_school(viewer: Viewer, district: District) -> dict[UUID, SchoolMilestones]:
    """By school, what the registered apps tell; {} while none does."""
    return {row.school_id: row for source in MILESTONES.values() for row in source(viewer, district)}
