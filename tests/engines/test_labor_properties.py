"""Whatever the schedule: more hours never take a warning away, the stricter rule wins, and at eighteen it ends."""

from dataclasses import replace
from datetime import date, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from trellis.engines.labor import NoteKind, SchoolCalendar, Shift, WorkKind, WorkSchedule, review_schedule
from trellis.engines.labor.rules import laws

HOURS = {
    NoteKind.SCHOOL_DAY_HOURS,
    NoteKind.OTHER_DAY_HOURS,
    NoteKind.SCHOOL_WEEK_HOURS,
    NoteKind.OTHER_WEEK_HOURS,
}
SCHOOL = SchoolCalendar(date(2026, 9, 1), date(2027, 6, 18), frozenset(range(1, 6)), time(8), time(15))


def shift(day: int):
    spans = st.tuples(st.integers(5 * 4, 20 * 4), st.integers(2, 12))
    return spans.map(
        lambda span: Shift(
            day,
            time(span[0] // 4, span[0] % 4 * 15),
            time((span[0] + span[1]) // 4, (span[0] + span[1]) % 4 * 15),
        )
    )


schedules = st.lists(st.integers(1, 7), unique=True, max_size=7).flatmap(
    lambda days: st.tuples(*(shift(day) for day in sorted(days)))
)
questions = st.builds(
    WorkSchedule,
    born=st.dates(date(2009, 1, 1), date(2012, 12, 31)),
    kind=st.sampled_from(WorkKind),
    state=st.sampled_from(["", *sorted(laws())]),
    first=st.dates(date(2026, 9, 1), date(2027, 7, 31)),
    shifts=schedules,
    school=st.just(SCHOOL),
    agreement=st.booleans(),
).map(lambda schedule: replace(schedule, last=schedule.first + timedelta(days=40)))


def collect_warnings(schedule: WorkSchedule) -> dict:
    return {note.what: note for note in review_schedule(schedule).notes}


@given(questions)
@settings(max_examples=150, deadline=None)
def test_one_day_more_never_takes_a_warning_away(schedule):
    free = sorted(set(range(1, 8)) - {shift.weekday for shift in schedule.shifts})
    if free:
        more = replace(schedule, shifts=(*schedule.shifts, Shift(free[0], time(10), time(12))))
        assert set(collect_warnings(schedule)) <= set(collect_warnings(more))


@given(questions)
@settings(max_examples=150, deadline=None)
def test_the_order_of_the_shifts_does_not_matter(schedule):
    assert review_schedule(schedule) == review_schedule(replace(schedule, shifts=schedule.shifts[::-1]))


@given(questions)
@settings(max_examples=100, deadline=None)
def test_at_eighteen_there_is_nothing_to_look_at(schedule):
    grown = schedule.first.replace(year=schedule.first.year - 18, day=min(schedule.first.day, 28))
    assert review_schedule(replace(schedule, born=grown)).notes == ()


@given(questions)
@settings(max_examples=150, deadline=None)
def test_a_state_never_takes_a_federal_warning_away_nor_softens_its_limit(schedule):
    alone, both = collect_warnings(replace(schedule, state="")), collect_warnings(schedule)
    assert set(alone) <= set(both)
    for what in HOURS & set(alone):
        assert both[what].limit <= alone[what].limit


@given(questions)
@settings(max_examples=150, deadline=None)
def test_the_federal_hours_are_those_counted_by_hand(schedule):
    """Counted anew, straight from the rule's own words: three and eight hours a day, seven to seven or nine."""
    plain = replace(schedule, state="", kind=WorkKind.PAID)
    warnings = collect_warnings(plain)
    days = [plain.first + timedelta(days=n) for n in range(41)]
    over = late = 0
    for day in days:
        age = day.year - plain.born.year - ((day.month, day.day) < (plain.born.month, plain.born.day))
        today = [shift for shift in plain.shifts if shift.weekday == day.isoweekday()]
        if age >= 16 or not today:
            continue
        minutes = sum(
            shift.end.hour * 60 + shift.end.minute - shift.start.hour * 60 - shift.start.minute
            for shift in today
        )
        in_school = SCHOOL.first <= day <= SCHOOL.last and day.weekday() < 5
        over += in_school and minutes > 180
        mondays = [date(day.year, 9, n) for n in range(1, 8) if date(day.year, 9, n).weekday() == 0]
        evening = time(21) if date(day.year, 6, 1) <= day <= mondays[0] else time(19)
        late += any(shift.end > evening for shift in today)
    assert (warnings[NoteKind.SCHOOL_DAY_HOURS].times if NoteKind.SCHOOL_DAY_HOURS in warnings else 0) == over
    assert (warnings[NoteKind.TOO_LATE].times if NoteKind.TOO_LATE in warnings else 0) == late
