"""Coaching across a network: visits planned and made, hours against contracts, schools not visited for long, and what
became of commitments. Coaches and schools stand by name; nobody is ranked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Max

from trellis.core.community.distinct_names import add_distinctions
from trellis.core.community.models import Network, Person, Role, School, Tie
from trellis.core.community.viewer import Viewer, active_at

from .contract_hours import ContractHours, contract_hours, year_span
from .models import CoachVisit, VisitCommitment
from .selectors import visits

LONG_PAUSE = 60
"""Days without a visit after which a school is shown as not visited for long."""


@dataclass
class SchoolCoaching:
    """A school's coaching this school year. since: days since the last visit; None without any."""

    school: School
    hours: ContractHours
    coaches: list[Person] = field(default_factory=list)
    last: date | None = None
    since: int | None = None
    due: int = 0
    done: int = 0
    is_long: bool = False


@dataclass
class CoachCaseload:
    """A coach with their schools, and what they planned and made this school year."""

    coach: Person
    schools: list[School] = field(default_factory=list)
    planned_visits: int = 0
    visits: int = 0
    minutes: int = 0

    @property
    def hours(self) -> float:
        return round(self.minutes / 60, 1)


@dataclass(frozen=True)
class NetworkCoaching:
    """All schools and all coaches of a network."""

    schools: list[SchoolCoaching]
    coaches: list[CoachCaseload]

    @property
    def not_visited(self) -> list[SchoolCoaching]:
        """Schools with a coach that were not visited for long."""
        return [row for row in self.schools if row.is_long]


def network_coaching(
    viewer: Viewer, network: Network, today: date, pause: int = LONG_PAUSE
) -> NetworkCoaching:
    """The network's coaching in the school year around today."""
    schools = list(
        School.objects.seen_by(viewer).filter(network=network, deleted_at=None).order_by("name", "pk")
    )
    hours = contract_hours(viewer, [school.pk for school in schools], today)
    coaches = coaches_by_school(network, viewer)
    rows = [SchoolCoaching(school, hours[school.pk], coaches.get(school.pk, [])) for school in schools]
    _add_last_visits(viewer, rows, today, pause)
    _add_commitments(viewer, rows, today)
    return NetworkCoaching(
        [row for row in rows if row.coaches or row.last or row.hours.bought], _caseloads(viewer, rows, today)
    )


def coaches_by_school(network: Network, viewer: Viewer) -> dict[UUID, list[Person]]:
    """By school, its coaches by name."""
    ties = Tie.objects.unscoped("list the coaches of the network that the viewer works for").filter(
        active_at(viewer.now), role=Role.COACH, to_school__network=network
    )
    by_school: dict[UUID, list[Person]] = defaultdict(list)
    rows = list(ties.select_related("person").order_by("person__family_name", "person__given_name", "person"))
    add_distinctions([tie.person for tie in rows])
    for tie in rows:
        if tie.person not in by_school[tie.to_school_id]:
            by_school[tie.to_school_id].append(tie.person)
    return by_school


def former_coaches(network: Network, viewer: Viewer) -> dict[UUID, list[Person]]:
    """By school, people whose visits nobody took over although they coach the school no more."""
    current = coaches_by_school(network, viewer)
    rows = visits(viewer).filter(school__network=network, current_coach__isnull=False)
    by_school: dict[UUID, list[Person]] = defaultdict(list)
    for visit in rows.order_by("day"):
        coach, former = visit.current_coach, by_school[visit.school_id]
        if coach and coach not in current.get(visit.school_id, []) and coach not in former:
            former.append(coach)
    return {school_id: people for school_id, people in by_school.items() if people}


def _add_last_visits(viewer: Viewer, rows: list[SchoolCoaching], today: date, pause: int) -> None:
    past_visits = visits(viewer).filter(
        school__in=[row.school.pk for row in rows], status=CoachVisit.Status.MADE, day__lte=today
    )
    last = dict(past_visits.order_by().values_list("school").annotate(Max("day")))
    for row in rows:
        row.last = last.get(row.school.pk)
        row.since = (today - row.last).days if row.last else None
        row.is_long = bool(row.coaches) and (row.last is None or today - row.last > timedelta(days=pause))


def _add_commitments(viewer: Viewer, rows: list[SchoolCoaching], today: date) -> None:
    """Of the commitments that were due so far this school year, how many are done."""
    by_school = {row.school.pk: row for row in rows}
    commitments = VisitCommitment.objects.seen_by(viewer).filter(
        visit__school__in=by_school, due__gte=year_span(today)[0], due__lte=today, removed_at=None
    )
    for school_id, status in commitments.values_list("visit__school", "status"):
        by_school[school_id].due += 1
        by_school[school_id].done += status == VisitCommitment.Status.DONE


def _caseloads(viewer: Viewer, rows: list[SchoolCoaching], today: date) -> list[CoachCaseload]:
    caseloads: dict[UUID, CoachCaseload] = {}
    for row in rows:
        for coach in row.coaches:
            caseloads.setdefault(coach.pk, CoachCaseload(coach)).schools.append(row.school)
    first, after = year_span(today)
    of_year = visits(viewer).filter(coach__in=caseloads, day__gte=first, day__lt=after)
    for visit in of_year.filter(school__in=[row.school.pk for row in rows]):
        caseload = caseloads.get(visit.coach_id) if visit.coach_id else None
        if caseload is None:
            continue
        caseload.planned_visits += visit.is_planned
        caseload.visits += visit.is_made
        caseload.minutes += visit.contract_minutes if visit.is_made else 0
    return sorted(caseloads.values(), key=lambda row: (row.coach.family_name, row.coach.name, row.coach.pk))


def coaching_table(rows: list[SchoolCoaching]) -> Iterator[list[object]]:
    """The rows of the file, without the name of any person."""
    for row in rows:
        yield [
            row.school.name,
            row.hours.planned_visits,
            row.hours.visits,
            round(row.hours.used / 60, 2),
            "" if row.hours.bought is None else row.hours.bought // 60,
            row.last.isoformat() if row.last else "",
            row.due,
            row.done,
        ]
