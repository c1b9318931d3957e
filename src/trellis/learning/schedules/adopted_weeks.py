"""The week that is in use at a school: who has which lesson when. What Today, My week and calendars read.

An adopted week does not change (`services/adoption.py`), so it is read once and kept for as long as it stands. It
holds the ids of people and of groups, and no name of anybody. `modified` of the design changes when a room of the
school does, and the week is then read anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import lru_cache
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from trellis.core.community.models import School
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.prepared_queries import PreparedQuery
from trellis.design.blueprint.package.days import DAYS

from .days import slot_key
from .models import TeamSection, TeamSubject, WeekDesign, WeekMeeting
from .names import WeekNames
from .week_contents import WeekContents, load_contents

_IN_USE = PreparedQuery(WeekDesign, lambda designs: designs.order_by("-starts"))


@dataclass(frozen=True)
class WeekLesson:
    """One meeting of an adopted week. title: "" for a team's planning; group: the section or team that it is for."""

    meeting_id: UUID
    day: str
    starts: time
    ends: time
    title: str
    group: str
    room: str
    kind: str
    staff: frozenset[UUID]
    groups: frozenset[UUID]

    @property
    def name(self) -> str:
        """What the lesson is called."""
        return self.title or _("Team planning")


def without_overlap(lessons: Iterable[WeekLesson], starts: time, ends: time) -> list[WeekLesson]:
    """Lessons that do not overlap a stretch of the day: a student at an internship is not in class."""
    return [lesson for lesson in lessons if lesson.ends <= starts or lesson.starts >= ends]


@dataclass(frozen=True)
class LessonTime:
    """A lesson on one date, on the school's clock."""

    date: date
    lesson: WeekLesson


@dataclass(frozen=True)
class AdoptedWeek:
    """All lessons of a design, by day and time. days: the keys of its days. internships: teams out, by day."""

    days: tuple[str, ...]
    lessons: tuple[WeekLesson, ...]
    internships: dict[str, tuple[str, ...]]

    def lessons_of(self, person: UUID | None, groups: frozenset[UUID]) -> list[WeekLesson]:
        """Those in which the person teaches or plans, or which one of the groups has."""
        return [lesson for lesson in self.lessons if person in lesson.staff or groups & lesson.groups]


def week_in_use(viewer: Viewer, school_id: UUID, day: date) -> AdoptedWeek | None:
    """The week that a school has on a day, as far as the viewer belongs to the school. One query."""
    designs = designs_in_use(viewer, school_id, day, day)
    return read_adopted_week(designs[0]) if designs else None


def designs_in_use(viewer: Viewer, school_id: UUID, first: date, last: date) -> list[WeekDesign]:
    """The adopted designs of a school that hold on a day from the first to the last, the latest first."""
    not_ended = Q(ends=None) | Q(ends__gte=first)
    return _IN_USE.seen_by(
        viewer, not_ended, school=school_id, adopted_at__isnull=False, deleted_at=None, starts__lte=last
    )


def lessons_between(
    viewer: Viewer, school: School, first: date, last: date, person: UUID | None, groups: frozenset[UUID]
) -> list[LessonTime]:
    """Lessons of a person or of groups on each date from the first to the last, whether school is open or not."""
    designs = designs_in_use(viewer, school.pk, first, last)
    rows: list[LessonTime] = []
    for number in range((last - first).days + 1 if designs else 0):
        day = first + timedelta(days=number)
        design = next((row for row in designs if holds_on(row, day)), None)
        if design is not None:
            lessons = _read_week(design.pk, design.modified).lessons_of(person, groups)
            key = DAYS[day.weekday()]
            rows += [LessonTime(day, lesson) for lesson in lessons if lesson.day == key]
    return rows


def holds_on(design: WeekDesign, day: date) -> bool:
    return design.starts is not None and design.starts <= day and (design.ends is None or day <= design.ends)


def read_adopted_week(design: WeekDesign) -> AdoptedWeek:
    """The week of an adopted design."""
    return _read_week(design.pk, design.modified)


@lru_cache(maxsize=256)
def _read_week(design_id: UUID, modified: object) -> AdoptedWeek:
    contents = load_contents(WeekDesign.objects.unscoped("read the week that a school has").get(pk=design_id))
    names = WeekNames(contents)
    lessons = [_read_lesson(contents, names, meeting) for meeting in contents.meetings]
    known_lessons = [lesson for lesson in lessons if lesson is not None]
    order = {day: number for number, day in enumerate(contents.days)}
    return AdoptedWeek(
        tuple(contents.days),
        tuple(sorted(known_lessons, key=lambda row: (order[row.day], row.starts, row.title, row.group))),
        {day: _teams_out(contents, day) for day in contents.days},
    )


def _teams_out(contents: WeekContents, day: str) -> tuple[str, ...]:
    """Teams that are at internships for most of a day."""
    count = len(contents.periods_on(day))
    away = {
        team.title: sum(slot_key(day, period.number) in team.away for period in contents.periods_on(day))
        for team in contents.teams.values()
    }
    return tuple(title for title, periods in away.items() if count and periods * 2 > count)


def _read_lesson(contents: WeekContents, names: WeekNames, meeting: WeekMeeting) -> WeekLesson | None:
    """The meeting as a lesson; None where its period no longer exists."""
    subject = contents.subjects.get(meeting.subject_id) if meeting.subject_id else None
    section = contents.sections.get(meeting.section_id) if meeting.section_id else None
    first = contents.bells.get(slot_key(meeting.day, meeting.number))
    length = subject.length if subject else 1
    last = contents.bells.get(slot_key(meeting.day, meeting.number + length - 1))
    if first is None or last is None:
        return None
    team = contents.teams[meeting.team_id]
    room = contents.rooms.get(meeting.room_id) if meeting.room_id else None
    return WeekLesson(
        meeting.pk,
        meeting.day,
        first.starts,
        last.ends,
        subject.title if subject else "",
        names.section(section) if section else team.title,
        room.title if room else "",
        subject.kind if subject else "planning",
        frozenset(row.person_id for row in contents.meeting_teachers(meeting) if row.person_id),
        _groups(contents, subject, section, team.group_id) if subject else frozenset(),
    )


def _groups(
    contents: WeekContents, subject: TeamSubject, section: TeamSection | None, team_group: UUID | None
) -> frozenset[UUID]:
    """Groups of the roster whose students are in a lesson: the section's, or for a whole team all of it."""
    if section is not None:
        return frozenset({section.group_id} if section.group_id else ())
    own_sections = [row.group_id for row in contents.sections.values() if row.team_id == subject.team_id]
    return frozenset(group for group in (team_group, *own_sections) if group)


def times_a_week(week: AdoptedWeek, groups: frozenset[UUID]) -> Counter[UUID]:
    """How many lessons a week each member of staff has with students of these groups."""
    counts: Counter[UUID] = Counter()
    for lesson in week.lessons:
        if groups & lesson.groups:
            counts.update(lesson.staff)
    return counts
