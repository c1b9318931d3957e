"""Who may score: the adults of the school, and whom to propose, so that asking takes one press."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from trellis.core.community.distinct_names import add_distinctions
from trellis.core.community.models import Group, Person, Role, Tie
from trellis.core.community.viewer import SCHOOL_ROLES, active_at

from .models import Scorer, Task
from .practice import possible_assessors

REASON = "list who may score at a school"


def staff_of(school_id: UUID) -> list[Person]:
    """The adults who work with students at a school, by name."""
    groups = Group.objects.unscoped(REASON).filter(school=school_id)
    ties = Tie.objects.unscoped(REASON).filter(
        active_at(timezone.now()),
        Q(to_school=school_id) | Q(to_group__in=groups.values("pk")),
        role__in=SCHOOL_ROLES,
    )
    people = Person.objects.unscoped(REASON).filter(pk__in=ties.values("person"), deleted_at=None)
    pupils = Tie.objects.unscoped(REASON).filter(
        active_at(timezone.now()), role=Role.STUDENT, person__in=ties.values("person")
    )
    adults = people.exclude(pk__in=pupils.values("person"))
    return add_distinctions(list(adults.order_by("family_name", "given_name", "pk")))


def guardian_pairs(students: Iterable[UUID]) -> set[tuple[UUID, UUID]]:
    """(student, guardian) pairs: a family does not score its own child's work."""
    ties = Tie.objects.unscoped(REASON).filter(
        active_at(timezone.now()), role=Role.GUARDIAN, to_person__in=list(students)
    )
    return set(ties.values_list("to_person_id", "person_id"))


def possible_scorers(task: Task) -> list[Person]:
    """Who may score a task: the adults of its school, the student's family aside. An own advisor may.

    An adult's piece of practice is scored by those whom its credential names.
    """
    if task.practice:
        return possible_assessors(task)
    family = {guardian for _student, guardian in guardian_pairs([task.student_id])}
    return [
        adult for adult in staff_of(task.school_id) if adult.pk not in family and adult.pk != task.student_id
    ]


def is_student(person: UUID) -> bool:
    """Whether somebody is a student here now."""
    ties = Tie.objects.unscoped(REASON).filter(active_at(timezone.now()), role=Role.STUDENT, person=person)
    return ties.exists()


def students_of(school_id: UUID) -> QuerySet[Tie]:
    """The ids of the students who go to a school now."""
    ties = Tie.objects.unscoped(REASON).filter(
        active_at(timezone.now()), role=Role.STUDENT, to_school=school_id
    )
    return ties.values("person")


def schools_of(students: Iterable[UUID]) -> dict[UUID, set[UUID]]:
    """By student, the schools that they go to now."""
    ties = Tie.objects.unscoped(REASON).filter(
        active_at(timezone.now()), role=Role.STUDENT, person__in=list(students), to_school__isnull=False
    )
    schools_by_student: dict[UUID, set[UUID]] = {}
    for student, school in ties.values_list("person_id", "to_school_id"):
        schools_by_student.setdefault(student, set()).add(school)
    return schools_by_student


def request_counts_of(task_parts: Iterable[UUID]) -> Counter[UUID]:
    """Return in how many of these parts each adult was asked to score."""
    rows = Scorer.objects.unscoped(REASON).filter(
        task_part__in=list(task_parts), deleted_at=None, person__isnull=False
    )
    return Counter(rows.values_list("person_id", flat=True))


def request_counts(school_id: UUID) -> Counter[UUID]:
    """Return how many parts each adult was asked to score: never whether they have, which would tell."""
    rows = Scorer.objects.unscoped(REASON).filter(
        task_part__task__school=school_id, task_part__settled_at=None, deleted_at=None, person__isnull=False
    )
    return Counter(rows.values_list("person_id", flat=True))


def advisors_of(students: Iterable[UUID]) -> dict[UUID, set[UUID]]:
    """By student, the advisors of their advisories."""
    now = active_at(timezone.now())
    groups = Tie.objects.unscoped(REASON).filter(
        now, role=Role.STUDENT, person__in=list(students), to_group__isnull=False
    )
    pairs = list(groups.values_list("person_id", "to_group_id"))
    leads = Tie.objects.unscoped(REASON).filter(
        now, role=Role.ADVISOR, to_group__in={group for _student, group in pairs}
    )
    by_group: dict[UUID, set[UUID]] = {}
    for person, group in leads.values_list("person_id", "to_group_id"):
        by_group.setdefault(group, set()).add(person)
    advisors_by_student: dict[UUID, set[UUID]] = {}
    for student, group in pairs:
        advisors_by_student.setdefault(student, set()).update(by_group.get(group, ()))
    return advisors_by_student


def propose_scorers(
    staff: list[Person], taken: set[UUID], advisors: set[UUID], load: Counter[UUID], count: int
) -> list[Person]:
    """Whom to ask for the places that are free: the student's advisor before others, then whoever was asked least.

    `load` grows by each proposal, so that the next one falls on somebody else.
    """
    free = [adult for adult in staff if adult.pk not in taken]
    proposed: list[Person] = []
    for _place in range(count):
        left = [adult for adult in free if adult not in proposed]
        if not left:
            break
        advisor_in = bool(advisors & (taken | {adult.pk for adult in proposed}))
        best = min(left, key=lambda adult: (advisor_in or adult.pk not in advisors, load[adult.pk]))
        proposed.append(best)
        load[best.pk] += 1
    return proposed
