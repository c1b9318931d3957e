"""What day and hour it is where a school stands."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from trellis.community.clock import at_school

__all__ = ["at_school", "day_said", "greeting", "moment_said"]


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
