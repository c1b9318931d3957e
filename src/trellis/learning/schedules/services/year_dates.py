"""Writing the dates of a school's year: starting it, drafting, and changing one date by hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community.models import School, Term
from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.revisions import save_if_current
from trellis.design.blueprint.selectors import package_for_school
from trellis.design.blueprint.wording import Wording, wording_of
from trellis.engines.timetable import year as engine

from ..models import SchoolYearPlan, YearDate
from ..year_question import DRAFTED, read_question
from ..year_wording import REFUSALS, term_title

Kind = YearDate.Kind
REASON = "write the dates of a school's year, which name no person"
WITHIN = (Kind.TERM, Kind.INTERNSHIPS, Kind.EXHIBITIONS, Kind.PLAN_MEETINGS, Kind.CLOSED)
"""Kinds of dates that are within the school year."""
SAME_WEEKDAY = timedelta(weeks=52)
"""After which a year has the same weekday on nearly the same date."""


@dataclass(frozen=True)
class DateFields:
    """What a person enters about one date."""

    title: str
    starts: date
    ends: date


def dates_of(plan: SchoolYearPlan) -> QuerySet[YearDate]:
    """The dates of a plan, removed ones aside, in order."""
    rows = YearDate.objects.unscoped(REASON).filter(plan=plan, removed_at=None)
    return rows.order_by("starts", "ends", "pk")


def start_year(
    school: School, school_year: int, values: dict[str, object], by: UUID | None
) -> SchoolYearPlan:
    """Start the plan of a year and draft its dates. A plan that is there already is returned as it is.

    Terms that a roster brought for this year are taken over as dates that stay. So are last year's days without
    school, moved by 52 weeks, for a person to check.
    """
    with ledger.act("start a school year", by=by, about=school.pk, school_year=school_year):
        plan, created = SchoolYearPlan.objects.unscoped(REASON).get_or_create(
            school=school, school_year=school_year, defaults={**values, "revision": 1}
        )
        if created:
            _take_over_terms(plan)
            _copy_closed_days(plan)
            draft_dates(plan, by)
    return plan


def _copy_closed_days(plan: SchoolYearPlan) -> None:
    earlier = YearDate.objects.unscoped(REASON).filter(
        plan__school=plan.school_id,
        plan__school_year=plan.school_year - 1,
        kind=Kind.CLOSED,
        removed_at=None,
    )
    for row in earlier:
        starts, ends = row.starts + SAME_WEEKDAY, row.ends + SAME_WEEKDAY
        if plan.first_day <= starts and ends <= plan.last_day:
            YearDate.objects.create(
                plan=plan,
                kind=Kind.CLOSED,
                title=row.title,
                starts=starts,
                ends=ends,
                fixed=True,
                revision=1,
            )


def change_plan(
    plan: SchoolYearPlan, values: dict[str, object], seen: int | None, by: UUID
) -> SchoolYearPlan:
    """Change what the dates are drafted from. The dates stay as they are until they are drafted again.

    Raises EditConflict where somebody wrote since, and ActionError for a year that cannot be.
    """
    with ledger.act("change a school year", by=by, about=plan.school_id, school_year=plan.school_year):
        labels = {
            "first_day": _("First day"),
            "last_day": _("Last day"),
            "required_days": _("School days required"),
            "students": _("Students"),
            "panels": _("Panels at the same time"),
            "exhibition_minutes_a_day": _("Minutes a day for each panel"),
            "weeks_before_internships": _("Weeks before internships start"),
        }
        return save_if_current(plan, values, seen, labels)


def draft_dates(plan: SchoolYearPlan, by: UUID | None) -> list[YearDate]:
    """Draft the dates of a plan anew. What a person set stays; the rest moves, each date under its own id.

    Raises ActionError in words for a year that cannot be.
    """
    with ledger.act("draft the dates of a year", by=by, about=plan.school_id, school_year=plan.school_year):
        rows = list(dates_of(plan))
        question = read_question(plan, package_for_school(plan.school_id), rows)
        try:
            drafted = engine.draft_year(question)
        except engine.YearRefusedError as error:
            raise ActionError(str(REFUSALS[error.refusal])) from None
        _write_draft(plan, [row for row in rows if row.kind in DRAFTED and not row.fixed], drafted)
    return list(dates_of(plan))


def _write_draft(plan: SchoolYearPlan, rows: list[YearDate], drafted: Iterable[engine.YearDate]) -> None:
    left_over = {(row.kind, row.number): row for row in rows}
    for each in drafted:
        if each.fixed:
            continue
        row = left_over.pop((each.kind.value, each.number), None)
        if row is None:
            row = YearDate(plan=plan, kind=each.kind.value, number=each.number)
        if row.revision == 0 or (row.starts, row.ends) != (each.starts, each.ends):
            row.starts, row.ends, row.revision = each.starts, each.ends, row.revision + 1
            row.save()
    for row in left_over.values():
        _remove_row(row)


def _remove_row(row: YearDate) -> None:
    """Remove a date; one that everybody sees stays for them until the next adoption."""
    if row.adopted_starts is None and row.term_id is None:
        row.delete()
    else:
        row.removed_at = timezone.now()
        row.save()


def add_date(plan: SchoolYearPlan, kind: str, fields: DateFields, by: UUID) -> YearDate:
    """Add a date by hand. A term takes the first number that is free. The same date again is added once."""
    with ledger.act("add a date to a year", by=by, about=plan.school_id, kind=kind):
        same = dates_of(plan).filter(kind=kind, starts=fields.starts, ends=fields.ends, title=fields.title)
        if existing := same.first():
            return existing
        row = YearDate(plan=plan, kind=kind, fixed=True, revision=1)
        if kind == Kind.TERM:
            row.number = _free_number(plan)
        check_date(plan, kind, fields, row.pk, row.number)
        row.title, row.starts, row.ends = fields.title, fields.starts, fields.ends
        row.save(force_insert=True)
        return row


def change_date(row: YearDate, fields: DateFields, seen: int | None, by: UUID) -> None:
    """Change a date by hand; drafting leaves it from then on. Raises EditConflict where somebody wrote since."""
    with ledger.act("change a date of a year", by=by, about=row.plan.school_id, kind=row.kind):
        check_date(row.plan, row.kind, fields, row.pk, row.number)
        values = {"title": fields.title, "starts": fields.starts, "ends": fields.ends, "fixed": True}
        labels = {"title": _("Title"), "starts": _("First day"), "ends": _("Last day")}
        save_if_current(row, values, seen, labels)


def release_date(row: YearDate, by: UUID) -> None:
    """Let drafts move a date again that a person had set."""
    with ledger.act("release a date of a year", by=by, about=row.plan.school_id, kind=row.kind):
        save_if_current(row, {"fixed": False}, None, {})


def remove_date(row: YearDate, by: UUID) -> None:
    """Remove a date, so that it can be restored."""
    with ledger.act("remove a date from a year", by=by, about=row.plan.school_id, kind=row.kind):
        save_if_current(row, {"removed_at": timezone.now()}, None, {})


def restore_date(row: YearDate, by: UUID) -> None:
    """Undo a removal; the date is one that a person set. Raises ActionError where another term took its place."""
    with ledger.act("restore a date of a year", by=by, about=row.plan.school_id, kind=row.kind):
        check_date(row.plan, row.kind, DateFields(row.title, row.starts, row.ends), row.pk, row.number)
        save_if_current(row, {"removed_at": None, "fixed": True}, None, {})


def check_date(plan: SchoolYearPlan, kind: str, fields: DateFields, key: UUID, number: int | None) -> None:
    """Raise ActionError for a date that is backward or outside of the year, and for a term that overlaps another."""
    if fields.ends < fields.starts:
        raise ActionError(_("The last day is before the first day. Check both."), field="ends")
    outside = fields.starts < plan.first_day or fields.ends > plan.last_day
    if kind in WITHIN and outside:
        raise ActionError(_("This is outside of the school year. Check the days."), field="starts")
    if kind == Kind.TERM:
        _check_term(plan, fields, key, number or 0)


def _check_term(plan: SchoolYearPlan, fields: DateFields, key: UUID, number: int) -> None:
    for other in dates_of(plan).filter(kind=Kind.TERM).exclude(pk=key):
        before = (other.number or 0) < number
        in_order = other.ends < fields.starts if before else fields.ends < other.starts
        if other.number == number or not in_order:
            words = wording_of(plan.school_id)
            raise ActionError(
                _("%(term)s overlaps this or is out of order. Check both.")
                % {"term": term_title(other.number or 0, words)},
                field="starts",
            )


def _free_number(plan: SchoolYearPlan) -> int:
    package = package_for_school(plan.school_id)
    count = read_question(plan, package, ()).terms
    taken = set(dates_of(plan).filter(kind=Kind.TERM).values_list("number", flat=True))
    free = [number for number in range(1, count + 1) if number not in taken]
    if not free:
        words = Wording(package)
        raise ActionError(_("All %(terms)s have dates. Change one of them.") % {"terms": words.many["term"]})
    return free[0]


def terms_from_elsewhere(school: School, school_year: int) -> QuerySet[Term]:
    """Terms of this year that adopting did not write: a roster brought them, for the school or its whole network."""
    own_ids = YearDate.objects.unscoped(REASON).filter(plan__school=school, term__isnull=False).values("term")
    year_ids = (
        SchoolYearPlan.objects.unscoped(REASON).filter(school=school, term__isnull=False).values("term")
    )
    terms = Term.objects.unscoped(REASON).filter(school_year=school_year, deleted_at=None)
    of_school = terms.filter(school=school).exclude(pk__in=own_ids).exclude(pk__in=year_ids)
    return of_school if of_school.exists() else terms.filter(school=None, network=school.network_id)


def _take_over_terms(plan: SchoolYearPlan) -> None:
    """Take over the roster's terms as dates that stay, where they are as many as the model has."""
    count = read_question(plan, package_for_school(plan.school_id), ()).terms
    words = wording_of(plan.school_id)
    parts = terms_from_elsewhere(plan.school, plan.school_year).exclude(kind=Term.Kind.YEAR)
    for kind in Term.Kind.values:
        terms = list(parts.filter(kind=kind).order_by("starts"))
        in_year = all(plan.first_day <= term.starts and term.ends <= plan.last_day for term in terms)
        in_order = all(a.ends < b.starts for a, b in pairwise(terms))
        if len(terms) == count and in_year and in_order:
            for number, term in enumerate(terms, start=1):
                YearDate.objects.create(
                    plan=plan,
                    kind=Kind.TERM,
                    title="" if term.title == term_title(number, words) else term.title[:80],
                    starts=term.starts,
                    ends=term.ends,
                    number=number,
                    fixed=True,
                    revision=1,
                )
            return
