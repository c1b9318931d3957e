"""Minutes of language service provided in a week, typed into a table that several people may edit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community.models import Person
from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.input_parsing import parse_whole_number
from trellis.core.foundation.revisions import EditConflict, FieldDifference

from .models import ServiceMinutes

MinutesByStudent = dict[UUID, dict[str, int]]
"""By student and kind ("" for none)."""
MAX_MINUTES = 3000
"""In a week."""


def parse_minutes(text: str, most: int) -> int:
    """A number of minutes as it was typed. Raises ActionError for what is no number, and for more than `most`."""
    minutes = parse_whole_number(text)
    if minutes is None or minutes > most:
        raise ActionError(_("Enter minutes as a whole number, up to %(most)d.") % {"most": most})
    return minutes


def check_numbers(
    typed: Mapping[str, int],
    shown: Mapping[str, str],
    saved: Mapping[str, int],
    labels: Mapping[str, str],
    same_person: bool = False,
) -> None:
    """Raise EditConflict for each field whose saved number is neither the one that was shown nor the one that was
    typed.

    same_person: nobody but the person writes these numbers.
    """
    differences = [
        FieldDifference(name, str(labels[name]), str(saved[name]), str(number), saved[name], str(number))
        for name, number in typed.items()
        if name in saved and saved[name] != number and str(saved[name]) != shown.get(name, "").strip()
    ]
    if differences:
        raise EditConflict(differences, same_person=same_person)


def save_minutes(
    students: Mapping[UUID, Mapping[str, str]],
    week: date | None,
    by: UUID,
    shown: Mapping[UUID, Mapping[str, str]] | None = None,
) -> int:
    """Save the minutes of service provided to students in a week, as typed, by kind ("" for none). All or none.

    Saving again corrects them; what is left empty stays as it was. Minutes by kind replace those of no kind, and the
    other way round: a week is not counted twice. Returns how many students changed.

    shown: by student and kind, what the page showed. Cells that nobody changed are left alone; a cell that somebody
    else changed meanwhile is an EditConflict with both numbers.
    """
    if week is None or not date(2000, 1, 1) <= week <= timezone.localdate():
        raise ActionError(_("Choose a date in the week, today or earlier."))
    monday = week - timedelta(days=week.weekday())
    changed = _changed_minutes(_parse_minutes(students), shown or {})
    with ledger.act("record language service minutes", by=by, week=monday.isoformat()):
        rows = ServiceMinutes.objects.unscoped("keep one entry of minutes a week and student").filter(
            week=monday
        )
        if shown is not None:
            _check_minutes(rows, changed, shown)
        for student, kinds in changed.items():
            before = rows.filter(student=student)
            (before.exclude(kind="") if "" in kinds else before.filter(kind="")).delete()
            for kind, minutes in kinds.items():
                rows.update_or_create(
                    student_id=student,
                    week=monday,
                    kind=kind,
                    defaults={"minutes": minutes, "by_id": by},
                )
    return len(changed)


def _parse_minutes(students: Mapping[UUID, Mapping[str, str]]) -> MinutesByStudent:
    """The minutes that were typed, without the empty cells. Raises ActionError for what is no number of minutes."""
    return {
        student: {
            kind: parse_minutes(text, MAX_MINUTES)
            for kind, text in kinds.items()
            if text.strip() and kind in ("", *ServiceMinutes.Kind.values)
        }
        for student, kinds in students.items()
    }


def _changed_minutes(typed: MinutesByStudent, shown: Mapping[UUID, Mapping[str, str]]) -> MinutesByStudent:
    """Return the minutes without the cells that hold what the page showed: an old tab changes none of them."""
    changed = {
        student: {
            kind: minutes
            for kind, minutes in kinds.items()
            if str(minutes) != shown.get(student, {}).get(kind, "").strip()
        }
        for student, kinds in typed.items()
    }
    return {student: kinds for student, kinds in changed.items() if kinds}


def _check_minutes(
    rows: QuerySet[ServiceMinutes], changed: MinutesByStudent, shown: Mapping[UUID, Mapping[str, str]]
) -> None:
    """Raise EditConflict where a cell of the week is neither what the page showed nor what was typed."""
    saved: dict[str, int] = {}
    seen, typed, labels = {}, {}, {}
    for student, kind, minutes in rows.filter(student__in=changed).values_list("student", "kind", "minutes"):
        saved[minutes_field(student, kind)] = minutes
    people = Person.objects.unscoped("name the students of cells in a conflict").filter(pk__in=changed)
    names = {person.pk: person.name for person in people}
    for student, kinds in changed.items():
        for kind, minutes in kinds.items():
            field = minutes_field(student, kind)
            typed[field], seen[field] = minutes, shown.get(student, {}).get(kind, "")
            labels[field] = names.get(student, "")
    check_numbers(typed, seen, saved, labels)


def minutes_field(student: UUID, kind: str) -> str:
    """What the field is called in which minutes of a kind are typed."""
    return f"minutes-{student}-{kind}" if kind else f"minutes-{student}"
