"""What is short in given dates, counted: whoever set them, this much is needed and that much is there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from math import ceil

from .inputs import DateKind, DateSpan, YearDate, YearQuestion, weeks_of
from .results import (
    ClosedShortage,
    DaysShortage,
    ExhibitionShortage,
    MissingTermShortage,
    Shortage,
    TermShortage,
)


def count_shortages(question: YearQuestion, dates: Sequence[YearDate]) -> tuple[Shortage, ...]:
    """Return what these dates cannot give: school days, terms and their weeks, days for exhibitions."""
    available = len(question.school_days)
    shortages: list[Shortage] = []
    if question.required_days and available < question.required_days:
        shortages.append(DaysShortage(question.required_days, available))
    terms = {each.number: each for each in dates if each.kind == DateKind.TERM}
    windows = [each.span for each in dates if each.kind == DateKind.EXHIBITIONS]
    for number in range(1, question.terms + 1):
        shortages += _term_shortages(question, number, terms.get(number), windows)
    shortages += _closed_dates(question, dates)
    return tuple(shortages)


def days_needed(question: YearQuestion, term: int) -> int:
    """Days that the exhibitions of a term take, with all panels at work."""
    return ceil(_panel_days(question, term) / question.panels)


def _panel_days(question: YearQuestion, term: int) -> Fraction:
    """Days that one panel alone would take for the exhibitions of a term."""
    needs = (need for need in question.exhibitions if need.term == term)
    return sum(
        (Fraction(need.students, question.minutes_a_day // need.minutes) for need in needs), Fraction(0)
    )


def _term_shortages(
    question: YearQuestion, number: int, term: YearDate | None, windows: Sequence[DateSpan]
) -> Iterator[Shortage]:
    if term is None:
        yield MissingTermShortage(number)
        return
    days = question.school_days_in(term.span)
    weeks = len(weeks_of(days))
    if weeks < question.weeks:
        yield TermShortage(number, question.weeks, weeks)
    needed, within = days_needed(question, number), _days_within(days, windows)
    if needed > within:
        panels = ceil(_panel_days(question, number) / within) if within else 0
        yield ExhibitionShortage(number, needed, within, panels)


def _days_within(days: Sequence[date], windows: Sequence[DateSpan]) -> int:
    return sum(any(day in window for window in windows) for day in days)


def _closed_dates(question: YearQuestion, dates: Sequence[YearDate]) -> Iterator[ClosedShortage]:
    for each in dates:
        days = question.school_days_in(each.span)
        if each.kind == DateKind.INTERNSHIPS and question.internship_weekdays:
            days = [day for day in days if day.weekday() in question.internship_weekdays]
        if not days:
            yield ClosedShortage(each.kind, each.starts, each.ends)
