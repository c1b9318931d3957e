"""What day and hour it is where a school stands."""

from __future__ import annotations

import re
from datetime import date, datetime

from babel import Locale, UnknownLocaleError
from django.utils.formats import date_format, time_format
from django.utils.translation import get_language
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
    """E.g. "Tue, November 24" in the reader's language, in the order in which it is written there."""
    words = {"E": date_format(day, "D"), "c": date_format(day, "D"), "d": str(day.day)}
    words |= {"M": str(day.month), "MMM": date_format(day, "F"), "MMMM": date_format(day, "F")}
    words |= {"LLL": words["MMM"], "LLLL": words["MMM"]}
    return re.sub(r"%\((\w+)\)s", lambda part: words.get(part[1]) or words[part[1][0]], _pattern())


def _pattern() -> str:
    """How a weekday and a day of a month stand together: "%(E)s, %(MMM)s %(d)s" in English."""
    try:
        known = Locale.parse(get_language() or "en", sep="-").datetime_skeletons
    except (UnknownLocaleError, ValueError):
        known = Locale("en").datetime_skeletons
    return str((known.get("MMMMEd") or known["MMMEd"]).format)


def moment_said(moment: datetime, here: datetime) -> str:
    """A day and an hour on the school's clock."""
    there = moment.astimezone(here.tzinfo)
    return f"{day_said(there.date())}, {time_format(there.time(), 'TIME_FORMAT')}"
