"""What the guard found, in words that an advisor can act on. They say what to look at, never what is allowed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time

from django.utils.translation import gettext as _

from trellis.core.foundation.formatting import format_date, format_number, format_time
from trellis.engines.labor import Note, What


def said(note: Note) -> str:
    """One sentence: what is planned, what the rule names, and from when on."""
    params: dict[str, object] = {
        "limit": _figure(note.limit),
        "planned": _figure(note.planned),
        "day": format_date(note.first),
        "times": note.times,
        "task": _(note.title) if note.title else "",
        "law": note.law,
    }
    return SENTENCES[note.what]() % params


def no_pack(state: str) -> str:
    """What is said where Trellis holds no rules of the school's own state."""
    return _("The rules of %(state)s are not in Trellis yet: only the federal ones were looked at.") % {
        "state": state
    }


def no_state() -> str:
    """What is said where nobody wrote down in which state the school is."""
    return _(
        "This school's state is not on record, so only the federal rules were checked. A school leader can add it "
        "under School details."
    )


def no_calendar() -> str:
    """What is said where the school's year is not known."""
    return _(
        "The school calendar is not on record for these days, so it was not checked whether the hours fall within "
        "school hours. It comes with the roster."
    )


def _figure(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, time):
        return format_time(value)
    if isinstance(value, int | float):
        return format_number(value)
    return str(value)


SENTENCES: dict[What, Callable[[], str]] = {
    What.AGE_UNKNOWN: lambda: _(
        "No birth date is known here. This looks as if the student were 14; it may not concern them."
    ),
    What.TOO_YOUNG: lambda: _("Under 14 on %(day)s. Find out what holds for somebody so young."),
    What.DURING_SCHOOL: lambda: _(
        "The hours fall within school hours (first on %(day)s, %(times)s times). For paid work at 14 and 15 the "
        "rule names hours outside school."
    ),
    What.SCHOOL_DAY_HOURS: lambda: _(
        "%(planned)s hours on a school day; the rule names %(limit)s (first on %(day)s)."
    ),
    What.OTHER_DAY_HOURS: lambda: _(
        "%(planned)s hours on a day without school; the rule names %(limit)s (first on %(day)s)."
    ),
    What.SCHOOL_WEEK_HOURS: lambda: _(
        "%(planned)s hours in a school week; the rule names %(limit)s (first in the week of %(day)s)."
    ),
    What.OTHER_WEEK_HOURS: lambda: _(
        "%(planned)s hours in a week without school; the rule names %(limit)s (first in the week of %(day)s)."
    ),
    What.TOO_EARLY: lambda: _("The day begins at %(planned)s; the rule names %(limit)s (first on %(day)s)."),
    What.TOO_LATE: lambda: _("The day ends at %(planned)s; the rule names %(limit)s (first on %(day)s)."),
    What.DAYS_A_WEEK: lambda: _("%(planned)s days a week; the rule names %(limit)s."),
    What.BREAK: lambda: _("%(planned)s hours without a break; the rule names one after %(limit)s."),
    What.TASK: lambda: _("The rules name this work as too dangerous at that age: %(task)s."),
    What.TASK_LEARNER_EXEMPT: lambda: _(
        "%(task)s: for student-learners there is an exemption with conditions. Read them, and keep them in writing."
    ),
    What.AGREEMENT_WANTED: lambda: _(
        "This kind of work wants a written agreement, signed by everybody, before the first day."
    ),
    What.PERMIT: lambda: _("The state asks for working papers before the first day."),
}
