"""The sites of invented internships: who mentors at each, and its checks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from uuid import UUID

from trellis.core.community.models import School
from trellis.core.foundation.ids import new_id
from trellis.learning.internships.models import Clearance, Site, SiteMentor

from .rows import write_rows


@dataclass(frozen=True)
class SiteFacts:
    """A site, its field, the goals of a day at it, and the ids of its mentors."""

    id: UUID
    name: str
    field: str
    goals: list[str]
    mentors: list[UUID]
    languages: list[str]
    minutes_away: int
    weekdays: list[int]
    capacity: int
    email: str
    phone: str


CHECK_DAYS = {"site-visit": 365, "insurance": 365, "background": 730}  # days that each holds


def write_sites(school: School, sites: list[SiteFacts], today: date, random: Random) -> None:
    """Write a school's sites, their mentors and their checks; one site in eighty has a check that ran out."""
    write_rows(
        Site,
        [
            {
                "sourced_id": site.id,
                "network_id": school.network_id,
                "name": site.name,
                "field": site.field,
                "city": school.city,
                "capacity": site.capacity,
                "weekdays": site.weekdays,
                "email": site.email,
                "phone": site.phone,
                "languages": site.languages,
                "minutes_away": site.minutes_away,
            }
            for site in sites
        ],
    )
    write_rows(
        SiteMentor,
        [
            {"sourced_id": new_id(), "site_id": site.id, "person_id": mentor}
            for site in sites
            for mentor in site.mentors
        ],
    )
    write_rows(
        Clearance,
        [_check_row(site, kind, days, today, random) for site in sites for kind, days in CHECK_DAYS.items()],
    )


def _check_row(site: SiteFacts, kind: str, days: int, today: date, random: Random) -> dict[str, object]:
    days_left = -random.randrange(1, 40) if random.random() < 0.004 else random.randrange(40, days)
    return {
        "sourced_id": new_id(),
        "site_id": site.id,
        "kind": kind,
        "expires": today + timedelta(days=days_left),
    }
