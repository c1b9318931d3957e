"""What a network can take on in a school year, what of it is taken, and what schools bought and used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Sum
from django.utils import timezone

from trellis.core.community.clock import zone_named
from trellis.core.community.models import Network
from trellis.core.community.school_years import FIRST_MONTH
from trellis.core.community.viewer import Viewer
from trellis.core.foundation import ledger
from trellis.core.foundation.revisions import create_or_save_if_current

from .models import ContractedService, JoiningEvent, JoiningSchool, NetworkCapacity

Kind = ContractedService.Kind
TAKEN_BY = {"coach_days": Kind.COACH_DAYS, "travel": Kind.TRAVEL, "budget": Kind.SUPPORT}
"""By a number of the capacity, the service that takes of it."""


def school_year_of(day: date) -> int:
    """The number of the school year that holds a day of the network's office: the year in which it ends."""
    return day.year + (day.month >= FIRST_MONTH)


def current_year(network: Network) -> int:
    """The school year of today, on the clock of the network's office."""
    return school_year_of(timezone.localdate(timezone=zone_named(network.time_zone)))


@dataclass(frozen=True)
class Amount:
    """One number of a year: what there is (None: nobody has said), and what is taken."""

    total: int | None
    taken: int

    @property
    def left(self) -> int | None:
        return None if self.total is None else max(0, self.total - self.taken)


@dataclass(frozen=True)
class YearCapacity:
    """A year's numbers beside what is taken of them. row: None where nobody entered any."""

    year: int
    row: NetworkCapacity | None
    schools: Amount
    coach_days: Amount
    travel: Amount
    budget: Amount


def year_capacity(viewer: Viewer, network: Network, year: int) -> YearCapacity:
    """The capacity of a year: new schools are those that came into their year 0 in it."""
    row = NetworkCapacity.objects.seen_by(viewer).filter(network=network, school_year=year).first()
    services = ContractedService.objects.seen_by(viewer).filter(
        joining__network=network, school_year=year, deleted_at=None
    )
    services = services.exclude(joining__status=JoiningSchool.Status.LEFT).order_by()
    bought = dict(services.values_list("kind").annotate(Sum("bought")))
    amounts = {name: Amount(getattr(row, name, None), bought.get(kind, 0)) for name, kind in TAKEN_BY.items()}
    new_schools = _new_schools(viewer, network, year)
    return YearCapacity(year, row, Amount(row.schools if row else None, new_schools), **amounts)


def _new_schools(viewer: Viewer, network: Network, year: int) -> int:
    events = JoiningEvent.objects.seen_by(viewer).filter(
        joining__network=network, kind=JoiningEvent.Kind.STAGE, year=0
    )
    events = events.exclude(joining__status=JoiningSchool.Status.LEFT)
    return sum(school_year_of(day) == year for day in events.values_list("day", flat=True))


def days_taken_by_coach(viewer: Viewer, network: Network, year: int) -> dict[UUID, int]:
    """The coach days that schools bought, by the coach who works with them."""
    rows = ContractedService.objects.seen_by(viewer).filter(
        joining__network=network, school_year=year, kind=Kind.COACH_DAYS, joining__coach__isnull=False
    )
    rows = rows.exclude(joining__status=JoiningSchool.Status.LEFT).order_by()
    return dict(rows.values_list("joining__coach").annotate(Sum("bought")))


def save_capacity(
    network: Network,
    year: int,
    values: Mapping[str, object],
    seen: int | None,
    labels: Mapping[str, str],
    by: UUID,
) -> NetworkCapacity:
    """Write the numbers of a year. Raises EditConflict where somebody wrote since."""
    with ledger.act("set a network's capacity", by=by, about=network.pk, year=year):
        key = {"network": network, "school_year": year}
        return create_or_save_if_current(NetworkCapacity, key, values, seen, labels)


def save_service(
    joining: JoiningSchool,
    kind: str,
    year: int,
    bought: int,
    used: int,
    seen: int | None,
    labels: Mapping[str, str],
    by: UUID,
) -> ContractedService:
    """Write what a school bought of a kind for a year, and how much it used."""
    with ledger.act("write a contracted service", by=by, about=joining.pk, kind=kind):
        key = {"joining": joining, "kind": kind, "school_year": year}
        return create_or_save_if_current(
            ContractedService, key, {"bought": bought, "used": used}, seen, labels
        )
