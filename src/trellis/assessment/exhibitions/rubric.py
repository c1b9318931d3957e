"""The rubric that a panel reads on, as the school's model has it, and readings that lie far apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from trellis.assessment.evidence.panel_evidence import RubricRow, rubric_rows_of
from trellis.design.blueprint.package import Package
from trellis.design.blueprint.package.internships_and_exhibitions import ExhibitionKind


@dataclass(frozen=True)
class ExhibitionProtocol:
    """How the school holds exhibitions of one kind."""

    kind: ExhibitionKind
    rows: tuple[RubricRow, ...]
    apart: int

    @property
    def top(self) -> int:
        return max(len(row.levels) for row in self.rows)


def get_protocol(package: Package, kind_key: str) -> ExhibitionProtocol:
    """The protocol of a kind of exhibition. Raises KeyError for a kind that the model does not have."""
    kinds = {kind.key: kind for kind in package.exhibition.kinds}
    kind = kinds[kind_key]
    rubric = next(rubric for rubric in package.rubrics.rubrics if rubric.key == kind.rubric)
    return ExhibitionProtocol(kind, rubric_rows_of(package, rubric), package.exhibition.discrepancy)


def rows_far_apart(
    protocol: ExhibitionProtocol, read: Iterable[Mapping[str, int]]
) -> dict[str, tuple[int, int]]:
    """Rows in which two readers lie the protocol's number of levels apart or more: lowest and highest, by key."""
    range_by_row: dict[str, tuple[int, int]] = {}
    everyone = list(read)
    for row in protocol.rows:
        levels = [levels_by_row[row.key] for levels_by_row in everyone if row.key in levels_by_row]
        if levels and max(levels) - min(levels) >= protocol.apart:
            range_by_row[row.key] = (min(levels), max(levels))
    return range_by_row
