"""The published record, as rows ready to show."""

from trellis.engines.published import INTERNATIONALS, Published

from . import figures


def rows(publication: Published) -> list[dict]:
    """One row a cohort: the schools, whom they are compared with, and the gap, to one decimal."""
    table = []
    for facet in publication.comparison.facets:
        gap = facet.gap(INTERNATIONALS)
        row = figures.row(str(facet.level), str(facet.level), gap, publication.comparison.kind, decimals=1)
        other = figures.Row("", "", **figures.stands(gap.comparison_estimate, 1))
        internationals, rest = gap.estimate, gap.comparison_estimate
        table.append(
            {
                "row": row,
                "graduated": f"{figures.whole(internationals.numerator)}/{figures.whole(internationals.n)}",
                "rest": other,
                "rest_graduated": f"{figures.whole(rest.numerator)}/{figures.whole(rest.n)}",
            }
        )
    return table
