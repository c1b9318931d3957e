"""A school that grows by a grade a year: the worked example, and what holds for every plan."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trellis.engines.timetable import InvalidInputError
from trellis.engines.timetable.growth import (
    GRADES,
    LAST_YEAR,
    NEEDS,
    ROLES,
    EntryGrade,
    GrowthQuestion,
    GrowthYear,
    Number,
    Span,
    compute_growth,
    split_evenly,
)
from trellis.engines.timetable.growth_facts import FactKind

HUNDRED = GrowthQuestion(2027, (EntryGrade("09", 100),), loss_first_year=0, loss_later=0)


def spans(years: tuple[GrowthYear, ...], key: str) -> list[tuple[int, int]]:
    return [(year.needs[key].least, year.needs[key].most) for year in years[1:]]


def facts(years: tuple[GrowthYear, ...], kind: FactKind) -> list[tuple[int, int, int]]:
    return [
        (fact.year, fact.needed, fact.available) for year in years for fact in year.facts if fact.kind == kind
    ]


def test_a_hundred_new_students_a_year_grow_as_the_worked_example_says():
    years = compute_growth(HUNDRED)
    assert [year.school_year for year in years] == [2026, 2027, 2028, 2029, 2030]
    assert [year.students for year in years] == [0, 100, 200, 300, 400]
    assert [list(year.grades) for year in years][1:] == [["09", "10", "11", "12"][:n] for n in (1, 2, 3, 4)]
    assert spans(years, "teams") == [(1, 1), (2, 3), (3, 4), (4, 5)]
    assert spans(years, "advisories") == [(6, 7), (13, 13), (19, 19), (25, 25)]
    assert spans(years, "core-teachers") == [(5, 6), (10, 13), (15, 19), (20, 25)]
    roles = [{key for key in ROLES if year.needs[key].value} - {"core-teachers"} for year in years]
    support = {"principal", "counselors", "office", "special-educators", "language-teachers"}
    assert roles[0] == {"principal", "planner"}
    assert roles[1] == support
    assert roles[2] - roles[1] == {"assistant-principal"}
    assert roles[3] - roles[2] == {"internship-coordinator"}
    assert roles[4] - roles[3] == {"college-adviser"}
    assert [year.needs["counselors"].value for year in years] == [0, 1, 1, 2, 2]


def test_a_small_school_is_told_what_its_first_years_lack():
    years = compute_growth(replace(HUNDRED, rooms=15, planned={(2, "core-teachers"): 8}))
    assert facts(years, FactKind.SUBJECTS) == [(1, 7, 5)]
    assert facts(years, FactKind.PLANNING_COVER) == [(year, 4, 0) for year in (1, 2, 3, 4)]
    assert facts(years, FactKind.ROOMS) == [(3, 19, 15), (4, 25, 15)]
    assert facts(years, FactKind.STAFF) == [(2, 10, 8)]
    assert facts(years, FactKind.ADVISORY_ADULTS) == [(2, 13, 10), (3, 19, 17), (4, 25, 22)]
    assert facts(years, FactKind.TEAMS_DOUBLE) == [(2, 2, 1)]
    assert facts(years, FactKind.ONE_SPECIALIST)[:2] == [(1, 100, 1), (1, 100, 1)]
    assert not facts(compute_growth(replace(HUNDRED, planning_minutes=0)), FactKind.PLANNING_COVER)


def test_students_leave_and_an_entry_grade_is_filled_up():
    years = compute_growth(GrowthQuestion(2027, (EntryGrade("08", 100), EntryGrade("09", 95))))
    assert {grade: number.value for grade, number in years[2].grades.items()} == {
        "08": 100,
        "09": 95,
        "10": 86,
    }
    assert [year.students for year in compute_growth(GrowthQuestion(2027, (EntryGrade("09", 100),)))] == [
        *(0, 100, 190, 281, 367)
    ]


def test_what_people_set_and_the_roster_counts_carries_on_into_the_next_year():
    planned, counted = {(1, "09"): 120, (1, "teams"): 2}, {(2, "10"): 97}
    years = compute_growth(replace(HUNDRED, planned=planned, counted=counted))
    assert years[1].grades["09"] == Number(100, 100, 100, planned=120)
    assert years[1].needs["teams"].value == 2
    assert years[2].is_counted
    assert (years[2].grades["10"].expected, years[2].grades["10"].value) == (120, 97)
    assert years[2].grades["09"].value == 0  # the roster has nobody in it
    assert years[3].grades["11"].value == 97


def test_a_year_that_no_number_of_teams_fits_takes_the_closest():
    sizes = [(108, 1), (130, 2), (95, 1), (60, 1)]
    for intake, teams in sizes:
        question = replace(HUNDRED, entries=(EntryGrade("09", intake),))
        assert compute_growth(question)[1].needs["teams"].value == teams


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"entries": ()}, "one entry grade"),
        ({"entries": (EntryGrade("09", 1), EntryGrade("09", 2))}, "two different ones"),
        ({"entries": (EntryGrade("13", 10),)}, "not a grade"),
        ({"entries": (EntryGrade("09", 0),)}, "at least one new student"),
        ({"loss_later": 100}, "100 percent"),
        ({"class_size": Span(25, 20)}, "from 25 to 20"),
        ({"advisory_size": 0}, "at least one student"),
        ({"rooms": -1}, "below zero"),
        ({"planned": {(5, "teams"): 1}}, "Year 5"),
        ({"planned": {(0, "09"): 1}}, "Year 0"),
        ({"planned": {(1, "dragons"): 1}}, "no dragons"),
        ({"planned": {(1, "teams"): -1}}, "below zero"),
    ],
)
def test_what_cannot_be_is_refused_in_words(change, words):
    with pytest.raises(InvalidInputError, match=words):
        compute_growth(replace(HUNDRED, **change))


INTAKES = st.integers(1, 400)
KEYS = st.sampled_from(NEEDS)
SIZES = st.tuples(st.integers(1, 120), st.integers(0, 60)).map(lambda pair: Span(pair[0], sum(pair)))


@st.composite
def questions(draw):
    grades = draw(st.lists(st.sampled_from(GRADES), min_size=1, max_size=2, unique=True))
    return GrowthQuestion(
        2027,
        tuple(EntryGrade(grade, draw(INTAKES)) for grade in grades),
        loss_first_year=draw(st.integers(0, 99)),
        loss_later=draw(st.integers(0, 99)),
        team_size=draw(SIZES),
        class_size=draw(SIZES),
        advisory_size=draw(st.integers(1, 40)),
        students_per_teacher=draw(SIZES),
        rooms=draw(st.none() | st.integers(0, 60)),
        planned=draw(
            st.dictionaries(st.tuples(st.integers(1, LAST_YEAR), KEYS), st.integers(0, 500), max_size=4)
        ),
    )


@given(questions())
def test_of_every_plan_numbers_add_up_and_every_fact_lacks_something(question):
    years = compute_growth(question)
    assert len(years) == LAST_YEAR + 1
    for before, year in pairwise(years):
        moved = {f"{int(grade) + 1:02}": number.value for grade, number in before.grades.items()}
        entries = {entry.grade: entry.intake for entry in question.entries}
        for grade, number in year.grades.items():
            assert number.value <= max(moved.get(grade, 0), entries.get(grade, 0))
            assert number.value >= entries.get(grade, 0)
    for year in years:
        for number in year.needs.values():
            assert 0 <= number.least <= number.computed <= number.most
        teachers = year.needs["core-teachers"].computed
        assert teachers * question.students_per_teacher.most >= year.students
        assert year.needs["advisories"].computed * question.advisory_size >= year.students
        for fact in year.facts:
            doubles = fact.kind == FactKind.TEAMS_DOUBLE
            assert fact.needed >= 2 * fact.available if doubles else fact.needed >= fact.available


@given(INTAKES, SIZES)
def test_teams_keep_to_their_size_wherever_some_number_of_teams_does(students, size):
    question = replace(HUNDRED, entries=(EntryGrade("09", students),), team_size=size)
    teams = compute_growth(question)[1].needs["teams"].value
    assert sum(split_evenly(students, teams)) == students
    fits = [
        number
        for number in range(1, students + 1)
        if all(size.least <= part <= size.most for part in split_evenly(students, number))
    ]
    if fits:
        assert all(part <= size.most for part in split_evenly(students, teams))
