"""The published record, as rows ready to show."""

from __future__ import annotations

from dataclasses import dataclass

from trellis.engines.gaps import Estimate
from trellis.engines.published import INTERNATIONALS, PublishedComparison

from . import figures


@dataclass(frozen=True)
class PublishedRow:
    """A cohort of the schools, and of those whom they are compared with: who graduated, of how many."""

    row: figures.FigureRow
    graduated: str
    rest: figures.FigureRow
    rest_graduated: str


def published_rows(publication: PublishedComparison) -> list[PublishedRow]:
    """One row a cohort: the schools, whom they are compared with, and the gap, to one decimal."""
    table = []
    for facet in publication.comparison.facets:
        gap = facet.gap(INTERNATIONALS)
        row = figures.gap_row(
            str(facet.level), str(facet.level), gap, publication.comparison.kind, decimals=1
        )
        internationals, rest = gap.estimate, gap.comparison_estimate
        if internationals is None or rest is None:
            raise ValueError(f"The published comparison says nothing of the cohort {facet.level}.")
        rest_row = figures.estimate_row("", "", rest, 1)
        table.append(PublishedRow(row, _format_counts(internationals), rest_row, _format_counts(rest)))
    return table


def _format_counts(estimate: Estimate) -> str:
    """How many, of how many; "" for an estimate that is no rate."""
    if estimate.numerator is None:
        return ""
    return f"{figures.format_int(estimate.numerator)}/{figures.format_int(estimate.n)}"
