"""The viewer of a request: a person and their ties at this moment. Made once a request."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from trellis.core.foundation.prepared_queries import PreparedQuery
from trellis.core.foundation.query_forms import IdsOf

from .models import Group, Person, Role, School, Tie

LEADING_ROLES = (Role.LEADER, Role.COUNSELOR)
TEACHING_ROLES = (Role.ADVISOR, Role.TEACHER, Role.COUNSELOR)
SCHOOL_ROLES = (Role.LEADER, Role.COUNSELOR, Role.ADVISOR, Role.TEACHER)
NETWORK_ROLES = (Role.NETWORK_STAFF, Role.LEADER)
_OWN_TIES = PreparedQuery(
    Tie,
    lambda ties: ties.values_list("role", "to_person", "to_group", "to_school", "to_district", "to_network"),
)
_STUDENTS = PreparedQuery(Tie, lambda ties: ties.values_list("person", flat=True))
_TARGETS = PreparedQuery(Tie, lambda ties: ties.values_list("to_group", "to_school"))
_GROUPS = PreparedQuery(Group, lambda groups: groups.values_list("pk", "school"))
_PLACES = PreparedQuery(School, lambda schools: schools.values_list("network", "time_zone"))
DIRECT_ROLES = (Role.MENTOR, Role.GUARDIAN, Role.ADVISOR, Role.COUNSELOR)


def active_at(now: datetime) -> Q:
    """Return a condition for ties that are in force at `now`."""
    return Q(starts__lte=now, deleted_at__isnull=True) & (Q(ends__isnull=True) | Q(ends__gt=now))


@dataclass
class Viewer:
    """A person and what they may see. `ties` maps (role, kind of target) to the ids they are tied to now."""

    person_id: UUID
    person: Person
    now: datetime
    ties: dict[tuple[str, str], set[UUID]]
    # Any: each caller knows what it stored under its own key
    cache: dict[Hashable, Any] = field(default_factory=dict)  # results to reuse within this request

    @classmethod
    def of(cls, person: Person, now: datetime | None = None) -> Viewer:
        """The viewer for a person, from the ties that hold now. One query."""
        now = now or timezone.now()
        ties: dict[tuple[str, str], set[UUID]] = defaultdict(set)
        rows = _OWN_TIES.unscoped(
            "find out what the viewer may see: access itself", active_at(now), person=person.pk
        )
        for role, *targets in rows:
            for kind, target in zip(
                ("person", "group", "school", "district", "network"), targets, strict=True
            ):
                if target:
                    ties[role, kind].add(target)
        return cls(person.pk, person, now, ties)

    @cached_property
    def roles(self) -> frozenset[str]:
        return frozenset(role for role, _ in self.ties)

    def to(self, kind: str, *roles: str) -> set[UUID]:
        """Ids of the targets of one kind that any of these roles is tied to."""
        return set().union(*(self.ties.get((role, kind), set()) for role in roles))

    @cached_property
    def own_children(self) -> set[UUID]:
        """Students that this person is tied to directly, and the person when a student."""
        children = self.to("person", *DIRECT_ROLES)
        return children | {self.person_id} if Role.STUDENT in self.roles else children

    @cached_property
    def student_ids(self) -> Q:
        """A condition on a student's id column named `pk`: the students that a tie gives."""
        return self._tied(self.own_children)

    def _tied(self, children: set[UUID]) -> Q:
        schools = self.to("school", *LEADING_ROLES)
        if not schools:
            return Q(pk__in=children | self._in_groups)
        tied = self._students_of(Q(to_group__in=self.to("group", *TEACHING_ROLES)) | Q(to_school__in=schools))
        return Q(pk__in=children) | Q(pk__in=tied)

    @cached_property
    def _in_groups(self) -> set[UUID]:
        """The students of the viewer's groups: few enough to be asked for once, where a school's are not."""
        groups = self.to("group", *TEACHING_ROLES)
        if not groups:
            return set()
        reason = "find the students of the viewer's groups: access itself"
        return set(_STUDENTS.unscoped(reason, active_at(self.now), role=Role.STUDENT, to_group__in=groups))

    def _students_of(self, targets: Q) -> IdsOf:
        reason = "find the students of the viewer's groups and schools: access itself"
        return IdsOf(Tie, "person", active_at(self.now) & targets, Q(role=Role.STUDENT), reason=reason)

    def students(self, path: str = "pk") -> Q:
        """The same condition, on the column at `path` (e.g. "student")."""
        return _condition_at_path(self.student_ids, path)

    def learners(self, path: str = "pk") -> Q:
        """As `students`, less those whom the viewer only mentors: a mentor knows the days, not the school."""
        tied = self.to("person", *(role for role in DIRECT_ROLES if role != Role.MENTOR))
        themselves = {self.person_id} if Role.STUDENT in self.roles else set()
        return _condition_at_path(self._tied(tied | themselves), path)

    def through(self, role: str, path: str = "pk") -> Q:
        """The students whom the viewer has by one role alone: directly, by a group, or by a school."""
        schools = self.liaison_schools if role == Role.LIAISON else self.to("school", role)
        targets = Q(to_group__in=self.to("group", role)) | Q(to_school__in=schools)
        if not self.to("group", role) | schools:
            return Q(**{f"{path}__in": self.to("person", role)})
        return Q(**{f"{path}__in": self.to("person", role)}) | Q(
            **{f"{path}__in": self._students_of(targets)}
        )

    @cached_property
    def liaison_schools(self) -> set[UUID]:
        """Schools whose liaison the viewer is, while they work there or for its district."""
        named = self.to("school", Role.LIAISON)
        if not named:
            return set()
        led = School.objects.unscoped("find the schools of the viewer's districts: access itself").filter(
            district__in=self.to("district", Role.LEADER, Role.PARTNER), pk__in=named
        )
        return named & (self.staff_schools | set(led.values_list("pk", flat=True)))

    def as_family(self, path: str = "pk") -> Q:
        """Oneself as a student, and one's children."""
        themselves = {self.person_id} if Role.STUDENT in self.roles else set()
        return Q(**{f"{path}__in": self.to("person", Role.GUARDIAN) | themselves})

    def in_care(self, path: str = "pk") -> Q:
        """The students whom the viewer works with at school: neither oneself, nor one's child, nor a mentee."""
        return _condition_at_path(self._tied(self.to("person", Role.ADVISOR, Role.COUNSELOR)), path)

    @cached_property
    def _ties_of_children(self) -> list[tuple[UUID | None, UUID | None]]:
        """The group or the school of each tie of the viewer's children; one's own ties are known already."""
        children = self.own_children - {self.person_id}
        reason = "find the groups and schools of the viewer's children: access itself"
        return _TARGETS.unscoped(reason, active_at(self.now), person__in=children) if children else []

    @cached_property
    def groups(self) -> set[UUID]:
        """Groups that the viewer or a child of theirs belongs to."""
        return self.to("group", *Role.values) | {group for group, _school in self._ties_of_children if group}

    @cached_property
    def _school_of_group(self) -> dict[UUID, UUID]:
        reason = "find the schools of the viewer's groups: access itself"
        return dict(_GROUPS.unscoped(reason, pk__in=self.groups)) if self.groups else {}

    @cached_property
    def schools(self) -> set[UUID]:
        """Schools that the viewer belongs to, directly, by a group, or by a child."""
        by_child = {school for _group, school in self._ties_of_children if school}
        return self.to("school", *Role.values) | set(self._school_of_group.values()) | by_child

    @cached_property
    def staff_schools(self) -> set[UUID]:
        """Schools where the viewer works with students."""
        groups = self.to("group", *SCHOOL_ROLES)
        by_group = {school for group, school in self._school_of_group.items() if group in groups}
        return self.to("school", *SCHOOL_ROLES) | by_group

    @cached_property
    def _places_of_schools(self) -> list[tuple[UUID, str]]:
        """The network and the time zone of each of the viewer's schools."""
        reason = "find the networks and time zones of the viewer's schools: access itself"
        return _PLACES.unscoped(reason, pk__in=self.schools) if self.schools else []

    @property
    def time_zones(self) -> set[str]:
        """The names of the time zones of the viewer's schools."""
        return {time_zone for _network, time_zone in self._places_of_schools}

    @property
    def oversees(self) -> bool:
        """Whether the viewer looks after schools from outside them: as a coach, or for a district."""
        return bool(self.to("school", Role.COACH) or self.to("district", Role.LEADER, Role.PARTNER))

    @cached_property
    def overseen_schools(self) -> set[UUID]:
        """The schools that the viewer coaches, and those of the districts that they lead or are a partner of."""
        districts = self.to("district", Role.LEADER, Role.PARTNER)
        of_districts = School.objects.unscoped(
            "find the schools of the viewer's districts: access itself"
        ).filter(district__in=districts)
        return self.to("school", Role.COACH) | (
            set(of_districts.values_list("pk", flat=True)) if districts else set()
        )

    @cached_property
    def networks(self) -> set[UUID]:
        """Networks that the viewer works for."""
        return self.to("network", *NETWORK_ROLES)

    @cached_property
    def home_networks(self) -> set[UUID]:
        """Networks that the viewer works for or whose schools they belong to."""
        of_schools = {network for network, _time_zone in self._places_of_schools}
        home = {self.person.network_id} if self.ties else set()
        return self.networks | of_schools | home


def _condition_at_path(condition: Q, path: str) -> Q:
    moved = Q()
    for child in condition.children:
        key, value = child
        moved |= Q(**{key.replace("pk", path, 1): value})
    return moved
