"""What the rules on young people's work name about a schedule, told as cases."""

from datetime import date, time

import pytest

from trellis.engines import labor
from trellis.engines.labor import (
    InvalidInputError,
    NoteKind,
    SchoolCalendar,
    Shift,
    WorkKind,
    WorkSchedule,
    review_schedule,
)

SCHOOL = SchoolCalendar(
    first=date(2026, 9, 1),
    last=date(2027, 6, 18),
    weekdays=frozenset(range(1, 6)),
    starts=time(8, 30),
    ends=time(15, 15),
    closed=frozenset({date(2026, 11, 26), date(2026, 11, 27)}),
)
FOURTEEN, FIFTEEN, SEVENTEEN = date(2012, 5, 1), date(2011, 5, 1), date(2009, 5, 1)
TUESDAY_THURSDAY = (Shift(2, time(8), time(14)), Shift(4, time(8), time(14)))
EVENINGS = tuple(Shift(day, time(15, 30), time(18, 30)) for day in range(1, 6))


def notes(**options):
    """By what there is to look at, from one schedule in the autumn."""
    options = {
        "kind": WorkKind.PAID,
        "first": date(2026, 10, 6),
        "last": date(2026, 12, 18),
        "school": SCHOOL,
    } | options
    return {note.what: note for note in review_schedule(WorkSchedule(**options)).notes}


def test_two_paid_mornings_at_fourteen_break_two_rules():
    warnings = notes(born=FOURTEEN, shifts=TUESDAY_THURSDAY)
    assert set(warnings) == {NoteKind.DURING_SCHOOL, NoteKind.SCHOOL_DAY_HOURS}
    assert (warnings[NoteKind.SCHOOL_DAY_HOURS].limit, warnings[NoteKind.SCHOOL_DAY_HOURS].planned) == (3, 6)
    assert warnings[NoteKind.SCHOOL_DAY_HOURS].source == "29 CFR 570.35(a)"
    assert warnings[NoteKind.DURING_SCHOOL].times == 21  # 22 Tuesdays and Thursdays, and Thanksgiving


def test_the_same_mornings_unpaid_come_back_as_a_comparison():
    warnings = notes(born=FOURTEEN, shifts=TUESDAY_THURSDAY, kind=WorkKind.UNPAID)
    assert {note.binding for note in warnings.values()} == {False}
    assert {note.binding for note in notes(born=FOURTEEN, shifts=TUESDAY_THURSDAY).values()} == {True}


def test_work_program_in_school_hours_needs_agreement():
    short = (Shift(2, time(9), time(12)),)
    warnings = notes(born=FOURTEEN, shifts=short, kind=WorkKind.WECEP)
    assert set(warnings) == {NoteKind.AGREEMENT_WANTED}
    assert notes(born=FOURTEEN, shifts=short, kind=WorkKind.WECEP, agreement=True) == {}


def test_program_limit_is_23_hours_and_otherwise_18():
    week = (*EVENINGS, Shift(6, time(9), time(15)))
    assert NoteKind.SCHOOL_WEEK_HOURS not in notes(
        born=FOURTEEN, shifts=week, kind=WorkKind.WECEP, agreement=True
    )
    warning = notes(born=FOURTEEN, shifts=week)[NoteKind.SCHOOL_WEEK_HOURS]
    assert (warning.limit, warning.planned) == (18, 21)
    assert warning.first == date(2026, 10, 12)  # the first whole week


def test_eight_in_the_evening_is_late_in_september_and_not_in_july():
    evening = (Shift(6, time(16), time(20)),)
    july = notes(born=FIFTEEN, shifts=evening, first=date(2026, 7, 4), last=date(2026, 7, 31))
    assert july == {}
    late = notes(born=FIFTEEN, shifts=evening, first=date(2026, 9, 8), last=date(2026, 9, 30))
    assert (late[NoteKind.TOO_LATE].limit, late[NoteKind.TOO_LATE].planned) == (time(19), time(20))


@pytest.mark.parametrize(("year", "day"), [(2024, 2), (2025, 1), (2026, 7), (2027, 6), (2030, 2)])
def test_labor_day_is_the_first_monday_of_september(year, day):
    from trellis.engines.labor.review import labor_day

    assert labor_day(year) == date(year, 9, day)


def test_the_long_evenings_end_with_labor_day_itself():
    monday, tuesday = (Shift(1, time(17), time(20, 30)),), (Shift(2, time(17), time(20, 30)),)
    until = {"first": date(2026, 9, 7), "last": date(2026, 9, 8), "born": FIFTEEN}
    assert NoteKind.TOO_LATE not in notes(shifts=monday, **until)
    assert NoteKind.TOO_LATE in notes(shifts=tuesday, **until)


def test_a_day_without_school_in_a_school_week_has_eight_hours():
    warnings = notes(
        born=FOURTEEN,
        shifts=(Shift(4, time(8), time(17)),),
        first=date(2026, 11, 26),
        last=date(2026, 11, 26),
    )
    assert (warnings[NoteKind.OTHER_DAY_HOURS].limit, warnings[NoteKind.OTHER_DAY_HOURS].planned) == (8, 9)
    assert NoteKind.DURING_SCHOOL not in warnings


def test_a_break_is_not_work():
    assert NoteKind.OTHER_DAY_HOURS not in notes(born=FOURTEEN, shifts=(Shift(6, time(8), time(17), 60),))


def test_whoever_turns_sixteen_on_the_way_leaves_the_federal_hours_behind():
    warnings = notes(born=date(2010, 11, 3), shifts=TUESDAY_THURSDAY)
    assert warnings[NoteKind.SCHOOL_DAY_HOURS].times == 8  # the days before 3 November


def test_whoever_is_eighteen_on_the_first_day_is_looked_at_for_nothing():
    assert (
        notes(born=date(2008, 10, 6), shifts=TUESDAY_THURSDAY, tasks=frozenset({"roofing"}), state="NY") == {}
    )


def test_an_unknown_birth_date_is_looked_at_as_fourteen_and_said():
    warnings = notes(born=None, shifts=TUESDAY_THURSDAY)
    assert {NoteKind.AGE_UNKNOWN, NoteKind.DURING_SCHOOL, NoteKind.SCHOOL_DAY_HOURS} == set(warnings)


def test_thirteen_is_too_young():
    assert notes(born=date(2013, 5, 1), shifts=())[NoteKind.TOO_YOUNG].planned == 13


def test_student_learner_exemption_needs_a_signed_agreement():
    saw = {
        "born": SEVENTEEN,
        "shifts": (),
        "tasks": frozenset({"wood-machines"}),
        "kind": WorkKind.STUDENT_LEARNER,
    }
    assert set(notes(**saw)) == {NoteKind.TASK, NoteKind.AGREEMENT_WANTED}
    warnings = notes(**saw, agreement=True)
    assert set(warnings) == {NoteKind.TASK_LEARNER_EXEMPT}
    assert warnings[NoteKind.TASK_LEARNER_EXEMPT].task == "wood-machines"


def test_seven_orders_have_an_exemption_for_student_learners():
    exempt = [task.order for task in labor.hazardous_tasks() if task.learner_exempt]
    assert exempt == ["HO 5", "HO 8", "HO 10", "HO 12", "HO 14", "HO 16", "HO 17"]


def test_a_forklift_has_no_exemption():
    tasks = frozenset({"hoists"})
    warnings = notes(born=SEVENTEEN, shifts=(), tasks=tasks, kind=WorkKind.STUDENT_LEARNER, agreement=True)
    assert set(warnings) == {NoteKind.TASK}


def test_a_ladder_concerns_fifteen_and_not_sixteen():
    assert NoteKind.TASK in notes(born=FIFTEEN, shifts=(), tasks=frozenset({"heights"}))
    assert notes(born=date(2010, 9, 1), shifts=(), tasks=frozenset({"heights"})) == {}


def test_new_york_names_four_hours_before_a_school_day_and_eight_on_friday():
    five = tuple(Shift(day, time(16), time(21)) for day in (3, 5))
    warnings = notes(born=SEVENTEEN, shifts=five, state="NY")
    day = warnings[NoteKind.SCHOOL_DAY_HOURS]
    assert (day.law, day.limit, day.planned, day.first) == ("NY", 4, 5, date(2026, 10, 7))
    assert {shift.isoweekday() for shift in (day.first,)} == {3}
    assert warnings[NoteKind.PERMIT].law == "NY"


def test_new_york_s_summer_begins_on_the_twenty_first_of_june():
    evening = {"born": FOURTEEN, "shifts": (Shift(6, time(17), time(20)),), "state": "NY"}
    early = notes(**evening, first=date(2027, 6, 5), last=date(2027, 6, 19))
    assert early[NoteKind.TOO_LATE].law == "NY"
    assert NoteKind.TOO_LATE not in notes(**evening, first=date(2027, 6, 26), last=date(2027, 8, 28))


def test_where_the_federal_rule_is_the_stricter_one_it_is_named():
    warnings = notes(born=FOURTEEN, shifts=TUESDAY_THURSDAY, state="RI")
    assert warnings[NoteKind.SCHOOL_DAY_HOURS].law == "US"


def test_washington_limit_is_16_hours_not_18():
    week = (*EVENINGS, Shift(6, time(9), time(11)))
    warnings = notes(born=FOURTEEN, shifts=week, state="WA")
    assert (warnings[NoteKind.SCHOOL_WEEK_HOURS].law, warnings[NoteKind.SCHOOL_WEEK_HOURS].limit) == (
        "WA",
        16,
    )


def test_a_state_that_is_not_known_is_said():
    review = review_schedule(
        WorkSchedule(born=FOURTEEN, kind=WorkKind.PAID, first=date(2026, 10, 6), state="ZZ")
    )
    assert (review.no_pack, review.laws) == (True, ("US",))


def test_every_law_says_when_it_was_last_read():
    from trellis.engines.labor.rules import laws

    assert {"US", "NY", "CA", "MA", "RI", "WA"} == set(laws())
    assert all(law.checked <= date(2026, 11, 24) for law in laws().values())


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"last": date(2026, 1, 1)}, "comes before the first"),
        ({"last": date(2031, 1, 1)}, "More than three years"),
        ({"born": date(2027, 1, 1)}, "birth date"),
        ({"tasks": frozenset({"juggling"})}, "not on the list"),
        ({"shifts": (Shift(8, time(9), time(10)),)}, "not one of 1"),
        ({"shifts": (Shift(1, time(22), time(2)),)}, "end before they begin"),
        ({"shifts": (Shift(1, time(9), time(10), 60),)}, "does not fit"),
        ({"shifts": (Shift(1, time(9), time(12)), Shift(1, time(11), time(13)))}, "overlap"),
    ],
)
def test_a_schedule_that_cannot_be_is_refused_in_a_sentence(more, sentence):
    with pytest.raises(InvalidInputError, match=sentence):
        notes(**{"born": FOURTEEN, "shifts": (), **more})


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('law = "us"', "xx.toml, law"),
        ('law = "US" title', "xx.toml is not TOML"),
        ('law = "XX"\ntitle = "x"\nchecked = 2026-01-01\nbands = [{least = 14}]', "bands.0.most"),
        ('law = "XX"\ntitle = "x"\nchecked = 2026-01-01\nbands = []\nhours = 3', "hours"),
    ],
)
def test_a_file_of_rules_that_is_wrong_says_where(text, sentence):
    from trellis.engines.labor.rules import read_law

    with pytest.raises(InvalidInputError, match=sentence):
        read_law(text, "xx.toml")
