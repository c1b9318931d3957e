"""Rows of one CSV file, as (line, cells). Memory holds one row."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from .cells import clean_cell
from .problems import RosterReadError, roster_read_error
from .source import Source

MAX_LINE = 1_000_000  # bytes
MAX_CELL = 10_000  # characters

SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "vertical bars"}

CsvRow = tuple[int, list[str]]


def _lines(source: Source, name: str) -> Iterator[str]:
    label, offset = source.label(name), 0
    with source.open(name) as stream:
        number = 0
        while raw := stream.readline(MAX_LINE + 1):
            number += 1
            if len(raw) > MAX_LINE:
                raise roster_read_error(
                    label,
                    f"This line is longer than {MAX_LINE:,} bytes; a cell can have at most {MAX_CELL:,} characters",
                    "shorten the cell, or look for a missing closing quotation mark",
                    number,
                )
            if b"\0" in raw:
                raise roster_read_error(
                    label,
                    f"There is a NUL byte at byte {offset + raw.index(0):,}, so this is not plain text"
                    + (" (it looks like UTF-16)" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else ""),
                    "save it as “CSV UTF-8” and try again",
                    number,
                )
            yield _decode_line(raw, label, number, offset)
            offset += len(raw)


def _decode_line(raw: bytes, label: str, number: int, offset: int) -> str:
    try:
        return raw.decode("utf-8-sig" if number == 1 else "utf-8")
    except UnicodeDecodeError as error:
        raise roster_read_error(
            label,
            f"The text is not UTF-8: byte {raw[error.start]:#04x} at byte {offset + error.start:,} of the file",
            "save it as “CSV UTF-8”, so that names with accents are not lost",
            number,
        ) from None


def read_csv_rows(source: Source, name: str) -> Iterator[CsvRow]:
    """The header first, then every row that is not empty. Stops at text that is not CSV in UTF-8."""
    reader = csv.reader(_lines(source, name), strict=True)
    line, first = 1, True
    try:
        for cells in reader:
            if first and cells and cells[0].lower().startswith("sep="):  # Excel's own hint, no row
                if cells != ["sep=", ""]:
                    raise _separator_error(source.label(name), cells[0][4:5])
            elif any(map(clean_cell, cells)):
                if first and len(cells) == 1 and (mark := _other_separator(cells[0])):
                    raise _separator_error(source.label(name), mark)
                first = False
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        what = (
            "A cell has far more than 10,000 characters"
            if "limit" in str(error)
            else f"The row is not CSV: {error}"
        )
        raise roster_read_error(
            source.label(name),
            what,
            "look for a missing quotation mark, or one inside a cell that is not written twice",
            line,
        ) from None


def _other_separator(header: str) -> str:
    """What separates the cells of a first row that holds no comma, or ""."""
    return next((mark for mark in SEPARATORS if mark in header), "")


def _separator_error(label: str, mark: str) -> RosterReadError:
    what = f"Its cells are separated by {SEPARATORS.get(mark, repr(mark))}, but the standard requires commas"
    do = "save every file as “CSV UTF-8 (comma delimited)”, or export the roster again"
    return roster_read_error(label, what, do, 1)
