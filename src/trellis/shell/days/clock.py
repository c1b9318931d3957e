"""What day and hour it is where a school stands."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from trellis.community.models import School


def at_school(school: School | None, now: datetime) -> datetime:
    """`now` on the school's own clock; UTC where it has none that this machine knows."""
    try:
        return now.astimezone(ZoneInfo(school.time_zone if school else "UTC"))
    except (ZoneInfoNotFoundError, ValueError):
        return now.astimezone(ZoneInfo("UTC"))


def greeting(here: datetime, first_name: str) -> str:
    """A word that fits the hour."""
    name = {"name": first_name}
    if here.hour < 12:
        return _("Good morning, %(name)s") % name
    if here.hour < 17:
        return _("Good afternoon, %(name)s") % name
    return _("Good evening, %(name)s") % name


def day_said(day: date) -> str:
    """E.g. "Tue, November 24" in the reader's language."""
    return f"{date_format(day, 'D')}, {date_format(day, 'MONTH_DAY_FORMAT')}"


def moment_said(moment: datetime, here: datetime) -> str:
    """A day and an hour on the school's clock."""
    there = moment.astimezone(here.tzinfo)
    return f"{day_said(there.date())}, {time_format(there.time(), 'TIME_FORMAT')}"
