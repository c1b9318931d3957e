"""Checking the rows of one file, as they stream by."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from . import forbidden
from .cells import Header, clean_cell, split_ids
from .csvrows import MAX_CELL
from .grades import grade_code, split_grades
from .problems import Problem, Problems
from .roster import Record, Roster
from .spec import BOOLEANS, SPECS, STATUS, required_columns

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
MAX_ID = 200


@lru_cache(50_000)
def day_problem(text: str) -> str:
    """What is wrong with a day, or ""."""
    if len(text) != 10 or text[4] != "-" or text[7] != "-" or not text.replace("-", "").isdecimal():
        return f"“{text[:30]}” is not a date"
    try:
        date.fromisoformat(text)
    except ValueError:
        return f"{text} is not a real date"
    return ""


def _is_unwritable(cell: str) -> bool:
    """Whether a cell holds what no database takes: NUL, or half of a character."""
    if cell.isascii():
        return "\0" in cell
    return "\0" in cell or any("\ud800" <= letter <= "\udfff" for letter in cell)


class KnownIds:
    """The ids of each file, those that the file itself takes away (`tobedeleted`), and which orgs are schools."""

    def __init__(self) -> None:
        self.active: dict[str, set[str]] = {}
        self.deleted: dict[str, set[str]] = {}
        self.orgs: dict[str, tuple[str, str]] = {}  # id -> (type, parent)
        self._folded: dict[str, dict[str, str]] = {}

    def forget(self, name: str) -> None:
        """Let go of a file's ids: nothing refers to them."""
        self.active.pop(name, None)
        self.deleted.pop(name, None)

    def at_school(self, org: str) -> bool:
        """Whether an org is a school or lies below one. A circle of parents ends the walk."""
        met: set[str] = set()
        while org and org not in met:
            met.add(org)
            kind, parent = self.orgs.get(org, ("", ""))
            if kind == "school":
                return True
            org = parent
        return False

    def alike(self, file: str, sourced_id: str) -> str:
        """The id in a file that differs from this one by letter case only, or ""."""
        if file not in self._folded:
            self._folded[file] = {active_id.casefold(): active_id for active_id in self.active.get(file, ())}
        return self._folded[file].get(sourced_id.casefold(), "")


class RowChecker:
    """One file. `known_ids` are the ids of the files before it; its own are added."""

    def __init__(self, roster: Roster, name: str, header: Header, known_ids: KnownIds, problems: Problems):
        spec = SPECS[name]
        have = set(header.named)
        self.roster, self.name, self.header, self.known, self.problems = (
            roster,
            name,
            header,
            known_ids,
            problems,
        )
        self.label = roster.label(name)
        one_of_two = ("givenName", "familyName") if name == "users" else ()
        self.filled = [
            c for c in required_columns(name, roster.version) if c != "sourcedId" and c not in one_of_two
        ]
        self.enums = [(c, allowed) for c, allowed in spec.enums.items() if c in have]
        self.dates = [c for c in spec.dates if c in have]
        self.names = [c for c in spec.names if c in have]
        self.limits = [(c, n) for c, n in spec.limits.items() if c in have]
        # Only a whole file can say that an id is nowhere; otherwise the import asks the database.
        self.refs = [(c, f) for c, f in spec.refs.items() if c in have and roster.modes[f] == "bulk"]
        self.delta = roster.modes[name] == "delta"
        self.seen = known_ids.active[name] = set()
        self.deleted = known_ids.deleted[name] = set()
        self.waiting: list[tuple[int, str, str]] = []
        self.rows = 0

    def add(self, kind: str, line: int, column: str, what: str, do: str) -> None:
        self.problems.add(kind, Problem(self.label, line, column, what, do))

    def run(self) -> None:
        """Check every row."""
        for line, record in self._records():
            self.rows += 1
            if not self._identity(line, record) or record.get("status") == "tobedeleted":
                continue
            self._cells(line, record)
            self._references(line, record)
            if self.name == "users":
                self._user(line, record)
            elif self.name == "academicSessions":
                self._session(line, record)
            elif self.name == "orgs":
                self.known.orgs[record["sourcedId"]] = (
                    record.get("type", ""),
                    record.get("parentSourcedId", ""),
                )
            elif self.name == "classes":
                self._class(line, record)

    def finish(self) -> None:
        """References within the file itself (a parent, an agent), once it is read."""
        for line, column, target_id in self.waiting:
            if target_id not in self.seen:
                self._nowhere(line, column, target_id, self.name)
        self.waiting.clear()

    def _records(self) -> Iterator[tuple[int, Record]]:
        if self.roster.source.is_json:
            for line, record in self.roster.records(self.name):
                if self._sizes(line, record):
                    yield line, record
            return
        header = self.header
        for line, cells in self.roster.rows(self.name):
            if len(cells) != len(header.columns) and not self._width(line, cells):
                continue
            if len(header.named) < len(cells) and header.stray(cells):
                what = "A cell is in a column without a name"
                self.add("width", line, "", what, "name the column in the first row, or clear the cell")
                continue
            record = header.record(cells)
            if self._sizes(line, record):
                yield line, record

    def _width(self, line: int, cells: list[str]) -> bool:
        """Whether a row of another length than the first is whole: only empty cells are missing or too many."""
        width, header = len(self.header.columns), self.header
        if len(cells) >= header.least and not any(map(clean_cell, cells[width:])):
            return True
        word = "short" if len(cells) < width else "long"
        what = f"The row is too {word}: {len(cells)} cells, but the header has {width}"
        do = "look for a missing or extra comma, or a missing quotation mark"
        self.add("width", line, "", what, do)
        return False

    def _sizes(self, line: int, record: Record) -> bool:
        if max(map(len, record.values()), default=0) > MAX_CELL:
            column = next(column for column, cell in record.items() if len(cell) > MAX_CELL)
            self.add("size", line, column, f"The cell has more than {MAX_CELL:,} characters", "shorten it")
            return False
        if self.roster.source.is_json and any(map(_is_unwritable, record.values())):
            self.add("nul", line, "", "It has a character that is not text", "export the record again")
            return False
        return True

    def _identity(self, line: int, record: Record) -> bool:
        sourced_id = record.get("sourcedId", "")
        if not sourced_id or len(sourced_id) > MAX_ID:
            what = f"The ID is longer than {MAX_ID} characters" if sourced_id else "It is empty"
            self.add("empty", line, "sourcedId", what, "give each row its own ID")
            return False
        if sourced_id in self.seen:
            self.add(
                "twice", line, "sourcedId", f"“{sourced_id[:80]}” is used twice", "remove one of the two rows"
            )
            return False
        self.seen.add(sourced_id)
        status = record.get("status", "")
        if (status or self.delta) and status not in STATUS:
            what = f"“{status[:40]}” is not a status" if status else "A delta row needs a status"
            self.add("enum", line, "status", what, "write active or tobedeleted")
            return False
        if status == "tobedeleted":
            self.deleted.add(sourced_id)
        return True

    def _cells(self, line: int, record: Record) -> None:
        for column in self.filled:
            if not record.get(column):
                self.add("empty", line, column, "It is empty", "fill it in")
        for column, allowed in self.enums:
            cell = record.get(column)
            if (
                cell
                and (cell.lower() if allowed is BOOLEANS else cell) not in allowed
                and not cell.startswith("ext:")
            ):
                self.add(
                    "enum",
                    line,
                    column,
                    f"“{cell[:40]}” is not a value that the standard allows",
                    f"use one of: {', '.join(sorted(allowed))}",
                )
        for column in self.dates:
            cell = record.get(column)
            if cell and (wrong := day_problem(cell)):
                self.add("date", line, column, wrong, "write it as 2026-09-01")
        for column in self.names:
            if (cell := record.get(column)) and cell[0] in FORMULA_STARTS:
                what = f"It starts with {cell[0]!r}, so a spreadsheet would run it as a formula"
                self.add("formula", line, column, what, "write the name without this character")
        for column, limit in self.limits:
            if (cell := record.get(column)) and len(cell) > limit:
                self.add("size", line, column, f"It is longer than {limit} characters", "shorten it")

    def _references(self, line: int, record: Record) -> None:
        for column, file in self.refs:
            cell = record.get(column)
            if not cell:
                continue
            file_ids = self.known.active.get(file)
            for target_id in split_ids(cell) if column.endswith("Ids") else (cell,):
                if file == self.name:
                    if target_id not in self.seen:
                        self.waiting.append((line, column, target_id))
                elif file_ids is not None and target_id not in file_ids:
                    self._nowhere(line, column, target_id, file)

    def _nowhere(self, line: int, column: str, target_id: str, file: str) -> None:
        what = f"“{target_id[:80]}” is not in {self.roster.label(file)}"
        if alike := self.known.alike(file, target_id):
            do = f"“{alike[:80]}” exists; use the same upper and lower case in both places"
        else:
            do = "add it there, or remove this reference"
        self.add("nowhere", line, column, what, do)

    def _class(self, line: int, record: Record) -> None:
        """A class is at a school, or at a department of one."""
        org = record.get("schoolSourcedId", "")
        if self.roster.modes["orgs"] != "bulk" or org not in self.known.active.get("orgs", ()):
            return
        if org not in self.known.deleted["orgs"] and not self.known.at_school(org):
            what = f"“{org[:80]}” is not a school"
            self.add("nowhere", line, "schoolSourcedId", what, "enter the ID of the class's school")

    def _user(self, line: int, record: Record) -> None:
        if not (record.get("givenName") or record.get("familyName")):
            self.add(
                "empty",
                line,
                "givenName",
                "There is no name",
                "fill in the given name, the family name or both",
            )
        self._grades(line, record)
        for kind in forbidden.forbidden_ids(record.get("userIds", "")):
            self.problems.note(
                "dropped", self.label, "userIds", f"IDs of the type {kind[:20]} are dropped and never stored"
            )
        if forbidden.looks_like_ssn(record.get("identifier", "")):
            what = "IDs that look like Social Security numbers are dropped and never stored"
            self.problems.note("dropped", self.label, "identifier", what, "export the student ID instead")

    def _grades(self, line: int, record: Record) -> None:
        """Say which grades cannot be read, and where somebody has more than one."""
        parts = split_grades(record.get("grades", ""))
        read = [code for part in parts if (code := grade_code(part))]
        if parts and not read:
            what = f"“{record['grades'][:30]}” is not a grade that Trellis knows; it is skipped"
            do = "write a code such as 09, 10, 11 or 12"
            self.problems.add("grade", Problem(self.label, line, "grades", what, do, error=False))
        elif len(set(read)) > 1:
            what = f"“{record['grades'][:30]}” has more than one grade; the first one is used"
            self.problems.add("grade", Problem(self.label, line, "grades", what, error=False))

    def _session(self, line: int, record: Record) -> None:
        starts, ends, year = (record.get(c, "") for c in ("startDate", "endDate", "schoolYear"))
        if not (starts and day_problem(starts)) and not (ends and day_problem(ends)) and starts > ends:
            self.add("date", line, "endDate", "It ends before it starts", "check both dates")
        if year and not (len(year) == 4 and year.isdecimal()):
            self.add(
                "date",
                line,
                "schoolYear",
                f"“{year[:20]}” is not a year",
                "write the year when the school year ends, such as 2027",
            )
