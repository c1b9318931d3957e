"""Where invented students learn: sites, who takes them on there, and what was looked into."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from trellis.core.community.models import School
from trellis.core.foundation.ids import new_id
from trellis.learning.internships.models import Clearance, Site, SiteMentor

from .rows import write_rows

CHECK_DAYS = {"site-visit": 365, "insurance": 365, "background": 730}  # days that each holds


def write_places(
    school: School, places: list[dict[str, Any]], capacity: int, today: date, random: Random
) -> None:
    """Write a school's sites, their mentors and their checks; one site in eight has a check that ran out."""
    write_rows(
        Site,
        [
            {
                "sourced_id": place["id"],
                "network_id": school.network_id,
                "name": place["name"],
                "field": place["field"],
                "city": school.city,
                "capacity": capacity,
                "languages": place["languages"],
                "minutes_away": place["minutes_away"],
            }
            for place in places
        ],
    )
    write_rows(
        SiteMentor,
        [
            {"sourced_id": new_id(), "site_id": place["id"], "person_id": mentor}
            for place in places
            for mentor in place["mentors"]
        ],
    )
    write_rows(
        Clearance,
        [
            _check_row(place, kind, days, today, random)
            for place in places
            for kind, days in CHECK_DAYS.items()
        ],
    )


def _check_row(place: dict[str, Any], kind: str, days: int, today: date, random: Random) -> dict[str, Any]:
    left = -random.randrange(1, 40) if random.random() < 0.04 else random.randrange(20, days)
    return {
        "sourced_id": new_id(),
        "site_id": place["id"],
        "kind": kind,
        "expires": today + timedelta(days=left),
    }
