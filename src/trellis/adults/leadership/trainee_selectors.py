"""Reading who is in training where, and for which roles nobody has begun a pathway."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from trellis.adults.organizations.models import Organization
from trellis.core.community.distinct_names import add_distinctions
from trellis.core.community.models import Group, Network, Person, Role, School, Tie
from trellis.core.community.viewer import Viewer, active_at
from trellis.design.blueprint.wording import wording_of

from .handover_services import today_at
from .models import StartedPathway, Trainee
from .permissions import may_lead_training
from .trainee_access import MENTOR_ROLES

RELATED = ("school", "person", "mentor", "group", "university")


@dataclass
class SchoolTraining:
    """One school on the page. open_roles: titles of roles whose pathways nobody began, as far as the viewer sees."""

    school: School
    today: date
    trainees: list[Trainee] = field(default_factory=list)
    ended: list[Trainee] = field(default_factory=list)
    open_roles: list[str] = field(default_factory=list)


def school_or_404(viewer: Viewer, school_id: UUID) -> School:
    """A school that the viewer leads, or of a network that they work for."""
    school = get_object_or_404(School.objects.seen_by(viewer).select_related("network"), pk=school_id)
    works = school.network_id in viewer.to("network", Role.NETWORK_STAFF)
    if not (works or may_lead_training(viewer, school.pk)):
        raise Http404
    return school


def training_at(viewer: Viewer, schools: list[School]) -> list[SchoolTraining]:
    """Who is in training at these schools, who was, and for which roles nobody has begun."""
    rows = {school.pk: SchoolTraining(school, today_at(school)) for school in schools}
    trainees = Trainee.objects.seen_by(viewer).filter(school__in=rows).select_related(*RELATED)
    for trainee in trainees.order_by("ends", "person__family_name", "pk"):
        row = rows[trainee.school_id]
        (row.trainees if trainee.ends >= row.today else row.ended).append(trainee)
    add_distinctions([trainee.person for row in rows.values() for trainee in row.trainees])
    started: dict[UUID, set[str]] = {key: set() for key in rows}
    pathways = StartedPathway.objects.seen_by(viewer).filter(school__in=rows)
    for school, key in pathways.values_list("school", "key"):
        started[school].add(key)
    for row in rows.values():
        row.open_roles = _open_roles(row, started[row.school.pk])
    return list(rows.values())


def _open_roles(row: SchoolTraining, started: set[str]) -> list[str]:
    """Roles with pathways that nobody began, and beside whose holders nobody is in training."""
    package = wording_of(row.school.pk).package
    if package is None:
        return []
    begun = {pathway.role for pathway in package.roles.pathways if pathway.key in started}
    with_pathways = {pathway.role for pathway in package.roles.pathways}
    trained = {
        "advisor-of" if trainee.group.kind == Group.Kind.ADVISORY else "teacher-of"
        for trainee in row.trainees
    }
    return [
        role.title
        for role in package.roles.roles
        if role.key in with_pathways - begun and role.tie not in trained
    ]


def network_training(viewer: Viewer, network: Network) -> list[SchoolTraining]:
    """Every school of a network, by name."""
    schools = School.objects.seen_by(viewer).filter(network=network, deleted_at=None)
    return training_at(viewer, list(schools.order_by("name", "pk")))


@dataclass(frozen=True)
class MentorGroup:
    """A group of a possible mentor, to which a trainee gets access. key: what a form sends."""

    person: Person
    group: Group
    tie: Tie

    @property
    def key(self) -> str:
        return str(self.tie.pk)

    @property
    def label(self) -> str:
        return f"{self.person.name} · {self.group.title}"


def mentor_groups(viewer: Viewer, school: School) -> list[MentorGroup]:
    """The groups of the school's advisors and teachers, by person."""
    ties = Tie.objects.seen_by(viewer).filter(
        active_at(viewer.now),
        to_group__school=school,
        to_group__deleted_at=None,
        role__in=MENTOR_ROLES,
        person__deleted_at=None,
    )
    rows = list(
        ties.select_related("person", "to_group").order_by(
            "person__family_name", "person__given_name", "to_group__title", "pk"
        )
    )
    trainee_ties = set(Trainee.objects.seen_by(viewer).filter(school=school).values_list("tie", flat=True))
    add_distinctions([tie.person for tie in rows])
    return [
        MentorGroup(tie.person, tie.to_group, tie)
        for tie in rows
        if tie.to_group and tie.pk not in trainee_ties
    ]


def universities(viewer: Viewer, school: School) -> list[Organization]:
    """The network's organizations that have trainees already, by name."""
    rows = Organization.objects.seen_by(viewer).current().filter(network=school.network_id)
    trainees = Trainee.objects.seen_by(viewer).filter(university__isnull=False)
    return list(rows.filter(pk__in=trainees.values("university")).order_by("name"))
