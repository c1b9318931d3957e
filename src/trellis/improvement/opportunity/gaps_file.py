"""A table of gaps as a file for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from trellis.core.foundation.measures import Measure

from .matrix import Cell, Matrix, ordered_ends, turn_sign


def gap_rows(matrix: Matrix) -> Iterator[list[object]]:
    """A row for each cell, under a row of titles. Gaps have the sign of the page."""
    yield [
        _("Stage"), _("Measure"), _("Group"), _("Students"), _("Result"), _("All other students"), _("Gap"),
        _("Likely from"), _("Likely to"), _("Clear gap"), _("Gap last year"), _("Gap at all schools"), _("Note"),
    ]  # fmt: skip
    names = dict(matrix.columns)
    for stage, rows in matrix.stages:
        for row in rows:
            for cell in row.cells:
                if cell.is_compared:
                    texts = (stage, row.measure.title, names[cell.group_key])
                    yield [*map(_as_text, texts), *_values(row.measure, cell)]


def _as_text(text: str) -> str:
    """Words of a model that a spreadsheet must not run as a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


def _values(measure: Measure, cell: Cell) -> list[object]:
    stored = cell.values
    if stored is None:
        return [""] * 9 + [cell.hidden]
    low, high = ordered_ends(measure, stored) or (None, None)
    share = 100 if measure.kind == "rate" else 1
    beside = (turn_sign(measure, stored[key]) if key in stored else None for key in ("last", "network"))
    numbers = [
        share * stored["value"],
        share * stored["other"],
        turn_sign(measure, stored["points"]),
        low,
        high,
    ]
    state = {"behind": _("Clear gap: behind"), "ahead": _("Clear gap: ahead")}.get(stored["state"], "")
    return [
        stored["n"],
        *(_rounded(measure, number) for number in numbers),
        state,
        *(_rounded(measure, number) for number in beside),
        "",
    ]


def _rounded(measure: Measure, number: float | None) -> float | int | str:
    """As the page writes it; empty for what there is not."""
    if number is None:
        return ""
    return round(number) if measure.kind == "rate" else round(number, 1)
