"""Cells from a CSV file, streamed: every problem is a sentence that begins with file:line:column."""

import os
from collections.abc import Callable
from operator import itemgetter

from trellis.engines.csv_reader import CsvReader, open_csv

from .question import ComparisonSpec
from .results import InvalidCellError, InvalidInputError
from .tally import GroupTable, Tally, missing_column_message


def tally_csv(path: str | os.PathLike, question: ComparisonSpec) -> GroupTable:
    """Cells from a comma-separated file in UTF-8 with a header (a byte-order mark is taken off).

    One pass; memory grows with the groups. Raises InvalidInputError, in a sentence that begins with where.
    """
    with open_csv(path) as reader:
        return _tally(reader, question)


def _tally(reader: CsvReader, question: ComparisonSpec) -> GroupTable:
    header = reader.header()
    for column in question.columns:
        if column not in header:
            raise InvalidInputError(f"{reader.where}: {missing_column_message(column, header)}")
    counter, width = Tally(question), len(header)
    add = counter.add
    keys = _column_getter([header.index(column) for column in question.keys])
    numbers = _column_getter([header.index(column) for column in question.numbers])
    for row in reader.rows:
        try:
            if len(row) == width:
                add(keys(row), numbers(row))
            elif any(row):
                raise reader.width_refusal(len(row), width)
        except InvalidCellError as bad:
            if any(row):  # else a spreadsheet's blank row
                place = header.index(str(bad.column))
                raise reader.refusal(f'{bad.what} (column "{bad.column}").', place) from None
    if not counter.table:
        raise InvalidInputError(f"{reader.where}: the file has a header but no rows.")
    return counter.table


def _column_getter(places: list[int]) -> Callable[[list[str]], tuple]:
    if len(places) > 1:
        return itemgetter(*places)
    place = places[0]
    return lambda row: (row[place],)
