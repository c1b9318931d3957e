"""A coach's schools and next visits, and the questions that pages ask about visits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from trellis.core.community.clock import school_local_time, zone_of_viewer
from trellis.core.community.models import Role, School
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.prepared_queries import PreparedQuery

from .commitments import open_commitments
from .contract_hours import ContractHours, contract_hours, year_span
from .models import CoachVisit, VisitCommitment
from .school_changes import SchoolChanges, school_changes

UPCOMING_SHOWN = 6
COMMITMENTS_SHOWN = 8
CHANGES_SHOWN = 3
"""What changed stands on a coach's day for so many schools: those of the next visits."""
AHEAD_PERIOD = timedelta(days=14)
DEFAULT_PAUSE = timedelta(days=28)
"""A new visit is offered for so long after the last, or from today where that has passed."""
_PLANNED = PreparedQuery(CoachVisit, lambda rows: rows.select_related("school").order_by("day", "starts"))


def visits(viewer: Viewer) -> QuerySet[CoachVisit]:
    """The visits that the viewer sees, with their school and coach."""
    rows = CoachVisit.objects.seen_by(viewer).filter(deleted_at=None)
    return rows.select_related("school__network", "coach", "current_coach")


def get_visit_or_404(viewer: Viewer, visit_id: UUID) -> CoachVisit:
    """One visit that the viewer sees."""
    visit = visits(viewer).filter(pk=visit_id).first()
    if visit is None:
        raise Http404
    return visit


def coached_schools(viewer: Viewer) -> list[School]:
    """The schools that the viewer coaches, by name."""
    rows = School.objects.seen_by(viewer).filter(pk__in=viewer.to("school", Role.COACH), deleted_at=None)
    return list(rows.select_related("network").order_by("name", "pk"))


@dataclass(frozen=True)
class PlannedVisit:
    """A planned visit with today's date at its school."""

    visit: CoachVisit
    today: date

    @property
    def is_today(self) -> bool:
        return self.visit.day == self.today

    @property
    def is_past(self) -> bool:
        return self.visit.day < self.today


def planned_visits(
    viewer: Viewer, school_ids: Iterable[UUID], until: date | None = None
) -> list[PlannedVisit]:
    """The planned visits to these schools, the nearest first; those whose day has passed come first."""
    limit = {"day__lte": until} if until else {}
    rows = _PLANNED.seen_by(
        viewer,
        school__in=sorted(school_ids),
        status=CoachVisit.Status.PLANNED.value,
        deleted_at=None,
        **limit,
    )
    return [PlannedVisit(row, school_local_time(row.school, viewer.now).date()) for row in rows]


def visits_of_day(viewer: Viewer, school: School, today: date) -> list[CoachVisit]:
    """The visits of the next two weeks to a school, for its leaders' day."""
    rows = planned_visits(viewer, [school.pk], today + AHEAD_PERIOD)
    return [row.visit for row in rows if not row.is_past]


@dataclass
class CoachedSchool:
    """A school in a coach's list."""

    school: School
    today: date
    hours: ContractHours
    last: CoachVisit | None = None
    next: CoachVisit | None = None
    commitments: int = 0
    changes: SchoolChanges | None = None

    @property
    def proposed_day(self) -> date:
        """When the next visit could be."""
        return propose_day(self.last.day if self.last else None, self.today)


def propose_day(last: date | None, today: date) -> date:
    """When the next visit could be: four weeks after the last, on a weekday, and never before tomorrow."""
    day = max(last + DEFAULT_PAUSE if last else today + timedelta(days=7), today + timedelta(days=1))
    return day + timedelta(days=7 - day.weekday() if day.weekday() >= 5 else 0)


@dataclass
class CoachDay:
    """A coach's own day. to_log: planned visits whose day has passed. commitments: open ones, the next due first."""

    local_now: datetime
    schools: list[CoachedSchool] = field(default_factory=list)
    to_log: list[PlannedVisit] = field(default_factory=list)
    upcoming: list[PlannedVisit] = field(default_factory=list)
    commitments: list[VisitCommitment] = field(default_factory=list)

    @property
    def changed(self) -> list[CoachedSchool]:
        """Schools of the next visits of which there is something to tell."""
        return [row for row in self.schools if row.changes and (row.changes.moved or row.changes.gaps)]


def coach_day(viewer: Viewer, with_changes: bool = True) -> CoachDay:
    """What a coach does next, across their schools."""
    schools = coached_schools(viewer)
    local_now = viewer.now.astimezone(zone_of_viewer(viewer))
    day = CoachDay(local_now, coached_rows(viewer, schools, local_now.date()))
    ids = [school.pk for school in schools]
    own_visits = [
        row for row in planned_visits(viewer, ids) if row.visit.current_coach_id in (viewer.person_id, None)
    ]
    day.to_log = [row for row in own_visits if row.is_past]
    day.upcoming = [row for row in own_visits if not row.is_past][:UPCOMING_SHOWN]
    day.commitments = list(open_commitments(viewer).filter(visit__school__in=ids)[:COMMITMENTS_SHOWN])
    if with_changes:
        _add_changes(viewer, day)
    return day


def _add_changes(viewer: Viewer, day: CoachDay) -> None:
    soon = list(dict.fromkeys(row.visit.school_id for row in day.upcoming))[:CHANGES_SHOWN]
    for row in day.schools:
        if row.school.pk in soon:
            row.changes = school_changes(viewer, row.school, row.last.figures if row.last else {})


def coached_rows(viewer: Viewer, schools: list[School], today: date) -> list[CoachedSchool]:
    """Each school with its last and next visit, its hours and its open commitments. Five queries at most."""
    ids = [school.pk for school in schools]
    hours = contract_hours(viewer, ids, today)
    rows = {
        school.pk: CoachedSchool(school, school_local_time(school, viewer.now).date(), hours[school.pk])
        for school in schools
    }
    for visit in visits(viewer).filter(school__in=ids).order_by("day", "starts"):
        row = rows[visit.school_id]
        if visit.is_made:
            row.last = visit
        elif visit.is_planned and visit.day >= row.today and row.next is None:
            row.next = visit
    counted = open_commitments(viewer).filter(visit__school__in=ids).order_by()
    for school_id in counted.values_list("visit__school", flat=True):
        rows[school_id].commitments += 1
    return list(rows.values())


def number_in_year(viewer: Viewer, visit: CoachVisit) -> tuple[int, int]:
    """Which of the year's visits to its school a visit is, and how many there are."""
    first, after = year_span(visit.day)
    rows = visits(viewer).filter(school=visit.school_id, day__gte=first, day__lt=after)
    keys = list(
        rows.exclude(status=CoachVisit.Status.CANCELLED)
        .order_by("day", "starts", "created")
        .values_list("pk", flat=True)
    )
    return (keys.index(visit.pk) + 1 if visit.pk in keys else 0), len(keys)


def visit_before(viewer: Viewer, visit: CoachVisit) -> CoachVisit | None:
    """The last visit that was made before a day."""
    rows = visits(viewer).filter(school=visit.school_id, status=CoachVisit.Status.MADE, day__lte=visit.day)
    return rows.exclude(pk=visit.pk).order_by("-day", "-starts").first()


def visit_after(viewer: Viewer, visit: CoachVisit) -> CoachVisit | None:
    """The next visit that is planned after this one."""
    rows = visits(viewer).filter(school=visit.school_id, status=CoachVisit.Status.PLANNED, day__gte=visit.day)
    return rows.exclude(pk=visit.pk).order_by("day", "starts").first()
