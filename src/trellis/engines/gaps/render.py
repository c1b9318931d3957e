"""The answer for a person (a table, or sentences where there is no room for one) or for a program."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from itertools import zip_longest
from textwrap import fill

from rich.cells import cell_len

from . import results
from .results import Comparison, Estimate, Facet, Gap

MIN_WIDTH = 40


def as_dict(comparison: Comparison) -> dict:
    """All of it, ready for JSON; the keys are the names of the fields, and stay."""
    comparison_fields = asdict(comparison)
    for facet in comparison_fields["facets"]:
        facet["gaps"] = [{"name": gap["name"], "labels": gap["labels"]} | gap for gap in facet["gaps"]]
    return comparison_fields


def as_text(comparison: Comparison, width: int | None = None) -> str:
    """A table, or sentences that can be read aloud where the table is wider than `width`.

    `width` is how many columns the screen has; None, for a pipe or a file, never wraps.
    """
    body, room = render_table(comparison), max(width or 0, MIN_WIDTH)
    if width and max(map(cell_len, body)) > room:
        body = [_wrap_line(line, room) for line in _sentences(comparison)]
    around = [
        _wrap_line(line, room) if width else line
        for line in (*_heading_lines(comparison), _methods_line(comparison))
    ]
    return "\n".join([*around[:2], "", *body, "", around[2]])


def _heading_lines(comparison: Comparison) -> list[str]:
    what = comparison.value or f"{comparison.numerator} out of {comparison.denominator}"
    within = f", within each {comparison.by}" if comparison.by else ""
    return [
        results.printable(f"{what}, by {' × '.join(comparison.group)}{within}"),
        results.printable(
            f"Compared with: {comparison.comparison}. Groups of fewer than {comparison.min_n} students are hidden."
        ),
    ]


def _methods_line(comparison: Comparison) -> str:
    ways = "; ".join(f"{what}: {how}" for what, how in comparison.methods.items())
    return f"Every interval is a 95% interval. {ways[0].upper()}{ways[1:]}."


def _sentences(comparison: Comparison) -> Iterator[str]:
    for place, facet in enumerate(comparison.facets):
        if facet.level is not None:
            yield from [""] * (place > 0)
            yield results.printable(f"{comparison.by} {facet.level}")
        yield from (results.printable(f"- {_gap_sentence(gap, comparison)}") for gap in facet.gaps)
        if facet.note:
            yield results.printable(f"- ({facet.note})")


def _gap_sentence(gap: Gap, comparison: Comparison) -> str:
    if gap.estimate is None:
        return f"{gap.name}: {hidden_note(gap)}."
    parts = [f"{gap.name}{' (the comparison)' if gap.is_comparison else ''}: {_estimate_text(gap.estimate)}"]
    if gap.comparison_estimate is not None:
        points = results.format_gap(gap, comparison.kind) + (" points" if comparison.kind == "rate" else "")
        parts.append(f"{gap.comparison}: {_estimate_text(gap.comparison_estimate)}")
        parts.append(f"gap {points}{_in_parentheses(results.format_gap_interval(gap, comparison.kind))}")
        if gap.ratio is not None:
            parts.append(
                f"ratio {results.format_ratio(gap)}{_in_parentheses(results.format_ratio_interval(gap))}"
            )
        if gap.z is not None:
            parts.append(f"z {results.format_z(gap)}")
    return "; ".join([*parts, *gap_notes(gap)]) + "."


def _estimate_text(estimate: Estimate) -> str:
    of = f" of {estimate.n:,}" if estimate.kind == "rate" else f", mean of {estimate.n:,}"
    return f"{results.format_estimate(estimate)}{of}{_in_parentheses(results.format_interval(estimate))}"


def _in_parentheses(interval: str) -> str:
    return "" if interval == results.NO_VALUE else f" ({interval})"


def _wrap_line(line: str, room: int) -> str:
    return fill(line, room, subsequent_indent="  " if line.startswith("- ") else "", break_on_hyphens=False)


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
    cells += [f"{estimate.n:,}", results.format_estimate(estimate), results.format_interval(estimate)]
    if other is None:
        return cells, "the comparison" if gap.is_comparison else "; ".join(gap_notes(gap))
    if comparison.with_everybody_else:
        cells += [results.format_estimate(other), f"{other.n:,}"]
    cells += [results.format_gap(gap, comparison.kind), results.format_gap_interval(gap, comparison.kind)]
    cells += [results.format_ratio(gap), results.format_ratio_interval(gap)]
    return [*cells, *([results.format_z(gap)] if comparison.kind == "rate" else [])], "; ".join(
        gap_notes(gap)
    )


def _align_rows(rows: list[TextRow], left: int) -> list[str]:
    """The first `left` columns begin on one line, the others, numbers, end on one."""
    rows = [([results.printable(cell) for cell in cells], results.printable(tail)) for cells, tail in rows]
    columns = zip_longest(*(cells for cells, _ in rows), fillvalue="")
    widths = [max(map(cell_len, column)) for column in columns]
    return [_align_line(cells, tail, widths, left) for cells, tail in rows]


def _align_line(cells: list[str], tail: str, widths: list[int], left: int) -> str:
    padded = []
    for place, cell in enumerate(cells):
        space = " " * (widths[place] - cell_len(cell))
        padded.append(cell + space if place < left else space + cell)
    return "  ".join([*padded, *([tail] if tail else [])]).rstrip()
