"""Today's lessons, from the week that the school has adopted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from trellis.core.community.models import School
from trellis.core.community.viewer import Viewer
from trellis.design.blueprint.package.days import DAYS
from trellis.learning.internships.models import Placement
from trellis.learning.schedules.adopted_weeks import WeekLesson, week_in_use, without_overlap


def lessons_today(
    viewer: Viewer,
    school: School | None,
    day: date,
    person: UUID | None = None,
    groups: Iterable[UUID] = (),
    placement: Placement | None = None,
) -> list[WeekLesson]:
    """The day's lessons that a person teaches or that groups have; none where no week is in use. One query.

    placement: where the student is today; what overlaps its hours is left out.
    """
    week = week_in_use(viewer, school.pk, day) if school else None
    if week is None:
        return []
    key = DAYS[day.weekday()]
    lessons = [lesson for lesson in week.lessons_of(person, frozenset(groups)) if lesson.day == key]
    if placement is not None and placement.from_time and placement.to_time:
        return without_overlap(lessons, placement.from_time, placement.to_time)
    return lessons
