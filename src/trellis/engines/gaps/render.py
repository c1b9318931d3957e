"""The answer for a person (a table, or sentences where there is no room for one) or for a program."""

from collections.abc import Iterator
from dataclasses import asdict
from textwrap import fill

from rich.cells import cell_len

from . import figures
from .results import Comparison, Estimate, Gap
from .textable import gap_notes, hidden_note, render_table

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
        figures.printable(f"{what}, by {' × '.join(comparison.group)}{within}"),
        figures.printable(
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
            yield figures.printable(f"{comparison.by} {facet.level}")
        yield from (figures.printable(f"- {_gap_sentence(gap, comparison)}") for gap in facet.gaps)
        if facet.note:
            yield figures.printable(f"- ({facet.note})")


def _gap_sentence(gap: Gap, comparison: Comparison) -> str:
    if gap.estimate is None:
        return f"{gap.name}: {hidden_note(gap)}."
    parts = [f"{gap.name}{' (the comparison)' if gap.is_comparison else ''}: {_estimate_text(gap.estimate)}"]
    if gap.comparison_estimate is not None:
        points = figures.format_gap(gap, comparison.kind) + (" points" if comparison.kind == "rate" else "")
        parts.append(f"{gap.comparison}: {_estimate_text(gap.comparison_estimate)}")
        parts.append(f"gap {points}{_in_parentheses(figures.format_gap_interval(gap, comparison.kind))}")
        if gap.ratio is not None:
            parts.append(
                f"ratio {figures.format_ratio(gap)}{_in_parentheses(figures.format_ratio_interval(gap))}"
            )
        if gap.z is not None:
            parts.append(f"z {figures.format_z(gap)}")
    return "; ".join([*parts, *gap_notes(gap)]) + "."


def _estimate_text(estimate: Estimate) -> str:
    of = f" of {estimate.n:,}" if estimate.kind == "rate" else f", mean of {estimate.n:,}"
    return f"{figures.format_estimate(estimate)}{of}{_in_parentheses(figures.format_interval(estimate))}"


def _in_parentheses(interval: str) -> str:
    return "" if interval == figures.NO_VALUE else f" ({interval})"


def _wrap_line(line: str, room: int) -> str:
    return fill(line, room, subsequent_indent="  " if line.startswith("- ") else "", break_on_hyphens=False)
