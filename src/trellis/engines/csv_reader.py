"""A CSV file, row by row: every problem is a sentence that begins with file:line:column."""

from __future__ import annotations

import codecs
import csv
import io
import os
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from .gaps.results import InvalidInputError
from .gaps.tally import quote_cell

if TYPE_CHECKING:
    from _csv import Reader

MAX_LINE_BYTES = 10_000_000  # bytes
BLOCK_SIZE = 1 << 20


@contextmanager
def open_csv(path: str | os.PathLike) -> Generator[CsvReader]:
    """Open a comma-separated file in UTF-8 with a header (a byte-order mark is taken off).

    Raises InvalidInputError, in a sentence that begins with where, as do the reader's rows.
    """
    where = os.fsdecode(path).encode(errors="replace").decode()
    try:
        with Path(path).open("rb") as file:
            yield CsvReader(where, file)
    except FileNotFoundError:
        raise InvalidInputError(f"{where}: there is no such file.") from None
    except IsADirectoryError:
        raise InvalidInputError(f"{where}: this is a folder. Give a file in it.") from None
    except OSError as error:
        raise InvalidInputError(f"{where}: can't read the file ({error.strerror}).") from None


class CsvReader:
    """A CSV file being read, and the line it has come to. Read the header first, then the rows."""

    def __init__(self, where: str, file: BinaryIO) -> None:
        self.where, self.line = where, 1
        self.rows = self._read(csv.reader(_decoded_lines(where, file), strict=True))

    def header(self) -> list[str]:
        """The names of the columns."""
        header = [name.strip() for name in next(self.rows, [])]
        if not any(header):
            raise InvalidInputError(f"{self.where}: the file is empty, or has no header in its first line.")
        for place, name in enumerate(header):
            if name and name in header[:place]:
                raise self.refusal(f"the header has {quote_cell(name)} twice. Rename one.", place)
        return header

    def refusal(self, sentence: str, place: int | None = None) -> InvalidInputError:
        """The error for the row at hand; `place` is the column, from 0."""
        column = "" if place is None else f"{place + 1}:"
        return InvalidInputError(f"{self.where}:{self.line}:{column} {sentence}")

    def width_refusal(self, cells: int, width: int) -> InvalidInputError:
        """The error for a row that is longer or shorter than the header."""
        return self.refusal(f"the row has {cells} cells, but the header has {width}.")

    def _read(self, rows: Reader) -> Iterator[list[str]]:
        """Rows as the csv module reads them; `line` is where the row at hand begins."""
        try:
            for row in rows:
                yield row
                self.line = rows.line_num + 1
        except csv.Error as error:
            raise self.refusal(_csv_error_message(str(error))) from None


def _decoded_lines(where: str, file: BinaryIO) -> Iterator[str]:
    """Lines, decoded a block at a time; one that is not text is refused when its turn comes."""
    line = 1
    for block in _line_blocks(where, file):
        if line == 1 and block.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            raise InvalidInputError(f"{where}:1: the file is UTF-16. Save it as CSV in UTF-8.")
        text = block.removeprefix(codecs.BOM_UTF8) if line == 1 else block
        bad = _find_decoding_problem(text)
        good = text if bad is None else text[: text.rfind(b"\n", 0, bad.at) + 1]
        # Only a line feed ends a line here: the csv module must see carriage returns as they are.
        yield from io.StringIO(good.decode(), newline="\n")
        line += good.count(b"\n")
        if bad is not None:
            column = text[len(good) : bad.at].count(b",") + 1
            raise InvalidInputError(f"{where}:{line}:{column}: {bad.what}")


def _line_blocks(where: str, file: BinaryIO) -> Iterator[bytes]:
    """Whole lines, about a mebibyte at a time; one without end is refused before it fills the memory."""
    line, rest = 1, [b""]
    while more := file.read(BLOCK_SIZE):
        whole, end, tail = more.rpartition(b"\n")
        if end:
            yield (block := b"".join([*rest, whole, end]))
            line, rest = line + block.count(b"\n"), []
        rest.append(tail)
        if sum(map(len, rest)) > MAX_LINE_BYTES:
            raise InvalidInputError(f"{where}:{line}: the line is longer than {MAX_LINE_BYTES:,} bytes.")
    yield b"".join(rest)


class _DecodingProblem(NamedTuple):
    at: int
    what: str


def _find_decoding_problem(block: bytes) -> _DecodingProblem | None:
    """Where a block first holds what no CSV file in UTF-8 holds."""
    nul = block.find(b"\0")
    try:
        block[: nul if nul >= 0 else None].decode()
    except UnicodeDecodeError as error:
        return _DecodingProblem(error.start, "the file is not UTF-8. Save it as CSV in UTF-8.")
    return None if nul < 0 else _DecodingProblem(nul, "there is a NUL byte. Is this a CSV file?")


def _csv_error_message(error: str) -> str:
    if "field larger" in error:
        most = f"{csv.field_size_limit():,}"
        return f"a cell has more than {most} characters. Is a closing quotation mark missing?"
    if "unexpected end of data" in error:
        return "a closing quotation mark is missing in this row."
    if "new-line character" in error:
        return "this line has a carriage return without a line feed. Save the file with normal line endings."
    return "the quotation marks in this row do not match. Write a quotation mark inside a cell twice."
