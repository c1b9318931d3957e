"""The table of a plan of growth, years side by side, and its picture."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext_lazy as _

from trellis.engines.timetable.growth import GrowthYear
from trellis.engines.timetable.growth_numbers import (
    ADVISORIES,
    CLASS_GROUPS,
    ROLES,
    ROOMS,
    ROOMS_NEEDED,
    TEAMS,
    Number,
)

from .growth_wording import computed_text, number_name, school_year_title

WIDTH, HEIGHT, BAR_WIDTH, HEAD, FOOT = 480, 180, 72, 22, 20


@dataclass(frozen=True)
class TableCell:
    """One number. note: what stands below it: the range that would do, what is computed, or what is planned instead."""

    value: int | None
    state: str = ""  # "planned" by a person, "counted" on the roster, or neither
    note: str = ""


@dataclass(frozen=True)
class TableRow:
    title: str | Promise
    cells: list[TableCell]
    total: bool = False


@dataclass(frozen=True)
class TableBand:
    title: str | Promise
    rows: list[TableRow]


@dataclass(frozen=True)
class YearHead:
    """One year at the head of the table. counted: its students are those on the roster."""

    number: int
    title: str
    counted: bool


def year_heads(years: Iterable[GrowthYear]) -> list[YearHead]:
    return [YearHead(year.year, school_year_title(year.school_year), year.is_counted) for year in years]


def growth_table(years: tuple[GrowthYear, ...]) -> list[TableBand]:
    """Students by grade, then what they need."""
    grades = sorted({grade for year in years for grade in year.grades})
    students = [_row(years, grade, lambda year: year.grades) for grade in grades]
    totals = [TableCell(year.students) for year in years]
    students.append(TableRow(_("All students"), totals, total=True))
    return [
        TableBand(_("Students"), students),
        TableBand(_("Groups"), _need_rows(years, (TEAMS, CLASS_GROUPS, ADVISORIES))),
        TableBand(_("Adults"), _need_rows(years, tuple(ROLES))),
        TableBand(_("Rooms"), _need_rows(years, (ROOMS_NEEDED, ROOMS))),
    ]


def _need_rows(years: tuple[GrowthYear, ...], keys: tuple[str, ...]) -> list[TableRow]:
    return [_row(years, key, lambda year: year.needs) for key in keys]


def _row(
    years: Iterable[GrowthYear], key: str, numbers: Callable[[GrowthYear], dict[str, Number]]
) -> TableRow:
    return TableRow(number_name(key), [_cell(numbers(year).get(key)) for year in years])


def _cell(number: Number | None) -> TableCell:
    if number is None:
        return TableCell(None)
    if number.counted is not None:
        return TableCell(number.counted, "counted", str(number.expected))
    if number.planned is not None:
        return TableCell(number.planned, "planned", computed_text(number))
    return TableCell(number.computed, note=computed_text(number) if number.least < number.most else "")


@dataclass(frozen=True)
class Bar:
    """One year's students in the picture: stacked grades, each (y, height, shade), the first grade at the bottom."""

    x: int
    middle: int
    top: float
    students: int
    title: str
    parts: list[tuple[float, float, int]]


def growth_bars(years: tuple[GrowthYear, ...]) -> list[Bar]:
    """Bars of years 1 to 4, from where reading begins."""
    shown = [year for year in years if year.year]
    most = max((year.students for year in shown), default=0) or 1
    step = WIDTH // len(shown)
    bars = []
    for place, year in enumerate(reversed(shown) if get_language_bidi() else shown):
        x, bottom, parts = place * step + (step - BAR_WIDTH) // 2, float(HEIGHT - FOOT), []
        for number in year.grades.values():
            height = round(number.value * (HEIGHT - HEAD - FOOT) / most, 1)
            bottom = round(bottom - height, 1)
            parts.append((bottom, height, len(parts) % 4 + 1))
        bars.append(
            Bar(
                x,
                x + BAR_WIDTH // 2,
                bottom - 6,
                year.students,
                school_year_title(year.school_year),
                parts,
            )
        )
    return bars
