"""Looking at a schedule, day by day and week by week."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from typing import TypeVar

from .asked import Asked, Kind, Shift, check
from .results import Note, Told, What
from .rules import FEDERAL, Band, Law, laws, tasks

ADULT, MIDDLE, YOUNGEST = 18, 16, 14
DAY = timedelta(days=1)
Limit = TypeVar("Limit", float, time)


@dataclass
class _Found:
    """Notes so far, one for each thing (and task), counted."""

    notes: dict[tuple[What, str], Note] = field(default_factory=dict)

    def add(self, note: Note) -> None:
        key = (note.what, note.task)
        existing = self.notes.get(key)
        self.notes[key] = replace(existing, times=existing.times + note.times) if existing else note


def look(schedule: Asked) -> Told:
    """Everything that the federal rules, and the state's where they are known, name about a schedule.

    Raises Refused for a schedule that cannot be.
    """
    check(schedule, frozenset(task.key for task in tasks()))
    laws_by_state = laws()
    applied_laws = [
        laws_by_state[FEDERAL],
        *(
            [laws_by_state[schedule.state]]
            if schedule.state in laws_by_state and schedule.state != FEDERAL
            else []
        ),
    ]
    collected = _Found()
    for day in _days(schedule):
        for note in _of_day(schedule, applied_laws, day):
            collected.add(note)
    for monday in _weeks(schedule):
        for note in _of_week(schedule, applied_laws, monday):
            collected.add(note)
    for note in _once(schedule, applied_laws):
        collected.add(note)
    binding = schedule.kind != Kind.UNPAID
    order = list(What)
    notes = sorted(collected.notes.values(), key=lambda note: (order.index(note.what), note.task))
    return Told(
        tuple(replace(note, binding=binding or note.what == What.AGE_UNKNOWN) for note in notes),
        tuple(law.law for law in applied_laws),
        bool(schedule.state) and schedule.state not in laws_by_state,
        schedule.born is None,
    )


def age_on(born: date | None, day: date) -> int:
    """Age in whole years; 14 where it is not known."""
    if born is None:
        return YOUNGEST
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _written_for(kind: Kind) -> Kind:
    """What unpaid learning is compared with."""
    return Kind.PAID if kind == Kind.UNPAID else kind


def _bands(schedule: Asked, applied_laws: list[Law], day: date) -> list[tuple[str, Band]]:
    age = max(YOUNGEST, age_on(schedule.born, day))
    if age >= ADULT:
        return []
    kind = _written_for(schedule.kind)
    if kind == Kind.WECEP and age >= MIDDLE:
        kind = Kind.PAID  # the program ends at sixteen
    return [(law.law, band) for law in applied_laws if (band := law.band(age, kind))]


def _days(schedule: Asked) -> Iterator[date]:
    """Days on which there is work and the student is not grown up."""
    weekdays = {shift.weekday for shift in schedule.shifts}
    day = schedule.first
    while day <= schedule.until:
        if day.isoweekday() in weekdays and age_on(schedule.born, day) < ADULT:
            yield day
        day += DAY


def _weeks(schedule: Asked) -> Iterator[date]:
    """Mondays of the weeks with such days."""
    yield from sorted({day - DAY * (day.isoweekday() - 1) for day in _days(schedule)})


def _school_on(schedule: Asked, day: date) -> bool:
    return schedule.school.on(day) if schedule.school else day.isoweekday() <= 5


def _shifts(schedule: Asked, day: date) -> list[Shift]:
    return [shift for shift in schedule.shifts if shift.weekday == day.isoweekday()]


def _hours(shifts: list[Shift]) -> float:
    return sum(shift.span[1] - shift.span[0] - shift.break_minutes for shift in shifts) / 60


def _strictest(
    bands: list[tuple[str, Band]], limit: Callable[[Band], Limit | None], most: bool = True
) -> tuple[Limit, str, str] | None:
    """The strictest limit that the bands name, with its law and source: the lowest, or the highest of an hour from
    which on one may begin (`most` False). Of equals the federal one, which comes first."""
    named = [(value, law, band.source) for law, band in bands if (value := limit(band)) is not None]
    if not named:
        return None
    return (min if most else max)(named, key=lambda named_limit: named_limit[0])


def _of_day(schedule: Asked, applied_laws: list[Law], day: date) -> Iterator[Note]:
    bands, shifts = _bands(schedule, applied_laws, day), _shifts(schedule, day)
    if not bands:
        return
    school = _school_on(schedule, day)
    if school:
        yield from _during_school(schedule, bands, shifts, day)
    what = What.SCHOOL_DAY_HOURS if school else What.OTHER_DAY_HOURS
    eve = _school_on(schedule, day + DAY)
    named = _strictest(bands, lambda band: _day_limit(band, school, eve))
    if named and _hours(shifts) > named[0]:
        yield Note(what, named[1], named[2], day, named[0], _hours(shifts))
    yield from _clock(schedule, bands, shifts, day, eve)
    named = _strictest(bands, lambda band: band.break_after)
    longest = max(_hours([shift]) if not shift.break_minutes else 0 for shift in shifts)
    if named and longest > named[0]:
        yield Note(What.BREAK, named[1], named[2], day, named[0], longest)


def _day_limit(band: Band, school: bool, eve: bool) -> float | None:
    if school and (eve or not band.eve_only):
        return band.school_day if band.school_day is not None else band.other_day
    return band.other_day


def _during_school(
    schedule: Asked, bands: list[tuple[str, Band]], shifts: list[Shift], day: date
) -> Iterator[Note]:
    starts, ends = (schedule.school.starts, schedule.school.ends) if schedule.school else (time(8), time(15))
    within = [s for s in shifts if s.start < ends and starts < s.end]
    named = next(((law, band.source) for law, band in bands if not band.during_school), None)
    if within and named:
        yield Note(What.DURING_SCHOOL, *named, day, None, _hours(within))


def _clock(
    schedule: Asked, bands: list[tuple[str, Band]], shifts: list[Shift], day: date, eve: bool
) -> Iterator[Note]:
    out = not _school_week(schedule, day - DAY * (day.isoweekday() - 1))
    begins, ends = min(shift.start for shift in shifts), max(shift.end for shift in shifts)
    named = _strictest(bands, lambda band: (out and band.earliest_out) or band.earliest, most=False)
    if named and begins < named[0]:
        yield Note(What.TOO_EARLY, named[1], named[2], day, named[0], begins)
    named = _strictest(bands, lambda band: _latest(band, day, eve, out))
    if named and ends > named[0]:
        yield Note(What.TOO_LATE, named[1], named[2], day, named[0], ends)


def _latest(band: Band, day: date, eve: bool, out: bool) -> time | None:
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
    return first + DAY * ((8 - first.isoweekday()) % 7)


def _school_week(schedule: Asked, monday: date) -> bool:
    return any(_school_on(schedule, monday + DAY * n) for n in range(7))


def _of_week(schedule: Asked, applied_laws: list[Law], monday: date) -> Iterator[Note]:
    worked = [day for n in range(7) if schedule.first <= (day := monday + DAY * n) <= schedule.until]
    worked = [day for day in worked if _shifts(schedule, day) and age_on(schedule.born, day) < ADULT]
    bands = _bands(schedule, applied_laws, worked[0])
    hours = sum(_hours(_shifts(schedule, day)) for day in worked)
    school = _school_week(schedule, monday)
    named = _strictest(bands, lambda band: band.school_week if school else band.other_week)
    if named and hours > named[0]:
        what = What.SCHOOL_WEEK_HOURS if school else What.OTHER_WEEK_HOURS
        yield Note(what, named[1], named[2], monday, named[0], hours)
    named = _strictest(bands, lambda band: band.days)
    if named and len(worked) > named[0]:
        yield Note(What.DAYS_A_WEEK, named[1], named[2], monday, named[0], len(worked))


def _once(schedule: Asked, applied_laws: list[Law]) -> Iterator[Note]:
    """What concerns the placement as a whole, as it stands on its first day."""
    age, day = age_on(schedule.born, schedule.first), schedule.first
    if age >= ADULT:
        return
    if schedule.born is None:
        yield Note(What.AGE_UNKNOWN, FEDERAL, "", day)
    least = applied_laws[0].least_age
    if least is not None and age < least:
        yield Note(What.TOO_YOUNG, FEDERAL, applied_laws[0].least_age_source, day, least, age)
    agreement_bands = [(law, band) for law, band in _bands(schedule, applied_laws, day) if band.agreement]
    learner = schedule.kind == Kind.STUDENT_LEARNER
    if not schedule.agreement and (agreement_bands or learner):
        source = agreement_bands[0][1].source if agreement_bands else "29 CFR 570.50(c)"
        yield Note(What.AGREEMENT_WANTED, FEDERAL, source, day)
    for law in applied_laws:
        if law.permit and age < law.permit.under:
            yield Note(What.PERMIT, law.law, law.permit.source, day, law.permit.under, age)
    yield from _tasks(schedule, age, learner)


def _tasks(schedule: Asked, age: int, learner: bool) -> Iterator[Note]:
    for task in tasks():
        if task.key not in schedule.tasks or age >= task.least_age:
            continue
        exempt = learner and task.learner_exempt and age >= MIDDLE and schedule.agreement
        what = What.TASK_LEARNER_EXEMPT if exempt else What.TASK
        yield Note(
            what, FEDERAL, task.source, schedule.first, task.least_age, age, task=task.key, title=task.title
        )
