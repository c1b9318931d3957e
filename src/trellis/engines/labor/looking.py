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
        known = self.notes.get(key)
        self.notes[key] = replace(known, times=known.times + note.times) if known else note


def look(asked: Asked) -> Told:
    """Everything that the federal rules, and the state's where they are known, name about a schedule.

    Raises Refused for a schedule that cannot be.
    """
    check(asked, frozenset(task.key for task in tasks()))
    known = laws()
    held = [
        known[FEDERAL],
        *([known[asked.state]] if asked.state in known and asked.state != FEDERAL else []),
    ]
    found = _Found()
    for day in _days(asked):
        for note in _of_day(asked, held, day):
            found.add(note)
    for monday in _weeks(asked):
        for note in _of_week(asked, held, monday):
            found.add(note)
    for note in _once(asked, held):
        found.add(note)
    binding = asked.kind != Kind.UNPAID
    order = list(What)
    notes = sorted(found.notes.values(), key=lambda note: (order.index(note.what), note.task))
    return Told(
        tuple(replace(note, binding=binding or note.what == What.AGE_UNKNOWN) for note in notes),
        tuple(law.law for law in held),
        bool(asked.state) and asked.state not in known,
        asked.born is None,
    )


def age_on(born: date | None, day: date) -> int:
    """Age in whole years; 14 where it is not known."""
    if born is None:
        return YOUNGEST
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _written_for(kind: Kind) -> Kind:
    """What unpaid learning is compared with."""
    return Kind.PAID if kind == Kind.UNPAID else kind


def _bands(asked: Asked, held: list[Law], day: date) -> list[tuple[str, Band]]:
    age = max(YOUNGEST, age_on(asked.born, day))
    if age >= ADULT:
        return []
    kind = _written_for(asked.kind)
    if kind == Kind.WECEP and age >= MIDDLE:
        kind = Kind.PAID  # the program ends at sixteen
    return [(law.law, band) for law in held if (band := law.band(age, kind))]


def _days(asked: Asked) -> Iterator[date]:
    """Days on which there is work and the student is not grown up."""
    weekdays = {shift.weekday for shift in asked.shifts}
    day = asked.first
    while day <= asked.until:
        if day.isoweekday() in weekdays and age_on(asked.born, day) < ADULT:
            yield day
        day += DAY


def _weeks(asked: Asked) -> Iterator[date]:
    """Mondays of the weeks with such days."""
    yield from sorted({day - DAY * (day.isoweekday() - 1) for day in _days(asked)})


def _school_on(asked: Asked, day: date) -> bool:
    return asked.school.on(day) if asked.school else day.isoweekday() <= 5


def _shifts(asked: Asked, day: date) -> list[Shift]:
    return [shift for shift in asked.shifts if shift.weekday == day.isoweekday()]


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
    return (min if most else max)(named, key=lambda one: one[0])


def _of_day(asked: Asked, held: list[Law], day: date) -> Iterator[Note]:
    bands, shifts = _bands(asked, held, day), _shifts(asked, day)
    if not bands:
        return
    school = _school_on(asked, day)
    if school:
        yield from _during_school(asked, bands, shifts, day)
    what = What.SCHOOL_DAY_HOURS if school else What.OTHER_DAY_HOURS
    eve = _school_on(asked, day + DAY)
    named = _strictest(bands, lambda band: _day_limit(band, school, eve))
    if named and _hours(shifts) > named[0]:
        yield Note(what, named[1], named[2], day, named[0], _hours(shifts))
    yield from _clock(asked, bands, shifts, day, eve)
    named = _strictest(bands, lambda band: band.break_after)
    longest = max(_hours([one]) if not one.break_minutes else 0 for one in shifts)
    if named and longest > named[0]:
        yield Note(What.BREAK, named[1], named[2], day, named[0], longest)


def _day_limit(band: Band, school: bool, eve: bool) -> float | None:
    if school and (eve or not band.eve_only):
        return band.school_day if band.school_day is not None else band.other_day
    return band.other_day


def _during_school(
    asked: Asked, bands: list[tuple[str, Band]], shifts: list[Shift], day: date
) -> Iterator[Note]:
    starts, ends = (asked.school.starts, asked.school.ends) if asked.school else (time(8), time(15))
    within = [s for s in shifts if s.start < ends and starts < s.end]
    named = next(((law, band.source) for law, band in bands if not band.during_school), None)
    if within and named:
        yield Note(What.DURING_SCHOOL, *named, day, None, _hours(within))


def _clock(
    asked: Asked, bands: list[tuple[str, Band]], shifts: list[Shift], day: date, eve: bool
) -> Iterator[Note]:
    out = not _school_week(asked, day - DAY * (day.isoweekday() - 1))
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


def _school_week(asked: Asked, monday: date) -> bool:
    return any(_school_on(asked, monday + DAY * n) for n in range(7))


def _of_week(asked: Asked, held: list[Law], monday: date) -> Iterator[Note]:
    worked = [day for n in range(7) if asked.first <= (day := monday + DAY * n) <= asked.until]
    worked = [day for day in worked if _shifts(asked, day) and age_on(asked.born, day) < ADULT]
    bands = _bands(asked, held, worked[0])
    hours = sum(_hours(_shifts(asked, day)) for day in worked)
    school = _school_week(asked, monday)
    named = _strictest(bands, lambda band: band.school_week if school else band.other_week)
    if named and hours > named[0]:
        what = What.SCHOOL_WEEK_HOURS if school else What.OTHER_WEEK_HOURS
        yield Note(what, named[1], named[2], monday, named[0], hours)
    named = _strictest(bands, lambda band: band.days)
    if named and len(worked) > named[0]:
        yield Note(What.DAYS_A_WEEK, named[1], named[2], monday, named[0], len(worked))


def _once(asked: Asked, held: list[Law]) -> Iterator[Note]:
    """What concerns the placement as a whole, as it stands on its first day."""
    age, day = age_on(asked.born, asked.first), asked.first
    if age >= ADULT:
        return
    if asked.born is None:
        yield Note(What.AGE_UNKNOWN, FEDERAL, "", day)
    least = held[0].least_age
    if least is not None and age < least:
        yield Note(What.TOO_YOUNG, FEDERAL, held[0].least_age_source, day, least, age)
    wanted = [(law, band) for law, band in _bands(asked, held, day) if band.agreement]
    learner = asked.kind == Kind.STUDENT_LEARNER
    if not asked.agreement and (wanted or learner):
        source = wanted[0][1].source if wanted else "29 CFR 570.50(c)"
        yield Note(What.AGREEMENT_WANTED, FEDERAL, source, day)
    for law in held:
        if law.permit and age < law.permit.under:
            yield Note(What.PERMIT, law.law, law.permit.source, day, law.permit.under, age)
    yield from _tasks(asked, age, learner)


def _tasks(asked: Asked, age: int, learner: bool) -> Iterator[Note]:
    for task in tasks():
        if task.key not in asked.tasks or age >= task.least_age:
            continue
        exempt = learner and task.learner_exempt and age >= MIDDLE and asked.agreement
        what = What.TASK_LEARNER_EXEMPT if exempt else What.TASK
        yield Note(
            what, FEDERAL, task.source, asked.first, task.least_age, age, task=task.key, title=task.title
        )
