"""Who sees designs of a week: whoever leads or counsels at the school; its staff once one is shared.

A week that was adopted is open to everybody of the school, families included: it is when and where lessons are.
When somebody is away, and how much they teach, stays with those who lead.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from trellis.core.community.viewer import LEADING_ROLES, Viewer
from trellis.core.foundation.permissions import register

from .models import (
    BellPeriod,
    DesignTeacher,
    DesignTeam,
    GrowthNumber,
    GrowthPlan,
    Room,
    SchoolYearPlan,
    SubjectTeacher,
    TeamSection,
    TeamSubject,
    WeekChange,
    WeekDesign,
    WeekMeeting,
    YearDate,
)


def _led(viewer: Viewer, path: str = "") -> Q:
    return Q(**{f"{path}school__in": viewer.to("school", *LEADING_ROLES)})


def _design(viewer: Viewer, path: str = "") -> Q:
    shared = Q(**{f"{path}shared_at__isnull": False, f"{path}school__in": viewer.staff_schools})
    adopted = Q(**{f"{path}adopted_at__isnull": False, f"{path}school__in": viewer.schools})
    return _led(viewer, path) | shared | adopted


register(Room, rows=lambda v: Q(school__in=v.schools), shows=("school",))
register(WeekDesign, rows=_design, shows=("school", "copied_from", "made_by"))
register(BellPeriod, rows=lambda v: _design(v, "design__"), shows=("design",))
register(DesignTeam, rows=lambda v: _design(v, "design__"), shows=("design", "group"))
register(TeamSection, rows=lambda v: _design(v, "team__design__"), shows=("team", "team__design", "group"))
register(
    DesignTeacher,
    rows=lambda v: _design(v, "design__"),
    shows=("design", "person", "team", "home_room"),
)
register(TeamSubject, rows=lambda v: _design(v, "team__design__"), shows=("team", "team__design"))
register(
    SubjectTeacher,
    rows=lambda v: _design(v, "subject__team__design__"),
    shows=("subject", "subject__team", "subject__team__design", "teacher", "teacher__person"),
)
register(
    WeekMeeting,
    rows=lambda v: _design(v, "design__"),
    shows=("design", "team", "team__group", "subject", "section", "section__group", "room"),
)
register(GrowthPlan, rows=_led, shows=("school",))
register(GrowthNumber, rows=lambda v: _led(v, "plan__"), shows=("plan",))
register(
    SchoolYearPlan,
    rows=lambda v: _led(v) | Q(adopted_at__isnull=False, school__in=v.schools),
    shows=("school",),
)
register(
    YearDate,
    rows=lambda v: _led(v, "plan__") | Q(adopted_starts__isnull=False, plan__school__in=v.schools),
    shows=("plan", "plan__school"),
)
register(WeekChange, rows=lambda v: _led(v, "design__"), shows=("design", "by"))


def may_design_at(viewer: Viewer, school_id: UUID) -> bool:
    """Whether the viewer designs the week of a school: who leads or counsels there."""
    return school_id in viewer.to("school", *LEADING_ROLES)
