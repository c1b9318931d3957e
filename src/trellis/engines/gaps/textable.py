"""The answer as an aligned table, one line a group."""

from itertools import zip_longest

from rich.cells import cell_len

from . import figures
from .results import Comparison, Facet, Gap

Row = tuple[list[str], str]
"""A row's cells, and words that run on after them."""


def table(comparison: Comparison) -> list[str]:
    """Lines, all columns wide enough; a blank line between facets."""
    rows: list[Row] = [(_heading(comparison), "")]
    for facet in comparison.facets:
        rows.append(([], ""))
        rows += [_row(comparison, facet, gap) for gap in facet.gaps]
        if facet.note:
            rows.append(([facet.level or ""], f"({facet.note})"))
    if comparison.by is None:
        rows = [(cells[1:], tail) for cells, tail in rows]
    return _aligned(rows, left=2 if comparison.by else 1)


def notes(gap: Gap) -> list[str]:
    """What could not be said of a group, in words."""
    estimate_notes = [gap.estimate.note] if gap.estimate and gap.estimate.note else []
    return [str(note) for note in [*estimate_notes, *gap.notes]]


def hidden(gap: Gap) -> str:
    """That a group is hidden, and why."""
    why = str(gap.hidden)
    return why if why.startswith("hidden") else f"hidden: {why}"


def _heading(comparison: Comparison) -> list[str]:
    rate = comparison.kind == "rate"
    return [
        *(comparison.by or "", " × ".join(comparison.group), comparison.denominator or "students"),
        *("rate" if rate else "mean", "95% interval"),
        *([comparison.comparison, "of"] if comparison.with_everybody_else else []),
        *("gap in points" if rate else "gap", "95% interval", "ratio", "95% interval"),
        *(["z"] if rate else []),
    ]


def _row(comparison: Comparison, facet: Facet, gap: Gap) -> Row:
    cells, estimate, other = [facet.level or "", gap.name], gap.estimate, gap.comparison_estimate
    if estimate is None:
        return cells, hidden(gap)
    cells += [f"{estimate.n:,}", figures.value(estimate), figures.interval(estimate)]
    if other is None:
        return cells, "the comparison" if gap.is_comparison else "; ".join(notes(gap))
    if comparison.with_everybody_else:
        cells += [figures.value(other), f"{other.n:,}"]
    cells += [figures.points(gap, comparison.kind), figures.points_interval(gap, comparison.kind)]
    cells += [figures.ratio(gap), figures.ratio_interval(gap)]
    return [*cells, *([figures.z(gap)] if comparison.kind == "rate" else [])], "; ".join(notes(gap))


def _aligned(rows: list[Row], left: int) -> list[str]:
    """The first `left` columns begin on one line, the others, numbers, end on one."""
    rows = [([figures.printable(cell) for cell in cells], figures.printable(tail)) for cells, tail in rows]
    columns = zip_longest(*(cells for cells, _ in rows), fillvalue="")
    widths = [max(map(cell_len, column)) for column in columns]
    return [_line(cells, tail, widths, left) for cells, tail in rows]


def _line(cells: list[str], tail: str, widths: list[int], left: int) -> str:
    padded = []
    for place, cell in enumerate(cells):
        space = " " * (widths[place] - cell_len(cell))
        padded.append(cell + space if place < left else space + cell)
    return "  ".join([*padded, *([tail] if tail else [])]).rstrip()
