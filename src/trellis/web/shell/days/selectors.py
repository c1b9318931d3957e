"""The viewer's groups and students, and the school and people around one student."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.shortcuts import get_object_or_404

from trellis.core.community.models import CalendarDay, Group, Person, Role, School, Tie
from trellis.core.community.viewer import Viewer, active_at
from trellis.core.foundation.prepared_queries import PreparedQuery
from trellis.design.blueprint.package.days import DAYS
from trellis.design.blueprint.wording import Wording

GROUP_STAFF_ROLES = (Role.ADVISOR, Role.TEACHER)
KIND_ORDER = {Group.Kind.ADVISORY: 0, Group.Kind.TEAM: 1, Group.Kind.STRAND: 2, Group.Kind.CLASS: 3}

_GROUPS = PreparedQuery(Group, lambda groups: groups.select_related("school"))
_PEOPLE = PreparedQuery(Person)
_NAMES = ("person__given_name", "person__preferred_name", "person__family_name")
_SCHOOL_COLUMNS = ("to_school__name", "to_school__time_zone", "to_school__network_id")
_GROUP_COLUMNS = ("to_group__title", "to_group__kind")
_TIES_OF_STUDENT = PreparedQuery(
    Tie,
    lambda ties: ties.select_related("person", "to_group", "to_school").only(
        "role", "to_person", "to_school", *_NAMES, *_GROUP_COLUMNS, *_SCHOOL_COLUMNS
    ),
)
_TIES_TO_GROUPS = PreparedQuery(
    Tie,
    lambda ties: ties.select_related("person", "to_group").only("role", *_NAMES, *_GROUP_COLUMNS),
)
_CALENDAR_KINDS = PreparedQuery(
    CalendarDay, lambda days: days.order_by("pk").values_list("kind", flat=True)[:1]
)


def groups_of(viewer: Viewer) -> list[Group]:
    """The viewer's own advisories, teams and classes, advisories first; work groups are found in those."""
    ids = viewer.to("group", *GROUP_STAFF_ROLES)
    if not ids:
        return []
    groups = _GROUPS.seen_by(viewer, pk__in=ids, kind__in=tuple(KIND_ORDER))
    return sorted(groups, key=lambda group: (KIND_ORDER[Group.Kind(group.kind)], group.title))


def children_of(viewer: Viewer) -> list[Person]:
    """The students of a family member or a mentor, by name."""
    ids = viewer.to("person", Role.GUARDIAN, Role.MENTOR)
    people = _PEOPLE.seen_by(viewer, pk__in=ids)
    return sorted(people, key=lambda person: (person.first_name, person.family_name))


def children_by_school(viewer: Viewer, children: list[Person]) -> list[tuple[School | None, list[Person]]]:
    """The children of each school; those without one last."""
    ties = Tie.objects.seen_by(viewer).filter(
        active_at(viewer.now), role=Role.STUDENT, person__in=[c.pk for c in children], to_school__isnull=False
    )
    school_of = {tie.person_id: tie.to_school for tie in ties.select_related("to_school")}
    schools = {school.pk: school for school in school_of.values()}
    groups = [
        (school, [child for child in children if school_of.get(child.pk) == school])
        for school in schools.values()
    ]
    without = [child for child in children if child.pk not in school_of]
    return [*groups, (None, without)] if without else groups


def get_visible_student_or_404(viewer: Viewer, student_id: UUID) -> Person:
    """A student whom a tie lets this viewer see; an adult's page does not exist."""
    return get_object_or_404(Person.objects.seen_by(viewer).filter(viewer.students()), pk=student_id)


def is_only_mentor_of(viewer: Viewer, student: Person) -> bool:
    """Whether the viewer knows the student as a mentor and in no other way."""
    if student.pk not in viewer.to("person", Role.MENTOR):
        return False
    return not Person.objects.seen_by(viewer).filter(viewer.learners(), pk=student.pk).exists()


@dataclass
class StudentRelations:
    """A student's school and groups, and the adults around them: (role, person, place), one row a person."""

    school: School | None = None
    groups: list[Group] = field(default_factory=list)
    adults: list[tuple[str, Person, str]] = field(default_factory=list)

    @property
    def advisory(self) -> Group | None:
        return next((g for g in self.groups if g.kind == Group.Kind.ADVISORY), None)


def student_relations(viewer: Viewer, student: Person) -> StudentRelations:
    """A student's school, groups and adults, as far as the viewer sees them."""
    relations = StudentRelations()
    own_ties: list[Tie] = []
    of_student = Q(person=student, role=Role.STUDENT) | Q(to_person=student)
    for tie in _TIES_OF_STUDENT.seen_by(viewer, active_at(viewer.now), of_student):
        if tie.to_person_id == student.pk:
            own_ties.append(tie)
        elif tie.to_school:
            relations.school = tie.to_school
        elif tie.to_group and tie.to_group.kind in KIND_ORDER:
            relations.groups.append(tie.to_group)
    at_school = _TIES_TO_GROUPS.seen_by(
        viewer,
        active_at(viewer.now),
        to_group__in=[group.pk for group in relations.groups],
        role__in=GROUP_STAFF_ROLES,
    )
    adults = [*at_school, *own_ties]
    adults.sort(key=lambda tie: (ROLE_ORDER.index(tie.role), tie.person.first_name))
    by_person: dict[UUID, tuple[str, Person, str]] = {}
    for tie in adults:
        place = tie.to_group.title if tie.to_group and tie.role == Role.TEACHER else ""
        by_person.setdefault(tie.person_id, (tie.role, tie.person, place))
    relations.adults = list(by_person.values())
    return relations


ROLE_ORDER: list[str] = [Role.ADVISOR, Role.TEACHER, Role.COUNSELOR, Role.MENTOR, Role.GUARDIAN, *Role.values]


def is_school_day(viewer: Viewer, school: School | None, day: date, words: Wording) -> bool:
    """Whether the school is open on this day: by its calendar, or else by its model's week."""
    if school is None:
        return True
    kinds = _CALENDAR_KINDS.seen_by(viewer, school=school, date=day)
    if kinds:
        return kinds[0] != CalendarDay.Kind.CLOSED
    week = words.package.calendar.week.days if words.package else DAYS[:5]
    return DAYS[day.weekday()] in week
