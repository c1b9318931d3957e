"""What to check before a young person goes to work: the rules on young people's hours.

It warns and names the source. Whether something is allowed is for people to find out, never for this page.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from trellis.core.community.models import CalendarDay, Demographics, School
from trellis.core.community.school_years import school_year_around
from trellis.design.blueprint.package import Package
from trellis.design.blueprint.package.days import DAYS
from trellis.engines import labor

from . import labor_rule_sentences
from .models import InternshipTerms


@dataclass(frozen=True)
class LaborWarning:
    """One thing to check. `source`: where the rule is written. `binding`: whether it applies to such work."""

    sentence: str
    source: str
    binding: bool


def labor_warnings(
    student: UUID, school: School, package: Package, terms: InternshipTerms, signed: bool
) -> list[LaborWarning]:
    """Return the federal and state labor rules that these terms may break, as sentences."""
    findings = labor.review_schedule(_labor_question(student, school, package, terms, signed))
    warnings = [
        LaborWarning(labor_rule_sentences.warning_sentence(note), note.source, note.binding)
        for note in findings.notes
    ]
    if not school.state:
        warnings.append(LaborWarning(labor_rule_sentences.no_state_sentence(), "", True))
    if _school_schedule(school, package, terms.starts) is None:
        warnings.append(LaborWarning(labor_rule_sentences.no_calendar_sentence(), "", True))
    if findings.no_pack:
        warnings.append(LaborWarning(labor_rule_sentences.no_state_rules_sentence(school.state), "", True))
    return warnings


def _labor_question(
    student: UUID, school: School, package: Package, terms: InternshipTerms, signed: bool
) -> labor.WorkSchedule:
    start, end = terms.from_time, terms.to_time
    return labor.WorkSchedule(
        born=_birth_date(student),
        kind=labor.WorkKind(terms.kind),
        state=school.state.upper(),
        first=terms.starts,
        last=terms.ends,
        shifts=tuple(labor.Shift(weekday=day, start=start, end=end) for day in terms.weekdays)
        if start is not None and end is not None
        else (),
        school=_school_schedule(school, package, terms.starts),
        tasks=frozenset(terms.tasks) & {task.key for task in labor.hazardous_tasks()},
        agreement=signed,
    )


def _birth_date(student: UUID) -> date | None:
    backgrounds = Demographics.objects.unscoped("check labor rules by age without showing the age")
    return backgrounds.filter(student=student, deleted_at=None).values_list("birth_date", flat=True).first()


def _school_schedule(school: School, package: Package, day: date) -> labor.SchoolCalendar | None:
    """The school's year around a day: its weekdays and hours, and the days on which it is closed."""
    week = package.calendar.week
    year = school_year_around(school, day)
    if year is None or year.ends < day:
        return None
    days = CalendarDay.objects.unscoped("read the school's calendar, which names no person").filter(
        school=school, kind=CalendarDay.Kind.CLOSED, deleted_at=None
    )
    return labor.SchoolCalendar(
        first=year.starts,
        last=year.ends,
        weekdays=frozenset(DAYS.index(name) + 1 for name in week.days),
        starts=time.fromisoformat(week.starts),
        ends=time.fromisoformat(week.ends),
        closed=frozenset(days.filter(date__range=(year.starts, year.ends)).values_list("date", flat=True)),
    )
