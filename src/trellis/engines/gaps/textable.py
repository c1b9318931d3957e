"""The answer as an aligned table, one line a group."""

from itertools import zip_longest

from rich.cells import cell_len

from . import figures
from .results import Comparison, Facet, Gap

Row = tuple[list[str], str]
"""A row's cells, and words that run on after them."""


def table(told: Comparison) -> list[str]:
    """Lines, all columns wide enough; a blank line between facets."""
    rows: list[Row] = [(_heading(told), "")]
    for facet in told.facets:
        rows.append(([], ""))
        rows += [_row(told, facet, gap) for gap in facet.gaps]
        if facet.note:
            rows.append(([facet.level or ""], f"({facet.note})"))
    if told.by is None:
        rows = [(cells[1:], tail) for cells, tail in rows]
    return _aligned(rows, left=2 if told.by else 1)


def notes(gap: Gap) -> list[str]:
    """What could not be said of a group, in words."""
    own = [gap.estimate.note] if gap.estimate and gap.estimate.note else []
    return [str(note) for note in [*own, *gap.notes]]


def hidden(gap: Gap) -> str:
    """That a group is hidden, and why."""
    why = str(gap.hidden)
    return why if why.startswith("hidden") else f"hidden: {why}"


def _heading(told: Comparison) -> list[str]:
    rate = told.kind == "rate"
    return [
        *(told.by or "", " × ".join(told.group), told.denominator or "students"),
        *("rate" if rate else "mean", "95% interval"),
        *([told.comparison, "of"] if told.with_everybody_else else []),
        *("gap in points" if rate else "gap", "95% interval", "ratio", "95% interval"),
        *(["z"] if rate else []),
    ]


def _row(told: Comparison, facet: Facet, gap: Gap) -> Row:
    cells, own, other = [facet.level or "", gap.name], gap.estimate, gap.comparison_estimate
    if own is None:
        return cells, hidden(gap)
    cells += [f"{own.n:,}", figures.value(own), figures.interval(own)]
    if other is None:
        return cells, "the comparison" if gap.is_comparison else "; ".join(notes(gap))
    if told.with_everybody_else:
        cells += [figures.value(other), f"{other.n:,}"]
    cells += [figures.points(gap, told.kind), figures.points_interval(gap, told.kind)]
    cells += [figures.ratio(gap), figures.ratio_interval(gap)]
    return [*cells, *([figures.z(gap)] if told.kind == "rate" else [])], "; ".join(notes(gap))


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
