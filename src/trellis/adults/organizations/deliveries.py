"""What an organization delivered to a school, as Trellis counts it: numbers alone, no student is named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from trellis.core.community.school_years import SchoolYear
from trellis.learning.internships.models import InternshipDay, Placement

from .models import PanelMember, PartnerPromise, SiteLink
from .panel_members import PanelSeat, panel_seats
from .school_students import students_between

REASON = "count what an organization did for a school, which names nobody"
Unit = PartnerPromise.Unit


@dataclass(frozen=True)
class Deliveries:
    """What can be counted of one organization and one school between two days."""

    placements: list[tuple[UUID, date, date | None]] = field(default_factory=list)
    days: list[tuple[date, int]] = field(default_factory=list)
    seats: list[PanelSeat] = field(default_factory=list)

    def hosted(self, first: date, last: date) -> int:
        """How many students were in a placement at some time."""
        return len(
            {
                student
                for student, starts, ends in self.placements
                if starts <= last and (ends or last) >= first
            }
        )

    def hours(self, first: date, last: date) -> int:
        """Whole hours at the sites that a mentor confirmed."""
        return sum(minutes for day, minutes in self.days if first <= day <= last) // 60

    def panels(self, first: date, last: date) -> int:
        """How many exhibitions its people sat on the panel of."""
        return len({seat.exhibition for seat in self.seats if first <= seat.starts.date() <= last})

    def amount(self, unit: str, first: date, last: date) -> int | None:
        """The number behind a promise; None for what Trellis does not count."""
        counts = {Unit.HOSTED: self.hosted, Unit.HOURS: self.hours, Unit.PANELS: self.panels}
        return counts[Unit(unit)](first, last) if Unit(unit) in counts else None


def sites_of_organizations(organizations: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """By organization, its internship sites."""
    rows = SiteLink.objects.unscoped(REASON).filter(organization__in=organizations, deleted_at=None)
    sites: dict[UUID, list[UUID]] = defaultdict(list)
    for organization, site in rows.values_list("organization", "site"):
        sites[organization].append(site)
    return sites


def deliveries_to(school: UUID, organizations: Collection[UUID], year: SchoolYear) -> dict[UUID, Deliveries]:
    """By organization, what it did for a school in a school year. Five queries, however many organizations."""
    deliveries = {organization: Deliveries() for organization in organizations}
    owner = {
        site: organization
        for organization, sites in sites_of_organizations(organizations).items()
        for site in sites
    }
    if owner:
        _add_placements(deliveries, owner, school, year)
        _add_days(deliveries, owner, school, year)
    members: dict[UUID, list[PanelMember]] = defaultdict(list)
    rows = PanelMember.objects.unscoped(REASON).filter(school=school, organization__in=organizations)
    for member in rows.filter(deleted_at=None):
        members[member.organization_id].append(member)
    for organization, people in members.items():
        deliveries[organization].seats.extend(panel_seats(school, people, year.starts, year.ends))
    return deliveries


def _add_placements(
    deliveries: dict[UUID, Deliveries], owner: dict[UUID, UUID], school: UUID, year: SchoolYear
) -> None:
    rows = Placement.objects.under_way(year.starts, year.ends).unscoped(REASON)
    rows = rows.filter(
        site__in=list(owner), student__in=students_between(school, year.starts, year.ends, REASON)
    )
    for site, *placement in rows.values_list("site", "student", "starts", "ends"):
        deliveries[owner[site]].placements.append(tuple(placement))


def _add_days(
    deliveries: dict[UUID, Deliveries], owner: dict[UUID, UUID], school: UUID, year: SchoolYear
) -> None:
    rows = InternshipDay.objects.unscoped(REASON).filter(
        placement__site__in=list(owner),
        placement__student__in=students_between(school, year.starts, year.ends, REASON),
        placement__deleted_at=None,
        date__range=(year.starts, year.ends),
        confirmed_at__isnull=False,
        deleted_at=None,
    )
    for site, day, minutes in rows.values_list("placement__site", "date", "minutes"):
        deliveries[owner[site]].days.append((day, minutes))


@dataclass(frozen=True)
class PromiseStatus:
    """A promise and what was delivered of it; None where nobody has noted anything."""

    promise: PartnerPromise
    delivered: int | None

    @property
    def is_kept(self) -> bool:
        return (self.delivered or 0) >= self.promise.amount

    @property
    def is_computed(self) -> bool:
        """Whether Trellis counts it, so that nobody notes it."""
        return self.promise.unit in (Unit.HOSTED, Unit.HOURS, Unit.PANELS)


def promise_statuses(
    promises: Iterable[PartnerPromise], deliveries: dict[UUID, Deliveries], year: SchoolYear
) -> list[PromiseStatus]:
    """How the promises to one school stand. Their relationships are loaded."""
    statuses = []
    for promise in promises:
        counted = deliveries.get(promise.relationship.organization_id, Deliveries())
        amount = counted.amount(promise.unit, year.starts, year.ends)
        statuses.append(PromiseStatus(promise, promise.noted if amount is None else amount))
    return statuses
