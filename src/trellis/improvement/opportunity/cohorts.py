"""Graduation cohorts, counted as states count them: everybody who first entered ninth grade in one year, those who
moved to another school taken out, and who graduated within four, five and six years (ESEA, section 8101(23), (25))."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone

from trellis.core.community.models import Demographics, Network, School, Schooling
from trellis.core.community.viewer import Viewer
from trellis.learning.languages.models import Proficiency

from .models import GapTable, Snapshot

GRADUATION_YEARS = (4, 5, 6)
SCHOOL_YEAR_END = (8, 31)
"""The last day of a school year: who graduates in summer graduates with it."""


@dataclass(frozen=True)
class CohortStudent:
    """One student of a cohort. `left`: "" while at school, else as `Schooling.Left`."""

    cohort: int
    left: str = ""
    left_on: date | None = None
    ever_learner: bool = False


@dataclass(frozen=True)
class CohortCount:
    """How one group of a cohort stands. `graduated`: by 4, 5, 6 years, None where that summer has not come."""

    cohort: int
    students: int
    moved: int
    at_school: int
    left: int
    graduated: dict[int, int | None]


def graduation_deadline(cohort: int, years: int) -> date:
    """The day by which somebody of the cohort has graduated within so many years."""
    return date(cohort + years - 1, *SCHOOL_YEAR_END)


def has_graduated_within(student: CohortStudent, years: int) -> bool:
    """Whether somebody graduated within so many years of entering."""
    if student.left != Schooling.Left.GRADUATED or student.left_on is None:
        return False
    return student.left_on <= graduation_deadline(student.cohort, years)


def count_cohorts(students: Iterable[CohortStudent], today: date) -> list[CohortCount]:
    """The cohorts of some students, the newest first. Those who moved count in `moved` and nowhere else."""
    by_year: dict[int, list[CohortStudent]] = defaultdict(list)
    for student in students:
        by_year[student.cohort].append(student)
    return [_count_cohort(cohort, some, today) for cohort, some in sorted(by_year.items(), reverse=True)]


def _count_cohort(cohort: int, every: list[CohortStudent], today: date) -> CohortCount:
    stayed = [student for student in every if student.left != Schooling.Left.MOVED]
    return CohortCount(
        cohort,
        len(stayed),
        len(every) - len(stayed),
        sum(not student.left for student in stayed),
        sum(student.left == Schooling.Left.LEFT for student in stayed),
        {
            years: sum(has_graduated_within(student, years) for student in stayed)
            if graduation_deadline(cohort, years) <= today
            else None
            for years in GRADUATION_YEARS
        },
    )


def last_completed_year(today: date) -> int:
    """Return the year of the newest summer that is over: who graduates by then is known."""
    return today.year if date(today.year, *SCHOOL_YEAR_END) <= today else today.year - 1


def graduates_counted_up_to(snapshot: Snapshot | GapTable | None) -> str:
    """The summer up to which graduates were counted when the sums were laid out."""
    if snapshot is None or snapshot.taken_at is None:
        return ""
    return str(min(snapshot.year, last_completed_year(timezone.localtime(snapshot.taken_at).date())))


def cohort_students_of(viewer: Viewer, school: School) -> list[CohortStudent]:
    """Return everybody whom a school counts in a cohort, former students too."""
    rows = list(
        Schooling.objects.seen_by(viewer)
        .filter(school=school)
        .values_list("student_id", "cohort", "left", "left_on", "ever_learner")
    )
    ever = ever_learners(school.network_id, school)
    return [
        CohortStudent(cohort, left, on, ever_learner or student in ever)
        for student, cohort, left, on, ever_learner in rows
    ]


def ever_learners(network: UUID, school: School | None = None) -> set[UUID]:
    """Who learned English at school, now or before: so written, or read on a scale of English at any time. Of a whole
    network, or of those whom one school counts."""
    filters = {"student__network": network} | ({"student__schooling__school": school} if school else {})
    querysets = (
        Schooling.objects.system().filter(ever_learner=True),
        Demographics.objects.system().filter(multilingual_learner=True),
        Proficiency.objects.system(),
    )
    return {
        student
        for rows in querysets
        for student in rows.filter(**filters, deleted_at=None)
        .order_by()
        .values_list("student_id", flat=True)
        .distinct()
    }


def cohort_school_by_student(network: Network) -> dict[UUID, UUID]:
    """By student, the school that counts them in a cohort: not always the one where they were last."""
    rows = Schooling.objects.system().filter(student__network=network, deleted_at=None)
    return dict(rows.filter(school__network=network).values_list("student_id", "school_id"))
