"""A principal enters what the week needs: bell times, rooms, teams, subjects and staff; and the roster comes later."""

from datetime import date, time
from html import unescape

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from trellis.core.community.models import Role
from trellis.learning.schedules.bell_times import bell_times_text, parse_bell_times
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
from trellis.learning.schedules.services import starting
from world import Side, make_side, tie

pytestmark = pytest.mark.django_db
TEXT = "look at a design of the tests"


@pytest.fixture
def home() -> Side:
    return make_side("Harbor")


class Principal:
    """Ines at the pages of the design of the test world."""

    def __init__(self, home: Side) -> None:
        self.home, self.design = home, home.rows["WeekDesign"]
        self.client = Client()
        self.client.force_login(home.ines.account)

    def address(self, page: str, *more: object) -> str:
        return reverse(page, args=[self.design.pk, *more])

    def reads(self, address: str) -> str:
        return unescape(self.client.get(address).content.decode())

    def sends(self, address: str, status: int = 302, **fields: object) -> str:
        answer = self.client.post(address, fields)
        assert answer.status_code == status, answer.content.decode()
        return unescape(answer.content.decode())


@pytest.fixture
def ines(home) -> Principal:
    return Principal(home)


def rows(model, **conditions):
    return model.objects.unscoped(TEXT).filter(deleted_at=None, **conditions)


def inputs_revision(design: WeekDesign) -> int:
    return rows(WeekDesign).get(pk=design.pk).inputs_revision


def team_fields(team: DesignTeam, **changes: object) -> dict[str, object]:
    return {
        "do": "change",
        "team": team.pk,
        "revision": f"{team.pk}:{team.revision}",
        "title": team.title,
        "students": team.students,
        "planning_minutes": 60,
        "language_minutes": 0,
        "class_groups": "Group 1",
        "advisories": "",
        "away": ["tue:1"],
    } | changes


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("8:30-9:05\n9:10–10:35", [(time(8, 30), time(9, 5)), (time(9, 10), time(10, 35))]),
        ("8:30 a.m. – 9:05 AM", [(time(8, 30), time(9, 5))]),
        ("12:30-1:15\n\n1:20 to 2:45 pm", [(time(12, 30), time(13, 15)), (time(13, 20), time(14, 45))]),
        ("٨:٣٠-٩:٠٥", [(time(8, 30), time(9, 5))]),
        ("6:15 am-7:00", [(time(6, 15), time(7))]),
        ("18:30-19:45", [(time(18, 30), time(19, 45))]),
    ],
)
def test_bell_times_are_read_as_people_type_them_and_shown_so_that_they_read_the_same(text, periods):
    assert parse_bell_times("mon", text) == periods
    assert parse_bell_times("mon", bell_times_text(periods)) == periods


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("8:30-9:05\nlunch", "Monday, line 2: Enter when the period starts and ends, like 8:30-9:05."),
        ("9:05-8:30", "Monday, line 1: This period ends before it starts."),
        ("8:30-9:05\n9:00-9:30", "Monday, line 2: This period starts before the one above it ends."),
        ("25:00-26:00", "Monday, line 1: Enter when the period starts and ends, like 8:30-9:05."),
    ],
)
def test_what_is_wrong_names_the_day_and_the_line(text, sentence):
    with pytest.raises(ValidationError) as refused:
        parse_bell_times("mon", text)
    assert refused.value.messages == [sentence]


def test_a_period_that_is_gone_takes_its_lessons_and_times_away_with_it(ines):
    address = ines.address("design-bells")
    ines.sends(address, status=422, do="bells", mon="8:30", tue="9:00-10:00")
    before = inputs_revision(ines.design)
    ines.sends(address, do="bells", wed="9:00-10:00\n10:05-11:00", thu="8:00-8:50")
    saved = rows(BellPeriod, design=ines.design).order_by("day", "number")
    assert list(saved.values_list("day", "number")) == [("thu", 1), ("wed", 1), ("wed", 2)]
    assert not rows(WeekMeeting, design=ines.design)
    assert rows(DesignTeam).get(pk=ines.home.rows["DesignTeam"].pk).away == []
    assert inputs_revision(ines.design) == before + 1


def test_mondays_times_are_used_on_every_day_that_has_school(ines):
    ines.sends(
        ines.address("design-bells"), do="bells", mon="8:00-9:00\n9:05-10:00", fri="8:00-8:30", same="on"
    )
    assert rows(BellPeriod, design=ines.design).count() == 4


def test_what_somebody_else_changed_meanwhile_is_shown_beside_ones_own(ines):
    team, address = ines.home.rows["DesignTeam"], ines.address("design-team", ines.home.rows["DesignTeam"].pk)
    ines.sends(address, **team_fields(team, class_groups="Red\nBlue", away=["mon:1"]))
    page = ines.sends(address, status=409, **team_fields(team, class_groups="Group 1\nGroup 2", students=30))
    assert "Red" in page
    assert "Mon 1" in page
    assert rows(DesignTeam).get(pk=team.pk).students == 20


def test_a_class_group_that_is_left_out_takes_its_lessons_and_one_that_is_renamed_keeps_them(ines):
    team, address = ines.home.rows["DesignTeam"], ines.address("design-team", ines.home.rows["DesignTeam"].pk)
    ines.sends(address, **team_fields(team, class_groups="Red"))
    team.refresh_from_db()
    assert rows(WeekMeeting).get(design=ines.design).section_id == ines.home.rows["TeamSection"].pk
    ines.sends(address, **team_fields(team, class_groups="Blue\nGreen\nRed"))
    assert rows(TeamSection, team=team).get(title="Red").number == 3
    team.refresh_from_db()
    ines.sends(address, **team_fields(team, class_groups="Blue"))
    assert not rows(WeekMeeting, design=ines.design)


@pytest.mark.parametrize("gone", ["team", "teacher"])
def test_a_team_or_teacher_that_is_removed_takes_its_lessons_with_it(ines, gone):
    row = ines.home.rows[f"Design{gone.title()}"]
    week_revision = ines.design.week_revision
    ines.sends(ines.address(f"design-{gone}", row.pk), **{"do": "remove", gone: row.pk})
    assert not rows(type(row), pk=row.pk)
    assert not rows(WeekMeeting, design=ines.design)
    assert rows(WeekDesign).get(pk=ines.design.pk).week_revision == week_revision + 1


def test_teachers_stand_in_the_order_in_which_they_were_chosen_each_once(ines):
    home = ines.home
    team, subject, tomas = (home.rows[name] for name in ("DesignTeam", "TeamSubject", "DesignTeacher"))
    ines.sends(ines.address("design-staff"), do="add", titles="Science 1, Science 2", team=team.pk)
    science = rows(DesignTeacher).get(title="Science 2")
    fields = {
        "do": "change-subject",
        "subject": subject.pk,
        "revision": f"{subject.pk}:{subject.revision}",
        "title": "Biology",
        "kind": "class",
        "times": 3,
        "length": 1,
    }
    address = ines.address("design-team", team.pk)
    ines.sends(address, status=422, **fields, teachers=[tomas.pk, tomas.pk])
    ines.sends(address, **fields, teachers=[science.pk, "", tomas.pk])
    taught = rows(SubjectTeacher, subject=subject).order_by("number")
    assert list(taught.values_list("teacher", flat=True)) == [science.pk, tomas.pk]


def test_the_overview_says_what_is_missing_and_where_to_enter_it(ines):
    rows(SubjectTeacher).filter(subject=ines.home.rows["TeamSubject"]).delete()
    rows(TeamSubject).filter(pk=ines.home.rows["TeamSubject"].pk).update(room_kind="Science lab")
    page = ines.reads(ines.address("design-inputs"))
    assert "Team 11 has no teacher for Biology." in page
    assert "Lessons need a room of the kind “Science lab”, and there is none." in page
    assert ines.address("design-team", ines.home.rows["DesignTeam"].pk) in page


def test_rooms_are_added_several_at_once_and_a_removed_one_stays_in_an_adopted_week(ines):
    room, address = ines.home.rows["Room"], reverse("school-rooms", args=[ines.home.school.pk])
    before = inputs_revision(ines.design)
    ines.sends(address, do="add", titles="Room 102, studio 4\nRoom 103", kind="Lab")
    assert "2 rooms were added." in ines.reads(address)
    added = rows(Room, school=ines.home.school).exclude(pk=room.pk).order_by("title")
    assert list(added.values_list("title", "kind", "is_general")) == [
        ("Room 102", "Lab", False),
        ("Room 103", "Lab", False),
    ]
    assert inputs_revision(ines.design) == before + 1
    adopted = starting.copy_design(ines.design, "In use", ines.home.ines.pk)
    rows(WeekDesign).filter(pk=adopted.pk).update(adopted_at=adopted.created, starts=date.today())
    ines.sends(address, do="remove", room=room.pk)
    assert rows(WeekMeeting).get(design=ines.design).room_id is None
    assert rows(WeekMeeting).get(design=adopted).room_id == room.pk


def test_an_adopted_design_cannot_be_changed_but_copied(ines):
    rows(WeekDesign).filter(pk=ines.design.pk).update(adopted_at=ines.design.created, starts=date.today())
    address = ines.address("design-teams")
    assert "This week is in use. Copy it to change it." in ines.reads(address)
    fields = {"title": "Team 12", "students": 10, "class_groups": 1, "advisories": 0}
    ines.sends(address, status=422, do="add", **fields)
    ines.sends(address, do="copy", title="Another try")
    copy = rows(WeekDesign).get(title="Another try")
    assert "Copied. You are now in the copy." in ines.reads(reverse("design-inputs", args=[copy.pk]))
    assert rows(DesignTeam, design=copy).count() == 1
    assert not rows(DesignTeam, title="Team 12")


def test_the_roster_takes_the_place_of_planned_teams_and_names_in_one_act(ines):
    home = ines.home
    team, teacher, group = home.rows["DesignTeam"], home.rows["DesignTeacher"], home.rows["Team"]
    tie(home.bea, Role.STUDENT, group)
    rows(DesignTeacher).filter(pk=teacher.pk).update(person=None, title="Science 1", team=None)
    group.title = team.title
    group.save()
    advising = TeamSubject.objects.create(team=team, title="Advisory", kind="advisory", times=5)
    advisor = DesignTeacher.objects.create(design=ines.design, title="Advisor 1")
    for number, each in enumerate((teacher, advisor), start=1):
        SubjectTeacher.objects.create(subject=advising, teacher=each, number=number)
    address = ines.address("design-roster")
    page = ines.reads(address)
    for proposed in (group, home.tomas):  # of the same name, and who teaches Biology now
        assert f'value="{proposed.pk.hex[-12:]}" selected' in page
    before = inputs_revision(ines.design)
    ines.sends(
        address,
        **{
            "do": "use-roster",
            f"team-{team.pk}": group.pk.hex[-12:],
            f"teacher-{teacher.pk}": home.tomas.pk.hex[-12:],
            f"teacher-{advisor.pk}": home.daniel.pk.hex[-12:],
        },
    )
    saved = rows(DesignTeam).get(pk=team.pk)
    assert (saved.group_id, saved.students) == (group.pk, 20)
    assert rows(DesignTeacher).get(pk=teacher.pk).person_id == home.tomas.pk
    advisories = rows(TeamSection, team=team, kind=TeamSection.Kind.ADVISORY)
    assert list(advisories.values_list("group", flat=True)) == [home.rows["Advisory"].pk]
    in_order = (
        rows(SubjectTeacher, subject=advising).order_by("number").values_list("teacher__person", flat=True)
    )
    assert list(in_order) == [home.daniel.pk, home.tomas.pk], "each advisor takes their own advisory"
    assert inputs_revision(ines.design) == before + 1
    assert "planned: 20" in ines.reads(ines.address("design-team", team.pk))
