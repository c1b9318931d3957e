"""The figures of a test as they are frozen when it is shared: shares, intervals and verdicts, and no single number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from statistics import median
from typing import Self

from trellis.core.foundation.text_folding import fold_text
from trellis.improvement.cycles.models import DataPoint
from trellis.improvement.cycles.study import MeasureStudy

FEWEST = 10
"""Shares of fewer are not shared: a student could be recognized."""


@dataclass(frozen=True)
class Figure:
    """What one measure showed. before, after: percent of a share, or the middle number; before_n, after_n: of how many.

    change, low, high: the difference with its 95% interval; verdict: a key of `study.VERDICTS`.
    """

    title: str
    question: str
    is_share: bool
    before: float
    before_n: int
    after: float
    after_n: int
    change: float | None
    low: float | None
    high: float | None
    verdict: str

    @property
    def key(self) -> str:
        """The same for measures that ask the same question in the same words."""
        return f"{'share' if self.is_share else 'number'} {' '.join(fold_text(self.question).split())}"

    @classmethod
    def from_row(cls, row: Mapping[str, object]) -> Self:
        # The row is JSON that this class wrote, so its values have the types of the fields.
        return cls(**{name: row.get(name) for name in cls.__dataclass_fields__})  # ty: ignore[invalid-argument-type]


def freeze_figures(studies: Iterable[MeasureStudy], change_on: date | None) -> list[dict[str, object]]:
    """The figures of a cycle's measures that have a baseline and numbers since the change."""
    figures = (_figure(study, change_on) for study in studies)
    return [asdict(figure) for figure in figures if figure]


def _figure(study: MeasureStudy, change_on: date | None) -> Figure | None:
    first, last = study.row.baseline_first, study.row.baseline_last
    if not (first and last and change_on):
        return None
    before = [point for point in study.points if first <= point.day <= last]
    after = [point for point in study.points if point.day >= change_on]
    share = study.practical.is_share
    counts = (_count(before, share), _count(after, share))
    if not all(counts) or (share and min(counts) < FEWEST):
        return None
    compared = study.compared
    return Figure(
        study.practical.title,
        study.practical.question,
        share,
        _amount(before, share),
        counts[0],
        _amount(after, share),
        counts[1],
        compared.change if compared else None,
        compared.change_low if compared else None,
        compared.change_high if compared else None,
        study.verdict,
    )


def _count(points: Sequence[DataPoint], share: bool) -> int:
    return sum(point.denominator or 0 for point in points) if share else len(points)


def _amount(points: Sequence[DataPoint], share: bool) -> float:
    if not share:
        return float(median(point.amount for point in points))
    return round(100 * sum(point.numerator or 0 for point in points) / _count(points, True), 1)
