"""What the page of a school's year shows: the week in use, drafts, and which years there are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from trellis.core.community.clock import school_local_time
from trellis.core.community.models import Role, School, Tie
from trellis.core.community.viewer import Viewer, active_at

from .growth_selectors import current_school_year
from .growth_wording import school_year_title
from .models import WeekDesign
from .permissions import may_design_at


@dataclass(frozen=True)
class YearDesigns:
    """Designs of one school year. in_use: adopted and in force or still to come, the first to begin first."""

    school_year: int
    adopted: list[WeekDesign]
    drafts: list[WeekDesign]

    @property
    def title(self) -> str:
        return school_year_title(self.school_year)


def school_or_404(viewer: Viewer, school_id: UUID) -> School:
    """A school where the viewer works."""
    return get_object_or_404(School.objects.seen_by(viewer).filter(pk__in=viewer.staff_schools), pk=school_id)


def local_today(school: School) -> date:
    return school_local_time(school, timezone.now()).date()


def year_choices(school: School) -> list[int]:
    """The years that a week may be designed for: this one and the next four."""
    first = current_school_year(school, local_today(school))
    return list(range(first, first + 5))


def has_roster(viewer: Viewer, school: School) -> bool:
    """Whether the school has students in Trellis."""
    ties = Tie.objects.seen_by(viewer).filter(active_at(viewer.now), Q(to_school=school), role=Role.STUDENT)
    return ties.exists()


def designs_by_year(viewer: Viewer, school: School) -> list[YearDesigns]:
    """All designs that the viewer sees, by school year, the latest year first."""
    rows = WeekDesign.objects.seen_by(viewer).filter(school=school, deleted_at=None)
    rows = list(rows.select_related("made_by").order_by("starts", "-created"))
    years = sorted({row.school_year for row in rows}, reverse=True)
    return [
        YearDesigns(
            year,
            [row for row in rows if row.school_year == year and row.adopted_at],
            [row for row in rows if row.school_year == year and not row.adopted_at],
        )
        for year in years
    ]


def discarded_designs(viewer: Viewer, school: School) -> QuerySet[WeekDesign]:
    """Drafts that were discarded, the last one first, for who designs the week there."""
    if not may_design_at(viewer, school.pk):
        return WeekDesign.objects.none()
    rows = WeekDesign.objects.unscoped("bring back a draft of a school that the viewer leads or counsels at")
    rows = rows.filter(school=school, adopted_at=None, deleted_at__isnull=False)
    return rows.order_by("-deleted_at")


def design_in_use(viewer: Viewer, school: School, day: date) -> WeekDesign | None:
    """The adopted week that holds on a day."""
    return WeekDesign.objects.in_force_on(day).seen_by(viewer).filter(school=school).first()
