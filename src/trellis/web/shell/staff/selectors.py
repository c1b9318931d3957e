"""The staff of a network, people of a similar name, and the schools that somebody oversees."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from trellis.core.community.models import Account, District, Network, Person, Role, School, Tie
from trellis.core.community.viewer import Viewer, active_at
from trellis.core.foundation.formatting import format_list

from .roles import STAFF_ROLES


@dataclass(frozen=True)
class StaffMember:
    """One person in one role. `place_names`: what they are tied to, by `ties`; `has_account`: signs in already."""

    person: Person
    role: str
    place_names: str
    ties: tuple[UUID, ...]
    has_account: bool


def staff_of(viewer: Viewer, network: Network) -> list[StaffMember]:
    """Network staff, coaches and people of districts, by name."""
    condition = (
        Q(to_network=network, role=Role.NETWORK_STAFF)
        | Q(to_school__network=network, role=Role.COACH)
        | Q(to_district__network=network, role__in=[Role.LEADER, Role.PARTNER])
    )
    ties = (
        Tie.objects.unscoped("list the network's staff for its staff")
        .filter(active_at(viewer.now), condition, person__deleted_at=None)
        .select_related("person", "to_school", "to_district", "to_network")
    )
    ties_by_member: dict[tuple[UUID, str, str], list[Tie]] = {}
    for tie in ties:
        to = "school" if tie.to_school_id else "district" if tie.to_district_id else "network"
        ties_by_member.setdefault((tie.person_id, tie.role, to), []).append(tie)
    accounts = set(
        Account.objects.filter(person__in=[key[0] for key in ties_by_member]).values_list(
            "person_id", flat=True
        )
    )
    members = [_staff_member(key, group, accounts) for key, group in ties_by_member.items()]
    return sorted(members, key=lambda member: (member.person.family_name, member.person.first_name))


def _staff_member(key: tuple[UUID, str, str], ties: list[Tie], accounts: set[UUID]) -> StaffMember:
    _person, role, to = key
    label = next(
        staff_role.label
        for staff_role in STAFF_ROLES.values()
        if (staff_role.role, staff_role.to) == (role, to)
    )
    names = [getattr(tie, f"to_{to}").name for tie in ties]
    return StaffMember(
        ties[0].person,
        str(label),
        format_list(sorted(names)),
        tuple(tie.pk for tie in ties),
        ties[0].person_id in accounts,
    )


def similar_people(
    network: Network, given_name: str, family_name: str, email: str
) -> list[tuple[Person, str]]:
    """People of the network with this name or email, each with a line that distinguishes them. At most 8.

    Students are left out: a student is never made staff by a form.
    """
    same = Q(email__iexact=email) if email else Q(pk__in=[])
    if given_name and family_name:
        first = Q(given_name__iexact=given_name) | Q(preferred_name__iexact=given_name)
        same |= first & Q(family_name__iexact=family_name)
    people = Person.objects.unscoped("check whether the person is already in Trellis").filter(
        same, network=network, deleted_at=None
    )
    students = Tie.objects.unscoped("check that the person is not a student").filter(role=Role.STUDENT)
    candidates = people.exclude(pk__in=students.values("person")).order_by("family_name", "given_name")[:8]
    return [(person, _describe_person(person, email)) for person in candidates]


def _describe_person(person: Person, typed_email: str) -> str:
    """A line that distinguishes people of one name. An email address only where it is the one that was typed."""
    email = person.email if person.email.casefold() == typed_email.casefold() else ""
    ties = (
        Tie.objects.unscoped("tell people of one name apart")
        .filter(person=person, deleted_at=None, ends=None)
        .select_related("to_school", "to_group__school", "to_district", "to_network")[:6]
    )
    roles = {f"{Role(tie.role).label}, {place}" for tie in ties if (place := _place_name(tie))}
    return " · ".join(filter(None, [person.name, email, *sorted(roles)[:2]]))


def _place_name(tie: Tie) -> str:
    school = tie.to_group.school if tie.to_group else tie.to_school
    place = school or tie.to_district or tie.to_network
    return place.name if place else ""


def overseen_schools(viewer: Viewer) -> list[School]:
    """The schools that a coach or somebody of a district looks after, by name."""
    schools = School.objects.seen_by(viewer).filter(pk__in=viewer.overseen_schools, deleted_at=None)
    return list(schools.select_related("district").order_by("name"))


def districts_of(viewer: Viewer) -> list[District]:
    """The districts that the viewer leads or is a partner of."""
    district_ids = viewer.to("district", Role.LEADER, Role.PARTNER)
    return list(District.objects.seen_by(viewer).filter(pk__in=district_ids).order_by("name"))
