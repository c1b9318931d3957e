"""Graduation cohorts, counted as states count them: everybody who first entered ninth grade in one year, those who
moved to another school taken out, and who graduated within four, five and six years (ESEA, section 8101(23), (25))."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from trellis.community.models import School, Schooling
from trellis.community.viewer import Viewer

YEARS = (4, 5, 6)
SUMMER = (8, 31)
"""The last day of a school year: who graduates in summer graduates with it."""


@dataclass(frozen=True)
class One:
    """One student of a cohort. `left`: "" while at school, else as `Schooling.Left`."""

    cohort: int
    left: str = ""
    left_on: date | None = None
    ever_learner: bool = False


@dataclass(frozen=True)
class Counted:
    """How one group of a cohort stands. `graduated`: by 4, 5, 6 years, None where that summer has not come."""

    cohort: int
    students: int
    moved: int
    here: int
    left: int
    graduated: dict[int, int | None]


def last_day(cohort: int, years: int) -> date:
    """The day by which somebody of the cohort has graduated within so many years."""
    return date(cohort + years - 1, *SUMMER)


def within(one: One, years: int) -> bool:
    """Whether somebody graduated within so many years of entering."""
    done = one.left == Schooling.Left.GRADUATED and one.left_on is not None
    return done and one.left_on <= last_day(one.cohort, years)


def count(students: Iterable[One], today: date) -> list[Counted]:
    """The cohorts of some students, the newest first. Those who moved count in `moved` and nowhere else."""
    by_year: dict[int, list[One]] = defaultdict(list)
    for one in students:
        by_year[one.cohort].append(one)
    return [_counted(cohort, some, today) for cohort, some in sorted(by_year.items(), reverse=True)]


def _counted(cohort: int, every: list[One], today: date) -> Counted:
    stayed = [one for one in every if one.left != Schooling.Left.MOVED]
    return Counted(
        cohort,
        len(stayed),
        len(every) - len(stayed),
        sum(not one.left for one in stayed),
        sum(one.left == Schooling.Left.LEFT for one in stayed),
        {
            years: sum(within(one, years) for one in stayed) if last_day(cohort, years) <= today else None
            for years in YEARS
        },
    )


def of_school(viewer: Viewer, school: School) -> list[One]:
    """Everybody whom a school counts in a cohort, former students too."""
    rows = Schooling.objects.seen_by(viewer).filter(school=school)
    return [One(*row) for row in rows.values_list("cohort", "left", "left_on", "ever_learner")]
