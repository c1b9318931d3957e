"""The published record, as rows ready to show."""

from trellis.engines.published import INTERNATIONALS, PublishedComparison

from . import figures


def published_rows(publication: PublishedComparison) -> list[dict]:
    """One row a cohort: the schools, whom they are compared with, and the gap, to one decimal."""
    table = []
    for facet in publication.comparison.facets:
        gap = facet.gap(INTERNATIONALS)
        row = figures.gap_row(
            str(facet.level), str(facet.level), gap, publication.comparison.kind, decimals=1
        )
        other = figures.FigureRow("", "", **figures.estimate_fields(gap.comparison_estimate, 1))
        internationals, rest = gap.estimate, gap.comparison_estimate
        table.append(
            {
                "row": row,
                "graduated": f"{figures.format_int(internationals.numerator)}/{figures.format_int(internationals.n)}",
                "rest": other,
                "rest_graduated": f"{figures.format_int(rest.numerator)}/{figures.format_int(rest.n)}",
            }
        )
    return table
