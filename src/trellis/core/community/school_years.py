"""A school's year: from its own terms, whatever kinds of them its roster has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .models import School, Term

FIRST_MONTH = 8  # the month in which a school year begins where nothing says so


@dataclass(frozen=True, order=True)
class SchoolYear:
    """One school year. `ends` is the last day; `number` the year in which it ends."""

    starts: date
    ends: date
    number: int


def school_year_around(school: School, day: date) -> SchoolYear | None:
    """The school's year that holds this day, else the next one that begins, else the last; None without any term.

    A roster may have a session for the year, or only its parts: the year runs from the first day of any to the last.
    """
    terms = Term.objects.unscoped("read the school's calendar, which names no person").filter(
        school=school, deleted_at=None
    )
    edges: dict[int, tuple[date, date]] = {}
    for number, starts, ends in terms.values_list("school_year", "starts", "ends"):
        first, last = edges.get(number, (starts, ends))
        edges[number] = min(first, starts), max(last, ends)
    years = sorted(SchoolYear(*span, number) for number, span in edges.items()) if edges else []
    return next((year for year in years if day <= year.ends), years[-1] if years else None)


def school_year_start(school: School, day: date) -> date:
    """The first day of the school's year around a day; August 1 where its calendar is not known."""
    year = school_year_around(school, day)
    if year and year.starts <= day:
        return year.starts
    return date(day.year if day.month >= FIRST_MONTH else day.year - 1, FIRST_MONTH, 1)
