"""One pass over rows, a cell per group: memory grows with the groups, not with the rows."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from typing import Any, cast

from .cells import Cell, Mean, Rate, Share
from .question import ComparisonSpec
from .results import NOT_RECORDED, GroupLabels, InvalidCellError, InvalidInputError, printable

GroupTable = dict[str | None, dict[GroupLabels, Cell]]
"""Cells by level of `by` (None when there is none), then by labels."""

Rows = Mapping[str, Sequence] | Iterable[Mapping[str, object]]
"""Columns (a mapping of column to sequence, a data frame), or rows as mappings."""

MAX_GROUPS = 10_000
MAX_LABEL_LENGTH = 200
MAX_COUNT = 10**12
MAX_VALUE = 1e100  # its square, summed, is still a number
MAX_SQUARES = 1e250


class Tally:
    """Adds rows up. `add` raises InvalidCellError with the column at fault; who reads the rows knows which row."""

    def __init__(self, question: ComparisonSpec, empty: Callable[[], Cell] | None = None) -> None:
        self.question = question
        self._empty = empty or (Mean if question.value else Rate)
        self.table: GroupTable = {}
        # By the keys of a row just as they come, so most rows hit here. Any: of the kind that the question counts.
        self._cells: dict[tuple, Any] = {}
        self._groups = 0
        self._value = str(question.value)
        self._counts: dict[object, int] = {}
        self.add = self._add_value if question.value else self._add_counts

    def _add_counts(self, keys: tuple, numbers: tuple) -> None:
        try:
            x, n = self._counts[numbers[0]], self._counts[numbers[1]]
        except (KeyError, TypeError):
            x, n = (self._count(*pair) for pair in zip(numbers, self.question.numbers, strict=True))
        if x > n:
            numerator, denominator = self.question.numbers
            raise InvalidCellError(f"{x} is more than the {n} in {denominator}", numerator)
        cell = self._cells.get(keys) or self.cell(keys)
        cell.x += x
        cell.n += n

    def _add_value(self, keys: tuple, numbers: tuple) -> None:
        value = parse_number(numbers[0], self._value)
        (self._cells.get(keys) or self.cell(keys)).add(value)

    def _count(self, raw: object, column: str) -> int:
        count = parse_count(raw, column)
        if len(self._counts) < MAX_GROUPS:
            self._counts[raw] = count
        return count

    def cell(self, keys: tuple) -> Any:  # Any: of the kind that the question counts
        """The cell that these keys belong to, opened if need be; spaces around a level do not matter."""
        labels = tuple(parse_label(raw, column) for raw, column in zip(keys, self.question.keys, strict=True))
        level, labels = (labels[0], labels[1:]) if self.question.by else (None, labels)
        groups = self.table.setdefault(level, {})
        if labels not in groups:
            self._count_group()
            groups[labels] = self._empty()
        if len(self._cells) < MAX_GROUPS:
            self._cells[keys] = groups[labels]
        return groups[labels]

    def _count_group(self) -> None:
        self._groups += 1
        if self._groups > MAX_GROUPS:
            raise InvalidCellError(
                f"there are more than {MAX_GROUPS:,} groups; check that no column holds names or IDs",
                self.question.keys[-1],
            )


def tally_rows(
    rows: Mapping[str, Sequence] | Iterable[Mapping[str, object]], question: ComparisonSpec
) -> GroupTable:
    """Cells from columns (a mapping of column to sequence, a data frame) or from rows (mappings)."""
    counter = Tally(question)
    _add_records(rows, question.keys, question.numbers, counter.add)
    return counter.table


def merge_moments(rows: Rows, question: ComparisonSpec, n: str, squares: str) -> GroupTable:
    """Cells from rows that are sizes, sums and sums of squares already; several rows of one group merge."""
    counter, sums = Tally(question), str(question.value)

    def add(keys: tuple, numbers: tuple) -> None:
        total, sumsq = parse_number(numbers[1], sums), parse_number(numbers[2], squares, MAX_SQUARES)
        counter.cell(keys).absorb(Mean.from_sums(parse_count(numbers[0], n), total, sumsq))

    _add_records(rows, question.keys, [n, sums, squares], add)
    return counter.table


def merge_shares(rows: Rows, question: ComparisonSpec, n: str) -> GroupTable:
    """Cells from rows that hold a number of students, of their things, and of those that count; of one group merge."""
    counter = Tally(question, Share)

    def add(keys: tuple, numbers: tuple) -> None:
        students, x, base = (
            parse_count(raw, of) for raw, of in zip(numbers, (n, *question.numbers), strict=True)
        )
        if not x <= base or bool(base) != bool(students) or base < students:
            raise InvalidCellError(
                f"{x} of {base} things of {students} students is impossible: rebuild the rollup", n
            )
        cell = counter.cell(keys)
        cell.x, cell.base, cell.n = cell.x + x, cell.base + base, cell.n + students

    _add_records(rows, question.keys, [n, *question.numbers], add)
    return counter.table


def _add_records(rows: Rows, keys: list[str], numbers: list[str], add: Callable) -> None:
    for row, record in enumerate(_records(rows, keys, numbers), start=1):
        try:
            add(*record)
        except InvalidCellError as bad:
            raise InvalidCellError(bad.what, bad.column, row) from None


def _records(rows: Rows, keys: list[str], numbers: list[str]) -> Iterator[tuple[tuple, tuple]]:
    if callable(getattr(rows, "keys", None)):
        table = cast("Mapping[str, Sequence]", rows)
        columns = [_column_values(table, column) for column in keys + numbers]
        if len({len(column) for column in columns}) > 1:
            raise InvalidInputError("The columns must have the same length.")
        split = len(keys)
        return zip(zip(*columns[:split], strict=True), zip(*columns[split:], strict=True), strict=True)
    return map(_pick_values, cast("Iterable[Mapping[str, object]]", rows), repeat(keys), repeat(numbers))


def _column_values(columns: Mapping[str, Sequence], name: str) -> Sequence:
    if name not in columns:
        raise InvalidInputError(missing_column_message(name, columns.keys()))
    column = columns[name]
    as_list = getattr(column, "tolist", None)  # an array: plain numbers count faster than boxed ones
    return as_list() if as_list else column


def _pick_values(row: Mapping[str, object], keys: list[str], numbers: list[str]) -> tuple[tuple, tuple]:
    try:
        return tuple([row[column] for column in keys]), tuple([row[column] for column in numbers])
    except KeyError as gone:
        raise InvalidInputError(missing_column_message(gone.args[0], row.keys())) from None


def missing_column_message(column: str, columns: Iterable[str]) -> str:
    """The sentence for a column that is not there."""
    names = [name for name in columns if name]
    more = f", and {len(names) - 30} more" if len(names) > 30 else ""
    return f'There is no column "{column}". Choose one of: {", ".join(names[:30])}{more}.'


def parse_label(raw: object, column: str) -> str:
    """A level as it is shown: trimmed, and "not recorded" where the cell is empty."""
    if raw is None or raw != raw:  # not-a-number, a data frame's empty cell, differs from itself
        return NOT_RECORDED
    text = str(raw).strip()
    if len(text) > MAX_LABEL_LENGTH:
        raise InvalidCellError(
            f"a group's name has {len(text):,} characters; the most is {MAX_LABEL_LENGTH}", column
        )
    return text or NOT_RECORDED


def parse_number(raw: Any, column: str, most: float = MAX_VALUE) -> float:  # Any: a cell, number or not
    """A finite number, or InvalidCellError saying what the cell says instead."""
    try:
        value = float(raw)
    except (TypeError, ValueError, OverflowError):
        raise InvalidCellError(_not_a_number_message(raw), column) from None
    if not -most < value < most or (isinstance(raw, str) and "_" in raw):
        raise InvalidCellError(_not_a_number_message(raw), column)
    return value


def parse_count(raw: object, column: str) -> int:
    """A count: a whole number, zero or more."""
    value = parse_number(raw, column)
    if value < 0:
        raise InvalidCellError(f"{quote_cell(raw)} is below zero; a count can't be negative", column)
    if value != int(value):
        raise InvalidCellError(
            f"{quote_cell(raw)} is not a whole number; give counts, not percentages", column
        )
    if value > MAX_COUNT:
        raise InvalidCellError(f"{quote_cell(raw)} is too large for a count", column)
    return int(value)


def quote_cell(raw: object) -> str:
    """What a cell says, short and safe to print."""
    text = printable(str(raw)[:41])
    return f'"{text[:40]}{"…" if len(text) > 40 else ""}"'


def _not_a_number_message(raw: object) -> str:
    if raw is None or not str(raw).strip():
        return "the cell is empty; if there is nothing to count, leave out the row"
    text = str(raw).strip().lower().lstrip("+-")
    if text in {"inf", "infinity", "nan"}:
        return f"{quote_cell(raw)} is not a finite number"
    try:
        float(text)
    except ValueError:
        return f"{quote_cell(raw)} is not a number"
    return f"{quote_cell(raw)} is not a plain number, or is too large or too small"
