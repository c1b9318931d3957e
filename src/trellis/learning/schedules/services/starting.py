"""Begin a design of a school's week: from numbers alone, from the roster, or as a copy of another design."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from trellis.core.community.models import School
from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.input_parsing import clean_line
from trellis.design.blueprint.selectors import package_for_school

from ..models import (
    BellPeriod,
    DesignTeacher,
    DesignTeam,
    Room,
    SubjectTeacher,
    TeamSection,
    TeamSubject,
    WeekDesign,
)
from ..roster_teams import read_roster
from ..start_numbers import StartNumbers, WeekShape, read_calendar, share_out, suggest_numbers
from ..start_plan import LAB_SUBJECT, SubjectPlan, TeamSize, count_labs, plan_subjects
from ..start_teams import StartTeam, planned_sections
from .copying import copy_design
from .inputs import REASON

__all__ = [
    "StartNumbers",
    "StartTeam",
    "begin_design",
    "begin_design_from_roster",
    "copy_design",
    "suggest_numbers",
]
MOST_TEAMS, MOST_SECTIONS, MOST_TEACHERS, MOST_ROOMS = 20, 30, 300, 300


def begin_design(school: School, school_year: int, title: str, numbers: StartNumbers, by: UUID) -> WeekDesign:
    """Begin a design from numbers. Pressed twice, the same open design comes back.

    Raises ActionError for numbers that cannot be.
    """
    _check_numbers(numbers)
    staff = share_out(numbers.teachers, numbers.teams)
    teams = [
        StartTeam(
            title=_team_title(number, numbers.teams),
            grades=str(8 + number) if numbers.teams == 4 else "",
            students=students,
            sections={
                TeamSection.Kind.CLASS: planned_sections(TeamSection.Kind.CLASS, numbers.class_groups),
                TeamSection.Kind.ADVISORY: planned_sections(TeamSection.Kind.ADVISORY, numbers.advisories),
            },
            teachers=[None] * staff[number - 1],
        )
        for number, students in enumerate(numbers.students_by_team, start=1)
    ]
    return _begin(school, school_year, title, teams, numbers.rooms, [], numbers.planning_minutes, by)


def begin_design_from_roster(school: School, school_year: int, title: str, by: UUID) -> WeekDesign:
    """Begin a design from the groups and people of the school's roster. Pressed twice, the same open design comes back.

    Raises ActionError for a school that has no students in Trellis.
    """
    roster = read_roster(school)
    if not roster.teams:
        raise ActionError(_("This school has no roster yet. Start with numbers."))
    return _begin(school, school_year, title, roster.teams, roster.rooms, roster.room_titles, None, by)


def _team_title(number: int, teams: int) -> str:
    """Four teams are most often one for each grade."""
    return _("Team %(number)d") % {"number": 8 + number if teams == 4 else number}


def _check_numbers(numbers: StartNumbers) -> None:
    limits = (
        ("teams", numbers.teams, 1, MOST_TEAMS),
        ("class_groups", numbers.class_groups, 1, MOST_SECTIONS),
        ("advisories", numbers.advisories, 0, MOST_SECTIONS),
        ("teachers", numbers.teachers, 1, MOST_TEACHERS),
        ("rooms", numbers.rooms, 1, MOST_ROOMS),
        ("planning_minutes", numbers.planning_minutes or 0, 0, 1200),
    )
    for name, value, least, most in limits:
        if not least <= value <= most:
            message = _("Enter a number from %(least)d to %(most)d.") % {"least": least, "most": most}
            raise ActionError(message, field=name)
    if not 1 <= sum(numbers.students) <= 10_000 or min(numbers.students) < 0:
        raise ActionError(_("Enter how many students the school will have."), field="students")
    if len(numbers.students) not in (1, numbers.teams):
        raise ActionError(
            _("Enter the students of each team, or the total alone."),
            field="students",
        )


def _begin(
    school: School,
    school_year: int,
    title: str,
    teams: list[StartTeam],
    rooms: int,
    room_titles: list[str],
    planning_minutes: int | None,
    by: UUID,
) -> WeekDesign:
    title = clean_line(title, 120, _("Enter a name so you can find it later."))
    with ledger.act("begin a design of the week", by=by, about=school.pk):
        drafts = WeekDesign.objects.open().unscoped("find the same open design")
        if same := drafts.filter(school=school, school_year=school_year, title=title).first():
            return same
        design = WeekDesign.objects.create(school=school, school_year=school_year, title=title, made_by_id=by)
        package = package_for_school(school.pk)
        shape = read_calendar(package.calendar if package else None)
        BellPeriod.objects.bulk_create(
            BellPeriod(design=design, day=day, number=number, starts=starts, ends=ends)
            for day in shape.days
            for number, (starts, ends) in enumerate(shape.periods, start=1)
        )
        writer = _DesignWriter(design, shape, planning_minutes)
        writer.write(teams, rooms, room_titles)
        return design


class _DesignWriter:
    """Writes rooms, teams, their subjects and teachers of a new design. Within an act."""

    def __init__(self, design: WeekDesign, shape: WeekShape, planning_minutes: int | None) -> None:
        self.design, self.shape = design, shape
        self.planning_minutes = shape.planning_minutes if planning_minutes is None else planning_minutes
        self.used_titles: dict[str, int] = {}

    def write(self, teams: list[StartTeam], rooms: int, room_titles: list[str]) -> None:
        plans = [self._plan(team, rooms / len(teams)) for team in teams]
        lab_lessons = sum(
            subject.times * len(team.sections[TeamSection.Kind.CLASS])
            for team, plan in zip(teams, plans, strict=True)
            for subject in plan
            if subject.key == LAB_SUBJECT
        )
        self.rooms, self.labs = self._write_rooms(rooms, room_titles, lab_lessons)
        for number, (team, plan) in enumerate(zip(teams, plans, strict=True), start=1):
            self._write_team(number, team, plan)

    def _plan(self, team: StartTeam, rooms: float) -> list[SubjectPlan]:
        classes, advisories = (
            len(team.sections[kind]) for kind in (TeamSection.Kind.CLASS, TeamSection.Kind.ADVISORY)
        )
        size = TeamSize(classes, advisories, len(team.teachers), rooms, tuple(team.specialties))
        return plan_subjects(self.shape, size)

    def _write_rooms(self, count: int, titles: list[str], lab_lessons: int) -> tuple[list[Room], list[Room]]:
        """The school's rooms, with as many added as are missing. Labs are named so only where no room has a kind."""
        school = self.design.school
        rooms = Room.objects.unscoped(REASON).filter(school=school, deleted_at=None)
        existing = list(rooms.order_by("title", "pk"))
        taken = {room.title.casefold() for room in existing}
        numbered = (str(_("Room %(number)d") % {"number": number}) for number in range(1, 1000))
        names = [title for title in dict.fromkeys(titles) if title.casefold() not in taken]
        names += [
            title for title in numbered if title.casefold() not in taken | set(map(str.casefold, names))
        ]
        added = [Room(school=school, title=name) for name in names[: max(0, count - len(existing))]]
        kind = str(_("Science lab"))
        if not titles and not any(room.kind for room in existing):
            for room in added[: count_labs(self.shape, lab_lessons, len(added))]:
                room.kind = kind
        Room.objects.bulk_create(added)
        labs = [room for room in [*existing, *added] if room.kind.casefold() == kind.casefold()]
        return [room for room in [*existing, *added] if not room.kind], labs

    def _write_team(self, number: int, start: StartTeam, plans: list[SubjectPlan]) -> None:
        team = DesignTeam.objects.create(
            design=self.design,
            number=number,
            title=start.title,
            grades=start.grades,
            students=start.students,
            group=start.group,
            away=self.shape.away,
            planning_minutes=self.planning_minutes,
        )
        for kind, sections in start.sections.items():
            TeamSection.objects.bulk_create(
                TeamSection(team=team, kind=kind, number=place, title=title, group=group)
                for place, (title, group) in enumerate(sections, start=1)
            )
        teachers = self._write_teachers(team, start, plans)
        for plan in plans:
            self._write_subject(team, plan, teachers)

    def _write_teachers(
        self, team: DesignTeam, start: StartTeam, plans: list[SubjectPlan]
    ) -> list[DesignTeacher]:
        """Each with a name after what they teach, and a room while there are rooms: science in a lab."""
        teachers = []
        for number, person in enumerate(start.teachers):
            taught = [plan for plan in plans if number in plan.teachers and plan.key != "advisory"]
            has_lab = bool(taught and taught[0].key == LAB_SUBJECT and self.labs)
            rooms = self.labs if has_lab else self.rooms
            room = rooms.pop(0) if rooms and not has_lab else rooms[0] if rooms else None
            teachers.append(
                DesignTeacher(
                    design=self.design,
                    person=person,
                    title="" if person else self._numbered(taught[0].title if taught else _("Advisor")),
                    team=team,
                    home_room=room,
                )
            )
        return DesignTeacher.objects.bulk_create(teachers)

    def _numbered(self, title: str) -> str:
        self.used_titles[title] = self.used_titles.get(title, 0) + 1
        return f"{title} {self.used_titles[title]}"[:80]

    def _write_subject(self, team: DesignTeam, plan: SubjectPlan, teachers: list[DesignTeacher]) -> None:
        subject = TeamSubject.objects.create(
            team=team,
            kind=plan.kind,
            title=plan.title[:80],
            times=plan.times,
            is_first=plan.kind == TeamSubject.Kind.ADVISORY,
            room_kind=self.labs[0].kind if plan.key == LAB_SUBJECT and self.labs else "",
        )
        SubjectTeacher.objects.bulk_create(
            SubjectTeacher(subject=subject, teacher=teachers[teacher], number=place)
            for place, teacher in enumerate(plan.teachers, start=1)
        )
