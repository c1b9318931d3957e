"""The school year of a school, as promises and commitments count it."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from trellis.core.community.clock import school_local_time
from trellis.core.community.models import School
from trellis.core.community.school_years import FIRST_MONTH, SchoolYear, school_year_around


def today_at(school: School) -> date:
    """Today's date on the school's clock."""
    return school_local_time(school, timezone.now()).date()


def current_year(school: School) -> SchoolYear:
    """The school's year around today; from August to July where its calendar is not known."""
    today = today_at(school)
    year = school_year_around(school, today)
    if year:
        return year
    return _usual_year(today.year + 1 if today.month >= FIRST_MONTH else today.year)


def year_numbered(school: School, number: int) -> SchoolYear:
    """The school's year that ends in the year `number`."""
    year = school_year_around(school, date(number, 3, 1))
    return year if year and year.number == number else _usual_year(number)


def _usual_year(number: int) -> SchoolYear:
    return SchoolYear(date(number - 1, FIRST_MONTH, 1), date(number, FIRST_MONTH - 1, 31), number)


def year_title(number: int) -> str:
    """A school year as schools write it: 2026–27."""
    return f"{number - 1}–{number % 100:02}"
