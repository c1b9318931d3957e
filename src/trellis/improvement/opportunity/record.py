"""The published record, as rows ready to show."""

from trellis.engines.published import INTERNATIONALS, Published

from . import figures


def rows(found: Published) -> list[dict]:
    """One row a cohort: the schools, whom they are compared with, and the gap, to one decimal."""
    table = []
    for facet in found.told.facets:
        gap = facet.gap(INTERNATIONALS)
        row = figures.row(str(facet.level), str(facet.level), gap, found.told.kind, decimals=1)
        other = figures.Row("", "", **figures.stands(gap.comparison_estimate, 1))
        own, rest = gap.estimate, gap.comparison_estimate
        table.append(
            {
                "row": row,
                "graduated": f"{figures.whole(own.numerator)}/{figures.whole(own.n)}",
                "rest": other,
                "rest_graduated": f"{figures.whole(rest.numerator)}/{figures.whole(rest.n)}",
            }
        )
    return table
