"""How a class is counted. Amina graduates in June 2020."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trellis.improvement.alumni.persistence import (
    Degree,
    Enrollment,
    History,
    Level,
    Outcome,
    YearState,
    class_of,
    count_class,
    counts,
    degree_level,
    state_in_year,
    states_by_year,
)

LATE = date(2027, 1, 1)


def history(
    *terms: tuple[date, date], degrees: tuple[Degree, ...] = (), as_of: date | None = LATE
) -> History:
    enrollments = tuple(Enrollment(*term) for term in terms)
    return History(2020, as_of, bool(terms or degrees), enrollments, degrees)


def fall(year: int) -> tuple[date, date]:
    return date(year, 8, 26), date(year, 12, 20)


NOBODY = history()
UNKNOWN = history(as_of=None)


def test_a_class_runs_from_september_to_august():
    assert class_of(date(2019, 8, 31)) == 2019
    assert class_of(date(2019, 9, 1)) == 2020
    assert class_of(date(2020, 8, 31)) == 2020


def test_the_first_fall_ends_with_october():
    assert counts(Outcome.FIRST_FALL, history((date(2020, 10, 31), date(2020, 12, 1))))
    assert not counts(Outcome.FIRST_FALL, history((date(2020, 11, 1), date(2020, 12, 1))))
    assert counts(Outcome.FIRST_YEAR, history((date(2020, 11, 1), date(2020, 12, 1))))


def test_a_summer_course_that_ends_before_the_middle_of_august_is_not_the_first_fall():
    assert not counts(Outcome.FIRST_FALL, history((date(2020, 6, 1), date(2020, 8, 14))))


def test_whoever_changes_colleges_persists():
    moved = History(
        2020,
        LATE,
        True,
        (Enrollment(*fall(2020), college="001650"), Enrollment(*fall(2021), college="009999")),
    )
    assert counts(Outcome.SECOND_YEAR, moved)
    assert not counts(Outcome.SECOND_YEAR, history(fall(2021)))


def test_at_four_years_a_degree_or_being_enrolled_counts():
    associate = Degree(date(2022, 5, 30), Level.ASSOCIATE)
    certificate = Degree(date(2022, 5, 30), Level.CERTIFICATE)

    assert counts(Outcome.YEAR_FOUR, history(fall(2020), degrees=(associate,)))
    assert counts(Outcome.YEAR_FOUR, history(fall(2023)))
    assert not counts(Outcome.YEAR_FOUR, history(fall(2020), degrees=(certificate,)))


def test_a_degree_counts_until_the_middle_of_august_of_the_sixth_year():
    assert counts(Outcome.DEGREE_SIX, history(degrees=(Degree(date(2026, 8, 14), Level.BACHELOR),)))
    assert not counts(Outcome.DEGREE_SIX, history(degrees=(Degree(date(2026, 8, 15), Level.BACHELOR),)))


def test_each_year_has_one_state():
    amina = history(fall(2020), fall(2022), degrees=(Degree(date(2024, 5, 1), Level.BACHELOR),))

    assert [state_in_year(amina, year) for year in range(1, 7)] == [
        YearState.NEW,
        YearState.STOPPED,
        YearState.RETURNED,
        YearState.DEGREE,
        YearState.DEGREE,
        YearState.DEGREE,
    ]
    assert state_in_year(history(fall(2020), fall(2021)), 2) == YearState.RETAINED
    assert state_in_year(NOBODY, 1) == YearState.NO_RECORD


def test_whoever_is_not_found_makes_the_upper_bound_and_never_the_share():
    counted = count_class(2020, [history(fall(2020)), history(fall(2021)), NOBODY, UNKNOWN])
    first_fall = counted.outcomes[Outcome.FIRST_FALL]

    assert (counted.with_record, counted.not_found, counted.not_looked_up) == (2, 1, 1)
    assert first_fall
    assert (first_fall.counted, first_fall.looked_up, first_fall.students, first_fall.at_most) == (1, 3, 4, 3)


def test_an_outcome_is_not_shown_before_its_time():
    counted = count_class(2020, [history(fall(2020), as_of=date(2020, 10, 31))])
    assert counted.outcomes[Outcome.FIRST_FALL] is None

    counted = count_class(2020, [history(fall(2020), as_of=date(2020, 11, 14))])
    assert counted.outcomes[Outcome.FIRST_FALL]
    assert counted.outcomes[Outcome.FIRST_YEAR] is None


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("ASSOCIATE IN SCIENCE", Level.ASSOCIATE),
        ("A.A.S.", Level.ASSOCIATE),
        ("BACHELOR OF ARTS", Level.BACHELOR),
        ("B.S. NURSING", Level.BACHELOR),
        ("M.S.W.", Level.HIGHER),
        ("CERTIFICATE IN WELDING", Level.CERTIFICATE),
        ("ASSOCIATE CERTIFICATE", Level.CERTIFICATE),
        ("MATHEMATICS", Level.UNKNOWN),
        ("", Level.UNKNOWN),
    ],
)
def test_the_level_of_a_degree_is_read_from_its_title(title: str, level: Level):
    assert degree_level(title) == level


WHILE_OTHERS_WORK = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
DAYS = st.dates(date(2019, 1, 1), date(2028, 1, 1))
TERMS = st.lists(st.tuples(DAYS, DAYS).map(lambda days: (min(days), max(days))), max_size=6)
DEGREES = st.lists(st.builds(Degree, DAYS, st.sampled_from(Level)), max_size=2).map(tuple)
HISTORIES = st.builds(
    lambda terms, degrees, as_of: history(*terms, degrees=degrees, as_of=as_of),
    TERMS,
    DEGREES,
    st.one_of(st.none(), DAYS),
)


@WHILE_OTHERS_WORK
@given(st.lists(HISTORIES, max_size=12))
def test_bounds_hold_for_every_class(histories: list[History]):
    counted = count_class(2020, histories)

    assert counted.with_record + counted.not_found + counted.not_looked_up == counted.students
    for outcome in counted.outcomes.values():
        if outcome:
            assert 0 <= outcome.counted <= outcome.looked_up <= outcome.students
            assert outcome.counted <= outcome.at_most <= outcome.students
    for states in states_by_year(2020, histories).values():
        assert states.total() == counted.with_record + counted.not_found


@WHILE_OTHERS_WORK
@given(HISTORIES)
def test_the_first_fall_is_part_of_the_first_year_and_a_degree_lasts(amina: History):
    if counts(Outcome.FIRST_FALL, amina):
        assert counts(Outcome.FIRST_YEAR, amina)
    if counts(Outcome.DEGREE_SIX, amina):
        assert counts(Outcome.YEAR_SIX, amina)
    states = [state_in_year(amina, year) for year in range(1, 7)]
    if YearState.DEGREE in states:
        assert set(states[states.index(YearState.DEGREE) :]) == {YearState.DEGREE}
