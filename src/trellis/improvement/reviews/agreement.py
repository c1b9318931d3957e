"""How far the reviewers of a row gave the same level. About rows, never about a reviewer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class RowAgreement:
    """The levels of one row, from the lowest, each with the number of reviewers who gave it."""

    counts: tuple[tuple[int, int], ...]

    @property
    def levels(self) -> tuple[int, ...]:
        return tuple(level for level, _count in self.counts)

    @property
    def is_compared(self) -> bool:
        """Whether at least two reviewers scored the row."""
        return sum(count for _level, count in self.counts) > 1

    @property
    def is_exact(self) -> bool:
        return self.is_compared and len(self.counts) == 1

    @property
    def is_within_one(self) -> bool:
        """Whether all levels are the same or next to each other."""
        return self.is_compared and self.levels[-1] - self.levels[0] <= 1

    @property
    def is_apart(self) -> bool:
        return self.is_compared and not self.is_within_one

    @property
    def common_level(self) -> int | None:
        """The level that all reviewers gave; None where they differ or nobody scored."""
        return self.levels[0] if len(self.counts) == 1 else None


def row_agreement(levels: Iterable[int | None]) -> RowAgreement:
    """The agreement of the levels that reviewers gave a row; None for who gave none."""
    return RowAgreement(tuple(sorted(Counter(level for level in levels if level is not None).items())))


@dataclass(frozen=True)
class ReviewAgreement:
    """Of the rows that at least two scored, how many got one level, and how many at most neighboring ones."""

    compared: int
    exact: int
    within_one: int


def review_agreement(rows: Mapping[str, RowAgreement]) -> ReviewAgreement:
    """The agreement of all rows of a review."""
    compared = [row for row in rows.values() if row.is_compared]
    return ReviewAgreement(
        len(compared),
        sum(row.is_exact for row in compared),
        sum(row.is_within_one for row in compared),
    )
