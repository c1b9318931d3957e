"""The answer for a person (a table, or sentences where there is no room for one) or for a program."""

from collections.abc import Iterator
from dataclasses import asdict
from textwrap import fill

from rich.cells import cell_len

from . import figures
from .results import Comparison, Estimate, Gap
from .textable import hidden, notes, table

NARROWEST = 40


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
    body, room = table(comparison), max(width or 0, NARROWEST)
    if width and max(map(cell_len, body)) > room:
        body = [_wrapped(line, room) for line in _sentences(comparison)]
    around = [_wrapped(line, room) if width else line for line in (*_head(comparison), _foot(comparison))]
    return "\n".join([*around[:2], "", *body, "", around[2]])


def _head(comparison: Comparison) -> list[str]:
    what = comparison.value or f"{comparison.numerator} out of {comparison.denominator}"
    within = f", within each {comparison.by}" if comparison.by else ""
    return [
        figures.printable(f"{what}, by {' × '.join(comparison.group)}{within}"),
        figures.printable(
            f"Compared with: {comparison.comparison}. Groups of fewer than {comparison.min_n} students are hidden."
        ),
    ]


def _foot(comparison: Comparison) -> str:
    ways = "; ".join(f"{what}: {how}" for what, how in comparison.methods.items())
    return f"Every interval is a 95% interval. {ways[0].upper()}{ways[1:]}."


def _sentences(comparison: Comparison) -> Iterator[str]:
    for place, facet in enumerate(comparison.facets):
        if facet.level is not None:
            yield from [""] * (place > 0)
            yield figures.printable(f"{comparison.by} {facet.level}")
        yield from (figures.printable(f"- {_sentence(gap, comparison)}") for gap in facet.gaps)
        if facet.note:
            yield figures.printable(f"- ({facet.note})")


def _sentence(gap: Gap, comparison: Comparison) -> str:
    if gap.estimate is None:
        return f"{gap.name}: {hidden(gap)}."
    parts = [f"{gap.name}{' (the comparison)' if gap.is_comparison else ''}: {_said(gap.estimate)}"]
    if gap.comparison_estimate is not None:
        points = figures.points(gap, comparison.kind) + (" points" if comparison.kind == "rate" else "")
        parts.append(f"{gap.comparison}: {_said(gap.comparison_estimate)}")
        parts.append(f"gap {points}{_bracket(figures.points_interval(gap, comparison.kind))}")
        if gap.ratio is not None:
            parts.append(f"ratio {figures.ratio(gap)}{_bracket(figures.ratio_interval(gap))}")
        if gap.z is not None:
            parts.append(f"z {figures.z(gap)}")
    return "; ".join([*parts, *notes(gap)]) + "."


def _said(estimate: Estimate) -> str:
    of = f" of {estimate.n:,}" if estimate.kind == "rate" else f", mean of {estimate.n:,}"
    return f"{figures.value(estimate)}{of}{_bracket(figures.interval(estimate))}"


def _bracket(interval: str) -> str:
    return "" if interval == figures.NONE else f" ({interval})"


def _wrapped(line: str, room: int) -> str:
    return fill(line, room, subsequent_indent="  " if line.startswith("- ") else "", break_on_hyphens=False)
