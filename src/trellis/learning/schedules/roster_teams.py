"""What a school's roster says about teams, their sections and teachers, for a design that begins with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community.grades import grade_label
from trellis.core.community.models import Group, Person, Role, School, Tie
from trellis.core.community.viewer import Viewer, active_at

from .models import TeamSection
from .start_numbers import SPARE_ROOMS, suggest_numbers
from .start_plan import specialty_of
from .start_teams import StartTeam, planned_sections

REASON = "read a school's roster for the design of its week"
SECTION_KINDS = {TeamSection.Kind.CLASS: Group.Kind.STRAND, TeamSection.Kind.ADVISORY: Group.Kind.ADVISORY}
TEACHING = (Role.TEACHER, Role.ADVISOR)
FEW_STUDENTS = 10  # without a team: they are on their way into one, and no team of their own


@dataclass
class Roster:
    """A school's teams as its roster has them, and its rooms: how many, and the names that are known."""

    teams: list[StartTeam] = field(default_factory=list)
    rooms: int = 0
    room_titles: list[str] = field(default_factory=list)


class RosterRows:
    """The groups of a school with the students and the staff of each, read once."""

    def __init__(self, groups: QuerySet[Group], ties: QuerySet[Tie], school_id: UUID, now: datetime) -> None:
        live = groups.filter(school=school_id, deleted_at=None).exclude(kind=Group.Kind.WORK)
        self.groups = {group.pk: group for group in live.order_by("title", "pk")}
        self.students: dict[UUID, set[UUID]] = defaultdict(set)
        self.staff: dict[UUID, list[UUID]] = defaultdict(list)
        self.school_students: set[UUID] = set()
        self.school_staff: list[UUID] = []
        at_school = Q(to_school=school_id) | Q(to_group__in=list(self.groups))
        rows = ties.filter(active_at(now), at_school, role__in=(Role.STUDENT, *TEACHING))
        for person, role, group in rows.order_by("starts", "pk").values_list("person", "role", "to_group"):
            self._add(person, role, group)
        for students in self.students.values():
            self.school_students |= students

    @classmethod
    def of_school(cls, school: School) -> RosterRows:
        """All of them, for a service."""
        groups, ties = Group.objects.unscoped(REASON), Tie.objects.unscoped(REASON)
        return cls(groups, ties, school.pk, timezone.now())

    @classmethod
    def seen_by(cls, viewer: Viewer, school_id: UUID) -> RosterRows:
        """Those that a viewer sees, for a page."""
        return cls(Group.objects.seen_by(viewer), Tie.objects.seen_by(viewer), school_id, viewer.now)

    def _add(self, person: UUID, role: str, group: UUID | None) -> None:
        if role == Role.STUDENT:
            (self.students[group] if group else self.school_students).add(person)
        else:
            (self.staff[group] if group else self.school_staff).append(person)

    def of_kind(self, kind: str) -> list[Group]:
        """The groups of a kind that have students, by name."""
        return [group for group in self.groups.values() if group.kind == kind and self.students[group.pk]]

    def within(self, kind: str, students: set[UUID]) -> list[Group]:
        """The groups of a kind most of whose students are among these."""
        return [
            group
            for group in self.of_kind(kind)
            if 2 * len(self.students[group.pk] & students) > len(self.students[group.pk])
        ]

    def taught_by(self, person: UUID) -> set[UUID]:
        """The students whom somebody teaches or advises."""
        groups = [group for group, people in self.staff.items() if person in people]
        return set().union(*(self.students[group] for group in groups))

    def class_titles(self, person: UUID) -> list[str]:
        """The names of the classes that somebody teaches."""
        return [
            group.title
            for group in self.groups.values()
            if group.kind == Group.Kind.CLASS and person in self.staff[group.pk]
        ]

    def all_staff(self) -> list[UUID]:
        """Who teaches or advises, each once."""
        in_groups = [person for people in self.staff.values() for person in people]
        return list(dict.fromkeys([*in_groups, *self.school_staff]))


def read_roster(school: School) -> Roster:
    """The teams of a school, and as one more the students who have none. Empty where it has no students."""
    rows = RosterRows.of_school(school)
    if not rows.school_students:
        return Roster()
    people = {
        person.pk: person
        for person in Person.objects.unscoped(REASON).filter(
            pk__in=[*rows.school_students, *rows.all_staff()]
        )
    }
    groups: list[Group | None] = [*rows.of_kind(Group.Kind.TEAM)]
    members = [rows.students[group.pk] for group in groups if group]
    without_team = rows.school_students.difference(*members)
    if not groups or len(without_team) > FEW_STUDENTS:
        groups, members = [*groups, None], [*members, without_team]
    team_of_teacher = _place_staff(rows, members)
    teams = []
    for number, (group, students) in enumerate(zip(groups, members, strict=True)):
        staff = [person for person in rows.all_staff() if team_of_teacher.get(person) == number]
        teams.append(_start_team(rows, group, students, [people[person] for person in staff], people))
    titles = sorted({group.location for group in rows.groups.values() if group.location})
    sections = sum(max(map(len, team.sections.values())) for team in teams)
    return Roster(teams, max(len(titles), sections + SPARE_ROOMS), titles)


def _place_staff(rows: RosterRows, members: list[set[UUID]]) -> dict[UUID, int]:
    """The team of each teacher: the one most of whose students they teach; those without students are shared out."""
    taught: dict[UUID, set[UUID]] = defaultdict(set)
    for group, people in rows.staff.items():
        for person in people:
            taught[person] |= rows.students[group]
    places = {}
    sizes = [0] * len(members)
    for person in sorted(rows.all_staff(), key=lambda person: not taught[person]):
        shared = [len(taught[person] & students) for students in members]
        place = shared.index(max(shared)) if any(shared) else sizes.index(min(sizes))
        places[person] = place
        sizes[place] += 1
    return places


def _start_team(
    rows: RosterRows,
    group: Group | None,
    students: set[UUID],
    staff: list[Person],
    people: dict[UUID, Person],
) -> StartTeam:
    count = suggest_numbers(len(students))
    planned = {
        TeamSection.Kind.CLASS: count.teams * count.class_groups,
        TeamSection.Kind.ADVISORY: count.teams * count.advisories,
    }
    sections: dict[str, list[tuple[str, Group | None]]] = {}
    for kind, group_kind in SECTION_KINDS.items():
        groups = rows.within(group_kind, students)
        from_roster: list[tuple[str, Group | None]] = [(each.title[:80], each) for each in groups]
        sections[kind] = from_roster or planned_sections(kind, planned[kind])
    advisories = [advisory for _title, advisory in sections[TeamSection.Kind.ADVISORY] if advisory]
    teachers = _in_order_of_advisories(rows, advisories, staff)
    alone = _("Students without a team") if rows.of_kind(Group.Kind.TEAM) else _("All students")
    return StartTeam(
        title=group.title[:80] if group else alone,
        students=len(students),
        grades=grades_text(people[student].grade for student in students),
        group=group,
        sections=sections,
        teachers=[*teachers] or [None] * count.teachers,
        specialties=[specialty_of(rows.class_titles(person.pk)) for person in teachers],
    )


def grades_text(codes: Iterable[str]) -> str:
    """The grades of some students, as "9, 10"."""
    return ", ".join(grade_label(code) for code in sorted({code for code in codes if code}))[:40]


def _in_order_of_advisories(rows: RosterRows, advisories: list[Group], staff: list[Person]) -> list[Person]:
    """A team's teachers: the advisor of the first advisory first, so that each takes their own."""
    by_id = {person.pk: person for person in staff}
    advisors = [person for advisory in advisories for person in rows.staff[advisory.pk][:1]]
    order = [person for person in dict.fromkeys(advisors) if person in by_id]
    return [by_id[person] for person in dict.fromkeys([*order, *by_id])]
