"""Who is on the lists: the students in the viewer's care, the staff of their schools, and their groups."""

from __future__ import annotations

from django.db.models import Q

from trellis.core.community.models import Group, Person, Role, School, Tie
from trellis.core.community.permissions import (
    districts_of_networks,
    groups_of_schools,
    schools_of_networks,
)
from trellis.core.community.viewer import LEADING_ROLES, SCHOOL_ROLES, Viewer, active_at
from trellis.core.foundation.guard import GuardedQuerySet

LISTED_KINDS = (Group.Kind.ADVISORY, Group.Kind.TEAM, Group.Kind.STRAND, Group.Kind.CLASS)
"""Work groups last a few days and are found in their class."""
STAFF_LIST = "list who works at a school for its staff"


def leads(viewer: Viewer, school: School) -> bool:
    """Whether the viewer leads or counsels at the school, and so sees all of it."""
    return school.pk in viewer.to("school", *LEADING_ROLES)


def students_at(viewer: Viewer, school: School) -> GuardedQuerySet:
    """The students of a school in the viewer's care: all for its leaders and counselors, else those of their groups."""
    ties = Tie.objects.seen_by(viewer).filter(
        active_at(viewer.now), Q(to_school=school) | Q(to_group__school=school), role=Role.STUDENT
    )
    return Person.objects.seen_by(viewer).filter(viewer.in_care(), pk__in=ties.values("person"))


def students_of_group(viewer: Viewer, group: Group) -> GuardedQuerySet:
    """The students of a group in the viewer's care."""
    ties = Tie.objects.seen_by(viewer).filter(active_at(viewer.now), to_group=group, role=Role.STUDENT)
    return Person.objects.seen_by(viewer).filter(viewer.in_care(), pk__in=ties.values("person"))


def groups_in_care(viewer: Viewer) -> GuardedQuerySet:
    """The groups whose students the viewer may list: their own, and those of the schools that they lead."""
    return Group.objects.seen_by(viewer).filter(
        Q(pk__in=viewer.to("group", *SCHOOL_ROLES)) | Q(school__in=viewer.to("school", *LEADING_ROLES))
    )


def listed_groups(viewer: Viewer) -> GuardedQuerySet:
    """The groups in care that lists and searches show."""
    return groups_in_care(viewer).filter(kind__in=LISTED_KINDS)


def staff_ties(viewer: Viewer) -> GuardedQuerySet:
    """The ties of adults to the schools where the viewer works, and of leaders to the schools of their network."""
    ties = Tie.objects.unscoped(STAFF_LIST).filter(active_at(viewer.now), role__in=SCHOOL_ROLES)
    return ties.filter(
        Q(to_school__in=viewer.staff_schools)
        | Q(to_group__in=groups_of_schools(viewer.staff_schools))
        | Q(to_school__in=schools_of_networks(viewer.networks), role=Role.LEADER)
    )


def network_staff_ties(viewer: Viewer) -> GuardedQuerySet:
    """The ties of those who work for the viewer's network, and for its schools and districts from outside."""
    ties = Tie.objects.unscoped("list the network's staff for its staff").filter(active_at(viewer.now))
    return ties.filter(
        Q(to_network__in=viewer.networks, role=Role.NETWORK_STAFF)
        | Q(to_school__in=schools_of_networks(viewer.networks), role=Role.COACH)
        | Q(to_district__in=districts_of_networks(viewer.networks), role__in=(Role.LEADER, Role.PARTNER))
    )


def colleague_ties(viewer: Viewer) -> GuardedQuerySet:
    """The ties of every adult whose page opens for the viewer: those of schools, and those of the network."""
    ties = staff_ties(viewer)
    return ties | network_staff_ties(viewer) if viewer.networks else ties


def staff_ties_at(viewer: Viewer, school: School) -> GuardedQuerySet:
    """The ties of adults to one school and its groups."""
    return staff_ties(viewer).filter(Q(to_school=school) | Q(to_group__school=school))
