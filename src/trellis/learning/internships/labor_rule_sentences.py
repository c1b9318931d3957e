"""What a review of the labor rules found, in words that an advisor can act on: what to check, never what is allowed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time

from django.utils.translation import gettext as _

from trellis.core.foundation.formatting import format_date, format_number, format_time
from trellis.engines.labor import LaborNote, NoteKind


def warning_sentence(note: LaborNote) -> str:
    """One sentence: what is planned, what the rule names, and from when on."""
    params: dict[str, object] = {
        "limit": _format_figure(note.limit),
        "planned": _format_figure(note.planned),
        "day": format_date(note.first),
        "times": note.times,
        "task": _(note.title) if note.title else "",
        "law": note.law,
    }
    return SENTENCES[note.what]() % params


def no_state_rules_sentence(state: str) -> str:
    """The sentence for a state whose rules Trellis does not have."""
    return _("Trellis does not have the rules for %(state)s yet. Only the federal rules were checked.") % {
        "state": state
    }


def no_state_sentence() -> str:
    """The sentence for a school whose state is not on file."""
    return _(
        "This school’s state is not on file, so only the federal rules were checked. A school "
        "leader can add it under School details."
    )


def no_calendar_sentence() -> str:
    """The sentence for days that no school calendar covers."""
    return _(
        "There is no school calendar for these days. We could not check whether the hours are "
        "during school hours. The calendar comes with the roster."
    )


def _format_figure(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, time):
        return format_time(value)
    if isinstance(value, int | float):
        return format_number(value)
    return str(value)


SENTENCES: dict[NoteKind, Callable[[], str]] = {
    NoteKind.AGE_UNKNOWN: lambda: _(
        "No birth date is on file. These points are for a student who is 14, so they may not apply."
    ),
    NoteKind.TOO_YOUNG: lambda: _("Under 14 on %(day)s. Find out which rules apply at this age."),
    NoteKind.DURING_SCHOOL: lambda: _(
        "First on %(day)s: the hours are during school hours. Number of days: %(times)s. For "
        "paid work at ages 14 and 15, the rule is outside school hours only."
    ),
    NoteKind.SCHOOL_DAY_HOURS: lambda: _(
        "First on %(day)s: %(planned)s hours on a school day. The limit in the rule is %(limit)s."
    ),
    NoteKind.OTHER_DAY_HOURS: lambda: _(
        "First on %(day)s: %(planned)s hours on a day without school. The limit in the rule is %(limit)s."
    ),
    NoteKind.SCHOOL_WEEK_HOURS: lambda: _(
        "First in the week of %(day)s: %(planned)s hours in a school week. The limit in the rule "
        "is %(limit)s."
    ),
    NoteKind.OTHER_WEEK_HOURS: lambda: _(
        "First in the week of %(day)s: %(planned)s hours in a week without school. The limit in "
        "the rule is %(limit)s."
    ),
    NoteKind.TOO_EARLY: lambda: _(
        "First on %(day)s: the day starts at %(planned)s. The earliest time in the rule is %(limit)s."
    ),
    NoteKind.TOO_LATE: lambda: _(
        "First on %(day)s: the day ends at %(planned)s. The latest time in the rule is %(limit)s."
    ),
    NoteKind.DAYS_A_WEEK: lambda: _("%(planned)s days a week. The limit in the rule is %(limit)s."),
    NoteKind.BREAK: lambda: _(
        "%(planned)s hours without a break. The rule names a break after %(limit)s hours."
    ),
    NoteKind.TASK: lambda: _("The rules name this work as too dangerous at this age: %(task)s."),
    NoteKind.TASK_LEARNER_EXEMPT: lambda: _(
        "%(task)s: there is an exemption for student-learners, with conditions. Read the "
        "conditions and put them in writing."
    ),
    NoteKind.AGREEMENT_WANTED: lambda: _(
        "This kind of work needs a written agreement, signed by everyone, before the first day."
    ),
    NoteKind.PERMIT: lambda: _("The state requires working papers before the first day."),
}
