"""Looking at a schedule, day by day and week by week."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from typing import TypeVar

from .inputs import Shift, WorkKind, WorkSchedule, check_schedule
from .results import LaborNote, LaborReview, NoteKind
from .rules import FEDERAL, AgeBand, LaborLaw, hazardous_tasks, laws

ADULT_AGE, MIDDLE_AGE, YOUNGEST_AGE = 18, 16, 14
ONE_DAY = timedelta(days=1)
Limit = TypeVar("Limit", float, time)


@dataclass
class _NoteCollector:
    """Notes so far, one for each thing (and task), counted."""

    notes: dict[tuple[NoteKind, str], LaborNote] = field(default_factory=dict)

    def add(self, note: LaborNote) -> None:
        key = (note.what, note.task)
        existing = self.notes.get(key)
        self.notes[key] = replace(existing, times=existing.times + note.times) if existing else note


def review_schedule(schedule: WorkSchedule) -> LaborReview:
    """Return everything that the federal rules, and the state's where they are known, name about a schedule.

    Raises InvalidInputError for a schedule that cannot be.
    """
    check_schedule(schedule, frozenset(task.key for task in hazardous_tasks()))
    laws_by_state = laws()
    applied_laws = [
        laws_by_state[FEDERAL],
        *(
            [laws_by_state[schedule.state]]
            if schedule.state in laws_by_state and schedule.state != FEDERAL
            else []
        ),
    ]
    collected = _NoteCollector()
    for day in _work_days(schedule):
        for note in _day_notes(schedule, applied_laws, day):
            collected.add(note)
    for monday in _work_weeks(schedule):
        for note in _week_notes(schedule, applied_laws, monday):
            collected.add(note)
    for note in _placement_notes(schedule, applied_laws):
        collected.add(note)
    binding = schedule.kind != WorkKind.UNPAID
    order = list(NoteKind)
    notes = sorted(collected.notes.values(), key=lambda note: (order.index(note.what), note.task))
    return LaborReview(
        tuple(replace(note, binding=binding or note.what == NoteKind.AGE_UNKNOWN) for note in notes),
        tuple(law.law for law in applied_laws),
        bool(schedule.state) and schedule.state not in laws_by_state,
        schedule.born is None,
    )


def age_on(born: date | None, day: date) -> int:
    """Age in whole years; 14 where it is not known."""
    if born is None:
        return YOUNGEST_AGE
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _comparable_kind(kind: WorkKind) -> WorkKind:
    """What unpaid learning is compared with."""
    return WorkKind.PAID if kind == WorkKind.UNPAID else kind


def _applicable_bands(
    schedule: WorkSchedule, applied_laws: list[LaborLaw], day: date
) -> list[tuple[str, AgeBand]]:
    age = max(YOUNGEST_AGE, age_on(schedule.born, day))
    if age >= ADULT_AGE:
        return []
    kind = _comparable_kind(schedule.kind)
    if kind == WorkKind.WECEP and age >= MIDDLE_AGE:
        kind = WorkKind.PAID  # the program ends at sixteen
    return [(law.law, band) for law in applied_laws if (band := law.band(age, kind))]


def _work_days(schedule: WorkSchedule) -> Iterator[date]:
    """Days on which there is work and the student is not grown up."""
    weekdays = {shift.weekday for shift in schedule.shifts}
    day = schedule.first
    while day <= schedule.until:
        if day.isoweekday() in weekdays and age_on(schedule.born, day) < ADULT_AGE:
            yield day
        day += ONE_DAY


def _work_weeks(schedule: WorkSchedule) -> Iterator[date]:
    """Mondays of the weeks with such days."""
    yield from sorted({day - ONE_DAY * (day.isoweekday() - 1) for day in _work_days(schedule)})


def _is_school_day(schedule: WorkSchedule, day: date) -> bool:
    return schedule.school.on(day) if schedule.school else day.isoweekday() <= 5


def _shifts_on(schedule: WorkSchedule, day: date) -> list[Shift]:
    return [shift for shift in schedule.shifts if shift.weekday == day.isoweekday()]


def _total_hours(shifts: list[Shift]) -> float:
    return sum(shift.span[1] - shift.span[0] - shift.break_minutes for shift in shifts) / 60


def _strictest_limit(
    bands: list[tuple[str, AgeBand]], limit: Callable[[AgeBand], Limit | None], most: bool = True
) -> tuple[Limit, str, str] | None:
    """The strictest limit that the bands name, with its law and source: the lowest, or the highest of an hour from
    which on one may begin (`most` False). Of equals the federal one, which comes first."""
    named = [(value, law, band.source) for law, band in bands if (value := limit(band)) is not None]
    if not named:
        return None
    return (min if most else max)(named, key=lambda named_limit: named_limit[0])


def _day_notes(schedule: WorkSchedule, applied_laws: list[LaborLaw], day: date) -> Iterator[LaborNote]:
    bands, shifts = _applicable_bands(schedule, applied_laws, day), _shifts_on(schedule, day)
    if not bands:
        return
    school = _is_school_day(schedule, day)
    if school:
        yield from _during_school_notes(schedule, bands, shifts, day)
    what = NoteKind.SCHOOL_DAY_HOURS if school else NoteKind.OTHER_DAY_HOURS
    eve = _is_school_day(schedule, day + ONE_DAY)
    named = _strictest_limit(bands, lambda band: _day_limit(band, school, eve))
    if named and _total_hours(shifts) > named[0]:
        yield LaborNote(what, named[1], named[2], day, named[0], _total_hours(shifts))
    yield from _clock_notes(schedule, bands, shifts, day, eve)
    named = _strictest_limit(bands, lambda band: band.break_after)
    longest = max(_total_hours([shift]) if not shift.break_minutes else 0 for shift in shifts)
    if named and longest > named[0]:
        yield LaborNote(NoteKind.BREAK, named[1], named[2], day, named[0], longest)


def _day_limit(band: AgeBand, school: bool, eve: bool) -> float | None:
    if school and (eve or not band.eve_only):
        return band.school_day if band.school_day is not None else band.other_day
    return band.other_day


def _during_school_notes(
    schedule: WorkSchedule, bands: list[tuple[str, AgeBand]], shifts: list[Shift], day: date
) -> Iterator[LaborNote]:
    starts, ends = (schedule.school.starts, schedule.school.ends) if schedule.school else (time(8), time(15))
    within = [s for s in shifts if s.start < ends and starts < s.end]
    named = next(((law, band.source) for law, band in bands if not band.during_school), None)
    if within and named:
        yield LaborNote(NoteKind.DURING_SCHOOL, *named, day, None, _total_hours(within))


def _clock_notes(
    schedule: WorkSchedule, bands: list[tuple[str, AgeBand]], shifts: list[Shift], day: date, eve: bool
) -> Iterator[LaborNote]:
    out = not _is_school_week(schedule, day - ONE_DAY * (day.isoweekday() - 1))
    begins, ends = min(shift.start for shift in shifts), max(shift.end for shift in shifts)
    named = _strictest_limit(bands, lambda band: (out and band.earliest_out) or band.earliest, most=False)
    if named and begins < named[0]:
        yield LaborNote(NoteKind.TOO_EARLY, named[1], named[2], day, named[0], begins)
    named = _strictest_limit(bands, lambda band: _latest_end(band, day, eve, out))
    if named and ends > named[0]:
        yield LaborNote(NoteKind.TOO_LATE, named[1], named[2], day, named[0], ends)


def _latest_end(band: AgeBand, day: date, eve: bool, out: bool) -> time | None:
    """The hour by which a day ends; None where the band names none for such a day."""
    if band.summer and date(day.year, *band.summer.starts) <= day <= labor_day(day.year):
        return band.summer.latest
    if out and band.latest_out:
        return band.latest_out
    if not eve and band.latest_free:
        return band.latest_free
    return band.latest


def labor_day(year: int) -> date:
    """The first Monday of September."""
    first = date(year, 9, 1)
    return first + ONE_DAY * ((8 - first.isoweekday()) % 7)


def _is_school_week(schedule: WorkSchedule, monday: date) -> bool:
    return any(_is_school_day(schedule, monday + ONE_DAY * n) for n in range(7))


def _week_notes(schedule: WorkSchedule, applied_laws: list[LaborLaw], monday: date) -> Iterator[LaborNote]:
    worked = [day for n in range(7) if schedule.first <= (day := monday + ONE_DAY * n) <= schedule.until]
    worked = [day for day in worked if _shifts_on(schedule, day) and age_on(schedule.born, day) < ADULT_AGE]
    bands = _applicable_bands(schedule, applied_laws, worked[0])
    hours = sum(_total_hours(_shifts_on(schedule, day)) for day in worked)
    school = _is_school_week(schedule, monday)
    named = _strictest_limit(bands, lambda band: band.school_week if school else band.other_week)
    if named and hours > named[0]:
        what = NoteKind.SCHOOL_WEEK_HOURS if school else NoteKind.OTHER_WEEK_HOURS
        yield LaborNote(what, named[1], named[2], monday, named[0], hours)
    named = _strictest_limit(bands, lambda band: band.days)
    if named and len(worked) > named[0]:
        yield LaborNote(NoteKind.DAYS_A_WEEK, named[1], named[2], monday, named[0], len(worked))


def _placement_notes(schedule: WorkSchedule, applied_laws: list[LaborLaw]) -> Iterator[LaborNote]:
    """What concerns the placement as a whole, as it stands on its first day."""
    age, day = age_on(schedule.born, schedule.first), schedule.first
    if age >= ADULT_AGE:
        return
    if schedule.born is None:
        yield LaborNote(NoteKind.AGE_UNKNOWN, FEDERAL, "", day)
    least = applied_laws[0].least_age
    if least is not None and age < least:
        yield LaborNote(NoteKind.TOO_YOUNG, FEDERAL, applied_laws[0].least_age_source, day, least, age)
    agreement_bands = [
        (law, band) for law, band in _applicable_bands(schedule, applied_laws, day) if band.agreement
    ]
    learner = schedule.kind == WorkKind.STUDENT_LEARNER
    if not schedule.agreement and (agreement_bands or learner):
        source = agreement_bands[0][1].source if agreement_bands else "29 CFR 570.50(c)"
        yield LaborNote(NoteKind.AGREEMENT_WANTED, FEDERAL, source, day)
    for law in applied_laws:
        if law.permit and age < law.permit.under:
            yield LaborNote(NoteKind.PERMIT, law.law, law.permit.source, day, law.permit.under, age)
    yield from _task_notes(schedule, age, learner)


def _task_notes(schedule: WorkSchedule, age: int, learner: bool) -> Iterator[LaborNote]:
    for task in hazardous_tasks():
        if task.key not in schedule.tasks or age >= task.least_age:
            continue
        exempt = learner and task.learner_exempt and age >= MIDDLE_AGE and schedule.agreement
        what = NoteKind.TASK_LEARNER_EXEMPT if exempt else NoteKind.TASK
        yield LaborNote(
            what, FEDERAL, task.source, schedule.first, task.least_age, age, task=task.key, title=task.title
        )
