"""The answer as an aligned table, one line a group."""

from itertools import zip_longest

from rich.cells import cell_len

from . import figures
from .results import Comparison, Facet, Gap

TextRow = tuple[list[str], str]
"""A row's cells, and words that run on after them."""


def render_table(comparison: Comparison) -> list[str]:
    """Lines, all columns wide enough; a blank line between facets."""
    rows: list[TextRow] = [(_heading_cells(comparison), "")]
    for facet in comparison.facets:
        rows.append(([], ""))
        rows += [_gap_row(comparison, facet, gap) for gap in facet.gaps]
        if facet.note:
            rows.append(([facet.level or ""], f"({facet.note})"))
    if comparison.by is None:
        rows = [(cells[1:], tail) for cells, tail in rows]
    return _align_rows(rows, left=2 if comparison.by else 1)


def gap_notes(gap: Gap) -> list[str]:
    """What could not be said of a group, in words."""
    estimate_notes = [gap.estimate.note] if gap.estimate and gap.estimate.note else []
    return [str(note) for note in [*estimate_notes, *gap.notes]]


def hidden_note(gap: Gap) -> str:
    """That a group is hidden, and why."""
    why = str(gap.hidden)
    return why if why.startswith("hidden") else f"hidden: {why}"


def _heading_cells(comparison: Comparison) -> list[str]:
    rate = comparison.kind == "rate"
    return [
        *(comparison.by or "", " × ".join(comparison.group), comparison.denominator or "students"),
        *("rate" if rate else "mean", "95% interval"),
        *([comparison.comparison, "of"] if comparison.with_everybody_else else []),
        *("gap in points" if rate else "gap", "95% interval", "ratio", "95% interval"),
        *(["z"] if rate else []),
    ]


def _gap_row(comparison: Comparison, facet: Facet, gap: Gap) -> TextRow:
    cells, estimate, other = [facet.level or "", gap.name], gap.estimate, gap.comparison_estimate
    if estimate is None:
        return cells, hidden_note(gap)
    cells += [f"{estimate.n:,}", figures.format_estimate(estimate), figures.format_interval(estimate)]
    if other is None:
        return cells, "the comparison" if gap.is_comparison else "; ".join(gap_notes(gap))
    if comparison.with_everybody_else:
        cells += [figures.format_estimate(other), f"{other.n:,}"]
    cells += [figures.format_gap(gap, comparison.kind), figures.format_gap_interval(gap, comparison.kind)]
    cells += [figures.format_ratio(gap), figures.format_ratio_interval(gap)]
    return [*cells, *([figures.format_z(gap)] if comparison.kind == "rate" else [])], "; ".join(
        gap_notes(gap)
    )


def _align_rows(rows: list[TextRow], left: int) -> list[str]:
    """The first `left` columns begin on one line, the others, numbers, end on one."""
    rows = [([figures.printable(cell) for cell in cells], figures.printable(tail)) for cells, tail in rows]
    columns = zip_longest(*(cells for cells, _ in rows), fillvalue="")
    widths = [max(map(cell_len, column)) for column in columns]
    return [_align_line(cells, tail, widths, left) for cells, tail in rows]


def _align_line(cells: list[str], tail: str, widths: list[int], left: int) -> str:
    padded = []
    for place, cell in enumerate(cells):
        space = " " * (widths[place] - cell_len(cell))
        padded.append(cell + space if place < left else space + cell)
    return "  ".join([*padded, *([tail] if tail else [])]).rstrip()
