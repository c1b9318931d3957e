"""Laying out: from the rows about each student to the sums that pages read. Done anew each time, whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import numpy as np
from django.db.models import Max, Min, Q
from django.utils import timezone

from trellis.community.models import LONG_AGO, Demographics, Network, Role, Term, Tie
from trellis.community.viewer import active
from trellis.foundation import bulk, ledger
from trellis.foundation.measures import MEASURES, Measure, Year
from trellis.foundation.refusal import Refusal

from . import cohorts
from .hiding import hidden_cells
from .models import Rollup, Snapshot
from .queries import wanted_by_school

WHY = "lays out rollups"
COLUMNS = [
    "network_id",
    "school_id",
    "year",
    "measure",
    "facet",
    "level",
    "students",
    "counted",
    "base",
    "total",
    "squares",
    "hidden",
]
YES_NO = {True: "yes", False: "no", None: ""}


@dataclass(frozen=True)
class Students:
    """The students of a network: where each stands in the arrays, their school, and their levels."""

    place: dict[str, int]
    schools: list[UUID]
    school: np.ndarray
    levels: dict[str, tuple[list[str], np.ndarray]]


def school_year(network: Network, number: int | None = None) -> Year:
    """The school year under way, or the one that ends in `number`; August to July when no term says."""
    today = timezone.localdate()
    terms = Term.objects.unscoped(WHY).filter(network=network, deleted_at=None)
    if number is None:
        here = terms.filter(starts__lte=today, ends__gte=today).aggregate(number=Max("school_year"))
        number = here["number"] or today.year + (today.month >= 8)
    edges = terms.filter(school_year=number).aggregate(starts=Min("starts"), ends=Max("ends"))
    if edges["starts"] is None:
        return Year(date(number - 1, 8, 1), date(number, 7, 31), number)
    return Year(edges["starts"], edges["ends"], number)


def lay_out(network: Network, year: int | None = None) -> Snapshot:
    """Add every measure up for every school and group of the network, in place of that year's rollups.

    Raises Refusal when the network has no students. One transaction: readers see the old sums or the new.
    """
    when = school_year(network, year)
    students = _students(network, when)
    ever = _students(network, when, left_too=True) if any(m.left_too for m in MEASURES.values()) else students
    if not students.place:
        raise Refusal("This network has no students yet. Bring its roster in, then lay out opportunity.")
    with ledger.act("lay out opportunity", about=network.pk, year=when.number):
        Rollup.objects.unscoped(WHY).filter(network=network, year=when.number).delete()
        wanted = wanted_by_school(network)
        for measure in MEASURES.values():
            those = ever if measure.left_too else students
            asks = np.array([measure.key in wanted.get(s, MEASURES) for s in those.schools], dtype=bool)
            bulk.copy_in(Rollup, COLUMNS, _sums(network, when, measure, those, asks))
        return Snapshot.objects.create(
            network=network, year=when.number, students=len(students.place), taken_at=timezone.now()
        )


def _students(network: Network, year: Year, left_too: bool = False) -> Students:
    """Those who are at a school of the network, in a year that is over: who were at its end; or all who ever were."""
    held = Q(deleted_at=None) if left_too else active(_moment(year))
    ties = (
        Tie.objects.unscoped(WHY)
        .filter(held, role=Role.STUDENT, to_school__network=network)
        .filter(person__deleted_at=None)
        .order_by("starts")
        .values_list("person_id", "to_school_id", "starts", "person__grade")
    )
    newest = {row[0]: row for row in ties.iterator(chunk_size=20_000)}  # of two schools, the later one
    counting = cohorts.schools_that_count(network) if left_too else {}
    school_of = {person: counting.get(person, row[1]) for person, row in newest.items()}
    known, ever = _backgrounds(network), cohorts.ever_learners(network.pk)
    first = year.moments[0]
    labels: dict[str, list[str]] = {
        facet: [] for facet in ("new_this_year", "grade", "ever_learner", *_BACKGROUND)
    }
    for person, _, starts, grade in newest.values():
        labels["new_this_year"].append("" if starts == LONG_AGO else "yes" if starts >= first else "no")
        labels["grade"].append(grade)
        now = known.get(person, _UNKNOWN)[0]
        labels["ever_learner"].append("yes" if person in ever or now == "yes" else now)
        for facet, level in zip(_BACKGROUND, known.get(person, _UNKNOWN), strict=True):
            labels[facet].append(level)
    schools = sorted(set(school_of.values()))
    number = {school: i for i, school in enumerate(schools)}
    return Students(
        place={person.hex: i for i, person in enumerate(newest)},
        schools=schools,
        school=np.array([number[school] for school in school_of.values()], dtype=np.int64),
        levels={
            "all": (["all"], np.zeros(len(newest), dtype=np.int64)),
            **{f: _coded(values) for f, values in labels.items()},
        },
    )


def _moment(year: Year) -> datetime:
    """Now, or noon of the last day of a year that is over."""
    last = year.moments[1] - timedelta(hours=12)
    return min(timezone.now(), last)


_BACKGROUND = ("multilingual", "disability", "low_income", "race", "sex")
_UNKNOWN = ("",) * len(_BACKGROUND)


def _backgrounds(network: Network) -> dict[UUID, tuple[str, ...]]:
    rows = (
        Demographics.objects.unscoped(WHY)
        .filter(student__network=network, deleted_at=None)
        .values_list("student_id", "multilingual_learner", "disability", "low_income", "race", "sex")
    )
    return {
        student: (YES_NO[multilingual], YES_NO[disability], YES_NO[low_income], race, sex)
        for student, multilingual, disability, low_income, race, sex in rows.iterator(chunk_size=20_000)
    }


def _coded(values: list[str]) -> tuple[list[str], np.ndarray]:
    names = sorted(set(values))
    number = {name: i for i, name in enumerate(names)}
    return names, np.array([number[v] for v in values], dtype=np.int64)


def _sums(
    network: Network, year: Year, measure: Measure, students: Students, asks: np.ndarray
) -> Iterator[tuple]:
    """Rows of Rollup: each school's and the network's cells, of every facet.

    Only schools that ask this measure of themselves (`asks`, one a school) count: a school whose model has no
    learning plans is not a school where nobody gets one.
    """
    total, base = _facts(network, year, measure, students)
    asked = asks[students.school]
    total, base, ones = total * asked, base * asked, asked.astype(float)
    counts = (base > 0).astype(float)
    weights = (ones, counts, base, total, total * total)
    hidden = hidden_cells(students.levels, students.school, counts, len(students.schools))
    for facet, (levels, coded) in students.levels.items():
        wide = len(levels)
        cell = students.school * wide + coded
        size = len(students.schools) * wide
        sums = np.stack(
            [np.bincount(cell, weights=each, minlength=size).reshape(-1, wide) for each in weights]
        )
        head = (year.number, measure.key, facet)
        not_shown = hidden[facet].tolist()
        for j, level in enumerate(levels if asks.any() else []):
            yield (network.pk, None, *head, level, *_row(sums[:, :, j].sum(axis=1)), not_shown[-1][j])
        for i, j in zip(*np.nonzero(sums[0]), strict=True):
            yield (network.pk, students.schools[i], *head, levels[j], *_row(sums[:, i, j]), not_shown[i][j])


def _row(sums: np.ndarray) -> tuple[int, int, float, float, float]:
    students, counted, base, total, squares = sums.tolist()
    return int(students), int(counted), base, total, squares


def _facts(network: Any, year: Year, measure: Measure, students: Students) -> tuple[np.ndarray, np.ndarray]:
    """Per student what they have and out of how much."""
    total = np.zeros(len(students.place))
    base = np.ones(len(students.place)) if measure.everyone else np.zeros(len(students.place))
    for student, has, of in measure.facts(network, year):
        place = students.place.get(student)
        if place is not None:
            total[place], base[place] = has, of
    return total, base
