"""The plan of growth of an invented school that opened three years ago with grade 9 and has all its grades now."""

from __future__ import annotations

from trellis.core.community.models import Network, Role, School, Tie
from trellis.learning.schedules.models import GrowthNumber, GrowthPlan

YEARS_OPEN = 3
GRADES_WORTH = 3.5  # of the intake, what four grades hold after losses
SET_NUMBERS = {
    (2, "core-teachers"): -2,
    (3, "other-teachers"): 2,
    (4, "other-teachers"): 4,
    (4, "language-teachers"): 1,
}
"""Numbers that the principal set, as what they add to a first guess of 1 per 20 students or of none."""


def create_growth_plan(network: Network, school_year: int) -> None:
    """The plan of the first school, in its fourth year now."""
    school = School.objects.system().filter(network=network).order_by("created").first()
    if school is None:
        return
    students = Tie.objects.system().filter(role=Role.STUDENT, to_school=school).count()
    intake = max(20, 5 * round(students / GRADES_WORTH / 5))
    plan = GrowthPlan.objects.create(
        school=school,
        opening=school_year - YEARS_OPEN,
        entry_grade="09",
        intake=intake,
        rooms=max(4, students // 17),
    )
    GrowthNumber.objects.bulk_create(
        GrowthNumber(plan=plan, year=year, key=key, number=_number(key, extra, intake))
        for (year, key), extra in SET_NUMBERS.items()
    )


def _number(key: str, extra: int, intake: int) -> int:
    if key == "core-teachers":
        return max(1, 2 * intake // 20 + extra)
    return 1 + extra if key == "language-teachers" else extra
