"""The students whom figures count: their schools, and the groups that they belong to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import numpy as np
from django.db.models import Q
from django.utils import timezone

from trellis.core.community.enrollment import enrollments
from trellis.core.community.models import LONG_AGO, Demographics, Network, Role, Tie
from trellis.core.community.viewer import active_at
from trellis.core.foundation.measures import Year

from . import cohorts
from .periods import SchoolPeriods

YES_NO_LEVELS = {True: "yes", False: "no", None: ""}


@dataclass(frozen=True)
class StudentArrays:
    """The students of a network: where each stands in the arrays, their school, and their levels.

    period: by which of the network's `SchoolPeriods` each is measured.
    long_enough: whether they were enrolled for most of the school year so far.
    """

    place: dict[str, int]
    schools: list[UUID]
    school: np.ndarray
    period: np.ndarray
    levels: dict[str, tuple[list[str], np.ndarray]]
    long_enough: np.ndarray


MIN_ENROLLED_SHARE = 0.75
"""The share of the school year so far that a student must have been enrolled, to count in what accumulates over it."""


def students_of(network: Network, periods: SchoolPeriods, left_too: bool = False) -> StudentArrays:
    """Those who are at a school of the network, in a year that is over: who were at its end; or all who ever were."""
    tie_filter = Q(deleted_at=None) if left_too else _enrolled_condition(periods)
    ties = (
        Tie.objects.system()
        .filter(tie_filter, role=Role.STUDENT, to_school__network=network)
        .filter(person__deleted_at=None)
        .order_by("starts")
        .values_list("person_id", "to_school_id", "starts", "person__grade")
    )
    newest = {row[0]: row for row in ties.iterator(chunk_size=20_000)}  # of two schools, the later one
    counting = cohorts.cohort_school_by_student(network) if left_too else {}
    school_of = {person: counting.get(person, row[1]) for person, row in newest.items()}
    labels = _label_students(network, periods, newest.values(), school_of)
    schools = sorted(set(school_of.values()))
    number = {school: i for i, school in enumerate(schools)}
    return StudentArrays(
        place={person.hex: i for i, person in enumerate(newest)},
        schools=schools,
        school=np.array([number[school] for school in school_of.values()], dtype=np.int64),
        period=np.array([periods.place(school) for school in school_of.values()], dtype=np.int64),
        levels={
            "all": (["all"], np.zeros(len(newest), dtype=np.int64)),
            **{f: _encode_levels(values) for f, values in labels.items()},
        },
        long_enough=np.ones(len(newest), dtype=bool)
        if left_too
        else _enrolled_long_enough(network, periods, school_of),
    )


def _label_students(
    network: Network,
    periods: SchoolPeriods,
    ties: Iterable[tuple[UUID, UUID, datetime, str]],
    school_of: dict[UUID, UUID],
) -> dict[str, list[str]]:
    """By facet, the level of each student. ties: a row for each, (student, school, start, grade)."""
    backgrounds, ever = _background_levels(network), cohorts.ever_learners(network.pk)
    first = [year.moments[0] for year in periods.years]
    labels: dict[str, list[str]] = {
        facet: [] for facet in ("new_this_year", "grade", "ever_learner", *_BACKGROUND_FACETS)
    }
    for person, _, starts, grade in ties:
        began = first[periods.place(school_of[person])]
        labels["new_this_year"].append("" if starts == LONG_AGO else "yes" if starts >= began else "no")
        labels["grade"].append(grade)
        now = backgrounds.get(person, _UNKNOWN_LEVELS)[0]
        labels["ever_learner"].append("yes" if person in ever or now == "yes" else now)
        for facet, level in zip(_BACKGROUND_FACETS, backgrounds.get(person, _UNKNOWN_LEVELS), strict=True):
            labels[facet].append(level)
    return labels


def _enrolled_condition(periods: SchoolPeriods) -> Q:
    """Ties that hold, at each school at the moment that counts in its own year."""
    place_by_school = periods.of_school
    tie_filter = active_at(_counting_moment(periods.years[0]))
    if len(periods.years) == 1:
        return tie_filter
    tie_filter &= ~Q(to_school__in=list(place_by_school))
    for number, year in enumerate(periods.years):
        tie_filter |= active_at(_counting_moment(year)) & Q(
            to_school__in=[school for school, at in place_by_school.items() if at == number]
        )
    return tie_filter


def _enrolled_long_enough(
    network: Network, periods: SchoolPeriods, school_of: dict[UUID, UUID]
) -> np.ndarray:
    used = {periods.place(school) for school in school_of.values()}
    enrolled = {number: enrollments(network, periods.years[number]) for number in used}
    times = (enrolled[periods.place(school)].get(student) for student, school in school_of.items())
    shares = (time.share if time else 0.0 for time in times)
    return np.fromiter((share >= MIN_ENROLLED_SHARE for share in shares), dtype=bool, count=len(school_of))


def _counting_moment(year: Year) -> datetime:
    """Now, or noon of the last day of a year that is over."""
    last = year.moments[1] - timedelta(hours=12)
    return min(timezone.now(), last)


_BACKGROUND_FACETS = ("multilingual", "disability", "low_income", "race", "sex")
_UNKNOWN_LEVELS = ("",) * len(_BACKGROUND_FACETS)


def _background_levels(network: Network) -> dict[UUID, tuple[str, ...]]:
    rows = (
        Demographics.objects.system()
        .filter(student__network=network, deleted_at=None)
        .values_list("student_id", "multilingual_learner", "disability", "low_income", "race", "sex")
    )
    return {
        student: (
            YES_NO_LEVELS[multilingual],
            YES_NO_LEVELS[disability],
            YES_NO_LEVELS[low_income],
            race,
            sex,
        )
        for student, multilingual, disability, low_income, race, sex in rows.iterator(chunk_size=20_000)
    }


def _encode_levels(values: list[str]) -> tuple[list[str], np.ndarray]:
    names = sorted(set(values))
    number = {name: i for i, name in enumerate(names)}
    return names, np.array([number[v] for v in values], dtype=np.int64)
