"""A school small enough to draft in a moment: one team of two class groups, three days of three periods."""

from __future__ import annotations

from datetime import time
from typing import Any

from django.test import Client
from django.urls import reverse

from trellis.core.community.models import Group, Role
from trellis.learning.schedules.models import (
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
from trellis.learning.schedules.services import drafting
from world import Side, tie

TEXT = "look at a week of the tests"
DAYS = ("mon", "tue", "wed")
HOURS = ((time(9), time(10)), (time(10, 5), time(11, 5)), (time(12), time(13)))


def small_design(side: Side, title: str = "Draft 1", labs: int = 1) -> WeekDesign:
    """Math by Tomas and science by Daniel, twice a week for each class group, and an hour of planning together."""
    design = WeekDesign.objects.create(
        school=side.school, school_year=2027, title=title, made_by_id=side.ines.pk
    )
    for day in DAYS:
        for number, (starts, ends) in enumerate(HOURS, start=1):
            BellPeriod.objects.create(design=design, day=day, number=number, starts=starts, ends=ends)
    if not Room.objects.unscoped(TEXT).filter(school=side.school, deleted_at=None, kind="lab").exists():
        for number in range(2):
            Room.objects.create(school=side.school, title=f"Room 10{number}")
        for number in range(labs):
            Room.objects.create(school=side.school, title=f"Lab {number + 1}", kind="lab", is_general=False)
    team = DesignTeam.objects.create(
        design=design, number=1, title="Team 9", students=20, planning_minutes=60
    )
    for number, title in ((1, "9-A"), (2, "9-B")):
        TeamSection.objects.create(team=team, kind="class", number=number, title=title)
    for person, subject, room in ((side.tomas, "Math", ""), (side.daniel, "Science", "lab")):
        teacher = DesignTeacher.objects.create(design=design, person=person, team=team)
        row = TeamSubject.objects.create(team=team, title=subject, times=2, room_kind=room)
        SubjectTeacher.objects.create(subject=row, teacher=teacher, number=1)
    return design


def drafted(side: Side, **more: Any) -> WeekDesign:
    """A small design with its week."""
    design = small_design(side, **more)
    drafting.start_draft(design, side.ines.pk)
    return again(design)


def again(design: WeekDesign) -> WeekDesign:
    return WeekDesign.objects.unscoped(TEXT).select_related("school").get(pk=design.pk)


def week_of(design: WeekDesign) -> list[tuple[str, str, str, int, str]]:
    """(subject, section, day, period, room) of every meeting; planning has no subject."""
    rows = WeekMeeting.objects.unscoped(TEXT).filter(design=design)
    rows = rows.select_related("subject", "section", "room")
    return sorted(
        (
            row.subject.title if row.subject else "",
            row.section.title if row.section else "",
            row.day,
            row.number,
            row.room.title if row.room else "",
        )
        for row in rows
    )


def meeting_of(design: WeekDesign, subject: str, section: str = "", place: int = 0) -> WeekMeeting:
    """The first meeting of a subject and section in the week, or a later one."""
    rows = WeekMeeting.objects.unscoped(TEXT).filter(design=design)
    rows = rows.filter(subject__title=subject) if subject else rows.filter(subject=None)
    rows = rows.filter(section__title=section) if section else rows
    return sorted(rows, key=lambda row: (DAYS.index(row.day), row.number))[place]


def free_slot(design: WeekDesign, meeting: WeekMeeting) -> tuple[str, int]:
    """A time on a day on which the lesson does not meet, when neither its section nor anybody teaches."""
    rows = WeekMeeting.objects.unscoped(TEXT).filter(design=design)
    busy = {(row.day, row.number) for row in rows}
    own_days = {row.day for row in rows.filter(subject=meeting.subject_id, section=meeting.section_id)}
    slots = ((day, number) for day in DAYS for number in (1, 2, 3))
    return next(
        slot for slot in slots if slot not in busy and (slot[0] not in own_days or slot[0] == meeting.day)
    )


def roster_class(side: Side, section: str) -> Group:
    """A class group of the roster, with Amina in it and Tomas teaching it, linked to a section of each design."""
    group = Group.objects.create(school=side.school, kind=Group.Kind.STRAND, title=section)
    tie(side.amina, Role.STUDENT, group)
    tie(side.tomas, Role.TEACHER, group)
    TeamSection.objects.unscoped(TEXT).filter(title=section).update(group=group)
    return group


def go(side: Side, who: str, name: str, key: Any, /, status: int = 200, query: str = "", **sent: Any) -> str:
    """What a page answers to somebody; a POST where something is sent."""
    client = Client()
    client.force_login(side.people[who].account)
    where = reverse(name, args=[key] if key else []) + query
    answer = client.post(where, sent) if sent else client.get(where)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()
