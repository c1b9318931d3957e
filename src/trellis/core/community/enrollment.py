"""How long students have been enrolled in a school year: who came in November has had less time than the others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Min
from django.utils import timezone

from trellis.core.foundation.measures import Year

from .models import Network, Role, Term, Tie

REASON = "count enrolled days for measures"


@dataclass(frozen=True, slots=True)
class Enrollment:
    """A student's time in the schools of a network in one school year.

    school: where they are, or were last. since: their first day of it, at the earliest the school's own first day.
    share: of the time since that day of the school, how much they were enrolled, from 0 to 1.
    """

    school: UUID
    since: date
    share: float


def enrollments(network: Network, year: Year) -> dict[UUID, Enrollment]:
    """For everybody who was a student of the network's schools in that year, until now or until it was over.

    A school's year begins with its own term, or the network's where it has none; never before its first student came,
    so that nobody is a newcomer at a school that opened in January.
    """
    first, after = year.moments
    until = min(timezone.now(), after)
    stays: dict[UUID, list[tuple[datetime, datetime, UUID]]] = defaultdict(list)
    ties = (
        Tie.objects.unscoped(REASON)
        .filter(role=Role.STUDENT, to_school__network=network, starts__lt=until, deleted_at=None)
        .exclude(ends__lte=first)
        .order_by("starts")
        .values_list("person_id", "to_school_id", "starts", "ends")
    )
    for person, school, starts, ends in ties.iterator(chunk_size=20_000):
        stays[person].append((max(starts, first), min(ends or until, until), school))
    opens = _first_moments(network, year, stays.values())
    return {
        person: _enrollment(person_stays, opens[person_stays[-1][2]], until)
        for person, person_stays in stays.items()
    }


def _enrollment(stays: list[tuple[datetime, datetime, UUID]], opens: datetime, until: datetime) -> Enrollment:
    """One student's stays, the earliest first, held against the time since their school opened for the year."""
    covered, reached = timedelta(), opens
    for starts, ends, _school in stays:  # stays may overlap
        starts = max(starts, reached)
        if ends > starts:
            covered, reached = covered + (ends - starts), ends
    whole = until - opens
    since = timezone.localtime(max(stays[0][0], opens)).date()
    return Enrollment(stays[-1][2], since, covered / whole if whole > timedelta() else 1.0)


def _first_moments(
    network: Network, year: Year, stays: Iterable[list[tuple[datetime, datetime, UUID]]]
) -> dict[UUID, datetime]:
    """By school, the first moment of its school year."""
    terms = Term.objects.unscoped(REASON).filter(network=network, school_year=year.number, deleted_at=None)
    starts_by_school = (
        terms.exclude(school=None).order_by().values_list("school_id").annotate(first=Min("starts"))
    )
    days = dict(starts_by_school)
    arrivals: dict[UUID, datetime] = {}
    for stay in stays:
        for starts, _ends, school in stay:
            arrivals[school] = min(starts, arrivals.get(school, starts))
    zone = timezone.get_current_timezone()
    return {
        school: max(arrival, datetime.combine(days.get(school, year.starts), time.min, zone))
        for school, arrival in arrivals.items()
    }
