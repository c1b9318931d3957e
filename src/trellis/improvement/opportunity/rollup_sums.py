"""From the rows about each student to the sums that pages read. Reads only, so that nobody waits to write meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import numpy as np
from django.utils import timezone

from trellis.core.community.models import Network
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.measures import MEASURES, Measure
from trellis.engines import gaps

from .gap_tables import gap_table_rows
from .model_measures import MeasuresBySchool, model_measures_by_school
from .periods import SchoolPeriods, school_periods
from .standings import standing_rows
from .students import StudentArrays, students_of
from .suppression import hidden_cells


@dataclass(frozen=True)
class NetworkFigures:
    """The sums of one network and year, ready to be written: rows in the order of ROLLUP_COLUMNS, then those of the
    tables that pages show (GAP_TABLE_COLUMNS) and of each student behind them (STANDING_COLUMNS)."""

    network: Network
    year: int
    students: int
    started: datetime
    rows: list[tuple]
    gap_tables: list[tuple]
    standings: list[tuple]


def compute_figures(network: Network, year: int | None = None) -> NetworkFigures:
    """Add every measure up for every school and group of the network.

    Raises ActionError when the network has no students.
    """
    started, periods = timezone.now(), school_periods(network, year)
    students = students_of(network, periods)
    ever = (
        students_of(network, periods, left_too=True)
        if any(m.left_too for m in MEASURES.values())
        else students
    )
    if not students.place:
        raise ActionError(
            "This network has no students yet. Import its roster first, then update the figures."
        )
    entries = model_measures_by_school(network)
    rows: list[tuple] = []
    not_yet: list[list[str]] = [[] for _ in students.place]
    figures: list[dict[str, float]] = [{} for _ in students.place]
    for measure in MEASURES.values():
        counted_students = ever if measure.left_too else students
        facts = _counting_facts(network, periods, measure, counted_students, entries)
        rows += _rollup_rows((network.pk, periods.number, measure.key), counted_students, facts)
        if not measure.left_too:
            _add_figures(figures, measure, facts)
        if measure.names_students:
            for place in np.flatnonzero((facts.base > 0) & (facts.total < facts.base)).tolist():
                not_yet[place].append(measure.key)
    return NetworkFigures(
        network,
        periods.number,
        len(students.place),
        started,
        rows,
        gap_table_rows(network, periods.number, rows, entries),
        standing_rows(students, periods.number, not_yet, figures),
    )


def _add_figures(figures: list[dict[str, float]], measure: Measure, facts: StudentFacts) -> None:
    """What each student has of a measure, for those whom it counts: of a mean their value, else out of one."""
    counted = np.flatnonzero(facts.base > 0)
    values = facts.total[counted]
    if measure.kind == "rate":
        values = values / facts.base[counted]
    for place, value in zip(counted.tolist(), np.round(values, 4).tolist(), strict=True):
        figures[place][measure.key] = value


class StudentFacts(NamedTuple):
    """What each student has of a measure, out of how much, whether anything is recorded, and whether their school asks
    for it. is_asked: whether any school does."""

    total: np.ndarray
    base: np.ndarray
    recorded: np.ndarray
    at_asking_school: np.ndarray
    is_asked: bool


def _counting_facts(
    network: Network,
    periods: SchoolPeriods,
    measure: Measure,
    students: StudentArrays,
    entries: MeasuresBySchool,
) -> StudentFacts:
    """The facts of one measure, nothing for students who do not count.

    Only schools that use this measure count: a school whose model has no learning plans is not a school where nobody
    gets one. Where a measure accumulates over the year, only students enrolled for most of it count: who came in
    November has had less time, and is not behind.
    """
    uses_measure = np.array(
        [measure.key in entries.get(school, MEASURES) for school in students.schools], dtype=bool
    )
    at_asking_school = uses_measure[students.school]
    counting = at_asking_school & students.long_enough if measure.accumulates else at_asking_school
    facts = (each * counting for each in _student_facts(network, periods, measure, students))
    return StudentFacts(*facts, at_asking_school, bool(uses_measure.any()))


def _rollup_rows(
    head: tuple[UUID, int, str], students: StudentArrays, facts: StudentFacts
) -> Iterator[tuple]:
    """Rows of Rollup: each school's and the network's cells, of every facet. head: network, year, measure."""
    network, year, measure = head
    counts = (facts.base > 0).astype(float)
    weights = (
        facts.at_asking_school.astype(float),
        facts.recorded,
        counts,
        facts.base,
        facts.total,
        facts.total * facts.total,
    )
    hidden = hidden_cells(students.levels, students.school, counts, len(students.schools))
    for facet, (levels, coded) in students.levels.items():
        cells = _sum_cells(students.school * len(levels) + coded, weights, len(students.schools), len(levels))
        between = _between_school_parts(cells[TOTAL_INDEX], cells[BASE_INDEX], hidden[facet][:-1])
        not_shown = hidden[facet].tolist()
        for j, level in enumerate(levels if facts.is_asked else []):
            whole = _row_sums(cells[:, :, j].sum(axis=1))
            yield (network, None, year, measure, facet, level, *whole, not_shown[-1][j], between[j])
        for i, j in zip(*np.nonzero(cells[0]), strict=True):
            row = _row_sums(cells[:, i, j])
            school = students.schools[i]
            yield (network, school, year, measure, facet, levels[j], *row, not_shown[i][j], None)


BASE_INDEX, TOTAL_INDEX = 3, 4
"""Where the weights of `_rollup_rows` hold what students have, and out of how much."""


def _sum_cells(cell: np.ndarray, weights: tuple[np.ndarray, ...], schools: int, levels: int) -> np.ndarray:
    """Sums of each weight: weights x schools x levels."""
    size = schools * levels
    return np.stack(
        [np.bincount(cell, weights=each, minlength=size).reshape(schools, levels) for each in weights]
    )


MIN_HIDDEN_SCHOOLS = 3
"""The fewest schools that hide a group from the network, for its split to be told: of one or two it tells too much."""


def _between_school_parts(total: np.ndarray, base: np.ndarray, hidden: np.ndarray) -> list[float | None]:
    """Of each group's gap to the others, the part that follows from which school students attend.

    total, base, hidden: schools x groups. None for every group where fewer than two schools count anybody, and for a
    group that one or two schools hide: with the split, the few students there could be narrowed down.
    """
    if np.count_nonzero(base.sum(axis=1)) < 2:
        return [None] * base.shape[1]
    others = (total.sum(axis=1, keepdims=True) - total, base.sum(axis=1, keepdims=True) - base)
    parts = gaps.decompose(total, base, *others).between
    schools = (hidden & (base.sum(axis=1, keepdims=True) > 0)).sum(axis=0)
    is_shown = ~np.isnan(parts) & ((schools == 0) | (schools >= MIN_HIDDEN_SCHOOLS))
    return [part if shown else None for part, shown in zip(parts.tolist(), is_shown.tolist(), strict=True)]


def _row_sums(sums: np.ndarray) -> tuple[int, int, int, float, float, float]:
    students, recorded, counted, base, total, squares = sums.tolist()
    return int(students), int(recorded), int(counted), base, total, squares


def _student_facts(
    network: Network, periods: SchoolPeriods, measure: Measure, students: StudentArrays
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Per student what they have, out of how much, and whether anything is recorded of them: in their school's year."""
    total, recorded = np.zeros(len(students.place)), np.zeros(len(students.place))
    base = np.ones(len(students.place)) if measure.everyone else np.zeros(len(students.place))
    for number in np.unique(students.period).tolist():
        for student, has, of in measure.facts(network, periods.years[number]):
            place = students.place.get(student)
            if place is not None and students.period[place] == number:
                total[place], base[place], recorded[place] = has, of, 1
    return total, base, recorded
