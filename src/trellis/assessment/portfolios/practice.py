"""An adult's piece of practice: who may score it, and what follows once its levels are final.

A piece is a task as a student's is. What is different stands here: it is for a credential of the model, whose assessors
score it, and it becomes evidence of no student's outcome.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from trellis.core.community.distinct_names import add_distinctions
from trellis.core.community.models import Group, Person, Role, Tie
from trellis.core.community.viewer import SCHOOL_ROLES, active_at
from trellis.core.foundation.registry import Registry
from trellis.design.blueprint.package.credentials import Credential
from trellis.design.blueprint.selectors import package_for_school

from .models import Task, TaskPart

if TYPE_CHECKING:
    from .scores import ScoringBasis

REASON = "list who may score a colleague's practice"

SETTLED_PRACTICE: Registry[str, Callable[[TaskPart, ScoringBasis], None]] = Registry(
    "settled practice", "what follows once an adult's piece of practice has its final levels"
)
CREDENTIAL_HOLDERS: Registry[str, Callable[[UUID, str], Iterable[UUID]]] = Registry(
    "credential holders", "who holds a credential of a network and is glad to be asked to score"
)


def find_credential(task: Task) -> Credential | None:
    """The credential that a piece of practice is for; None where the school's model has it no more."""
    package = package_for_school(task.school_id)
    return package.credentials.find(task.key) if package and package.credentials else None


def possible_assessors(task: Task) -> list[Person]:
    """Who may score a piece of practice: the roles that its credential names, and those who hold it; by name.

    Without roles it is every adult of the school. Nobody scores their own piece, and no student does.
    """
    credential = find_credential(task)
    now = active_at(timezone.now())
    ties = Tie.objects.unscoped(REASON).filter(now)
    around = ties.filter(_near(task), role__in=_assessor_roles(task, credential))
    people = set(around.values_list("person_id", flat=True))
    if credential and credential.holders:
        for holders in CREDENTIAL_HOLDERS.values():
            people.update(holders(task.student.network_id, credential.key))
    people.discard(task.student_id)
    students = ties.filter(role=Role.STUDENT, person__in=people)
    rows = Person.objects.unscoped(REASON).filter(
        pk__in=ties.filter(person__in=people).values("person"), deleted_at=None
    )
    adults = rows.exclude(pk__in=students.values("person"))
    return add_distinctions(list(adults.order_by("family_name", "given_name", "pk")))


def _near(task: Task) -> Q:
    """Ties to the school of a piece, its groups and its network."""
    groups = Group.objects.unscoped(REASON).filter(school=task.school_id)
    return (
        Q(to_school=task.school_id)
        | Q(to_group__in=groups.values("pk"))
        | Q(to_network=task.student.network_id)
    )


def _assessor_roles(task: Task, credential: Credential | None) -> set[str]:
    """The roles of people who may score, as ties."""
    package = package_for_school(task.school_id)
    if not (package and credential and credential.assessors):
        return set(SCHOOL_ROLES)
    return {role.tie for role in package.roles.roles if role.key in credential.assessors}


def still_works_here(task: Task) -> bool:
    """Whether the adult whose piece it is still has a place in the network."""
    ties = Tie.objects.unscoped("find out whether a colleague is still here").filter(
        active_at(timezone.now()), person=task.student_id
    )
    return ties.exclude(role=Role.STUDENT).exists()
