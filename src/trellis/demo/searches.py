"""What invented students do on the way to a placement: the steps that are done, and requests that await an answer."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import cast
from uuid import UUID

from trellis.core.foundation.ids import new_id
from trellis.learning.internships.models import PlacementSearch, Reservation, SearchStep

from .rows import school_day, write_rows
from .students import SchoolBuilder

STAGES = ("interest", "informational-interview", "shadow-day")
REASONS = (
    "I want to see how the work starts in the morning.",
    "My uncle does this, and I want to try it.",
    "",
)
Row = dict[str, object]


def write_searches(builder: SchoolBuilder, searches: list[Row]) -> None:
    """Write the searches of a school's students, with the facts of their steps and some requests."""
    write_rows(PlacementSearch, searches)
    _write_steps(builder, searches)
    _write_requests(builder, searches)


def _write_steps(builder: SchoolBuilder, searches: list[Row]) -> None:
    """Write the facts of the stages that each student has left behind."""
    steps = []
    for number, search in enumerate(searches):
        site = builder.sites[number % len(builder.sites)]
        done = STAGES[: STAGES.index(str(search["stage"]))]
        for back, stage in enumerate(reversed(done), start=1):
            steps.append(
                {
                    "sourced_id": new_id(),
                    "search_id": search["sourced_id"],
                    "stage": stage,
                    "done_on": school_day(builder.today - timedelta(days=9 * back + number % 5)),
                    "contact": site.name if stage != "interest" else "",
                    "recorded_by_id": builder.teachers.get(cast("UUID", search["student_id"])),
                }
            )
    write_rows(SearchStep, steps)


def _write_requests(builder: SchoolBuilder, searches: list[Row]) -> None:
    """Write a request for the smaller sites, of the students who are furthest on the way."""
    furthest = [search for search in searches if search["stage"] == STAGES[-1]]
    random = Random(builder.school.name)
    spots = [site for site in builder.small_sites for _ in range(site.capacity)]
    random.shuffle(spots)
    write_rows(
        Reservation,
        [
            {
                "sourced_id": new_id(),
                "search_id": search["sourced_id"],
                "site_id": site.id,
                "until": builder.today + timedelta(days=12),
                "reason": random.choice(REASONS),
            }
            for search, site in zip(furthest, spots[1:], strict=False)
        ],
    )
