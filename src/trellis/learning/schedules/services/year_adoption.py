"""Adopting the dates of a year: they become the school's terms and the days of its calendar.

What is read is compared with what is there first (`read_adoption`), so that the page can say what will change. Terms
that a roster brought stay, and so does every day of the calendar that adopting did not write.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, ProtectedError, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from trellis.core.community.models import CalendarDay, School, Term
from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.formatting import format_sentence_list
from trellis.core.foundation.languages import ui_language
from trellis.design.blueprint.selectors import package_for_school
from trellis.design.blueprint.wording import Wording
from trellis.engines.timetable.year import DateSpan

from ..models import SchoolYearPlan, YearDate
from ..year_question import read_question
from ..year_wording import date_title, year_title
from .year_dates import REASON, dates_of, terms_from_elsewhere

Kind = YearDate.Kind
DayKind = CalendarDay.Kind
TERM_KINDS = {1: Term.Kind.YEAR, 2: Term.Kind.SEMESTER, 3: Term.Kind.TERM}
"""The kind of a term by how many a year has; four and more are grading periods."""
NOTE_LENGTH = 120


@dataclass(frozen=True)
class Adoption:
    """What adopting would do. days: what the calendar would hold, by date: kind and note.

    added, changed: dates to write; removed: dates that adopting wrote and that are open again; blocked: dates with
    another entry that adopting did not write. terms: rows of the plan that become terms. has_roster_terms: this year
    has terms from elsewhere, which stay. changed_dates: rows that everybody sees otherwise, or not yet.
    """

    days: dict[date, tuple[str, str]]
    added: list[date]
    changed: list[date]
    removed: list[date]
    blocked: list[date]
    terms: list[YearDate]
    has_roster_terms: bool
    year_changed: bool
    changed_dates: list[YearDate]
    digest: str

    @property
    def closed_days(self) -> int:
        return sum(kind == DayKind.CLOSED for kind, _note in self.days.values())

    @property
    def exhibition_days(self) -> int:
        return sum(kind == DayKind.EXHIBITION for kind, _note in self.days.values())

    @property
    def is_done(self) -> bool:
        """Whether everybody sees these dates already."""
        changes = self.added or self.changed or self.removed or self.changed_dates
        return not (changes or self.year_changed)


def read_adoption(plan: SchoolYearPlan) -> Adoption:
    """Compare the dates of a plan with the school's calendar and terms."""
    rows = list(dates_of(plan))
    removed_rows = removed_dates(plan).filter(adopted_starts__isnull=False)
    days = _calendar_days(plan, rows)
    existing = {day.date: day for day in _days_of(plan.school, days, plan.adopted_days)}
    adopted = {day.date for day in existing.values() if plan.adopted_days.get(f"{day.date}") == str(day.pk)}
    other_terms = terms_from_elsewhere(plan.school, plan.school_year).exists()
    return Adoption(
        days=days,
        added=[day for day in days if day not in existing],
        changed=[
            day for day in days if day in adopted and days[day] != (existing[day].kind, existing[day].note)
        ],
        removed=sorted(day for day in adopted if day not in days),
        blocked=[
            day
            for day in days
            if day in existing and day not in adopted and existing[day].kind != days[day][0]
        ],
        terms=[] if other_terms else [row for row in rows if row.kind == Kind.TERM],
        has_roster_terms=other_terms,
        year_changed=plan.adopted_at is None or not (other_terms or _is_year_written(plan)),
        changed_dates=[*(row for row in rows if not _is_adopted(row)), *removed_rows],
        digest=_digest(plan, rows),
    )


def removed_dates(plan: SchoolYearPlan) -> QuerySet[YearDate]:
    """The dates that were removed and can be restored, the latest first."""
    rows = YearDate.objects.unscoped(REASON).filter(plan=plan, removed_at__isnull=False)
    return rows.order_by("-removed_at")


def _is_year_written(plan: SchoolYearPlan) -> bool:
    terms = Term.objects.unscoped(REASON).filter(pk=plan.term_id, starts=plan.first_day, ends=plan.last_day)
    return terms.exists()


def _is_adopted(row: YearDate) -> bool:
    return (row.adopted_title, row.adopted_starts, row.adopted_ends) == (row.title, row.starts, row.ends)


def _digest(plan: SchoolYearPlan, rows: Iterable[YearDate]) -> str:
    """Of the dates as a page shows them: who presses the button adopts what they saw."""
    lines = [f"{plan.first_day} {plan.last_day}"]
    lines += [f"{row.pk} {row.kind} {row.title} {row.starts} {row.ends}" for row in rows]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def _calendar_days(plan: SchoolYearPlan, rows: list[YearDate]) -> dict[date, tuple[str, str]]:
    """What the calendar holds by date: exhibition days, and days without school on what would be school days."""
    package = package_for_school(plan.school_id)
    open_year = read_question(plan, package, (row for row in rows if row.kind != Kind.CLOSED))
    days: dict[date, tuple[str, str]] = {}
    for kind, day_kind in ((Kind.EXHIBITIONS, DayKind.EXHIBITION), (Kind.CLOSED, DayKind.CLOSED)):
        for row in rows:
            if row.kind == kind:
                school_days = open_year.school_days_in(DateSpan(row.starts, row.ends))
                days |= dict.fromkeys(school_days, (day_kind.value, row.title[:NOTE_LENGTH]))
    return dict(sorted(days.items()))


def _days_of(school: School, days: Iterable[date], adopted_days: dict[str, str]) -> QuerySet[CalendarDay]:
    dates = {*days, *(date.fromisoformat(day) for day in adopted_days)}
    return CalendarDay.objects.unscoped(REASON).filter(school=school, date__in=dates)


def adopt_dates(plan: SchoolYearPlan, shown: str | None, by: UUID | None) -> Adoption:
    """Write the terms and the calendar of a year, and show its dates to everybody. Again, it changes nothing.

    shown: the digest of the dates that the person saw; None where nothing was shown. Raises ActionError where they
    changed since, and where a removed term is in use.
    """
    with ledger.act("adopt the dates of a year", by=by, about=plan.school_id, school_year=plan.school_year):
        plans = SchoolYearPlan.objects.unscoped(REASON).select_for_update().select_related("school")
        plan = plans.get(pk=plan.pk)
        adoption = read_adoption(plan)
        if shown is not None and shown != adoption.digest:
            raise ActionError(_("The dates changed while you had this page open. Check them again."))
        if adoption.is_done:
            return adoption
        _drop_removed(plan)
        if not adoption.has_roster_terms:
            _write_terms(plan, adoption.terms)
        plan.adopted_days = _write_days(plan, adoption)
        plan.adopted_at = timezone.now()
        plan.save()
        dates_of(plan).update(
            adopted_title=F("title"),
            adopted_starts=F("starts"),
            adopted_ends=F("ends"),
            modified=timezone.now(),
        )
        return adoption


def _drop_removed(plan: SchoolYearPlan) -> None:
    """Delete the dates that were removed, and the terms that adopting wrote for them."""
    in_use: list[str] = []
    for row in removed_dates(plan):
        term = Term.objects.unscoped(REASON).filter(pk=row.term_id).first() if row.term_id else None
        try:
            if term:
                term.delete()
            row.delete()
        except ProtectedError:
            in_use.append(term.title if term else "")
    if in_use:
        raise ActionError(
            _("There is work in %(terms)s already. Undo the removal, then use these dates.")
            % {"terms": format_sentence_list(in_use)}
        )


def _write_days(plan: SchoolYearPlan, adoption: Adoption) -> dict[str, str]:
    """Write the days of the calendar. Return the ids of those that adopting wrote, by date."""
    rows = CalendarDay.objects.unscoped(REASON).filter(school=plan.school)
    own_ids = dict(plan.adopted_days)
    rows.filter(pk__in=[own_ids.pop(f"{day}") for day in adoption.removed]).delete()
    for day in adoption.changed:
        kind, note = adoption.days[day]
        rows.filter(pk=own_ids[f"{day}"]).update(kind=kind, note=note, modified=timezone.now())
    new_days = [
        CalendarDay(school=plan.school, date=day, kind=adoption.days[day][0], note=adoption.days[day][1])
        for day in adoption.added
    ]
    CalendarDay.objects.bulk_create(new_days)
    return own_ids | {f"{day.date}": str(day.pk) for day in new_days}


def _write_terms(plan: SchoolYearPlan, rows: list[YearDate]) -> None:
    """Write the year and its terms, named in the language of the model; a term that is there already is updated."""
    package = package_for_school(plan.school_id)
    count = read_question(plan, package, ()).terms
    kind = TERM_KINDS.get(count, Term.Kind.GRADING_PERIOD)
    language = ui_language(package.languages[0]) if package else "en"
    with translation.override(language):
        words = Wording(package, language)
        titles = {row.pk: date_title(row.kind, row.title, row.number, words) for row in rows}
    shared = {"network_id": plan.school.network_id, "school": plan.school, "school_year": plan.school_year}
    plan.term = _write_term(
        plan.term_id,
        shared
        | {
            "kind": Term.Kind.YEAR,
            "title": year_title(plan.school_year, plan.first_day, plan.last_day),
            "starts": plan.first_day,
            "ends": plan.last_day,
        },
    )
    if kind == Term.Kind.YEAR:
        return
    for row in rows:
        span = {"kind": kind, "title": titles[row.pk], "starts": row.starts, "ends": row.ends}
        row.term = _write_term(row.term_id, shared | span | {"parent": plan.term})
        row.save()


def _write_term(term_id: UUID | None, values: dict[str, object]) -> Term:
    terms = Term.objects.unscoped(REASON)
    return terms.update_or_create(pk=term_id, defaults=values)[0] if term_id else terms.create(**values)
