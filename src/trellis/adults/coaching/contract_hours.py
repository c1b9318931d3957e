"""Hours of coaching against what a school's contract has. The contract stands in `joining.ContractedService`, in days;
what was used is added up from visits and stored nowhere else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from trellis.adults.joining.capacity import school_year_of
from trellis.adults.joining.models import ContractedService, JoiningSchool
from trellis.core.community.school_years import FIRST_MONTH
from trellis.core.community.viewer import Viewer

from .models import CoachVisit

HOURS_A_DAY = 6
"""What one coach day of a contract counts as."""


@dataclass
class ContractHours:
    """A school's coaching in one school year, in minutes. bought: None where no contract is written down."""

    bought: int | None = None
    used: int = 0
    planned: int = 0
    visits: int = 0
    planned_visits: int = 0

    @property
    def used_hours(self) -> float:
        return round(self.used / 60, 1)

    @property
    def bought_hours(self) -> float:
        return round((self.bought or 0) / 60, 1)

    @property
    def is_over(self) -> bool:
        """Whether more is used and planned than was bought."""
        return self.bought is not None and self.used + self.planned > self.bought


def year_span(day: date) -> tuple[date, date]:
    """The first day of the network's school year around a day, and that of the next."""
    number = school_year_of(day)
    return date(number - 1, FIRST_MONTH, 1), date(number, FIRST_MONTH, 1)


def planned_minutes(visit: CoachVisit) -> int:
    """How long a visit is planned to be."""
    starts, ends = datetime.combine(visit.day, visit.starts), datetime.combine(visit.day, visit.ends)
    return int((ends - starts).total_seconds()) // 60


def contract_hours(viewer: Viewer, school_ids: Iterable[UUID], today: date) -> dict[UUID, ContractHours]:
    """By school, its hours in the school year around today. Two queries."""
    ids = list(school_ids)
    hours: dict[UUID, ContractHours] = defaultdict(ContractHours)
    services = ContractedService.objects.seen_by(viewer).filter(
        joining__school__in=ids,
        kind=ContractedService.Kind.COACH_DAYS,
        school_year=school_year_of(today),
        deleted_at=None,
    )
    services = services.exclude(joining__status=JoiningSchool.Status.LEFT)
    for school, days in services.values_list("joining__school", "bought"):
        hours[school].bought = (hours[school].bought or 0) + days * HOURS_A_DAY * 60
    first, after = year_span(today)
    visits = CoachVisit.objects.seen_by(viewer).filter(
        school__in=ids, day__gte=first, day__lt=after, deleted_at=None
    )
    for visit in visits.exclude(status=CoachVisit.Status.CANCELLED):
        _add_visit(hours[visit.school_id], visit)
    return hours


def _add_visit(hours: ContractHours, visit: CoachVisit) -> None:
    if visit.is_made:
        hours.used += visit.contract_minutes
        hours.visits += 1
    else:
        hours.planned += planned_minutes(visit)
        hours.planned_visits += 1
