"""Measures by group as a page shows them: a row for each measure, in five stages, on one scale.

In every cell a mark at the start side of the rule is "behind": where less is better, the sign is turned.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, get_args

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from trellis.core.foundation.formatting import format_signed
from trellis.core.foundation.measures import Measure, Stage

from . import figures, groups
from .gap_tables import Body

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

    url: what the number opens. hidden: why nothing is shown. short: the same in two words. is_compared: whether the
    measure is looked at by this group at all. low_x is None where the unit is not points. network_x: where the
    network's gap stands.
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


def only_clear_gaps(matrix: Matrix) -> Matrix:
    """The same table with the measures in which some group is clearly behind or ahead, and no others."""
    stages = [
        (name, [row for row in rows if any(cell.state for cell in row.cells)]) for name, rows in matrix.stages
    ]
    return replace(matrix, stages=[(name, rows) for name, rows in stages if rows])


def make_matrix(
    body: Body, measures: list[Measure], view: str = "all", cell_url: CellUrl = lambda *_: ""
) -> Matrix:
    """The table of a network or school in one of VIEWS. measures: those of the body, in the reader's language."""
    columns, absent = _columns(body, view)
    stages: dict[str, list[Row]] = defaultdict(list)
    for measure in (measure for measure in measures if measure.key in body["measures"]):
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
    if stored["points"] is None:  # there are no other students
        return Cell(key, is_compared=False)
    cell = Cell(
        key,
        format_gap(measure, turn_sign(measure, stored["points"])),
        _title(measure, stored),
        stored["state"],
        url=cell_url(measure, key),
        last=format_gap(measure, turn_sign(measure, stored["last"])) if "last" in stored else "",
        values=stored,
    )
    return _with_marks(cell, measure, stored) if measure.kind == "rate" else cell


def _with_marks(cell: Cell, measure: Measure, stored: Body) -> Cell:
    """The cell with its drawing, where there is an interval."""
    ends = ordered_ends(measure, stored)
    if ends is None:
        return cell
    network = _x(turn_sign(measure, stored["network"])) if "network" in stored else None
    mark = _x(turn_sign(measure, stored["points"]))
    return replace(cell, low_x=_x(ends[0]), high_x=_x(ends[1]), mark_x=mark, network_x=network)


def turn_sign(measure: Measure, points: float) -> float:
    """A gap with its sign turned where less is better: minus is behind."""
    return -points if measure.direction == "fewer" else points


def ordered_ends(measure: Measure, stored: Body) -> tuple[float, float] | None:
    """The two ends of a gap's interval as `turn_sign` has them, the smaller one first; None where there is none."""
    if stored["low"] is None or stored["high"] is None:
        return None
    ends = turn_sign(measure, stored["low"]), turn_sign(measure, stored["high"])
    return min(ends), max(ends)


def format_gap(measure: Measure, points: float) -> str:
    return format_signed(points, 0 if measure.kind == "rate" else 1)


def _title(measure: Measure, stored: Body) -> str:
    """The two results and the interval, in words."""
    sides = {
        "group": _format_value(measure, stored["value"]),
        "others": _format_value(measure, stored["other"]),
    }
    lines = [_("%(group)s compared with %(others)s.") % sides]
    ends = ordered_ends(measure, stored)
    if ends is not None:
        low, high = (format_gap(measure, end) for end in ends)
        lines.append(_("Likely between %(low)s and %(high)s") % {"low": low, "high": high})
    if "network" in stored:
        gap = format_gap(measure, turn_sign(measure, stored["network"]))
        lines.append(_("All schools: %(gap)s") % {"gap": gap})
    return "\n".join(lines)


def _x(points: float) -> str:
    return f"{min(max(ZERO + PER_POINT * points, FIRST), LAST):.1f}"
