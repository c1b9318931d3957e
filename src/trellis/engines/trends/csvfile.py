"""A series from a CSV file: every problem is a sentence that begins with file:line:column."""

import os
from datetime import date, datetime

from trellis.engines.csv_reader import CsvReader, open_csv
from trellis.engines.gaps.results import InvalidCellError
from trellis.engines.gaps.tally import missing_column_message, parse_number, quote_cell

from .answer import Series
from .results import InvalidInputError

DATE_FORMATS = ("%Y-%m-%d", "%m/%d/%Y")
DATE_EXAMPLE = "write it like 2026-09-14 or 9/14/2026"
MAX_POINTS = 20_000

Row = tuple[date, tuple[float | None, ...], int]


def read_series(
    path: str | os.PathLike,
    date_column: str = "date",
    value: str | None = None,
    numerator: str | None = None,
    denominator: str | None = None,
    may_lack_values: bool = False,
) -> Series:
    """The points of a file, in order of their dates; an empty cell is a point without a value.

    Without names of columns, those called value, or numerator and denominator. `may_lack_values`: dates may be all.
    """
    if bool(numerator) != bool(denominator):
        raise InvalidInputError("A share needs both a numerator and a denominator.")
    if value and numerator:
        raise InvalidInputError("Give either a value, or a numerator and a denominator.")
    with open_csv(path) as reader:
        header = reader.header()
        columns = number_columns(reader, header, value, numerator, denominator, may_lack_values)
        rows = _read_rows(reader, header, date_column, columns, is_unique=bool(columns))
    if not rows:
        raise InvalidInputError(f"{reader.where}: the file has a header but no rows.")
    rows.sort(key=lambda row: row[0])
    dates, numbers = tuple(row[0] for row in rows), tuple(row[1] for row in rows)
    if len(columns) < 2:
        return Series(dates, tuple(row[0] for row in numbers) if columns else ())
    shares = tuple(None if over is None or not under else over / under for over, under in numbers)
    return Series(dates, shares, tuple(row[0] for row in numbers), tuple(row[1] for row in numbers))


def parse_date(text: str) -> date | None:
    """A date as 2026-09-14 or 9/14/2026, or None."""
    for form in DATE_FORMATS:
        try:
            return datetime.strptime(text.strip(), form).date()
        except ValueError:
            continue
    return None


def number_columns(
    reader: CsvReader,
    header: list[str],
    value: str | None,
    numerator: str | None,
    denominator: str | None,
    may_lack_values: bool,
) -> tuple[str, ...]:
    """The columns with numbers: those that were named, or those with the usual names."""
    chosen = (
        (value,)
        if value
        else (numerator, denominator)
        if numerator and denominator
        else _default_columns(header)
    )
    for column in chosen:
        if column not in header:
            raise InvalidInputError(f"{reader.where}: {missing_column_message(column, header)}")
    if not chosen and not may_lack_values:
        raise InvalidInputError(
            f'{reader.where}: there is no column "value", and none called "numerator" and "denominator". '
            f"Name the columns. The file has: {', '.join(name for name in header[:30] if name)}."
        )
    return chosen


def _default_columns(header: list[str]) -> tuple[str, ...]:
    if "value" in header:
        return ("value",)
    return ("numerator", "denominator") if {"numerator", "denominator"} <= set(header) else ()


def _read_rows(
    reader: CsvReader, header: list[str], date_column: str, columns: tuple[str, ...], is_unique: bool
) -> list[Row]:
    if date_column not in header:
        raise InvalidInputError(f"{reader.where}: {missing_column_message(date_column, header)}")
    day_place = header.index(date_column)
    rows: list[Row] = []
    lines: dict[date, int] = {}
    for row in reader.rows:
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != len(header):
            raise reader.width_refusal(len(row), len(header))
        day = parse_date(row[day_place])
        if day is None:
            raise reader.refusal(
                f'{quote_cell(row[day_place])} is not a date; {DATE_EXAMPLE} (column "{date_column}").',
                day_place,
            )
        if is_unique and day in lines:
            raise reader.refusal(
                f'{day} is already in line {lines[day]}; give one row for each date (column "{date_column}").',
                day_place,
            )
        if len(rows) == MAX_POINTS:
            raise reader.refusal(f"the file has more than {MAX_POINTS:,} points. Give fewer.")
        lines.setdefault(day, reader.line)
        rows.append((day, row_numbers(reader, header, row, columns), reader.line))
    return rows


def row_numbers(
    reader: CsvReader, header: list[str], row: list[str], columns: tuple[str, ...]
) -> tuple[float | None, ...]:
    """A row's numbers in these columns, None for an empty cell. Refuses a share above one."""
    numbers: list[float | None] = []
    for column in columns:
        cell, place = row[header.index(column)], header.index(column)
        try:
            numbers.append(parse_number(cell, column) if cell.strip() else None)
        except InvalidCellError as bad:
            raise reader.refusal(f'{bad.what} (column "{column}").', place) from None
    if len(columns) == 2:
        _check_share(reader, header.index(columns[0]), columns, numbers[0], numbers[1])
    return tuple(numbers)


def _check_share(
    reader: CsvReader, place: int, columns: tuple[str, ...], over: float | None, under: float | None
) -> None:
    if over is None or under is None:
        return
    if over < 0:
        raise reader.refusal(
            f'{over:g} is below zero; a count can\'t be negative (column "{columns[0]}").', place
        )
    if over > under:
        raise reader.refusal(
            f'{over:g} is more than the {under:g} in {columns[1]} (column "{columns[0]}").', place
        )
