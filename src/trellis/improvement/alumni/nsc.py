"""Read a return file of the National Student Clearinghouse: which alumni were found, their terms and degrees.

Two layouts come back: the detail report of StudentTracker for High Schools (23 columns) and the report that colleges
and programs get (33 columns). Which one it is follows from the names in the header, never from the place of a column.
No Django here: text in, dataclasses out.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from .nsc_columns import COLUMN_TITLES, COLUMNS, LENGTHS, REQUIRED, STATUSES, normalize_name

if TYPE_CHECKING:
    from _csv import Reader

MAX_ROWS = 300_000
MAX_PROBLEMS = 12
ENCODINGS = ("utf-8-sig", "cp1252")


class Layout(StrEnum):
    """Which report the header is of."""

    HIGH_SCHOOL = "high-school"
    PROGRAM = "program"


@dataclass(frozen=True)
class Problem:
    """What is wrong with a file. code: one of those that `problems.py` has a sentence for. line 0: the whole file."""

    code: str
    line: int = 0
    column: str = ""
    value: str = ""


class FileError(ValueError):
    """The file can't be read. Holds up to MAX_PROBLEMS problems, and how many there are in all."""

    def __init__(self, problems: list[Problem], total: int = 0) -> None:
        super().__init__(", ".join(problem.code for problem in problems))
        self.problems, self.total = problems, total or len(problems)


@dataclass(frozen=True)
class TermRow:
    """One term at one college, as it reported it. status: "" where the college does not disclose it."""

    college_code: str
    college: str
    state: str
    length: str
    control: str
    begin: date
    end: date
    status: str = ""


@dataclass(frozen=True)
class DegreeRow:
    """One degree or certificate."""

    college_code: str
    college: str
    state: str
    length: str
    control: str
    day: date
    title: str = ""
    major: str = ""


@dataclass
class StudentRecord:
    """What a file says about one person. `was_found` is False where the Clearinghouse had nothing to return."""

    identifier: str
    line: int
    was_found: bool = False
    terms: list[TermRow] = field(default_factory=list)
    degrees: list[DegreeRow] = field(default_factory=list)


@dataclass(frozen=True)
class ReturnFile:
    """A whole file. duplicates: rows that said again what another row had said. rows: all but the header."""

    layout: Layout
    students: dict[str, StudentRecord]
    rows: int
    duplicates: int


@dataclass(frozen=True)
class FileDates:
    """What the name of a file says: the day that the data are as of (EFFDT), and when the report ran (RUNDT)."""

    as_of: date | None = None
    run: date | None = None


def dates_in_name(name: str) -> FileDates:
    """Read `...-EFFDT-20251114-RUNDT-20251120.csv`. A part that is missing, or no date, is None."""
    return FileDates(*(_date_after(tag, name) for tag in ("EFFDT", "RUNDT")))


def _date_after(tag: str, name: str) -> date | None:
    match = re.search(rf"{tag}[-_ ]?(\d{{8}})(?!\d)", name, re.IGNORECASE)
    return _parse_day(match[1]) if match else None


def clean_identifier(text: str) -> str:
    """Return an identifier as the school sent it: one `_` at the end is the Clearinghouse's; zeros stay."""
    return text.strip().removesuffix("_")


def read_return_file(content: bytes) -> ReturnFile:
    """Read a file. Raises FileError with every problem that a person has to mend before anything is imported."""
    table = _open_table(_decode(content))
    header = next(table, [])
    places, layout = _read_header(header)
    students: dict[str, StudentRecord] = {}
    seen: set[tuple] = set()
    problems: list[Problem] = []
    rows = duplicates = 0
    for cells in _data_rows(table):
        rows += 1
        if rows > MAX_ROWS:
            raise FileError([Problem("too-long", value=str(MAX_ROWS))])
        try:
            duplicates += not _add_row(_Row(table.line_num, cells, places, len(header)), students, seen)
        except FileError as error:
            problems += error.problems
    if problems:
        raise FileError(problems[:MAX_PROBLEMS], len(problems))
    if not students:
        raise FileError([Problem("no-rows")])
    return ReturnFile(layout, students, rows, duplicates)


def _decode(content: bytes) -> str:
    if (
        content[:4] in (b"%PDF", b"PK\x03\x04")
        or content[:4] == b"\xd0\xcf\x11\xe0"
        or b"\0" in content[:4096]
    ):
        raise FileError([Problem("not-csv")])
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileError([Problem("not-csv")])


def _open_table(text: str) -> Reader:
    first = text.partition("\n")[0]
    return csv.reader(
        io.StringIO(text, newline=""), delimiter="\t" if first.count("\t") > first.count(",") else ","
    )


def _data_rows(table: Reader) -> Iterator[list[str]]:
    """Rows that have anything in them."""
    try:
        for cells in table:
            if any(cell.strip() for cell in cells):
                yield cells
    except csv.Error:
        raise FileError([Problem("not-csv", line=table.line_num)]) from None


def _read_header(header: list[str]) -> tuple[dict[str, int], Layout]:
    """By what the program calls a column, its place in the row; and which report this is."""
    place_by_name: dict[str, int] = {}
    for place, name in enumerate(header):
        place_by_name.setdefault(normalize_name(name), place)
    places = {
        key: place_by_name[name] for key, names in COLUMNS.items() for name in names if name in place_by_name
    }
    if not {"id", "found"} & set(places):
        raise FileError([Problem("no-header")])
    if "found" in places and not {"begin", "end"} & set(places):
        raise FileError([Problem("one-row-per-student")])
    missing = [key for key in REQUIRED if key not in places]
    if missing:
        raise FileError([Problem("missing-column", line=1, column=COLUMN_TITLES[key]) for key in missing])
    return places, Layout.HIGH_SCHOOL if "high_school" in places else Layout.PROGRAM


@dataclass(frozen=True)
class _Row:
    """One line of the file."""

    line: int
    cells: list[str]
    places: dict[str, int]
    width: int

    def __post_init__(self) -> None:
        if len(self.cells) > self.width and any(cell.strip() for cell in self.cells[self.width :]):
            raise FileError([Problem("too-many-cells", self.line)])

    def text(self, key: str) -> str:
        place = self.places.get(key)
        return self.cells[place].strip() if place is not None and place < len(self.cells) else ""

    def yes(self, key: str) -> bool:
        value = self.text(key).upper()
        if value not in ("Y", "N", "YES", "NO", ""):
            raise FileError([Problem("not-yes-no", self.line, COLUMN_TITLES[key], value[:40])])
        return value[:1] == "Y"

    def day(self, key: str) -> date:
        value = self.text(key)
        day = _parse_day(value)
        if day is None:
            raise FileError([Problem("not-a-date", self.line, COLUMN_TITLES[key], value[:40])])
        return day

    def college(self) -> tuple[str, str, str, str, str]:
        return (
            self.text("college_code").removesuffix("_")[:12],
            self.text("college")[:160],
            self.text("state")[:2].upper(),
            LENGTHS.get(self.text("length").lower(), ""),
            self.text("control").lower()[:7],
        )


def _parse_day(text: str) -> date | None:
    """A day as YYYYMMDD, or as a spreadsheet may have saved it."""
    for form in ("%Y%m%d", "%Y-%m-%d", "%m/%d/%Y"):
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None


def _add_row(row: _Row, students: dict[str, StudentRecord], seen: set[tuple]) -> bool:
    """Add what a row says to its student. Return False where another row had said it."""
    identifier = clean_identifier(row.text("id"))
    if not identifier:
        raise FileError([Problem("no-identifier", row.line, COLUMN_TITLES["id"])])
    was_found = row.yes("found")
    is_listed = identifier in students
    student = students.setdefault(identifier, StudentRecord(identifier, row.line))
    if not was_found:
        return not is_listed
    student.was_found = True
    if row.yes("graduated"):
        degree = DegreeRow(
            *row.college(), row.day("degree_on"), row.text("degree")[:120], row.text("major")[:120]
        )
        key: tuple = (identifier, "degree", degree.college_code, degree.day, degree.title.casefold())
        if key not in seen:
            student.degrees.append(degree)
    else:
        term = _term_of(row)
        key = (identifier, "term", term.college_code, term.begin)
        if key not in seen:
            student.terms.append(term)
    is_new = key not in seen
    seen.add(key)
    return is_new


def _term_of(row: _Row) -> TermRow:
    status = row.text("status").upper()[:1]
    term = TermRow(*row.college(), row.day("begin"), row.day("end"), status if status in STATUSES else "")
    if term.end < term.begin:
        raise FileError([Problem("end-before-begin", row.line, COLUMN_TITLES["end"], row.text("end")[:40])])
    return term
