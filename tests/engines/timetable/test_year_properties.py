"""The dates of a year: whatever is asked, terms follow one another, windows are on school days, and dates set by hand
stay. A year shifted by whole weeks has the same dates, shifted."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trellis.engines.timetable.year import (
    ClosedShortage,
    DateKind,
    DateSpan,
    DaysShortage,
    ExhibitionNeed,
    ExhibitionShortage,
    MissingTermShortage,
    Refusal,
    TermShortage,
    YearDate,
    YearQuestion,
    YearRefusedError,
    count_shortages,
    draft_year,
)

AUGUST, JUNE = date(2027, 8, 30), date(2028, 6, 16)
WINTER = DateSpan(date(2027, 12, 20), date(2028, 1, 2))
YEAR = YearQuestion(
    AUGUST,
    JUNE,
    terms=4,
    weeks=9,
    closed=(WINTER,),
    exhibitions=tuple(ExhibitionNeed(term, 50, 180) for term in range(1, 5)),
    panels=6,
    meeting_terms=frozenset({1, 2, 3, 4}),
    internship_weekdays=frozenset({1, 3}),
)


@st.composite
def questions(draw: st.DrawFn) -> YearQuestion:
    first = AUGUST + timedelta(days=draw(st.integers(0, 20)))
    starts = st.integers(0, 280).map(lambda days: first + timedelta(days=days))
    spans = st.tuples(starts, st.integers(0, 16)).map(
        lambda pair: DateSpan(pair[0], pair[0] + timedelta(days=pair[1]))
    )
    terms = draw(st.integers(1, 6))
    needs = st.builds(
        ExhibitionNeed, st.integers(1, terms), st.sampled_from([25, 50, 135]), st.integers(0, 400)
    )
    return YearQuestion(
        first,
        first + timedelta(days=draw(st.integers(250, 330))),
        terms=terms,
        weeks=draw(st.integers(4, 18)),
        weekdays=draw(st.sampled_from([frozenset(range(5)), frozenset(range(4)), frozenset({0, 2, 5})])),
        closed=tuple(draw(st.lists(spans, max_size=5))),
        exhibitions=tuple(draw(st.lists(needs, max_size=6))),
        panels=draw(st.integers(1, 9)),
        meeting_terms=frozenset(draw(st.sets(st.integers(1, 6)))),
        internship_weekdays=frozenset(draw(st.sampled_from([(), (1, 3), (2,)]))),
    )


def of_kind(dates: tuple[YearDate, ...], kind: DateKind) -> list[YearDate]:
    return [each for each in dates if each.kind == kind]


@settings(max_examples=40)
@given(questions())
def test_terms_follow_one_another_and_nothing_begins_or_ends_on_a_closed_day(question):
    dates = draft_year(question)
    terms = of_kind(dates, DateKind.TERM)
    assert [term.number for term in terms] == list(range(1, question.terms + 1))
    assert all(a.ends < b.starts for a, b in pairwise(terms))
    assert {each.starts for each in dates} | {each.ends for each in dates} <= set(question.school_days)
    for window in of_kind(dates, DateKind.EXHIBITIONS):
        assert window.ends == terms[window.number - 1].ends


@settings(max_examples=40)
@given(questions(), st.data())
def test_what_a_person_set_stays_when_the_year_is_drafted_again(question, data):
    drafted = draft_year(question)
    fixed = tuple(replace(each, fixed=True) for each in data.draw(st.sets(st.sampled_from(drafted))))
    again = draft_year(replace(question, fixed=fixed))
    assert set(fixed) <= set(again)
    for kind in (DateKind.EXHIBITIONS, DateKind.PLAN_MEETINGS, DateKind.INTERNSHIPS):
        numbers = [each.number for each in of_kind(again, kind)]
        assert len(numbers) == len(set(numbers))


@settings(max_examples=40)
@given(questions(), st.integers(-60, 60))
def test_a_year_shifted_by_whole_weeks_has_the_same_dates_shifted(question, weeks):
    def move(day: date) -> date:
        return day + timedelta(weeks=weeks)

    shifted = replace(
        question,
        first_day=move(question.first_day),
        last_day=move(question.last_day),
        closed=tuple(DateSpan(move(span.starts), move(span.ends)) for span in question.closed),
    )
    drafted = draft_year(question)
    expected = [replace(each, starts=move(each.starts), ends=move(each.ends)) for each in drafted]
    assert list(draft_year(shifted)) == expected


@settings(max_examples=40)
@given(questions())
def test_the_panels_that_a_shortage_names_would_be_enough(question):
    dates = draft_year(question)
    for shortage in count_shortages(question, dates):
        if isinstance(shortage, ExhibitionShortage) and shortage.panels:
            fixed = tuple(replace(each, fixed=True) for each in dates)
            again = count_shortages(replace(question, panels=shortage.panels, fixed=fixed), dates)
            assert shortage.number not in [x.number for x in again if isinstance(x, ExhibitionShortage)]


def test_everything_that_is_short_is_counted():
    few = replace(YEAR, required_days=201, panels=2)
    dates = list(draft_year(few))
    without_the_last = [each for each in dates if each.number != 4 or each.kind != DateKind.TERM]
    on_holiday = YearDate(DateKind.PLAN_MEETINGS, date(2027, 12, 20), date(2027, 12, 24), fixed=True)
    shortages = count_shortages(few, [*without_the_last, on_holiday])
    assert DaysShortage(201, 200) in shortages
    assert ExhibitionShortage(1, 15, 10, 3) in shortages
    assert MissingTermShortage(4) in shortages
    assert ClosedShortage(DateKind.PLAN_MEETINGS, on_holiday.starts, on_holiday.ends) in shortages
    short_year = replace(few, last_day=date(2028, 4, 1), required_days=180)
    shortages = count_shortages(short_year, draft_year(short_year))
    assert shortages[0] == DaysShortage(180, 145)
    assert TermShortage(2, 9, 7) in shortages


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"last_day": AUGUST - timedelta(days=1)}, Refusal.LAST_BEFORE_FIRST),
        ({"last_day": AUGUST + timedelta(days=500)}, Refusal.TOO_LONG),
        ({"closed": (DateSpan(AUGUST, JUNE),)}, Refusal.NO_SCHOOL_DAYS),
        ({"terms": 0}, Refusal.TERMS_UNKNOWN),
        ({"last_day": AUGUST + timedelta(days=13)}, Refusal.FEWER_WEEKS_THAN_TERMS),
        ({"panels": 0}, Refusal.NO_PANELS),
        ({"minutes_a_day": 45}, Refusal.EXHIBITION_TOO_LONG),
        ({"fixed": (YearDate(DateKind.TERM, JUNE, AUGUST, 1),)}, Refusal.FIXED_BACKWARD),
        ({"fixed": (YearDate(DateKind.TERM, AUGUST, JUNE + timedelta(days=3), 1),)}, Refusal.FIXED_OUTSIDE),
        (
            {"fixed": tuple(YearDate(DateKind.TERM, AUGUST, JUNE, number) for number in (1, 2))},
            Refusal.FIXED_TERMS_OVERLAP,
        ),
    ],
)
def test_a_year_that_cannot_be_is_refused_with_the_reason(change, refusal):
    with pytest.raises(YearRefusedError) as refused:
        draft_year(replace(YEAR, **change))
    assert refused.value.refusal == refusal
