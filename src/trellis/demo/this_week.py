"""What waits for the adults of the cast's school this week: a concern, a check that ends, and students who start."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from trellis.core.community.models import Demographics, Person, Role
from trellis.learning.internships.models import Clearance, Concern, Placement

from .rows import write_rows
from .students import SchoolBuilder

# Given name, family name, language of the home, grade, days since they started, and whether they have an advisory.
NEW_STUDENTS = [
    ("Islande", "Toussaint", "ht", "11", 0, False),
    ("Yusuf", "Darwish", "ar", "11", 1, True),
]
CONCERN = (
    "Left early twice this week to pick up a younger brother from school. The work here is good. Could we find "
    "hours that fit the family better?"
)
CHECK_ENDS_IN = timedelta(days=9)
CHECK_HOLDS = timedelta(days=200)


def create_week(builder: SchoolBuilder, advisory: UUID, students: list[UUID]) -> None:
    """This week at the school. students: of the advisory, but Amina."""
    for facts in NEW_STUDENTS:
        _create_new_student(builder, advisory, *facts)
    _create_concern(students[len(students) // 2 :])
    checks = Clearance.objects.system().filter(site=builder.sites[0].id)
    checks.update(expires=builder.today + CHECK_HOLDS)
    checks.filter(kind="insurance").update(expires=builder.today + CHECK_ENDS_IN)


def _create_new_student(
    builder: SchoolBuilder,
    advisory: UUID,
    given_name: str,
    family_name: str,
    language: str,
    grade: str,
    days: int,
    has_advisory: bool,
) -> None:
    row = builder.person(language, grade)
    row["given_name"], row["family_name"] = given_name, family_name
    write_rows(Person, [row])
    student = row["sourced_id"]
    monday = builder.today - timedelta(days=builder.today.weekday())
    starts = max(monday, builder.today - timedelta(days=days))
    Demographics.objects.create(
        student_id=student,
        birth_date=date(builder.year.starts.year - 16, 3, 12),
        multilingual_learner=True,
        disability=False,
        low_income=True,
    )
    builder.tie(student, Role.STUDENT, starts, to_school_id=builder.school.pk)
    if has_advisory:
        builder.tie(student, Role.STUDENT, starts, to_group_id=advisory)


def _create_concern(students: list[UUID]) -> None:
    """A mentor wrote to the school this morning."""
    placement = Placement.objects.system().filter(student__in=students).exclude(mentor=None).first()
    if placement:
        Concern.objects.create(placement=placement, raised_by_id=placement.mentor_id, words=CONCERN)
