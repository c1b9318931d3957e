"""Questions about networks, schools and students that several apps ask, and an operator's."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.prepared_queries import PreparedQuery

from .distinct_names import add_distinctions
from .models import Group, Network, Person, Role, School, Term, Tie
from .viewer import Viewer, active_at

_SCHOOL_TIES = PreparedQuery(Tie, lambda ties: ties.select_related("to_school").order_by("-starts", "pk")[:1])
_TERMS = PreparedQuery(Term)
_PEOPLE = PreparedQuery(Person)
_MEMBERS = PreparedQuery(Tie, lambda ties: ties.values_list("person", flat=True))


def network_named(slug: str | None) -> Network:
    """The network with that short name; without one, the only network there is. Raises ActionError."""
    networks = list(Network.objects.unscoped("find the network that an operator named").order_by("slug"))
    if not networks:
        raise ActionError("There is no network yet. Create one first with: trellis open")
    if slug is None and len(networks) == 1:
        return networks[0]
    for network in networks:
        if network.slug == slug:
            return network
    names = ", ".join(network.slug for network in networks)
    raise ActionError(f"Choose a network with --network. Networks here: {names}")


def get_network_or_404(
    viewer: Viewer, network_id: UUID, roles: Collection[str] = (Role.NETWORK_STAFF,)
) -> Network:
    """The network, for whoever has one of these roles in it: its staff, unless said otherwise."""
    if network_id not in viewer.to("network", *roles):
        raise Http404
    return get_object_or_404(Network.objects.seen_by(viewer), pk=network_id)


def school_of(student_id: UUID) -> School | None:
    """The school that a student goes to now; of two, the one they came to last."""
    ties = _SCHOOL_TIES.unscoped(
        "find the school whose terms and time zone apply",
        active_at(timezone.now()),
        person=student_id,
        role=Role.STUDENT,
        to_school__isnull=False,
    )
    return ties[0].to_school if ties else None


def schools_of(student_id: UUID) -> list[School]:
    """Every school that a student goes to now, the one they came to last first."""
    ties = (
        Tie.objects.unscoped("find the schools of a student whom the caller may see")
        .select_related("to_school")
        .order_by("-starts")
    )
    school_ties = ties.filter(
        active_at(timezone.now()), person=student_id, role=Role.STUDENT, to_school__isnull=False
    )
    return list(dict.fromkeys(tie.to_school for tie in school_ties))


def term_on(viewer: Viewer, school: School | None, day: date) -> Term | None:
    """The shortest term of the school that holds this day."""
    if school is None:
        return None
    terms = _TERMS.seen_by(
        viewer,
        Q(school=school) | Q(school=None, network=school.network_id),
        starts__lte=day,
        ends__gte=day,
    )
    shortest_first = sorted(terms, key=lambda term: (term.ends - term.starts, term.school_id is None))
    return shortest_first[0] if shortest_first else None


def get_student_or_404(viewer: Viewer, student_id: UUID) -> Person:
    """A student whom a tie lets this viewer see, mentors aside; an adult's page does not exist."""
    people = _PEOPLE.seen_by(viewer, viewer.learners(), pk=student_id)
    if not people:
        raise Http404
    return people[0]


def students_in(viewer: Viewer, group: Group) -> list[Person]:
    """The students of a group, by the name they go by."""
    members = _MEMBERS.seen_by(viewer, active_at(viewer.now), to_group=group, role=Role.STUDENT)
    people = _PEOPLE.seen_by(viewer, pk__in=members)
    return add_distinctions(
        sorted(people, key=lambda person: (person.first_name, person.family_name, person.pk))
    )


def works_with(viewer: Viewer, student: Person) -> bool:
    """Whether the viewer works with the student at school: an advisor, teacher, counselor or leader of theirs."""
    return bool(_PEOPLE.seen_by(viewer, viewer.in_care(), pk=student.pk))


def is_family(viewer: Viewer, student: Person) -> bool:
    """Whether the viewer is the student or their family."""
    return student.pk == viewer.person_id or student.pk in viewer.to("person", Role.GUARDIAN)


def is_name_of_student(near: UUID, name: str) -> bool:
    """Whether this is the name of somebody who goes to school in the network of `near`, a person: children are never
    named as interpreters."""
    searched = " ".join(name.split()).casefold()
    if not searched:
        return False
    first_name, people = (
        searched.split()[0],
        Person.objects.unscoped("check that an interpreter is not a student"),
    )
    ties = Tie.objects.unscoped("check that an interpreter is not a student").filter(
        active_at(timezone.now()),
        role=Role.STUDENT,
        person__network__in=people.filter(pk=near).values("network"),
    )
    close = people.filter(Q(given_name__istartswith=first_name) | Q(preferred_name__istartswith=first_name))
    return any(
        searched in {person.name.casefold(), f"{person.given_name} {person.family_name}".strip().casefold()}
        for person in close.filter(pk__in=ties.values("person"))
    )
