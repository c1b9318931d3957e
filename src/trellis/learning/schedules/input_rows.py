"""Everything that is entered for a design, read once: teams with their sections and subjects, and teachers with what
they teach."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from trellis.core.community.viewer import Viewer

from . import input_selectors
from .models import (
    BellPeriod,
    DesignTeacher,
    DesignTeam,
    Room,
    SubjectTeacher,
    TeamSection,
    TeamSubject,
    WeekDesign,
)


@dataclass
class SubjectRow:
    """A subject of a team: its teachers in order, and how many class groups or advisories have it."""

    subject: TeamSubject
    sections: int
    teachers: list[DesignTeacher] = field(default_factory=list)

    @property
    def lessons(self) -> int:
        """Periods a week that each of its sections has it."""
        return self.subject.times * self.subject.length

    def lessons_of(self, place: int) -> int:
        """Periods a week that the teacher at a place in the order teaches it. The whole team has all of them."""
        if self.subject.co_taught or self.subject.kind == TeamSubject.Kind.TOGETHER:
            return self.sections * self.lessons
        return len(range(place, self.sections, len(self.teachers))) * self.lessons


@dataclass
class TeamRow:
    """A team with what belongs to it. roster_students: how many its group in the roster has, where it has one."""

    team: DesignTeam
    sections: dict[str, list[TeamSection]]
    subjects: list[SubjectRow] = field(default_factory=list)
    roster_students: int | None = None

    @property
    def class_groups(self) -> list[TeamSection]:
        return self.sections[TeamSection.Kind.CLASS]

    @property
    def advisories(self) -> list[TeamSection]:
        return self.sections[TeamSection.Kind.ADVISORY]

    @property
    def students(self) -> int:
        """By the roster where there is a group, else as planned."""
        return self.team.students if self.roster_students is None else self.roster_students

    def lessons_of_student(self) -> int:
        """Periods a week of everything that a student of the team has."""
        return sum(row.lessons for row in self.subjects if row.sections)


@dataclass
class TeacherRow:
    """A teacher, what they teach, and how many periods a week that is."""

    teacher: DesignTeacher
    subjects: list[TeamSubject] = field(default_factory=list)
    lessons: int = 0

    @property
    def titles(self) -> list[str]:
        return list(dict.fromkeys(subject.title for subject in self.subjects))


class DesignInputs:
    """What is entered for a design, as the viewer sees it."""

    def __init__(self, viewer: Viewer, design: WeekDesign) -> None:
        self.viewer, self.design = viewer, design

    @cached_property
    def periods(self) -> list[BellPeriod]:
        return input_selectors.periods_of(self.viewer, self.design)

    @cached_property
    def rooms(self) -> list[Room]:
        return input_selectors.rooms_of(self.viewer, self.design.school_id)

    @cached_property
    def days(self) -> list[str]:
        """Days with school."""
        return list(dict.fromkeys(period.day for period in self.periods))

    @cached_property
    def teams(self) -> list[TeamRow]:
        """The teams in their order. Six queries."""
        teams = list(input_selectors.teams_of(self.viewer, self.design))
        rows = {team.pk: TeamRow(team, {kind: [] for kind in TeamSection.Kind.values}) for team in teams}
        sections = TeamSection.objects.seen_by(self.viewer).filter(team__in=list(rows))
        for section in sections.select_related("group").order_by("number"):
            rows[section.team_id].sections[section.kind].append(section)
        self._add_subjects(rows)
        if any(team.group_id for team in teams):
            members = input_selectors.students_by_group(self.viewer, self.design.school_id)
            for row in rows.values():
                if row.team.group_id:
                    row.roster_students = len(members.get(row.team.group_id, ()))
        return list(rows.values())

    def _add_subjects(self, rows: dict[UUID, TeamRow]) -> None:
        teachers: dict[UUID, list[DesignTeacher]] = {}
        links = SubjectTeacher.objects.seen_by(self.viewer).filter(subject__team__in=list(rows))
        for link in links.order_by("number"):
            teachers.setdefault(link.subject_id, []).append(self._teachers_by_id[link.teacher_id])
        subjects = TeamSubject.objects.seen_by(self.viewer).filter(team__in=list(rows))
        for subject in subjects.select_related("team").order_by("kind", "created", "pk"):
            row = rows[subject.team_id]
            together = subject.kind == TeamSubject.Kind.TOGETHER
            sections = 1 if together else len(row.sections[subject.kind])
            row.subjects.append(SubjectRow(subject, sections, teachers.get(subject.pk, [])))

    def team_row(self, team: DesignTeam) -> TeamRow:
        """One of the teams with what belongs to it."""
        return next(row for row in self.teams if row.team.pk == team.pk)

    @cached_property
    def _teachers_by_id(self) -> dict[UUID, DesignTeacher]:
        teachers = input_selectors.teachers_of(self.viewer, self.design)
        return {teacher.pk: teacher for teacher in teachers}

    @cached_property
    def teachers(self) -> list[TeacherRow]:
        """The teachers by name, with what they teach."""
        rows = {pk: TeacherRow(teacher) for pk, teacher in self._teachers_by_id.items()}
        for team in self.teams:
            for row in team.subjects:
                for place, teacher in enumerate(row.teachers):
                    lessons = row.lessons_of(place)
                    rows[teacher.pk].lessons += lessons
                    if lessons:
                        rows[teacher.pk].subjects.append(row.subject)
        return list(rows.values())
