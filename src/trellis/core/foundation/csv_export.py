"""CSV files that people open in a spreadsheet: no cell of them runs as a formula.

A name like =HYPERLINK(...) comes from a roster, so from outside. Excel, LibreOffice and Google Sheets run what begins
with = + - @ (also after a tab or line break, and after a semicolon where that separates columns). Such text gets an
apostrophe in front; numbers stay numbers. `unguard_cell` takes exactly that apostrophe away again, so a sheet that
comes back holds what was exported.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from typing import TextIO

FORMULA_START = r"[=+\-@\uff1d\uff0b\uff0d\uff20]"
CELL_START = r"(^|[;\t\r\n])"
RISKY_CELL = re.compile(rf"^(?='*[\t\r\n])|{CELL_START}(?='*[ \xa0]*{FORMULA_START})")
GUARDED_CELL = re.compile(rf"^'(?='*[\t\r\n])|{CELL_START}'(?='*[ \xa0]*{FORMULA_START})")
NUMBER = re.compile(r"[+-]?\d[\d,]*(\.\d+)?%?", re.ASCII)


def guard_cell(value: object) -> object:
    """Return a text that a spreadsheet shows instead of running; numbers and everything harmless as they are."""
    if not isinstance(value, str) or NUMBER.fullmatch(value):
        return value
    return RISKY_CELL.sub(lambda start: f"{start[1] or ''}'", value)


def unguard_cell(value: str) -> str:
    """Return the text that was given to `guard_cell`. Text that was never guarded stays as it is."""
    return GUARDED_CELL.sub(lambda start: start[1] or "", value)


class ExportWriter:
    """Writes rows as the csv module does, each cell guarded."""

    def __init__(self, file: TextIO) -> None:
        self._writer = csv.writer(file)

    def writerow(self, row: Iterable[object]) -> None:
        self._writer.writerow([guard_cell(cell) for cell in row])

    def writerows(self, rows: Iterable[Iterable[object]]) -> None:
        for row in rows:
            self.writerow(row)


def read_export(file: TextIO) -> list[dict[str, str]]:
    """Read back a file that `ExportWriter` wrote, by its column names. Raises csv.Error."""
    return [
        {name: unguard_cell(cell or "") for name, cell in row.items() if name is not None}
        for row in csv.DictReader(file)
    ]
