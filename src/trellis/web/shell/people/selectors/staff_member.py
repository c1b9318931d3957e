"""The page of one adult who works for schools: what they do, with whom, and what the viewer may do about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.text import capfirst

from trellis.core.community.distinct_names import add_distinctions
from trellis.core.community.models import Group, Person, Role, School, Tie
from trellis.core.community.viewer import Viewer, active_at
from trellis.core.foundation.search import fold_name
from trellis.design.blueprint.package.words import DEFAULT_TERMS
from trellis.design.blueprint.wording import Wording, wording_of
from trellis.learning.internships.models import Placement, Site
from trellis.learning.projects.models import Author, Project

from ...staff.roles import STAFF_ROLES
from ..directory import LISTED_KINDS, colleague_ties, groups_in_care

MAX_PROJECTS = 20


@dataclass
class StaffGroup:
    """A group of the adult's. students: of an advisory, those in the viewer's care. may_open: it is in their care."""

    group: Group
    may_open: bool
    students: list[Person] = field(default_factory=list)


def get_staff_member_or_404(viewer: Viewer, person_id: UUID) -> tuple[Person, list[Tie]]:
    """An adult whom the viewer's lists and search show, with their ties, the first one first."""
    ties = colleague_ties(viewer).filter(person=person_id).order_by("starts", "pk")
    rows = list(ties.select_related("to_school", "to_group__school", "to_district", "to_network"))
    if not rows:
        raise Http404
    return get_object_or_404(Person.objects.seen_by(viewer), pk=person_id), rows


def schools_of_ties(ties: Iterable[Tie]) -> list[School]:
    """The schools at which somebody has these ties, each once."""
    schools = (tie.to_group.school if tie.to_group else tie.to_school for tie in ties)
    return list({school.pk: school for school in schools if school}.values())


def role_label(tie: Tie) -> str:
    """What somebody does by a tie, in the words of their school, such as "Advisor"."""
    schools = schools_of_ties([tie])
    if tie.to_district or tie.to_network:
        to = "district" if tie.to_district else "network"
        labels = [role.label for role in STAFF_ROLES.values() if (role.role, role.to) == (tie.role, to)]
        return str(labels[0] if labels else capfirst(str(Role(tie.role).label)))
    term = Role(tie.role).name.lower()
    if schools and term in DEFAULT_TERMS and term != "leader":  # leaders are not all principals
        return str(capfirst(wording_of(schools[0].pk).word_for(term, 1)))
    return str(capfirst(str(Role(tie.role).label)))


def role_labels(ties: Iterable[Tie]) -> list[str]:
    """Their roles in words, each once."""
    return list(dict.fromkeys(role_label(tie) for tie in ties))


def place_names(ties: Iterable[Tie]) -> list[str]:
    """The names of the schools, districts and networks that somebody works for."""
    places = (
        (tie.to_group.school if tie.to_group else tie.to_school) or tie.to_district or tie.to_network
        for tie in ties
    )
    return list(dict.fromkeys(place.name for place in places if place))


def staff_groups(viewer: Viewer, ties: Iterable[Tie]) -> list[StaffGroup]:
    """The groups of an adult by kind and title; of an advisory with its students. Three queries."""
    groups = {tie.to_group.pk: tie.to_group for tie in ties if tie.to_group}
    listed = [group for group in groups.values() if group.kind in LISTED_KINDS]
    in_care = set(groups_in_care(viewer).filter(pk__in=list(groups)).values_list("pk", flat=True))
    advisories = [group.pk for group in listed if group.kind == Group.Kind.ADVISORY]
    students = _students_by_group(viewer, advisories)
    rows = [StaffGroup(group, group.pk in in_care, students.get(group.pk, [])) for group in listed]
    order = {kind: place for place, kind in enumerate(LISTED_KINDS)}
    return sorted(rows, key=lambda row: (order[Group.Kind(row.group.kind)], fold_name(row.group.title)))


def _students_by_group(viewer: Viewer, groups: list[UUID]) -> dict[UUID, list[Person]]:
    """The students in the viewer's care by group, by name."""
    ties = Tie.objects.seen_by(viewer).filter(
        active_at(viewer.now), viewer.in_care("person"), role=Role.STUDENT, to_group__in=groups
    )
    students: dict[UUID, list[Person]] = {}
    for tie in ties.select_related("person") if groups else ():
        students.setdefault(tie.to_group_id, []).append(tie.person)
    for people in students.values():
        people.sort(key=lambda person: (fold_name(person.family_name), fold_name(person.first_name)))
    add_distinctions([person for people in students.values() for person in people])
    return students


def sites_of_students(viewer: Viewer, groups: Iterable[StaffGroup], today: date) -> dict[Site, list[Person]]:
    """Where the students of these advisories are now, by site: the sites that an advisor looks after. One query."""
    students = {student.pk: student for row in groups for student in row.students}
    if not students:
        return {}
    placements = Placement.objects.current(today).seen_by(viewer).filter(student__in=list(students))
    sites: dict[Site, list[Person]] = {}
    for placement in placements.select_related("site").order_by("site__name", "pk"):
        sites.setdefault(placement.site, []).append(students[placement.student_id])
    return sites


def projects_of_author(viewer: Viewer, person: Person) -> list[Project]:
    """The newest projects that an adult designs and runs, of the schools where the viewer works. One query."""
    authors = Author.objects.seen_by(viewer).filter(
        person=person, project__school__in=viewer.staff_schools, project__deleted_at=None
    )
    newest = authors.select_related("project").order_by("-project__starts", "project__title")
    return [author.project for author in newest[:MAX_PROJECTS]]


def has_internships(schools: Iterable[School]) -> bool:
    """Whether the model of one of these schools has internships."""
    return any(_words(school).has("internship") for school in schools)


def _words(school: School) -> Wording:
    return wording_of(school.pk)
