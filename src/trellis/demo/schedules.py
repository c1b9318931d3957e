"""The week of an invented school: in use since the year began, and a copy of it to change for next year."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from trellis.core.community.models import Role, School, Tie
from trellis.core.foundation.errors import ActionError
from trellis.learning.schedules.services import adoption, copying, drafting, starting

WEEKS, SECONDS = 1, 0.5


def create_weeks(schools: list[School], year_starts: date) -> None:
    """A week in use from the first day of the year, and a copy of it to change for the next."""
    for school in schools[:WEEKS]:
        leader = _leader_of(school)
        if leader is None:
            continue
        try:
            design = starting.begin_design_from_roster(school, year_starts.year + 1, "This year", leader)
        except ActionError:  # a school of this size has no roster from which a week could be made
            continue
        drafting.draft_now(design, leader, SECONDS)
        adoption.adopt_design(design, year_starts, leader)
        copy = copying.copy_design(design, "Next year", leader)
        copy.school_year += 1
        copy.save()


def _leader_of(school: School) -> UUID | None:
    ties = Tie.objects.system().filter(role=Role.LEADER, to_school=school)
    return ties.values_list("person", flat=True).first()
