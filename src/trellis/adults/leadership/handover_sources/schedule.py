"""Schedule and trade-offs: the week that is in use, and the dates of the year that are still to come."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from trellis.adults.organizations.years import year_title
from trellis.core.community.models import School
from trellis.design.blueprint.package.days import DAYS
from trellis.learning.schedules.models import DesignTeam, WeekDesign, YearDate

from ..handover_facts import GATHERING, Fact, Words, words


def adopted_week(school: School, today: date) -> Iterator[Fact]:
    """The week of today: when students are out, how long teams plan together, and who designed it."""
    designs = WeekDesign.objects.unscoped(GATHERING).in_force_on(today).filter(school=school)
    for design in designs.select_related("made_by").order_by("-starts")[:1]:
        yield Fact(
            "week",
            str(school.pk),
            words("week", year=year_title(design.school_year)),
            tuple(_week_lines(design)),
            page=("school-year", str(school.pk)),
        )


def _week_lines(design: WeekDesign) -> Iterator[Words]:
    teams = list(DesignTeam.objects.unscoped(GATHERING).filter(design=design, deleted_at=None))
    away = {slot.partition(":")[0] for team in teams for slot in team.away}
    if away:
        yield words(
            "internship-days", days=[number for number, key in enumerate(DAYS, start=1) if key in away]
        )
    if teams:
        yield words("planning", n=min(team.planning_minutes for team in teams))
    if design.starts:
        yield words("from", day=design.starts)
    if design.made_by:
        yield words("designed-by", name=design.made_by.name)


def dates_of_the_year(school: School, today: date) -> Iterator[Fact]:
    """The dates that everybody has, by year, as far as they are to come."""
    rows = YearDate.objects.unscoped(GATHERING).filter(
        plan__school=school, adopted_ends__gte=today, deleted_at=None
    )
    by_year: dict[int, list[YearDate]] = {}
    for row in (
        rows.exclude(kind=YearDate.Kind.CLOSED).select_related("plan").order_by("adopted_starts", "pk")
    ):
        by_year.setdefault(row.plan.school_year, []).append(row)
    for number, dates in sorted(by_year.items()):
        yield Fact(
            "year",
            f"{school.pk}:{number}",
            words("year-dates", year=year_title(number)),
            tuple(_date_words(school, row, with_days=True) for row in dates),
            tuple(
                (_date_words(school, row, with_days=False), row.adopted_starts)
                for row in dates
                if row.adopted_starts and row.adopted_starts >= today
            ),
            ("school-year", str(school.pk)),
        )


def _date_words(school: School, row: YearDate, with_days: bool) -> Words:
    days = {"starts": row.adopted_starts, "ends": row.adopted_ends} if with_days else {}
    return words(
        "year-date", kind=row.kind, title=row.adopted_title, number=row.number, school=str(school.pk), **days
    )
