"""Dates of a year as pages show them: as they are planned, or as they were adopted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from trellis.design.blueprint.wording import Wording
from trellis.engines.timetable.year import DateSpan, YearQuestion

from .models import YearDate
from .year_wording import date_title, kind_title, span_text

KINDS = list(YearDate.Kind)


@dataclass(frozen=True)
class DateLine:
    """One date. school_days: in it; None where nobody asked. row: what may be edited."""

    key: UUID
    kind: str
    title: str
    starts: date
    ends: date
    row: YearDate
    school_days: int | None = None

    @property
    def span(self) -> str:
        return span_text(self.starts, self.ends)


@dataclass(frozen=True)
class DateGroup:
    """The dates of one kind under its heading."""

    kind: str
    title: str
    lines: list[DateLine]


def planned_lines(rows: Iterable[YearDate], words: Wording, question: YearQuestion) -> list[DateLine]:
    """Dates as they are planned now. A day without school counts as the school day that it would have been."""
    open_year = replace(question, closed=())
    return [
        DateLine(
            row.pk,
            row.kind,
            date_title(row.kind, row.title, row.number, words),
            row.starts,
            row.ends,
            row,
            len(
                (open_year if row.kind == YearDate.Kind.CLOSED else question).school_days_in(
                    DateSpan(row.starts, row.ends)
                )
            ),
        )
        for row in rows
    ]


def adopted_lines(rows: Iterable[YearDate], words: Wording) -> list[DateLine]:
    """Dates as everybody sees them; those that were not adopted yet are left out."""
    lines = [
        DateLine(
            row.pk,
            row.kind,
            date_title(row.kind, row.adopted_title, row.number, words),
            row.adopted_starts,
            row.adopted_ends,
            row,
        )
        for row in rows
        if row.adopted_starts and row.adopted_ends
    ]
    return sorted(lines, key=lambda line: (line.starts, line.ends, line.key))


def group_lines(lines: Iterable[DateLine], words: Wording) -> list[DateGroup]:
    """Dates by kind, in the order in which a person plans them."""
    lines = list(lines)
    groups = (
        DateGroup(kind.value, kind_title(kind, words), [line for line in lines if line.kind == kind])
        for kind in KINDS
    )
    return [group for group in groups if group.lines]
