"""Measures by group as a page shows them: a row for each measure, in five stages, on one scale.

In every cell a mark at the start side of the rule is "behind": where less is better, the sign is turned.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple, get_args

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from trellis.core.foundation.measures import Measure, Stage

from . import figures, groups
from .gap_tables import Body, measures_of_body

STAGE_NAMES: dict[Stage, str | Promise] = {
    "access": gettext_lazy("Access"),
    "time": pgettext_lazy("stage", "Time"),
    "adults": gettext_lazy("Adults"),
    "audience": gettext_lazy("Audience"),
    "outcomes": gettext_lazy("Outcomes"),
}
MAIN_FACETS = ("multilingual", "new_this_year", "disability", "low_income")
VIEWS: dict[str, tuple[str, ...]] = {
    "main": (*MAIN_FACETS, "race"),
    "race": ("race",),
    "more": ("sex", "ever_learner", "grade"),
    "all": (*MAIN_FACETS, "race", "sex", "ever_learner", "grade"),
}
"""Which facets a table shows. In "main", of the groups by race those that are clearly behind in some measure."""

ZERO, PER_POINT = 42.4, 0.8
"""Where a cell 56 wide has its rule, and how wide a point is: 50 points behind at 2.4."""
FIRST, LAST = 0.8, 55.2
"""A mark beyond the scale stands at its end."""


@dataclass(frozen=True)
class Cell:
    """One gap: its text, where its interval and its mark are drawn, and what it says at length.

    url: what the number opens. hidden: why nothing is shown. short: the same in two words. is_compared: whether the measure is looked at by this
    group at all. low_x is None where the unit is not points. network_x: where the network's gap stands.
    """

    group_key: str
    text: str = ""
    title: str = ""
    state: str = ""
    low_x: str | None = None
    high_x: str = ""
    mark_x: str = ""
    network_x: str | None = None
    last: str = ""
    url: str = ""
    hidden: str = ""
    short: str = ""
    is_compared: bool = True
    values: dict[str, Any] | None = None  # Any: the stored cell, for export


CellUrl = Callable[[Measure, str], str]
"""The address that a gap opens, by its measure and the key of its group; "" for none."""


class Row(NamedTuple):
    """A measure with all students' result and a cell for each column."""

    measure: Measure
    everyone: str
    hidden: str
    cells: list[Cell]


@dataclass(frozen=True)
class Matrix:
    """columns: key and name of each group. stages: each with its name and rows. absent: groups with no data."""

    columns: list[tuple[str, str]]
    stages: list[tuple[str, list[Row]]]
    absent: list[str]
    compared: int
    has_last_year: bool

    @property
    def absent_reason(self) -> str:
        return figures.hidden_reason("small")


def make_matrix(body: Body, view: str = "all", cell_url: CellUrl = lambda *_: "") -> Matrix:
    """The table of a network or school in one of VIEWS."""
    measures = [measure for measure in measures_of_body(body) if measure.key in body["measures"]]
    columns, absent = _columns(body, view if view in VIEWS else "main")
    stages: dict[str, list[Row]] = defaultdict(list)
    for measure in measures:
        stages[measure.stage].append(_row(measure, body["measures"][measure.key], columns, cell_url))
    return Matrix(
        [(key, _group_name(key)) for key in columns],
        [(str(STAGE_NAMES[stage]), stages[stage]) for stage in get_args(Stage) if stages[stage]],
        [_group_name(key) for key in absent],
        body["compared"],
        any(cell.last for rows in stages.values() for row in rows for cell in row.cells),
    )


def _group_name(key: str) -> str:
    return groups.group_name(*groups.parse_group_key(key) or ("", ""))


def _columns(body: Body, view: str) -> tuple[list[str], list[str]]:
    """The groups of a view, in the order of the page: those with a figure, and those without any."""
    shown: dict[str, bool] = {}
    behind: set[str] = set()
    for measure in body["measures"].values():
        for key, cell in measure["cells"].items():
            shown[key] = shown.get(key, False) or "hidden" not in cell
            if cell.get("state") == "behind":
                behind.add(key)
    facets = VIEWS[view]
    keys = sorted((key for key in shown if _facet(key) in facets), key=lambda key: _place(key, facets))
    if view == "main":
        keys = [key for key in keys if _facet(key) in MAIN_FACETS or key in behind]
    return [key for key in keys if shown[key]], [key for key in keys if not shown[key]]


def _facet(key: str) -> str:
    return key.partition(".")[0]


GROUP_PLACES = {groups.group_key(*group): place for place, group in enumerate(groups.GROUP_NAMES)}


def _place(key: str, facets: tuple[str, ...]) -> tuple[int, int, str]:
    """Where a group stands: by facet, then as listed; grades by number."""
    return facets.index(_facet(key)), GROUP_PLACES.get(key, 0), key.rjust(60)


def _row(measure: Measure, stored: Body, columns: list[str], cell_url: CellUrl) -> Row:
    everyone, hidden = stored["everyone"], ""
    if "hidden" in everyone:
        text, hidden = "", figures.hidden_reason(everyone["hidden"])
    else:
        text = _format_value(measure, everyone["value"])
    cells = [_cell(measure, key, stored["cells"].get(key), cell_url) for key in columns]
    return Row(measure, text, hidden, cells)


def _format_value(measure: Measure, value: float) -> str:
    return figures.format_share(value) if measure.kind == "rate" else figures.format_value(value, 1)


def _cell(measure: Measure, key: str, stored: Body | None, cell_url: CellUrl) -> Cell:
    if stored is None:
        return Cell(key, is_compared=False)
    if "hidden" in stored:
        reason = figures.hidden_reason(stored["hidden"])
        short = _("Not enough data") if stored["hidden"] == "small" else _("Not shown")
        return Cell(key, hidden=reason, short=short)
    points = turned(measure, stored["points"])
    if points is None:  # there are no other students
        return Cell(key, is_compared=False)
    low, high = sorted(ends) if None not in (ends := turned_ends(measure, stored)) else (None, None)
    decimals = 0 if measure.kind == "rate" else 1
    cell = {
        "text": figures.format_signed(points, decimals),
        "title": _title(measure, stored, low, high),
        "state": stored["state"],
        "url": cell_url(measure, key),
        "values": stored,
    }
    if "last" in stored:
        cell["last"] = figures.format_signed(turned(measure, stored["last"]), decimals)
    if measure.kind == "rate" and low is not None:
        cell |= {"low_x": _x(low), "high_x": _x(high), "mark_x": _x(points)}
        if "network" in stored:
            cell["network_x"] = _x(turned(measure, stored["network"]))
    return Cell(key, **cell)


def turned(measure: Measure, points: float | None) -> float | None:
    """A gap with its sign turned where less is better: minus is behind."""
    return -points if points is not None and measure.direction == "fewer" else points


def turned_ends(measure: Measure, stored: Body) -> tuple[float | None, float | None]:
    return turned(measure, stored["low"]), turned(measure, stored["high"])


def _title(measure: Measure, stored: Body, low: float | None, high: float | None) -> str:
    """The two results and the interval, in words."""
    sides = {
        "group": _format_value(measure, stored["value"]),
        "others": _format_value(measure, stored["other"]),
    }
    words = _("%(group)s compared with %(others)s.") % sides
    if low is None or high is None:
        return words
    decimals = 0 if measure.kind == "rate" else 1
    ends = {"low": figures.format_signed(low, decimals), "high": figures.format_signed(high, decimals)}
    return words + " " + _("Likely between %(low)s and %(high)s") % ends


def _x(points: float | None) -> str:
    return f"{min(max(ZERO + PER_POINT * (points or 0.0), FIRST), LAST):.1f}"


def export_rows(matrix: Matrix) -> Iterator[list[object]]:
    """The same table for a spreadsheet: a row for each cell. Gaps have the sign of the page."""
    yield [
        _("Stage"), _("Measure"), _("Group"), _("Students"), _("Result"), _("All other students"), _("Gap"),
        _("Likely from"), _("Likely to"), _("Clear gap"), _("Gap last year"), _("Note"),
    ]  # fmt: skip
    names = dict(matrix.columns)
    for stage, rows in matrix.stages:
        for row in rows:
            for cell in row.cells:
                if cell.is_compared:
                    yield [stage, row.measure.title, names[cell.group_key], *_export_cell(row.measure, cell)]


def _export_cell(measure: Measure, cell: Cell) -> list[object]:
    stored = cell.values
    if stored is None:
        return [""] * 8 + [cell.hidden]
    low, high = (_rounded(measure, end) for end in turned_ends(measure, stored))
    if measure.direction == "fewer":
        low, high = high, low
    last = _rounded(measure, turned(measure, stored.get("last")))
    share = 100 if measure.kind == "rate" else 1
    sides = [_rounded(measure, share * stored[side]) for side in ("value", "other")]
    gap = _rounded(measure, turned(measure, stored["points"]))
    state = {"behind": _("Behind"), "ahead": _("Ahead")}.get(stored["state"], "")
    return [stored["n"], *sides, gap, low, high, state, last, ""]


def _rounded(measure: Measure, value: float | None) -> float | int | str:
    if value is None:
        return ""
    return round(value) if measure.kind == "rate" else round(value, 1)
