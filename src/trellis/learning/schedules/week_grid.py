"""The week as rows, days and periods: by team, by the sections of one team, by teacher, or by room."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.core.foundation.formatting import format_time

from .days import DAY_NAMES, slot_key
from .models import BellPeriod, DesignTeam, TeamSection, TeamSubject, WeekMeeting
from .names import WeekNames
from .week_contents import WeekContents
from .week_question import meeting_key


@dataclass
class Piece:
    """One meeting in the week, as a row shows it. problem: the rule that it breaks, in words."""

    meeting: WeekMeeting
    title: str
    kind: str
    detail: str = ""
    name: str = ""
    problem: str = ""

    @property
    def is_fixed(self) -> bool:
        return self.meeting.fixed


@dataclass
class GridLine:
    """One period of a day in a row. target: filled while a lesson of the row is being moved.

    away_periods: of the first of several periods away in a row, how many; 0 for those that it stands for.
    """

    period: BellPeriod
    pieces: list[Piece] = field(default_factory=list)
    is_away: bool = False
    is_later: bool = False
    away_periods: int = 0
    target: Target | None = None

    @property
    def slot(self) -> str:
        return slot_key(self.period.day, self.period.number)

    @property
    def time(self) -> str:
        return format_time(self.period.starts)

    @property
    def title(self) -> str:
        """What several lessons at one time are called together."""
        titles = list(dict.fromkeys(piece.title for piece in self.pieces))
        if len(titles) == 1:
            return _("%(subject)s (%(count)d)") % {"subject": titles[0], "count": len(self.pieces)}
        return ", ".join(titles)

    @property
    def has_problem(self) -> bool:
        return any(piece.problem for piece in self.pieces)

    @property
    def kind(self) -> str:
        kinds = {piece.kind for piece in self.pieces}
        return kinds.pop() if len(kinds) == 1 else TeamSubject.Kind.CLASS


@dataclass(frozen=True)
class Target:
    """A place for the lesson that is being moved. words: what stands in the way, "" where nothing does."""

    words: str
    is_current: bool
    is_chosen: bool


@dataclass
class GridRow:
    """One row. key: of its team, section, teacher or room; url: where its name leads, "" for nowhere."""

    key: UUID
    title: str
    meta: list[str]
    days: list[list[GridLine]]
    url: str = ""
    is_part: bool = False
    away_words: str = ""


class WeekGrid:
    """Lays out the meetings of a design."""

    def __init__(self, contents: WeekContents, problems: dict[tuple[str, str, int], str]) -> None:
        self.contents, self.names, self.problems = contents, WeekNames(contents), problems

    @property
    def day_names(self) -> list[str]:
        return [str(DAY_NAMES[day]) for day in self.contents.days]

    def by_team(self) -> list[GridRow]:
        """A row for each team, with everything of it."""
        return [
            self._team_row(team, [row for row in self.contents.meetings if row.team_id == team.pk])
            for team in self.contents.teams.values()
        ]

    def of_team(self, team: DesignTeam) -> list[GridRow]:
        """What the whole team does together, its advisories and its planning; then each class group."""
        meetings = [row for row in self.contents.meetings if row.team_id == team.pk]
        classes = self.contents.sections_of(team, TeamSection.Kind.CLASS)
        class_ids = {section.pk for section in classes}
        rows = [self._team_row(team, [row for row in meetings if row.section_id not in class_ids])]
        for section in classes:
            section_meetings = [row for row in meetings if row.section_id == section.pk]
            days = self._days(section_meetings, team.away, self._section_piece)
            rows.append(
                GridRow(section.pk, section.title, [], days, is_part=True, away_words=rows[0].away_words)
            )
        return rows

    def by_teacher(self) -> list[GridRow]:
        meetings: dict[UUID, list[WeekMeeting]] = defaultdict(list)
        for meeting in self.contents.meetings:
            for teacher in self.contents.meeting_teachers(meeting):
                meetings[teacher.pk].append(meeting)
        return [
            GridRow(
                teacher.pk,
                teacher.name,
                [_periods_words(meetings[teacher.pk])],
                self._days(meetings[teacher.pk], teacher.away, self._staff_piece),
                away_words=_("Not at school"),
            )
            for teacher in sorted(self.contents.teachers.values(), key=lambda row: row.name)
        ]

    def by_room(self) -> list[GridRow]:
        meetings: dict[UUID, list[WeekMeeting]] = defaultdict(list)
        for meeting in self.contents.meetings:
            if meeting.room_id:
                meetings[meeting.room_id].append(meeting)
        closed = {
            room.pk: [key for key, period in self.contents.bells.items() if period.day in room.closed_days]
            for room in self.contents.rooms.values()
        }
        return [
            GridRow(
                room.pk,
                room.title,
                [room.kind] if room.kind else [],
                self._days(meetings[room.pk], closed[room.pk], self._staff_piece),
                away_words=_("Closed"),
            )
            for room in self.contents.rooms.values()
        ]

    def row_of(self, meeting: WeekMeeting, rows: list[GridRow]) -> GridRow | None:
        """The first row in which a meeting stands."""
        for row in rows:
            pieces = (piece for lines in row.days for line in lines for piece in line.pieces)
            if any(piece.meeting.pk == meeting.pk for piece in pieces):
                return row
        return None

    def _team_row(self, team: DesignTeam, meetings: list[WeekMeeting]) -> GridRow:
        students = self.contents.student_count(team)
        teachers = len(self.contents.teachers_of(team))
        meta = [
            ngettext("%(count)d student", "%(count)d students", students) % {"count": students},
            ngettext("%(count)d teacher", "%(count)d teachers", teachers) % {"count": teachers},
        ]
        days = self._days(meetings, team.away, self._section_piece)
        return GridRow(team.pk, team.title, meta, days, away_words=_("Internship"))

    def _days(
        self, meetings: Iterable[WeekMeeting], away: Iterable[str], piece: Callable[[WeekMeeting], Piece]
    ) -> list[list[GridLine]]:
        contents = self.contents
        lines = {key: GridLine(period) for key, period in contents.bells.items()}
        for meeting in meetings:
            shown_piece = piece(meeting)
            for offset in range(self._length(meeting)):
                line = lines.get(slot_key(meeting.day, meeting.number + offset))
                if line is not None:
                    line.pieces.append(shown_piece)
                    line.is_later = line.is_later or offset > 0
        for key in away:
            if key in lines:
                lines[key].is_away = True
        days = [
            [lines[slot_key(day, period.number)] for period in contents.periods_on(day)]
            for day in contents.days
        ]
        for day_lines in days:
            _join_away(day_lines)
        return days

    def _length(self, meeting: WeekMeeting) -> int:
        subject = self.contents.subjects.get(meeting.subject_id) if meeting.subject_id else None
        return subject.length if subject else 1

    def _piece(self, meeting: WeekMeeting, title: str, detail: str) -> Piece:
        problem = self.problems.get((meeting_key(meeting), meeting.day, meeting.number), "")
        return Piece(meeting, title, self._kind(meeting), detail, self.names.meeting(meeting), problem)

    def _section_piece(self, meeting: WeekMeeting) -> Piece:
        """In a row of students: the subject, with its section where a row has several, and its room."""
        section = self.contents.sections.get(meeting.section_id) if meeting.section_id else None
        room = self.contents.rooms.get(meeting.room_id) if meeting.room_id else None
        details = [section.title if section else "", room.title if room else ""]
        return self._piece(meeting, self._subject(meeting), ", ".join(filter(None, details)))

    def _staff_piece(self, meeting: WeekMeeting) -> Piece:
        section = self.contents.sections.get(meeting.section_id) if meeting.section_id else None
        group = self.names.section(section) if section else self.contents.teams[meeting.team_id].title
        return self._piece(meeting, self._subject(meeting), group)

    def _subject(self, meeting: WeekMeeting) -> str:
        subject = self.contents.subjects.get(meeting.subject_id) if meeting.subject_id else None
        return subject.title if subject else _("Planning")

    def _kind(self, meeting: WeekMeeting) -> str:
        """The style of a piece."""
        subject = self.contents.subjects.get(meeting.subject_id) if meeting.subject_id else None
        if subject is None:
            return "planning"
        return "language" if subject.is_language_service else subject.kind


def _join_away(lines: list[GridLine]) -> None:
    """Let the first of several empty periods away stand for those that follow."""
    first: GridLine | None = None
    for line in lines:
        if not line.is_away or line.pieces:
            first = None
            continue
        first = first or line
        first.away_periods += 1


def _periods_words(meetings: list[WeekMeeting]) -> str:
    count = sum(1 for meeting in meetings if meeting.subject_id)
    return ngettext("%(count)d lesson a week", "%(count)d lessons a week", count) % {"count": count}
