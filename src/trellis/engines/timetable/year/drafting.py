"""Drafting the dates of a year: terms share out its weeks, and everything else takes its place in a term.

Exhibitions are the last school days of a term, as many as they need. Families come for plan meetings in the first week
that has most of its days, in the year's first term in the second one. Internships run through each half of the year,
from some weeks after school starts to the last exhibitions. Everything is counted in calendar weeks, so that a year
shifted by whole weeks has the same dates, shifted.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from .counting import days_needed
from .inputs import ONE_DAY, DateKind, DateSpan, YearDate, YearQuestion, check_question, weeks_of


def draft_year(question: YearQuestion) -> tuple[YearDate, ...]:
    """Return the dates of a year in order, those set by hand among them.

    A term that does not fit between others set by hand is left out: `count_shortages` says so. Raises YearRefusedError
    for a year that cannot be.
    """
    check_question(question)
    terms = _lay_terms(question)
    dates = list(question.fixed) + [term for term in terms if not term.fixed]
    windows = list(_lay_exhibitions(question, terms))
    dates += windows
    dates += _lay_meetings(question, terms)
    shown = [*windows, *question.fixed_of(DateKind.EXHIBITIONS)]
    dates += _lay_internships(question, terms, shown)
    return tuple(sorted(dates, key=lambda each: (each.starts, each.ends, each.kind.value)))


def _lay_terms(question: YearQuestion) -> list[YearDate]:
    """The terms in order. Those between two that are fixed share the weeks between them."""
    fixed = {term.number: term for term in question.fixed_of(DateKind.TERM)}
    terms: list[YearDate] = []
    numbers = range(1, question.terms + 1)
    for is_fixed, run in groupby(numbers, key=lambda number: number in fixed):
        if is_fixed:
            terms += [fixed[number] for number in run]
        else:
            terms += _share_weeks(question, list(run), _gap(question, terms, fixed))
    return terms


def _gap(question: YearQuestion, before: list[YearDate], fixed: dict[int | None, YearDate]) -> DateSpan:
    """The days between the terms so far and the next one that is fixed."""
    first = before[-1].ends + ONE_DAY if before else question.first_day
    later = [term.starts for term in fixed.values() if term.starts >= first]
    return DateSpan(first, min(later) - ONE_DAY if later else question.last_day)


def _share_weeks(question: YearQuestion, numbers: list[int], gap: DateSpan) -> list[YearDate]:
    """Terms of equal length in a gap, in whole weeks; the first ones get the weeks that are left over."""
    weeks = weeks_of(question.school_days_in(gap))
    least, more = divmod(len(weeks), len(numbers))
    terms, begun = [], 0
    for position, number in enumerate(numbers):
        count = least + (position < more)
        if count:
            first, last = weeks[begun][0], weeks[begun + count - 1][-1]
            terms.append(YearDate(DateKind.TERM, first, last, number))
        begun += count
    return terms


def _has_own(question: YearQuestion, kind: DateKind, number: int, span: DateSpan) -> bool:
    """Whether a person set a date of this kind for this term or half year, or within it."""
    return any(
        each.number == number if each.number else each.starts in span or each.ends in span
        for each in question.fixed_of(kind)
    )


def _lay_exhibitions(question: YearQuestion, terms: list[YearDate]) -> Iterator[YearDate]:
    for term in terms:
        number = term.number or 0
        days = question.school_days_in(term.span)
        count = min(days_needed(question, number), question.most_exhibition_days, len(days))
        if count and not _has_own(question, DateKind.EXHIBITIONS, number, term.span):
            yield YearDate(DateKind.EXHIBITIONS, days[-count], days[-1], number)


def _lay_meetings(question: YearQuestion, terms: list[YearDate]) -> Iterator[YearDate]:
    for term in terms:
        number = term.number or 0
        weeks = weeks_of(question.school_days_in(term.span))
        has_meetings = number in question.meeting_terms and bool(weeks)
        if has_meetings and not _has_own(question, DateKind.PLAN_MEETINGS, number, term.span):
            full_weeks = [week for week in weeks if 2 * len(week) >= len(question.weekdays)] or weeks
            week = full_weeks[1] if number == 1 and len(full_weeks) > 1 else full_weeks[0]
            yield YearDate(DateKind.PLAN_MEETINGS, week[0], week[-1], number)


def _lay_internships(
    question: YearQuestion, terms: list[YearDate], windows: list[YearDate]
) -> Iterator[YearDate]:
    if not question.internship_weekdays:
        return
    for number, half in enumerate(_halves(question, terms), start=1):
        span = DateSpan(half[0].starts, half[-1].ends)
        days = _internship_days(question, half, number, windows)
        if days and not _has_own(question, DateKind.INTERNSHIPS, number, span):
            yield YearDate(DateKind.INTERNSHIPS, days[0], days[-1], number)


def _halves(question: YearQuestion, terms: list[YearDate]) -> list[list[YearDate]]:
    """The terms of each half of the year; one half where the year has one term."""
    last_of_first = (question.terms + 1) // 2
    halves = [
        [term for term in terms if (term.number or 0) <= last_of_first],
        [term for term in terms if (term.number or 0) > last_of_first],
    ]
    return [half for half in halves if half]


def _internship_days(
    question: YearQuestion, half: list[YearDate], number: int, windows: list[YearDate]
) -> list[date]:
    """Internship days of a half, after the weeks in which it begins and before its last exhibitions."""
    last = half[-1]
    shown = [each.starts for each in windows if each.starts in last.span]
    until = min(shown) if shown else last.ends + ONE_DAY
    days = [day for day in question.school_days_in(DateSpan(half[0].starts, last.ends)) if day < until]
    meets = half[0].number in question.meeting_terms
    waiting = question.weeks_before_internships if number == 1 else int(meets)
    later = [day for week in weeks_of(days)[waiting:] for day in week]
    return [day for day in later if day.weekday() in question.internship_weekdays]
