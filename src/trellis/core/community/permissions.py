"""Who sees which people and places. The permissions of the other apps build on `viewer.students(...)`."""

from uuid import UUID

from django.db.models import Q

from trellis.core.foundation.models import Act, Change
from trellis.core.foundation.permissions import NOBODY, register
from trellis.core.foundation.query_forms import IdsOf

from .models import (
    CalendarDay,
    Course,
    Demographics,
    District,
    Group,
    JoinCode,
    Link,
    Network,
    Person,
    Role,
    RosterSource,
    School,
    Schooling,
    Term,
    Tie,
)
from .viewer import LEADING_ROLES, Viewer, active_at

ADULT_ROLES = [r for r in Role.values if r != Role.STUDENT]


def _schools(viewer: Viewer) -> Q:
    return (
        Q(pk__in=viewer.schools)
        | Q(network__in=viewer.networks)
        | Q(district__in=viewer.to("district", Role.LEADER, Role.PARTNER))
    )


def groups_of_schools(schools: set[UUID]) -> IdsOf:
    """The groups of these schools. As a subquery, where a join would keep the database from using its indexes."""
    reason = "find the groups of the viewer's schools: access itself"
    return IdsOf(Group, "pk", Q(school__in=schools), reason=reason)


def schools_of_networks(networks: set[UUID]) -> IdsOf:
    """The schools of these networks, as a subquery."""
    reason = "find the schools of the viewer's networks: access itself"
    return IdsOf(School, "pk", Q(network__in=networks), reason=reason)


def districts_of_networks(networks: set[UUID]) -> IdsOf:
    """The districts of these networks, as a subquery."""
    reason = "find the districts of the viewer's networks: access itself"
    return IdsOf(District, "pk", Q(network__in=networks), reason=reason)


def _people(viewer: Viewer) -> Q:
    """Oneself, one's students, and the adults around them and around one's own school or network. Who works for a
    network sees those who lead and coach its schools and districts, and nobody else of a school."""
    around = IdsOf(
        Tie,
        "person",
        active_at(viewer.now) & Q(role__in=ADULT_ROLES),
        Q(to_group__in=viewer.groups)
        | viewer.students("to_person")
        | Q(to_school__in=viewer.staff_schools)
        | Q(to_group__in=groups_of_schools(viewer.staff_schools))
        | Q(to_network__in=viewer.networks)
        | Q(to_school__in=schools_of_networks(viewer.networks), role__in=(Role.LEADER, Role.COACH))
        | Q(to_district__in=districts_of_networks(viewer.networks)),
        reason="find the adults who work with the viewer: access itself",
    )
    visible = Q(pk=viewer.person_id) | viewer.students() | viewer.through(Role.LIAISON)
    return visible | Q(pk__in=around)


def _ties(viewer: Viewer) -> Q:
    """One's own, one's students', and those of adults to one's groups, school or network."""
    return (
        Q(person=viewer.person_id)
        | viewer.students("person")
        | viewer.students("to_person")
        | Q(to_group__in=viewer.groups, role__in=ADULT_ROLES)
        | Q(to_school__in=viewer.staff_schools, role__in=ADULT_ROLES)
        | Q(to_group__in=groups_of_schools(viewer.to("school", *LEADING_ROLES)), role__in=ADULT_ROLES)
        | Q(to_network__in=viewer.networks, role__in=ADULT_ROLES)
    )


def _backgrounds(viewer: Viewer) -> Q:
    """The student, their family, and the leaders and counselors of their school; nobody else by name."""
    led = IdsOf(
        Tie,
        "person",
        active_at(viewer.now) & Q(role=Role.STUDENT, to_school__in=viewer.to("school", *LEADING_ROLES)),
        reason="find the students of the viewer's schools: access itself",
    )
    mine = viewer.to("person", Role.GUARDIAN, Role.COUNSELOR)
    return Q(student=viewer.person_id) | Q(student__in=mine) | Q(student__in=led)


register(Network, rows=lambda v: Q(pk__in=v.home_networks))
register(District, rows=lambda v: Q(network__in=v.home_networks))
register(School, rows=_schools, shows=("district", "network"))
register(Term, rows=lambda v: Q(school__in=v.schools) | Q(school=None, network__in=v.home_networks))
register(
    CalendarDay, rows=lambda v: Q(school__in=v.schools) | Q(school__network__in=v.networks), shows=("school",)
)
register(Course, rows=lambda v: Q(school__in=v.schools) | Q(school=None, network__in=v.home_networks))
register(
    Group,
    rows=lambda v: Q(pk__in=v.groups) | Q(school__in=v.to("school", *LEADING_ROLES)),
    shows=("school", "course"),
)
register(Person, rows=_people)
register(Demographics, rows=_backgrounds, shows=("student",))
register(
    Schooling,
    rows=lambda v: v.learners("student") | Q(school__in=v.to("school", *LEADING_ROLES)),
    shows=("student", "school"),
)
register(Tie, rows=_ties, shows=("person", "to_person", "to_group", "to_school", "to_network", "to_district"))
register(JoinCode, rows=lambda v: NOBODY)
register(Link, rows=lambda v: NOBODY)
register(RosterSource, rows=lambda v: Q(network__in=v.networks))
register(Act, rows=lambda v: Q(person_id=v.person_id))
register(Change, rows=lambda v: NOBODY)
