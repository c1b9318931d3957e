"""The school years over which a network's schools are measured: each school's own, where its calendar says one.

A school in the south is in the middle of its year when one in the north begins the next. Schools whose years begin and
end at about the same time share one period, so that every measure is asked once for all of them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Max, Min
from django.utils import timezone

from trellis.core.community.clock import today_by_time_zone, zone_named
from trellis.core.community.models import Network, School, Term
from trellis.core.foundation.measures import Year

MAX_DIFFERENCE = timedelta(days=45)
"""School years whose first days, and whose last days, are no further apart than this share a period."""


@dataclass(frozen=True)
class SchoolPeriods:
    """`years[0]` is the network's, for schools without a calendar of their own; `of_school` numbers the others'."""

    years: list[Year]
    of_school: dict[UUID, int] = field(default_factory=dict)

    @property
    def number(self) -> int:
        """The year under which the network's figures stand."""
        return self.years[0].number

    def place(self, school: UUID) -> int:
        return self.of_school.get(school, 0)

    def year(self, school: UUID) -> Year:
        return self.years[self.place(school)]


def network_school_year(network: Network, number: int | None = None) -> Year:
    """The network's school year under way, or the one that ends in `number`; August to July when no term says."""
    zone = zone_named(network.time_zone)
    today = timezone.localdate(timezone=zone)
    terms = Term.objects.system().filter(network=network, deleted_at=None)
    if number is None:
        current = terms.filter(starts__lte=today, ends__gte=today).aggregate(number=Max("school_year"))
        number = current["number"] or today.year + (today.month >= 8)
    edges = terms.filter(school_year=number).aggregate(starts=Min("starts"), ends=Max("ends"))
    if edges["starts"] is None:
        return Year(date(number - 1, 8, 1), date(number, 7, 31), number, zone)
    return Year(edges["starts"], edges["ends"], number, zone)


def school_periods(network: Network, number: int | None = None) -> SchoolPeriods:
    """The periods of a network's schools in its year under way, or in the one that ends in `number`."""
    whole = network_school_year(network, number)
    periods = SchoolPeriods([whole])
    year_by_school = _year_by_school(network, whole.number)
    zones = dict(School.objects.system().filter(pk__in=year_by_school).values_list("pk", "time_zone"))
    for alike in _group_similar_years(set(year_by_school.values())):
        schools = [school for school, year in year_by_school.items() if year in alike]
        zone = zone_named(Counter(zones[school] for school in schools).most_common(1)[0][0])
        year = Year(
            min(year.starts for year in alike), max(year.ends for year in alike), alike[0].number, zone
        )
        place = periods.years.index(year) if year in periods.years else len(periods.years)
        periods.years[place : place + 1] = [year]
        periods.of_school.update(dict.fromkeys(schools, place))
    return periods


def _year_by_school(network: Network, number: int) -> dict[UUID, Year]:
    """Each school's own year: of that number once it has begun, else the one before it that is under way there."""
    days = today_by_time_zone(timezone.now())
    terms = Term.objects.system().filter(network=network, deleted_at=None).exclude(school=None)
    years: dict[UUID, dict[int, Year]] = defaultdict(dict)
    today_at: dict[UUID, date] = {}
    edges = terms.order_by().values_list("school_id", "school__time_zone", "school_year")
    for school, zone, of, starts, ends in edges.annotate(starts=Min("starts"), ends=Max("ends")):
        years[school][of] = Year(starts, ends, of)
        today_at[school] = days[zone]
    year_by_school = {}
    for school, years_by_number in years.items():
        named, today = years_by_number.get(number), today_at[school]
        if named is None or named.starts > today:
            earlier = (
                year
                for of, year in years_by_number.items()
                if of < number and year.starts <= today <= year.ends
            )
            named = next(earlier, named)
        if named:
            year_by_school[school] = named
    return year_by_school


def _group_similar_years(years: Iterable[Year]) -> list[list[Year]]:
    """Years in groups, those alike together."""
    groups: list[list[Year]] = []
    for year in sorted(years, key=lambda year: (year.starts, year.ends)):
        group = next((some for some in groups if _is_similar(some[0], year)), None)
        if group is None:
            groups.append([year])
        else:
            group.append(year)
    return groups


def _is_similar(year: Year, other: Year) -> bool:
    days = max(abs(year.starts - other.starts), abs(year.ends - other.ends))
    return days <= MAX_DIFFERENCE and year.number == other.number
