"""An adopted week is the calendar behind Today, My week and calendar feeds, from its first day to its last."""

from datetime import date, time, timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from learning.schedules.small_school import TEXT, again, drafted, go, meeting_of, roster_class, small_design
from trellis.core.community import links
from trellis.core.community.models import CalendarDay, Group, Role, Term
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.measures import MEASURES, Year
from trellis.learning.schedules import measures
from trellis.learning.schedules.adopted_weeks import AdoptedWeek, WeekLesson, lessons_between
from trellis.learning.schedules.models import DesignTeam, Room, TeamSubject, WeekDesign, WeekMeeting
from trellis.learning.schedules.services import adoption, designs, drafting, moving
from trellis.learning.schedules.services.rooms import change_room, remove_room
from trellis.learning.teams.models import Meeting
from trellis.web.notifications.sources import schedules
from world import Side, make_side, tie

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 30)
YEAR = Year(date(2026, 9, 1), date(2027, 6, 15), 2027)


@pytest.fixture
def home() -> Side:
    side = make_side("Harbor")
    Term.objects.unscoped(TEXT).filter(school=side.school).update(
        starts=MONDAY - timedelta(days=60), ends=MONDAY + timedelta(days=60), school_year=2027
    )
    CalendarDay.objects.unscoped(TEXT).filter(school=side.school).delete()
    return side


@pytest.fixture
def on_monday(monkeypatch) -> None:
    now = timezone.now().replace(year=2026, month=11, day=30, hour=15, minute=0)
    monkeypatch.setattr(timezone, "now", lambda: now)


def adopt(home: Side, design: WeekDesign, starts: date) -> WeekDesign:
    return adoption.adopt_design(design, starts, home.ines.pk)


def lessons(home: Side, who: str, day: date, *groups) -> list[str]:
    viewer = Viewer.of(home.people[who])
    rows = lessons_between(viewer, home.school, day, day, viewer.person_id, frozenset(groups))
    return [row.lesson.name for row in rows]


def test_a_week_holds_from_its_first_day_and_the_one_before_it_ends_the_day_before(home):
    first, second = drafted(home), drafted(home, title="Draft 2")
    adopt(home, first, date(2026, 9, 1))
    adopt(home, second, date(2027, 1, 4))
    assert (again(first).ends, again(second).ends) == (date(2027, 1, 3), None)
    third = drafted(home, title="Draft 3")
    adopt(home, third, date(2026, 12, 1))
    assert again(first).ends == date(2026, 11, 30)
    assert again(second).adopted_at is None


def test_adopting_twice_is_adopting_once(home):
    design = drafted(home)
    first = adopt(home, design, date(2026, 9, 1)).adopted_at
    assert adopt(home, again(design), date(2026, 9, 1)).adopted_at == first


def test_a_week_without_lessons_or_of_another_year_is_not_adopted(home):
    with pytest.raises(ActionError, match="no lessons yet"):
        adopt(home, small_design(home), date(2026, 9, 1))
    page = go(
        home,
        "ines",
        "week-design",
        drafted(home, title="Other").pk,
        status=422,
        do="adopt",
        starts="2029-09-01",
    )
    assert "Enter a day from Jul 1, 2026 to Dec 31, 2027." in page


def test_an_adopted_week_is_changed_in_a_copy(home):
    design = drafted(home)
    adopt(home, design, date(2026, 9, 1))
    meeting = meeting_of(design, "Math", "9-A")
    with pytest.raises(ActionError, match="Copy it to change it"):
        moving.move_meeting(again(design), meeting.pk, "mon", 1, home.ines.pk, again(design).week_revision)


def test_a_week_that_has_not_begun_becomes_a_draft_again(home):
    first, second = drafted(home), drafted(home, title="Draft 2")
    adopt(home, first, date(2026, 9, 1))
    adopt(home, second, date.today() + timedelta(days=20))
    adoption.reopen_design(again(second), home.ines.pk)
    assert (again(second).adopted_at, again(first).ends) == (None, None)


def test_a_teacher_has_the_lessons_they_teach_and_a_student_those_of_their_class(home):
    design = drafted(home)
    group = roster_class(home, "9-A")
    adopt(home, design, date(2026, 9, 1))
    week = [MONDAY + timedelta(days=number) for number in range(5)]
    taught = [name for day in week for name in lessons(home, "tomas", day)]
    assert sorted(taught) == ["Math", "Math", "Math", "Math", "Team planning"]
    heard = [name for day in week for name in lessons(home, "amina", day, group.pk)]
    assert sorted(heard) == ["Math", "Math", "Science", "Science"]
    assert lessons(home, "tomas", date(2026, 8, 31)) == []


def test_nobody_of_another_school_reads_an_adopted_week(home):
    away = make_side("Away")
    design = drafted(home)
    adopt(home, design, date(2026, 9, 1))
    viewer = Viewer.of(away.people["ines"])
    assert (
        lessons_between(viewer, home.school, MONDAY, MONDAY + timedelta(days=4), home.tomas.pk, frozenset())
        == []
    )


def test_today_and_my_week_show_the_lessons_and_a_closed_day_none(home, on_monday):
    design = drafted(home)
    roster_class(home, "9-A")
    for meeting, (day, number) in zip(
        [meeting_of(design, "Math", "9-A"), meeting_of(design, "Math", "9-B")],
        [("mon", 1), ("mon", 2)],
        strict=True,
    ):
        type(meeting).objects.unscoped(TEXT).filter(pk=meeting.pk).update(day=day, number=number)
    adopt(home, design, date(2026, 9, 1))
    for who in ("tomas", "amina"):
        page = go(home, who, "today", None, query="?group=classes")
        assert "Lessons today" in page
        assert "Math" in page
        assert "9:00 AM–10:00 AM" in go(home, who, "my-week", None)
    assert "Lessons from 9:00 AM to" in go(home, "carmen", "family", home.amina.pk)
    page = go(home, "ines", "today", None)
    assert "Team planning: Team 9 at" in page
    CalendarDay.objects.create(school=home.school, date=MONDAY, kind="closed")
    assert "Lessons today" not in go(home, "tomas", "today", None, query="?group=classes")
    assert "9:00 AM–10:00 AM" not in go(home, "amina", "my-week", None).split("Dec 7")[0]


def test_a_teachers_calendar_feed_holds_their_lessons_in_the_schools_time_zone(home, on_monday):
    design = drafted(home)
    adopt(home, design, date(2026, 9, 1))
    token = links.issue_link("calendar-feed", home.tomas.pk, home.tomas, 5, home.tomas.pk)
    feed = go(home, "tomas", "calendar-feed", token)
    assert feed.count("SUMMARY:Math") >= 8
    assert f"DTSTART;TZID={home.school.time_zone}:" in feed


def test_adults_know_a_student_whom_they_have_three_times_a_week(home, on_monday):
    design = small_design(home)
    TeamSubject.objects.unscoped(TEXT).filter(team__design=design, title="Math").update(times=3)
    drafting.start_draft(design, home.ines.pk)
    roster_class(home, "9-A")
    adopt(home, again(design), date(2026, 11, 23))
    facts = MEASURES["adults-who-know-well"].facts(home.network, YEAR)
    assert {student: value for student, value, _base in facts} == {home.amina.pk.hex: 1}


def test_planning_is_kept_on_days_with_notes_and_closed_days_do_not_count(home, on_monday):
    design = drafted(home)
    group = Group.objects.create(school=home.school, kind="team", title="Team of the roster")
    tie(home.amina, Role.STUDENT, group)
    planning = meeting_of(design, "")
    DesignTeam.objects.unscoped(TEXT).filter(pk=planning.team_id).update(group=group)
    WeekMeeting.objects.unscoped(TEXT).filter(pk=planning.pk).update(day="mon")
    adopt(home, again(design), date(2026, 11, 9))
    Meeting.objects.create(group=group, day=date(2026, 11, 16))
    CalendarDay.objects.create(school=home.school, date=date(2026, 11, 23), kind="closed")
    facts = MEASURES["planning-kept"].facts(home.network, YEAR)
    assert list(facts) == [(home.amina.pk.hex, 1, 3)]


def test_teachers_with_shared_planning_are_those_whom_the_week_gives_time_with_a_colleague(home, on_monday):
    adopt(home, drafted(home), date(2026, 11, 9))
    facts = {row[0]: row[1:] for row in MEASURES["shared-planning"].facts(home.network, YEAR)}
    planners, adults = facts[home.amina.pk.hex]
    assert set(facts) == {home.amina.pk.hex, home.bea.pk.hex}
    assert 0 <= planners <= adults
    ana, li = UUID(int=1), UUID(int=2)
    taught = (lesson("Math", ana), lesson("Science", li))
    assert measures._planners(AdoptedWeek(("mon",), (*taught, lesson("", ana, li)), {})) == (2, 2)
    assert measures._planners(AdoptedWeek(("mon",), (*taught, lesson("", ana)), {})) == (0, 2)


def lesson(title: str, *staff: UUID) -> WeekLesson:
    """A lesson, or planning where it has no title."""
    return WeekLesson(UUID(int=9), "mon", time(9), time(10), title, "", "", "", frozenset(staff), frozenset())


def test_the_size_of_an_advisory_is_counted_for_each_of_its_students(home):
    facts = {row[0]: row[1] for row in MEASURES["advisory-size"].facts(home.network, YEAR)}
    assert facts[home.amina.pk.hex] == list(facts.values()).count(facts[home.amina.pk.hex])


def test_staff_are_told_of_a_shared_draft_and_everybody_of_a_new_week(home):
    since = timezone.now() - timedelta(minutes=5)
    design = drafted(home)
    designs.share_design(design, True, home.ines.pk)
    tomas, amina = Viewer.of(home.tomas), Viewer.of(home.amina)
    assert [item.text for item in schedules.shared_weeks(tomas, since)] == [
        "A draft of the school’s week to look at: Draft 1"
    ]
    assert list(schedules.shared_weeks(amina, since)) == []
    adopt(home, again(design), date(2026, 9, 8))
    assert [item.text for item in schedules.adopted_weeks(amina, since)] == [
        "Your school has a new week of lessons from Tue, Sep 8."
    ]
    assert list(schedules.shared_weeks(tomas, since)) == []


def test_a_week_in_use_keeps_a_room_that_was_removed_and_shows_the_new_name_of_another(home):
    design = drafted(home)
    adopt(home, design, date(2026, 9, 1))
    week = [MONDAY + timedelta(days=number) for number in range(3)]

    def rooms() -> set[str]:
        viewer = Viewer.of(home.tomas)
        rows = lessons_between(viewer, home.school, week[0], week[-1], home.tomas.pk, frozenset())
        return {row.lesson.room for row in rows if row.lesson.title}

    (title,) = rooms()
    room = Room.objects.unscoped(TEXT).get(school=home.school, title=title)
    values = {"title": "Loft", "kind": "", "is_general": True, "closed_days": []}
    change_room(room, values, None, {}, home.ines.pk)
    assert rooms() == {"Loft"}
    remove_room(room, home.ines.pk)
    assert rooms() == {"Loft"}
