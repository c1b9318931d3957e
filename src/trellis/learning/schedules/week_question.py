"""A design as `engines.timetable.week` asks for it, and the engine's placements as meetings.

A lesson is a subject for one section (key "subject|section"), a subject for the whole team ("subject|"), or a team's
planning ("planning|team"). Every other key is the id of a row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import time
from uuid import UUID

from trellis.engines.timetable import week

from .days import slot_key, split_slot
from .models import DesignTeam, TeamSection, TeamSubject, WeekMeeting
from .requests_of_week import wishes_of
from .week_contents import WeekContents

PLANNING = "planning"
GENERAL = "general"
WHOLE_TEAM = "team:"


def minutes_of(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def lesson_key(subject: TeamSubject | None, section: TeamSection | None, team: DesignTeam) -> str:
    if subject is None:
        return f"{PLANNING}|{team.pk}"
    return f"{subject.pk}|{section.pk if section else ''}"


def meeting_key(meeting: WeekMeeting) -> str:
    """The lesson that a meeting is of."""
    if meeting.subject_id is None:
        return f"{PLANNING}|{meeting.team_id}"
    return f"{meeting.subject_id}|{meeting.section_id or ''}"


def split_lesson_key(key: str) -> tuple[UUID | None, UUID]:
    """(None, team) for planning; (subject, section) otherwise, where a whole team's has its subject twice."""
    first, _bar, second = key.partition("|")
    if first == PLANNING:
        return None, UUID(second)
    return UUID(first), UUID(second or first)


def build_question(contents: WeekContents) -> week.WeekQuestion:
    """Return what the engine is asked. Raises week.InvalidInputError for a week without days."""
    question = week.WeekQuestion(
        days=_days(contents),
        rooms=tuple(_rooms(contents)),
        teachers=tuple(_teachers(contents)),
        groups=tuple(_groups(contents)),
        lessons=tuple(_lessons(contents)),
        teams=tuple(_teams(contents)),
        fixed=tuple(_fixed(contents)),
        language=tuple(_language(contents)),
        wishes=wishes_of(contents.design),
    )
    if not question.days:
        raise week.InvalidInputError("The week has no days.")
    return question


def build_timetable(contents: WeekContents) -> week.Timetable:
    """The meetings as the engine reads them, less those of lessons and times that are no longer there."""
    keys = {lesson.key for lesson in _lessons(contents)}
    return week.Timetable.of(
        placement_of(meeting)
        for meeting in contents.meetings
        if meeting_key(meeting) in keys and slot_key(meeting.day, meeting.number) in contents.bells
    )


def placement_of(meeting: WeekMeeting) -> week.Placement:
    room = str(meeting.room_id) if meeting.room_id else ""
    return week.Placement(meeting_key(meeting), meeting.day, str(meeting.number), room)


def _days(contents: WeekContents) -> tuple[week.Day, ...]:
    return tuple(
        week.Day(
            day,
            tuple(
                week.Period(str(period.number), minutes_of(period.starts), minutes_of(period.ends))
                for period in contents.periods_on(day)
            ),
        )
        for day in contents.days
    )


def _slots(contents: WeekContents, keys: Iterable[str]) -> frozenset[week.Slot]:
    """Times away; those of periods that the bell times no longer have are left out."""
    known_keys = [split_slot(key) for key in keys if key in contents.bells]
    return frozenset(week.Slot(day, str(number)) for day, number in known_keys)


def _rooms(contents: WeekContents) -> Iterator[week.Room]:
    for room in contents.rooms.values():
        kinds = ([room.kind.casefold()] if room.kind else []) + ([GENERAL] if room.is_general else [])
        closed = [key for key, period in contents.bells.items() if period.day in room.closed_days]
        yield week.Room(str(room.pk), tuple(kinds), _slots(contents, closed))


def _teachers(contents: WeekContents) -> Iterator[week.Teacher]:
    for teacher in contents.teachers.values():
        home_room = str(teacher.home_room_id) if teacher.home_room_id in contents.rooms else None
        most_a_week = teacher.most_a_week
        if most_a_week is not None:  # a person means lessons; for the engine planning is one too
            team = contents.teams.get(teacher.team_id) if teacher.team_id else None
            most_a_week += planning_times(contents, team) if team else 0
        yield week.Teacher(
            str(teacher.pk),
            away=_slots(contents, teacher.away),
            most_a_week=most_a_week,
            most_a_day=teacher.most_a_day,
            home_room=home_room,
            days_off=teacher.days_off,
        )


def _groups(contents: WeekContents) -> Iterator[week.Group]:
    supervised = not contents.design.free_periods
    for team in contents.teams.values():
        away = _slots(contents, team.away)
        classes = contents.sections_of(team, TeamSection.Kind.CLASS)
        advisories = contents.sections_of(team, TeamSection.Kind.ADVISORY)
        for section, students in _seats(contents, team, classes) + _seats(contents, team, advisories):
            is_class = section.kind == TeamSection.Kind.CLASS
            yield week.Group(str(section.pk), students, away, supervised=supervised and is_class)
        if not classes:
            yield week.Group(f"{WHOLE_TEAM}{team.pk}", _students(contents, team), away)


def _students(contents: WeekContents, team: DesignTeam) -> frozenset[str]:
    """The roster's students of a team, else as many names as are planned."""
    if team.group_id:
        return contents.students.get(team.group_id, frozenset())
    return frozenset(f"{team.pk}:{number}" for number in range(team.students))


def _seats(
    contents: WeekContents, team: DesignTeam, sections: list[TeamSection]
) -> list[tuple[TeamSection, frozenset[str]]]:
    """Each section with its students: its own group's, else an even share of the team's."""
    everyone = sorted(_students(contents, team), key=_planned_order)
    without_group = [section for section in sections if section.group_id is None]
    seated = frozenset().union(*(contents.students.get(row.group_id, ()) for row in sections if row.group_id))
    waiting = [student for student in everyone if student not in seated]
    kind_is_class = bool(sections) and sections[0].kind == TeamSection.Kind.CLASS
    shares: dict[UUID, frozenset[str]] = {}
    for place, section in enumerate(without_group):
        if kind_is_class:
            share = waiting[place :: len(without_group)]
        else:  # an advisory mixes the class groups, as real ones do
            size = -(-len(waiting) // len(without_group))
            share = waiting[place * size : (place + 1) * size]
        shares[section.pk] = frozenset(share)
    return [
        (section, shares.get(section.pk, contents.students.get(section.group_id, frozenset())))
        for section in sections
    ]


def _planned_order(student: str) -> tuple[int, str]:
    number = student.rpartition(":")[2]
    return (int(number) if ":" in student else 0, student)


def _lessons(contents: WeekContents) -> Iterator[week.Lesson]:
    for team in contents.teams.values():
        for subject in contents.subjects_of(team):
            yield from _subject_lessons(contents, team, subject)
        planning = _planning(contents, team)
        if planning:
            yield planning


def _subject_lessons(contents: WeekContents, team: DesignTeam, subject: TeamSubject) -> Iterator[week.Lesson]:
    classes = contents.sections_of(team, TeamSection.Kind.CLASS)
    whole = tuple(str(section.pk) for section in classes) or (f"{WHOLE_TEAM}{team.pk}",)
    if subject.kind == TeamSubject.Kind.ADVISORY:
        sections = contents.sections_of(team, TeamSection.Kind.ADVISORY)
    elif subject.kind == TeamSubject.Kind.CLASS:
        sections = classes
    else:
        sections = []
    for section in sections or [None]:
        groups = (str(section.pk),) if section else whole
        teachers = contents.teachers_for(subject, section)
        room_kind = (subject.room_kind.casefold() or GENERAL) if subject.needs_room else None
        yield week.Lesson(
            lesson_key(subject, section, team),
            str(subject.pk),
            tuple(str(teacher.pk) for teacher in teachers),
            groups,
            times=subject.times,
            length=subject.length,
            room_kind=room_kind,
            once_a_day=subject.times <= len(contents.days),
            periods=frozenset({"1"}) if subject.is_first else frozenset(),
            language_service=subject.is_language_service,
        )


def planning_times(contents: WeekContents, team: DesignTeam) -> int:
    """How many periods a team plans in a week: its minutes in periods of the usual length, rounded up."""
    lengths = Counter(minutes_of(period.ends) - minutes_of(period.starts) for period in contents.periods)
    if not lengths or not team.planning_minutes:
        return 0
    usual = lengths.most_common(1)[0][0]
    return -(-team.planning_minutes // usual)


def _planning(contents: WeekContents, team: DesignTeam) -> week.Lesson | None:
    teachers = contents.teachers_of(team)
    times = planning_times(contents, team)
    if not teachers or not times:
        return None
    return week.Lesson(
        lesson_key(None, None, team),
        PLANNING,
        tuple(str(teacher.pk) for teacher in teachers),
        times=times,
        once_a_day=times <= len(contents.days),
    )


def _teams(contents: WeekContents) -> Iterator[week.Team]:
    for team in contents.teams.values():
        classes = contents.sections_of(team, TeamSection.Kind.CLASS)
        groups = tuple(str(section.pk) for section in classes) or (f"{WHOLE_TEAM}{team.pk}",)
        teachers = tuple(str(teacher.pk) for teacher in contents.teachers_of(team))
        if teachers:
            yield week.Team(str(team.pk), teachers, groups, team.planning_minutes)


def _fixed(contents: WeekContents) -> Iterator[week.FixedPlacement]:
    """Meetings that a person put somewhere, as many of each lesson as it still has."""
    times = {lesson.key: lesson.times for lesson in _lessons(contents)}
    used: Counter[str] = Counter()
    for meeting in contents.meetings:
        key = meeting_key(meeting)
        if (
            meeting.fixed
            and used[key] < times.get(key, 0)
            and slot_key(meeting.day, meeting.number) in contents.bells
        ):
            used[key] += 1
            yield week.FixedPlacement(key, meeting.day, str(meeting.number))


def _language(contents: WeekContents) -> Iterator[week.LanguageNeed]:
    for team in contents.teams.values():
        if team.language_minutes:
            for section in contents.sections_of(team, TeamSection.Kind.CLASS):
                yield week.LanguageNeed(str(section.pk), team.language_minutes)
