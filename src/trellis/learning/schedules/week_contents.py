"""Everything of one design, read once: what goes into its week, and the meetings of it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from trellis.core.community.models import Role, Tie
from trellis.core.community.viewer import Viewer, active_at
from trellis.core.foundation.formatting import format_time

from .days import DAY_NAMES, DAY_ORDER, slot_key
from .models import (
    BellPeriod,
    DesignTeacher,
    DesignTeam,
    Room,
    SubjectTeacher,
    TeamSection,
    TeamSubject,
    WeekDesign,
    WeekMeeting,
)

Row = TypeVar("Row", bound=Model)
REASON = "draft, move and adopt a school's week, for whom the page has been opened"


@dataclass
class WeekContents:
    """A design with its rows. Rows that were removed are not here."""

    design: WeekDesign
    periods: list[BellPeriod]
    rooms: dict[UUID, Room]
    teams: dict[UUID, DesignTeam]
    sections: dict[UUID, TeamSection]
    teachers: dict[UUID, DesignTeacher]
    subjects: dict[UUID, TeamSubject]
    subject_teachers: dict[UUID, list[UUID]]
    meetings: list[WeekMeeting]
    students: dict[UUID, frozenset[str]]
    """By id of a group of the roster, who is in it."""

    @cached_property
    def days(self) -> list[str]:
        """The days with periods, in their order."""
        return sorted({period.day for period in self.periods}, key=DAY_ORDER.__getitem__)

    @cached_property
    def bells(self) -> dict[str, BellPeriod]:
        """Each period by its key, "mon:2"."""
        return {slot_key(period.day, period.number): period for period in self.periods}

    def periods_on(self, day: str) -> list[BellPeriod]:
        return [period for period in self.periods if period.day == day]

    def sections_of(self, team: DesignTeam, kind: str) -> list[TeamSection]:
        rows = [row for row in self.sections.values() if row.team_id == team.pk and row.kind == kind]
        return sorted(rows, key=lambda row: row.number)

    def teachers_of(self, team: DesignTeam) -> list[DesignTeacher]:
        return [teacher for teacher in self.teachers.values() if teacher.team_id == team.pk]

    def subjects_of(self, team: DesignTeam) -> list[TeamSubject]:
        return [subject for subject in self.subjects.values() if subject.team_id == team.pk]

    def teachers_for(self, subject: TeamSubject, section: TeamSection | None) -> list[DesignTeacher]:
        """Who is in a lesson: one of the subject's teachers for each section, by turns, or all who teach together."""
        rows = [self.teachers[pk] for pk in self.subject_teachers[subject.pk] if pk in self.teachers]
        if not rows or section is None or subject.co_taught:
            return rows
        return [rows[(section.number - 1) % len(rows)]]

    def meeting_teachers(self, meeting: WeekMeeting) -> list[DesignTeacher]:
        if meeting.subject_id is None:
            return self.teachers_of(self.teams[meeting.team_id])
        section = self.sections.get(meeting.section_id) if meeting.section_id else None
        return self.teachers_for(self.subjects[meeting.subject_id], section)

    def student_count(self, team: DesignTeam) -> int:
        """From the roster where the team is on it, else as planned."""
        return len(self.students.get(team.group_id, ())) if team.group_id else team.students

    def time_words(self, day: str, number: int) -> str:
        """ "Monday, 9:10 AM" """
        period = self.bells.get(slot_key(day, number))
        return f"{DAY_NAMES[day]}, {format_time(period.starts)}" if period else str(DAY_NAMES[day])


def load_contents(design: WeekDesign, viewer: Viewer | None = None) -> WeekContents:
    """Read a design as the viewer sees it; without one, for the work of the services."""

    def rows(model: type[Row], *conditions: Q, order: tuple[str, ...] = ()) -> QuerySet[Row]:
        every_row = model.objects.seen_by(viewer) if viewer else model.objects.unscoped(REASON)
        return every_row.filter(*conditions, deleted_at=None).order_by(*order)

    teams = by_id(rows(DesignTeam, Q(design=design), order=("number", "title")))
    sections = by_id(rows(TeamSection, Q(team__in=teams), order=("number",)).select_related("group"))
    subjects = by_id(rows(TeamSubject, Q(team__in=teams), order=("kind", "title")))
    subject_teachers: dict[UUID, list[UUID]] = defaultdict(list)
    pairs = rows(SubjectTeacher, Q(subject__in=subjects), order=("number",))
    for subject_id, teacher_id in pairs.values_list("subject", "teacher"):
        subject_teachers[subject_id].append(teacher_id)
    meetings = rows(WeekMeeting, Q(design=design), order=("day", "number", "sourced_id"))
    return WeekContents(
        design=design,
        periods=sorted(rows(BellPeriod, Q(design=design)), key=lambda row: (DAY_ORDER[row.day], row.number)),
        rooms=by_id(_rooms(design)),
        teams=teams,
        sections=sections,
        teachers=by_id(rows(DesignTeacher, Q(design=design), order=("sourced_id",)).select_related("person")),
        subjects=subjects,
        subject_teachers=subject_teachers,
        meetings=[row for row in meetings if row.subject_id is None or row.subject_id in subjects],
        students=_students_of_groups(teams, sections),
    )


def _rooms(design: WeekDesign) -> QuerySet[Room]:
    """The school's rooms; of a week in use also those that were removed since: its lessons are still held there."""
    rooms = Room.objects.unscoped("read the rooms of a school, which name no person").filter(
        school=design.school_id
    )
    return (rooms if design.adopted_at else rooms.filter(deleted_at=None)).order_by("title")


def by_id(rows: QuerySet[Row]) -> dict[UUID, Row]:
    return {row.pk: row for row in rows}


def _students_of_groups(
    teams: dict[UUID, DesignTeam], sections: dict[UUID, TeamSection]
) -> dict[UUID, frozenset[str]]:
    """Who is in each group of the roster: ids alone, to know which groups share a student."""
    groups = {row.group_id for row in (*teams.values(), *sections.values()) if row.group_id}
    students: dict[UUID, set[str]] = defaultdict(set)
    if groups:
        ties = Tie.objects.unscoped("know which groups of a week share students").filter(
            active_at(timezone.now()), role=Role.STUDENT, to_group__in=groups
        )
        for group, person in ties.values_list("to_group", "person"):
            students[group].add(str(person))
    return {group: frozenset(students[group]) for group in groups}
