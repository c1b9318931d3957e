"""From the rows about each student to the sums that pages read. Reads only, so that nobody waits to write meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from django.utils import timezone

from trellis.core.community.models import Network
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.measures import MEASURES, Measure
from trellis.engines import gaps

from .model_measures import measure_keys_by_school
from .periods import SchoolPeriods, school_periods
from .students import StudentArrays, students_of
from .suppression import hidden_cells

ROLLUP_COLUMNS = (
    "network_id",
    "school_id",
    "year",
    "measure",
    "facet",
    "level",
    "students",
    "recorded",
    "counted",
    "base",
    "total",
    "squares",
    "hidden",
    "between",
)


@dataclass(frozen=True)
class NetworkFigures:
    """The sums of one network and year, ready to be written: rows in the order of COLUMNS."""

    network: Network
    year: int
    students: int
    started: datetime
    rows: list[tuple]


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
    measure_keys = measure_keys_by_school(network)
    rows: list[tuple] = []
    for measure in MEASURES.values():
        counted_students = ever if measure.left_too else students
        uses_measure = np.array(
            [measure.key in measure_keys.get(s, MEASURES) for s in counted_students.schools], dtype=bool
        )
        rows += _rollup_rows(network, periods, measure, counted_students, uses_measure)
    return NetworkFigures(network, periods.number, len(students.place), started, rows)


def _rollup_rows(
    network: Network,
    periods: SchoolPeriods,
    measure: Measure,
    students: StudentArrays,
    uses_measure: np.ndarray,
) -> Iterator[tuple]:
    """Rows of Rollup: each school's and the network's cells, of every facet.

    Only schools that use this measure (`uses_measure`, one a school) count: a school whose model has no
    learning plans is not a school where nobody gets one. Where a measure accumulates over the year, only students
    enrolled for most of it count: who came in November has had less time, and is not behind.
    """
    at_using_school = uses_measure[students.school]
    counting = at_using_school & students.long_enough if measure.accumulates else at_using_school
    total, base, recorded = (each * counting for each in _student_facts(network, periods, measure, students))
    counts = (base > 0).astype(float)
    weights = (at_using_school.astype(float), recorded, counts, base, total, total * total)
    hidden = hidden_cells(students.levels, students.school, counts, len(students.schools))
    for facet, (levels, coded) in students.levels.items():
        cells = _sum_cells(students.school * len(levels) + coded, weights, len(students.schools), len(levels))
        between = _between_school_parts(cells[TOTAL_INDEX], cells[BASE_INDEX], hidden[facet][:-1])
        head = (periods.number, measure.key, facet)
        not_shown = hidden[facet].tolist()
        for j, level in enumerate(levels if uses_measure.any() else []):
            whole = _row_sums(cells[:, :, j].sum(axis=1))
            yield (network.pk, None, *head, level, *whole, not_shown[-1][j], between[j])
        for i, j in zip(*np.nonzero(cells[0]), strict=True):
            row = _row_sums(cells[:, i, j])
            yield (network.pk, students.schools[i], *head, levels[j], *row, not_shown[i][j], None)


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
