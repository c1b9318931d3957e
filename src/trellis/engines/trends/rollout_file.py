"""A roll-out from a CSV file: a row for each school and period, with the period in which the school started.

Periods are whole numbers (school years, weeks counted from 1) or dates; an empty cell in `starts` is a school that has
not started. Every problem is a sentence that begins with file:line:column.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import date

from trellis.engines.csv_reader import CsvReader, open_csv
from trellis.engines.gaps.tally import missing_column_message, quote_cell

from .csvfile import MAX_POINTS, number_columns, parse_date, row_numbers
from .results import InvalidInputError

Period = int | date


@dataclass(frozen=True, slots=True)
class RolloutTable:
    """Schools (rows) by periods (columns). values: None where missing; shares in percent. starts: counted from 1."""

    schools: tuple[str, ...]
    periods: tuple[Period, ...]
    values: tuple[tuple[float | None, ...], ...]
    starts: tuple[int | None, ...]
    is_share: bool = False


@dataclass
class _Rows:
    """What was read so far. lines: of each school and period, to name the first where there are two."""

    values: dict[tuple[str, Period], float | None] = field(default_factory=dict)
    lines: dict[tuple[str, Period], int] = field(default_factory=dict)
    starts: dict[str, Period | None] = field(default_factory=dict)


def read_rollout(
    path: str | os.PathLike,
    value: str | None = None,
    numerator: str | None = None,
    denominator: str | None = None,
) -> RolloutTable:
    """Read columns called school, period and starts, and a value, or a numerator and a denominator."""
    if bool(numerator) != bool(denominator):
        raise InvalidInputError("A share needs both a numerator and a denominator.")
    if value and numerator:
        raise InvalidInputError("Give either a value, or a numerator and a denominator.")
    with open_csv(path) as reader:
        header = reader.header()
        columns = number_columns(reader, header, value, numerator, denominator, may_lack_values=False)
        for column in ("school", "period", "starts"):
            if column not in header:
                raise InvalidInputError(f"{reader.where}: {missing_column_message(column, header)}")
        rows = _read_rows(reader, header, columns)
        if not rows.values:
            raise InvalidInputError(f"{reader.where}: the file has a header but no rows.")
        _check_alike(reader, rows)
    return _lay_out(rows, is_share=len(columns) == 2)


def _read_rows(reader: CsvReader, header: list[str], columns: tuple[str, ...]) -> _Rows:
    rows = _Rows()
    for row in reader.rows:
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != len(header):
            raise reader.width_refusal(len(row), len(header))
        if len(rows.values) == MAX_POINTS:
            raise reader.refusal(f"the file has more than {MAX_POINTS:,} rows. Give fewer.")
        school = row[header.index("school")].strip()
        if not school:
            raise reader.refusal('the school is missing (column "school").', header.index("school"))
        period = _period(reader, header, row, "period")
        if period is None:
            raise reader.refusal('the period is missing (column "period").', header.index("period"))
        start = _period(reader, header, row, "starts")
        _add_start(reader, header, rows, school, start)
        if (school, period) in rows.lines:
            raise reader.refusal(
                f"{school} in {period} is already in line {rows.lines[school, period]}; "
                'give one row for each school and period (column "period").',
                header.index("period"),
            )
        rows.lines[school, period] = reader.line
        rows.values[school, period] = _value(row_numbers(reader, header, row, columns))
    return rows


def _add_start(reader: CsvReader, header: list[str], rows: _Rows, school: str, start: Period | None) -> None:
    if rows.starts.setdefault(school, start) != start:
        raise reader.refusal(
            f'{school} has another start in an earlier row; a school starts once (column "starts").',
            header.index("starts"),
        )


def _value(numbers: tuple[float | None, ...]) -> float | None:
    """A value as it is; a share in percent, None where there is nobody."""
    if len(numbers) == 1:
        return numbers[0]
    over, under = numbers
    return None if over is None or not under else 100 * over / under


def _period(reader: CsvReader, header: list[str], row: list[str], column: str) -> Period | None:
    cell = row[header.index(column)].strip()
    if not cell:
        return None
    if cell.isascii() and cell.isdigit() and len(cell) < 10:
        return int(cell)
    day = parse_date(cell)
    if day is None:
        raise reader.refusal(
            f"{quote_cell(cell)} is neither a whole number nor a date; write a school year like 2027, "
            f'a number like 3, or a date like 2026-09-14 (column "{column}").',
            header.index(column),
        )
    return day


def _check_alike(reader: CsvReader, rows: _Rows) -> None:
    periods = [period for _school, period in rows.values]
    kinds = {type(each) for each in (*periods, *rows.starts.values()) if each is not None}
    if len(kinds) > 1:
        raise InvalidInputError(
            f"{reader.where}: periods and starts must be of one kind, all numbers or all dates."
        )


def _lay_out(rows: _Rows, *, is_share: bool) -> RolloutTable:
    schools = tuple(rows.starts)
    periods = tuple(sorted({period for _school, period in rows.values}, key=_sort_key))
    return RolloutTable(
        schools,
        periods,
        tuple(tuple(rows.values.get((school, period)) for period in periods) for school in schools),
        tuple(_start_number(rows.starts[school], periods) for school in schools),
        is_share,
    )


def _sort_key(period: Period) -> int:
    return period if isinstance(period, int) else period.toordinal()


def _start_number(start: Period | None, periods: tuple[Period, ...]) -> int | None:
    """The first period on the start or after it, counted from 1; past the last one for a start still to come."""
    if start is None:
        return None
    return 1 + sum(_sort_key(period) < _sort_key(start) for period in periods)
