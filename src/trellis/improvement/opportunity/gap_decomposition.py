"""Where a gap is made: at which schools."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

import numpy as np

from trellis.core.community.models import School
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.measures import Measure

from . import figures
from .models import Rollup
from .selectors import SUM_COLUMNS, LevelCell, compare_groups

SORT_ORDERS = {"name": "name", "size": "size"}


@dataclass(frozen=True)
class SchoolGap:
    """One school's line: its students, its rate, its gap for the chosen group."""

    school: School
    students: str
    row: figures.FigureRow
    total: str


class SchoolCells(NamedTuple):
    """A school with its cells: the group's, and everybody else's, each with SUM_COLUMNS after the students.

    hidden_code: why its gap stays hidden, if it does. is_bare: whether not even the sum of all its students is shown.
    """

    school: School
    cells: np.ndarray
    hidden_code: str | None
    is_bare: bool


@dataclass(frozen=True)
class GapDecomposition:
    """Every school with its cells; `school_gap` makes its line. `compared`: how many show a gap."""

    lines: list[SchoolCells]
    compared: int = 0
    schools: int = 0


def decompose_gap(
    viewer: Viewer, network_id: UUID, year: int, measure: Measure, group: tuple[str, str], sort: str = "name"
) -> GapDecomposition:
    """Every school with the cells of the group and of everybody else there; `school_gap` makes one.

    Sorted by name or by number of students, never by the figure: this is not a ranking. Two queries.
    """
    facet, level = group
    rows = (
        Rollup.objects.seen_by(viewer)
        .filter(network=network_id, year=year, measure=measure.key, school__isnull=False)
        .filter(facet__in=(facet, "all"))
        .values_list("school_id", "facet", "level", "students", *SUM_COLUMNS, "hidden")
    )
    both: dict[UUID, np.ndarray] = defaultdict(lambda: np.zeros((2, 1 + len(SUM_COLUMNS))))
    covered: dict[UUID, set[str]] = defaultdict(set)
    for school, of_facet, of, *sums, hidden in rows:
        if of_facet == facet:
            both[school][0 if of == level else 1] += sums
        if hidden and (of_facet == "all" or of == level):
            covered[school].add(of_facet)
    names = School.objects.seen_by(viewer).filter(network=network_id).select_related("district")
    schools = [school for school in names.order_by("name", "pk") if school.pk in both]
    if sort == "size":
        schools.sort(key=lambda school: -both[school.pk][:, 0].sum())
    lines = [
        SchoolCells(
            school,
            both[school.pk],
            _hidden_code(both[school.pk], covered[school.pk]),
            "all" in covered[school.pk],
        )
        for school in schools
    ]
    compared = sum(not line.hidden_code for line in lines)
    return GapDecomposition(lines, compared=compared, schools=len(lines))


def school_gap(
    measure: Measure, school: School, cells: np.ndarray, hidden_code: str | None, is_bare: bool = False
) -> SchoolGap:
    """One school's line. A school whose gap is hidden shows neither side, only all of its students; a bare one not
    even those."""
    everyone = None if is_bare else compare_groups(measure, [_level_cell("all", cells.sum(axis=0))])
    total = everyone.total if everyone else None
    total_text = figures.format_estimate(total) if total else ""
    students = cells[:, 1 if measure.left_too else 0].sum()  # who has left is no student of the school
    shown = figures.format_int(students) if students >= figures.MIN_N else ""
    if hidden_code or total is None:
        reason = figures.hidden_reason(hidden_code or "small")
        return SchoolGap(school, shown, figures.FigureRow("", "", hidden=reason), total_text)
    answer = compare_groups(measure, [_level_cell("group", cells[0]), _level_cell("rest", cells[1])])
    gap = answer.gap("group") if answer else None
    row = figures.gap_row("", "", gap, measure.kind) if gap else figures.FigureRow("", "")
    return SchoolGap(school, shown, row, total_text)


def _level_cell(level: str, sums: np.ndarray) -> LevelCell:
    _students, counted, *more = sums.tolist()
    return level, int(counted), *more


def _hidden_code(cells: np.ndarray, covered: set[str]) -> str | None:
    """Why a school's gap stays hidden: one side is small there, or would give another school's small side away."""
    if min(cells[:, 1]) < figures.MIN_N:
        return "small"
    return "cover" if covered else None
