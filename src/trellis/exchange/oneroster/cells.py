"""Cells and columns as every reader of a roster sees them: check and import use this one place.

White space and invisible characters around a cell are dropped, text is brought into one Unicode form (NFC), and the
names of columns and the standard's own words are read in any letter case. Ids keep their letter case.
"""

from __future__ import annotations

import string
import unicodedata
from collections import Counter
from functools import lru_cache

from .spec import SPECS, STATUS

SURROUNDING_CHARACTERS = (
    string.whitespace + "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
)
SURROUNDING_CHARACTERS += "\u2028\u2029\u202f\u205f\u3000\u200b\u2060\ufeff\u200e\u200f"
EMPTY_NAMES = frozenset({"-", "--", "---", ".", "_", "–", "—"})
"""What systems write where somebody has no second name."""


def clean_cell(cell: str) -> str:
    """Return the cell without what surrounds it, in Unicode's composed form."""
    cell = cell.strip(SURROUNDING_CHARACTERS)
    return cell if cell.isascii() else unicodedata.normalize("NFC", cell)


def split_ids(cell: str) -> list[str]:
    """Return the ids in a list cell ("a, b,"), each cleaned, empty ones left out."""
    return [sourced_id for part in cell.split(",") if (sourced_id := clean_cell(part))]


@lru_cache(16)
def _columns(name: str) -> dict[str, str]:
    return {column.lower(): column for column in SPECS[name].columns}


@lru_cache(16)
def _standard_words(name: str) -> dict[str, dict[str, str]]:
    """The standard's words of each column with a code list, by their lower case."""
    enums = {"status": STATUS, **SPECS[name].enums}
    return {column: {word.lower(): word for word in words} for column, words in enums.items()}


def canonical_column(name: str, column: str) -> str:
    """Return the standard's spelling of a column ("sourcedid " is "sourcedId"); another column as it is."""
    column = clean_cell(column)
    return _columns(name).get(column.replace(" ", "").lower(), column)


def canonical_record(name: str, record: dict[str, str]) -> dict[str, str]:
    """Return a record with clean cells and the standard's spelling of its own words."""
    cleaned = {column: clean_cell(cell) for column, cell in record.items()}
    for column, words in _standard_words(name).items():
        if cell := cleaned.get(column):
            cleaned[column] = words.get(cell.lower(), cell)
    for column in SPECS[name].names:
        if cleaned.get(column) in EMPTY_NAMES:
            cleaned[column] = ""
    return cleaned


class Header:
    """The first row of a CSV file. Columns without a name are ignored while all their cells are empty."""

    def __init__(self, name: str, cells: list[str]) -> None:
        self.name = name
        self.columns = [canonical_column(name, cell) for cell in cells]
        self.named = [column for column in self.columns if column]
        last = max((at for at, column in enumerate(self.columns) if column), default=-1)
        self.least = last + 1
        """How many cells a row has at least: as many as there are up to the last column with a name."""

    @property
    def twice(self) -> list[str]:
        """Columns that are there more than once."""
        return [column for column, count in Counter(self.named).items() if count > 1]

    def record(self, cells: list[str]) -> dict[str, str]:
        """Return a row's cells by column."""
        pairs = zip(self.columns, cells, strict=False)
        return canonical_record(self.name, {column: cell for column, cell in pairs if column})

    def stray(self, cells: list[str]) -> bool:
        """Whether a cell that is not empty stands where no column has a name."""
        return any(
            clean_cell(cell)
            for at, cell in enumerate(cells)
            if at >= len(self.columns) or not self.columns[at]
        )
