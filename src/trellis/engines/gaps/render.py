"""The answer for a person (a table, or sentences where there is no room for one) or for a program."""

from collections.abc import Iterator
from dataclasses import asdict
from textwrap import fill

from rich.cells import cell_len

from . import figures
from .results import Comparison, Estimate, Gap
from .textable import hidden, notes, table

NARROWEST = 40


def as_dict(told: Comparison) -> dict:
    """All of it, ready for JSON; the keys are the names of the fields, and stay."""
    found = asdict(told)
    for facet in found["facets"]:
        facet["gaps"] = [{"name": gap["name"], "labels": gap["labels"]} | gap for gap in facet["gaps"]]
    return found


def as_text(told: Comparison, width: int | None = None) -> str:
    """A table, or sentences that can be read aloud where the table is wider than `width`.

    `width` is how many columns the screen has; None, for a pipe or a file, never wraps.
    """
    body, room = table(told), max(width or 0, NARROWEST)
    if width and max(map(cell_len, body)) > room:
        body = [_wrapped(line, room) for line in _sentences(told)]
    around = [_wrapped(line, room) if width else line for line in (*_head(told), _foot(told))]
    return "\n".join([*around[:2], "", *body, "", around[2]])


def _head(told: Comparison) -> list[str]:
    what = told.value or f"{told.numerator} out of {told.denominator}"
    within = f", within each {told.by}" if told.by else ""
    return [
        figures.printable(f"{what}, by {' × '.join(told.group)}{within}"),
        figures.printable(
            f"Compared with: {told.comparison}. Groups of fewer than {told.min_n} students are hidden."
        ),
    ]


def _foot(told: Comparison) -> str:
    ways = "; ".join(f"{what}: {how}" for what, how in told.methods.items())
    return f"Every interval is a 95% interval. {ways[0].upper()}{ways[1:]}."


def _sentences(told: Comparison) -> Iterator[str]:
    for place, facet in enumerate(told.facets):
        if facet.level is not None:
            yield from [""] * (place > 0)
            yield figures.printable(f"{told.by} {facet.level}")
        yield from (figures.printable(f"- {_sentence(gap, told)}") for gap in facet.gaps)
        if facet.note:
            yield figures.printable(f"- ({facet.note})")


def _sentence(gap: Gap, told: Comparison) -> str:
    if gap.estimate is None:
        return f"{gap.name}: {hidden(gap)}."
    said = [f"{gap.name}{' (the comparison)' if gap.is_comparison else ''}: {_said(gap.estimate)}"]
    if gap.comparison_estimate is not None:
        points = figures.points(gap, told.kind) + (" points" if told.kind == "rate" else "")
        said.append(f"{gap.comparison}: {_said(gap.comparison_estimate)}")
        said.append(f"gap {points}{_bracket(figures.points_interval(gap, told.kind))}")
        if gap.ratio is not None:
            said.append(f"ratio {figures.ratio(gap)}{_bracket(figures.ratio_interval(gap))}")
        if gap.z is not None:
            said.append(f"z {figures.z(gap)}")
    return "; ".join([*said, *notes(gap)]) + "."


def _said(estimate: Estimate) -> str:
    of = f" of {estimate.n:,}" if estimate.kind == "rate" else f", mean of {estimate.n:,}"
    return f"{figures.value(estimate)}{of}{_bracket(figures.interval(estimate))}"


def _bracket(interval: str) -> str:
    return "" if interval == figures.NONE else f" ({interval})"


def _wrapped(line: str, room: int) -> str:
    return fill(line, room, subsequent_indent="  " if line.startswith("- ") else "", break_on_hyphens=False)
