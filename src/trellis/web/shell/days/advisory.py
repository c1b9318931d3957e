"""An advisor's day: who is at an internship and who has checked in, what waits for a mentor's or an advisor's press."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Max

from trellis.core.community.models import Link, Person
from trellis.core.foundation.prepared_queries import PreparedQuery
from trellis.learning.internships.confirming import ASKED, LINK_PURPOSE
from trellis.learning.internships.models import Placement

from .student_overviews import StudentOverview

_LAST_ASKED = PreparedQuery(
    Link, lambda links: links.order_by().values_list("about_id").annotate(Max("created"))
)
MEETING_AHEAD = timedelta(days=14)
StudentRow = tuple[Person, StudentOverview]


@dataclass(frozen=True)
class WhereStudentsAre:
    """Where the students of an advisory are today. `not_arrived`: expected at their site and not checked in yet."""

    not_arrived: list[StudentRow] = field(default_factory=list)
    arrived: list[StudentRow] = field(default_factory=list)
    at_school: list[StudentRow] = field(default_factory=list)


def where_students_are(rows: list[StudentRow], in_school: bool) -> WhereStudentsAre:
    """Sort an advisory by where its students are; on a day without school, only those who checked in at a site."""
    arrived = [row for row in rows if row[1].arrived]
    if not in_school:
        return WhereStudentsAre(arrived=arrived)
    return WhereStudentsAre(
        not_arrived=[row for row in rows if row[1].at_site_today and not row[1].arrived],
        arrived=arrived,
        at_school=[row for row in rows if not (row[1].at_site_today or row[1].arrived)],
    )


class AwaitingConfirmation(NamedTuple):
    """A student whose days wait for the mentor. asked_at: when the mentor was last sent a link; None: never."""

    student: Person
    placement: Placement
    days: int
    hours: int
    asked_at: datetime | None


def awaiting_confirmation(rows: list[StudentRow]) -> list[AwaitingConfirmation]:
    """The placements of an advisory with days that the mentor has not confirmed, the most days first."""
    waiting = [
        (student, overview.placement, [day for day in overview.unconfirmed_days if day.date < overview.today])
        for student, overview in rows
        if overview.placement
    ]
    waiting = [row for row in waiting if row[2]]
    asked_by_placement = _asked_at([placement for _student, placement, _days in waiting])
    confirmations = [
        AwaitingConfirmation(
            student,
            placement,
            len(days),
            sum(day.minutes for day in days) // 60,
            asked_by_placement.get(placement.pk),
        )
        for student, placement, days in waiting
    ]
    return sorted(confirmations, key=lambda row: -row.days)


def _asked_at(placements: list[Placement]) -> dict[object, datetime]:
    return dict(
        _LAST_ASKED.unscoped(
            "tell an advisor when a mentor of their students was last asked",
            ASKED,
            purpose=LINK_PURPOSE,
            about_id__in=[placement.pk for placement in placements],
        )
    )


class PlanMeeting(NamedTuple):
    """A student whose plan meeting comes soon (`starts`), or is still to be held in this term (None)."""

    student: Person
    starts: datetime | None


def plan_meetings(rows: list[StudentRow], local_now: datetime) -> list[PlanMeeting]:
    """Meetings in the next two weeks, the nearest first."""
    meetings = [
        PlanMeeting(student, overview.plan.next_meeting)
        for student, overview in rows
        if overview.plan
        and overview.plan.next_meeting
        and local_now - timedelta(hours=2) <= overview.plan.next_meeting <= local_now + MEETING_AHEAD
    ]
    return sorted(meetings, key=lambda meeting: meeting.starts or local_now)
