"""The dates of this year at each invented school, used by everybody, and next year's at none: that is for the visitor.

The demo runs on any day, so that nothing keeps its people from school today: no day without school and no exhibition
days are near the day on which it is built.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from trellis.core.community.models import Network, Role, School, Tie
from trellis.learning.schedules.models import SchoolYearPlan, YearDate
from trellis.learning.schedules.services.year_adoption import adopt_dates
from trellis.learning.schedules.services.year_dates import draft_dates, start_year

NEAR = timedelta(days=4)
MARGIN = timedelta(days=12)
"""Days around today without a day off: a demo stays open for a while."""
STUDENTS_PER_PANEL = 50
WEEK = timedelta(weeks=1)


def create_years(network: Network, first: date, last: date, today: date) -> None:
    """Plan and use the dates of the school year from its first to its last day, at every school of the network."""
    for school in School.objects.system().filter(network=network):
        students = Tie.objects.system().filter(to_school=school, role=Role.STUDENT).count()
        facts = {
            "first_day": first,
            "last_day": last,
            "students": max(1, students),
            "panels": max(2, students // STUDENTS_PER_PANEL),
            "required_days": 170,
        }
        plan = start_year(school, last.year, facts, by=None)
        _close_days(plan, today)
        draft_dates(plan, by=None)
        _move_exhibitions(plan, today)
        adopt_dates(plan, shown=None, by=None)


def _close_days(plan: SchoolYearPlan, today: date) -> None:
    for title, starts, ends in _days_off(plan.first_day.year):
        if not starts - MARGIN <= today <= ends + MARGIN:
            YearDate.objects.create(
                plan=plan,
                kind=YearDate.Kind.CLOSED,
                title=title,
                starts=starts,
                ends=ends,
                fixed=True,
                revision=1,
            )


def _days_off(fall: int) -> Iterator[tuple[str, date, date]]:
    """Days off of a school year that begins in the fall of a year: title, first and last day."""
    yield "Indigenous Peoples’ Day", *_monday(fall, 10, 2, days=1)
    thanksgiving = _monday(fall, 11, 4, days=1)[0] + timedelta(days=3)
    yield "Thanksgiving", thanksgiving, thanksgiving + timedelta(days=1)
    yield "Winter break", date(fall, 12, 24), date(fall + 1, 1, 1)
    yield "Martin Luther King Jr. Day", *_monday(fall + 1, 1, 3, days=1)
    yield "February break", *_monday(fall + 1, 2, 3, days=5)
    yield "Spring break", *_monday(fall + 1, 4, 3, days=5)
    yield "Memorial Day", *_monday(fall + 1, 5, 4, days=1)


def _monday(year: int, month: int, number: int, days: int) -> tuple[date, date]:
    """A span that starts on a Monday of a month, such as its third."""
    first = date(year, month, 1)
    starts = first + timedelta(days=-first.weekday() % 7) + (number - 1) * WEEK
    return starts, starts + timedelta(days=days - 1)


def _move_exhibitions(plan: SchoolYearPlan, today: date) -> None:
    """Move exhibitions that would be about today to some weeks before."""
    rows = YearDate.objects.system().filter(plan=plan, kind=YearDate.Kind.EXHIBITIONS)
    for row in rows.filter(starts__lte=today + NEAR, ends__gte=today - NEAR):
        while row.ends >= today - NEAR:
            row.starts, row.ends = row.starts - WEEK, row.ends - WEEK
        row.fixed = True
        row.save()
