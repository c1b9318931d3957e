"""Who answers a student's request for a site: the advisor, whoever the model names beside them, and school leaders.

A model names a coordinator among those who see a stage through. Everybody who teaches is tied to a class or, by a
roster, to the school, so that a tie of teachers makes a coordinator only where it is to the student's advisory.
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from trellis.core.community.models import Group, Person, Role, Tie
from trellis.core.community.selectors import schools_of
from trellis.core.community.viewer import active_at

from .programs import InternshipProgram

REASON = "find who answers a student's request for a site"
NO_COORDINATORS = frozenset({Role.STUDENT, Role.GUARDIAN, Role.MENTOR, Role.ADVISOR, Role.LEADER})


def coordinator_ties(program: InternshipProgram) -> set[str]:
    """The ties of the coordinators that the school's model names in the stages of an internship."""
    keys = {key for stage in program.internship.stages for key in stage.who}
    ties: set[str] = {role.tie for role in program.package.roles.roles if role.key in keys}
    return ties - NO_COORDINATORS


def approvers_of(student: Person, program: InternshipProgram) -> list[Person]:
    """Everybody who may answer, those nearest to the student first: advisors, coordinators, leaders."""
    ids = dict.fromkeys(_approver_ids(student, program))
    people = Person.objects.unscoped(REASON).filter(deleted_at=None).in_bulk(list(ids))
    return [people[pk] for pk in ids if pk in people]


def _approver_ids(student: Person, program: InternshipProgram) -> Iterator[UUID]:
    ties = Tie.objects.unscoped(REASON).filter(active_at(timezone.now())).order_by("starts", "pk")
    groups = ties.filter(person=student, role=Role.STUDENT, to_group__isnull=False)
    near = Q(to_person=student) | Q(to_group__in=groups.values("to_group"))
    yield from ties.filter(near, role=Role.ADVISOR).values_list("person", flat=True)
    advisories = groups.filter(to_group__kind=Group.Kind.ADVISORY).values("to_group")
    schools = schools_of(student.pk)
    for role in sorted(coordinator_ties(program)):
        targets = Q(to_person=student) | Q(to_group__in=advisories)
        if role != Role.TEACHER:
            targets |= Q(to_school__in=schools)
        yield from ties.filter(targets, role=role).values_list("person", flat=True)
    yield from ties.filter(to_school__in=schools, role=Role.LEADER).values_list("person", flat=True)
