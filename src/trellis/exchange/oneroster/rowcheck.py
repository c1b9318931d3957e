"""Checking the rows of one file, as they stream by."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from . import forbidden
from .csvrows import MAX_CELL
from .problems import Problem, Problems
from .roster import Record, Roster
from .spec import SPECS, TRUTH, filled

FORMULA = ("=", "+", "-", "@", "\t", "\r")
MAX_ID = 200


@lru_cache(50_000)
def day_problem(text: str) -> str:
    """What is wrong with a day, or ""."""
    if len(text) != 10 or text[4] != "-" or text[7] != "-" or not text.replace("-", "").isdecimal():
        return f"“{text[:30]}” is not a date"
    try:
        date.fromisoformat(text)
    except ValueError:
        return f"{text} is a day that does not exist"
    return ""


class RowCheck:
    """One file. `ids` are the ids of the files before it; `seen` its own."""

    def __init__(
        self, roster: Roster, name: str, header: list[str], ids: dict[str, set[str]], problems: Problems
    ):
        spec = SPECS[name]
        have = set(header)
        self.roster, self.name, self.header, self.ids, self.problems = roster, name, header, ids, problems
        self.label = roster.label(name)
        self.filled = filled(name, roster.version)
        self.enums = [(c, allowed) for c, allowed in spec.enums.items() if c in have]
        self.dates = [c for c in spec.dates if c in have]
        self.names = [c for c in spec.names if c in have]
        self.limits = [(c, n) for c, n in spec.limits.items() if c in have]
        # Only a whole file can say that an id is nowhere; otherwise the import asks the database.
        self.refs = [(c, f) for c, f in spec.refs.items() if c in have and roster.modes[f] == "bulk"]
        self.delta = roster.modes[name] == "delta"
        self.seen: set[str] = set()
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

    def finish(self) -> None:
        """References within the file itself (a parent, an agent), once it is read."""
        for line, column, wanted in self.waiting:
            if wanted not in self.seen:
                self._nowhere(line, column, wanted, self.name)
        self.waiting.clear()

    def _records(self) -> Iterator[tuple[int, Record]]:
        if self.roster.source.is_json:
            for line, record in self.roster.records(self.name):
                if self._sizes(line, list(record.values()), list(record)):
                    yield line, record
            return
        width, header = len(self.header), self.header
        for line, cells in self.roster.rows(self.name):
            if len(cells) != width:
                word = "short" if len(cells) < width else "long"
                what = f"The row is too {word}: {len(cells)} cells where the header has {width}"
                self.add(
                    "width",
                    line,
                    "",
                    what,
                    "look for a missing or an extra comma, or a missing quotation mark",
                )
                continue
            if self._sizes(line, cells, header):
                yield line, dict(zip(header, cells, strict=True))

    def _sizes(self, line: int, cells: list[str], header: list[str]) -> bool:
        if max(map(len, cells), default=0) > MAX_CELL:
            column = next(h for h, c in zip(header, cells, strict=True) if len(c) > MAX_CELL)
            self.add("size", line, column, f"The cell holds more than {MAX_CELL:,} characters", "shorten it")
            return False
        if self.roster.source.is_json and any("\0" in cell for cell in cells):
            self.add("nul", line, "", "There is a NUL character in it", "export the record again")
            return False
        return True

    def _identity(self, line: int, record: Record) -> bool:
        own = record.get("sourcedId", "")
        if not own or len(own) > MAX_ID:
            what = f"The id is longer than {MAX_ID} characters" if own else "It is empty"
            self.add("empty", line, "sourcedId", what, "every row needs an id of its own")
            return False
        if own in self.seen:
            self.add("twice", line, "sourcedId", f"“{own[:80]}” is there twice", "leave one of the two rows")
            return False
        self.seen.add(own)
        status = record.get("status", "")
        if (status or self.delta) and status not in ("active", "tobedeleted"):
            what = f"“{status[:40]}” is not a status" if status else "A delta row needs a status"
            self.add("enum", line, "status", what, "write active or tobedeleted")
            return False
        return True

    def _cells(self, line: int, record: Record) -> None:
        for column in self.filled:
            if not record.get(column):
                self.add("empty", line, column, "It is empty", "fill it in")
        for column, allowed in self.enums:
            cell = record.get(column)
            if (
                cell
                and (cell.lower() if allowed is TRUTH else cell) not in allowed
                and not cell.startswith("ext:")
            ):
                self.add(
                    "enum",
                    line,
                    column,
                    f"“{cell[:40]}” is not a word of the standard",
                    f"write one of: {', '.join(sorted(allowed))}",
                )
        for column in self.dates:
            cell = record.get(column)
            if cell and (wrong := day_problem(cell)):
                self.add("date", line, column, wrong, "write it as 2026-09-01")
        for column in self.names:
            if (cell := record.get(column)) and cell[0] in FORMULA:
                what = f"It begins with {cell[0]!r}, which a spreadsheet would run as a formula"
                self.add("formula", line, column, what, "write the name as people write it")
        for column, limit in self.limits:
            if (cell := record.get(column)) and len(cell) > limit:
                self.add("size", line, column, f"It is longer than {limit} characters", "shorten it")

    def _references(self, line: int, record: Record) -> None:
        for column, file in self.refs:
            cell = record.get(column)
            if not cell:
                continue
            known = self.ids.get(file)
            wanted_ids = cell.split(",") if column.endswith("Ids") else (cell,)
            for wanted in wanted_ids:
                if file == self.name:
                    if wanted.strip() not in self.seen:
                        self.waiting.append((line, column, wanted.strip()))
                elif known is not None and wanted.strip() not in known:
                    self._nowhere(line, column, wanted.strip(), file)

    def _nowhere(self, line: int, column: str, wanted: str, file: str) -> None:
        what = f"“{wanted[:80]}” is not in {self.roster.label(file)}"
        self.add("nowhere", line, column, what, "add it there, or take this reference out")

    def _user(self, line: int, record: Record) -> None:
        for kind in forbidden.forbidden_ids(record.get("userIds", "")):
            self.problems.note(
                "dropped", self.label, "userIds", f"Ids of the type {kind[:20]} are dropped, never kept"
            )
        if forbidden.looks_like_ssn(record.get("identifier", "")):
            what = "Ids that look like social security numbers are dropped, never kept"
            self.problems.note(
                "dropped", self.label, "identifier", what, "export the school's own student number"
            )

    def _session(self, line: int, record: Record) -> None:
        starts, ends, year = (record.get(c, "") for c in ("startDate", "endDate", "schoolYear"))
        if not (starts and day_problem(starts)) and not (ends and day_problem(ends)) and starts > ends:
            self.add("date", line, "endDate", "It ends before it starts", "look at both days")
        if year and not (len(year) == 4 and year.isdecimal()):
            self.add(
                "date",
                line,
                "schoolYear",
                f"“{year[:20]}” is not a year",
                "write the year in which it ends: 2027",
            )
