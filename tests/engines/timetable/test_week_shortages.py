"""What is short is counted before anything is tried, in facts; and what could give way is few and enough."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from week_school import change, make_days, make_school_with_week, make_team_school

from trellis.engines.timetable.week import (
    FixedPlacement,
    Group,
    GroupShortage,
    LanguageNeed,
    LanguageShortage,
    Lesson,
    LessonShortage,
    Period,
    PlanningReason,
    PlanningShortage,
    Relaxation,
    RelaxationKind,
    RoomShortage,
    Slot,
    TeacherShortage,
    Wishes,
    check_week,
    count_shortages,
    draft_week,
    explain_impossible,
    relax,
    slots_on,
)

DAYS = make_days("Mon", "Tue", "Wed", "Thu")


def test_nothing_is_short_where_a_week_exists():
    assert count_shortages(make_team_school()) == ()
    assert explain_impossible(make_team_school()) == ()


def test_two_science_rooms_are_needed_at_a_time_and_one_is_open():
    question = make_team_school(
        fixed=(FixedPlacement("science s1", "Wed", "2"), FixedPlacement("science s2", "Wed", "2"))
    )
    rooms = [shortage for shortage in count_shortages(question) if isinstance(shortage, RoomShortage)]
    assert rooms == [RoomShortage("science", "", (Slot("Wed", "2"),), 2, 1, ("science s1", "science s2"))]


def test_a_teacher_teaches_more_than_they_are_at_school():
    away = slots_on(DAYS, "Wed") | slots_on(DAYS, "Thu", periods=["1", "2"])
    question = change(make_team_school(), "teachers", "joy", away=away)
    teacher = next(each for each in count_shortages(question) if isinstance(each, TeacherShortage))
    assert teacher == TeacherShortage("joy", (Slot("Thu", "3"),), 2, 1, ("science s1", "science s2"))


def test_a_teacher_teaches_more_than_their_most():
    question = change(make_team_school(), "teachers", "omar", most_a_week=3)
    omar = TeacherShortage("omar", question.slots, 4, 3, ("art s1", "art s2"), limit=True)
    assert count_shortages(question) == (omar,)


def test_students_have_more_lessons_than_periods():
    away = slots_on(DAYS, "Mon") | slots_on(DAYS, "Tue", periods=["1", "2"])
    group = next(
        each
        for each in count_shortages(change(make_team_school(), "groups", "s1", away=away))
        if isinstance(each, GroupShortage)
    )
    assert group == GroupShortage(("s1",), (Slot("Tue", "3"),), 2, 1, ("science s1", "math s1"))


def test_planning_has_no_time_because_a_teacher_is_away():
    question = change(make_team_school(), "lessons", "planning", times=3)
    question = change(question, "teachers", "hana", away=slots_on(DAYS, "Mon", "Tue"))
    planning = [each for each in count_shortages(question) if isinstance(each, PlanningShortage)]
    assert planning == [PlanningShortage("planning", "team", PlanningReason.TEACHERS_AWAY, 3, 2, ("hana",))]


def test_a_team_plans_more_often_than_others_teach_its_supervised_students():
    question = change(make_team_school(), "groups", "s1", supervised=True)
    for lesson, times in (("science s1", 4), ("math s1", 4), ("art s1", 4), ("planning", 4)):
        question = change(question, "lessons", lesson, times=times)
    assert count_shortages(question) == ()
    question = change(question, "lessons", "art s1", times=3)
    planning = [each for each in count_shortages(question) if isinstance(each, PlanningShortage)]
    assert planning == [PlanningShortage("planning", "team", PlanningReason.NO_COVER, 4, 3, ("s1",))]


def test_two_strands_need_two_teachers_while_their_team_plans():
    question = make_team_school()
    question = replace(question, groups=tuple(replace(group, supervised=True) for group in question.groups))
    reasons = {
        (each.reason, each.needed, each.available)
        for each in count_shortages(question)
        if isinstance(each, PlanningShortage)
    }
    assert reasons == {(PlanningReason.FEW_TEACHERS, 2, 1)}


def test_language_minutes_depend_on_the_bell_schedule():
    short = (Period("1", 510, 540), Period("2", 545, 575), Period("3", 580, 610))
    days = (*DAYS[:2], *(replace(day, periods=short) for day in DAYS[2:]))
    question = make_team_school(days=days, language=(LanguageNeed("s1", 180),), wishes=Wishes(language=20))
    question = change(question, "lessons", "math s1", language_service=True)
    assert count_shortages(question) == (LanguageShortage("s1", 180, 150),)
    assert draft_week(question, seconds=1).counts.language == 30


def test_a_lesson_meets_on_more_days_than_there_are():
    question = change(make_team_school(), "lessons", "art s1", times=3, periods=frozenset({"1"}))
    question = change(question, "groups", "s1", away=slots_on(DAYS, "Mon", "Tue", periods=["1"]))
    assert LessonShortage("art s1", 3, 2) in count_shortages(question)


def test_two_periods_of_one_day_are_not_two_days():
    question = change(make_team_school(), "lessons", "art s1", periods=frozenset({"1", "2"}))
    question = change(
        question, "teachers", "omar", away=slots_on(DAYS, "Tue", "Wed", "Thu", periods=["1", "2"])
    )
    assert LessonShortage("art s1", 2, 1) in count_shortages(question)
    assert explain_impossible(question) != ()


@pytest.mark.parametrize(
    ("question", "relaxation"),
    [
        (
            change(make_team_school(), "teachers", "omar", most_a_week=3),
            Relaxation(RelaxationKind.TEACHER_LOAD, "omar"),
        ),
        (
            make_team_school(rooms=make_team_school().rooms[1:]),
            Relaxation(RelaxationKind.ADD_ROOM, "science", amount=1),
        ),
        (
            change(make_team_school(), "teachers", "omar", away=slots_on(DAYS, "Mon", "Tue", "Wed")),
            Relaxation(RelaxationKind.TEACHER_PRESENT, "omar", "Mon"),
        ),
        (
            change(make_team_school(), "lessons", "planning", times=5, once_a_day=True),
            Relaxation(RelaxationKind.TWICE_A_DAY, "planning"),
        ),
    ],
)
def test_the_smallest_fix_names_what_is_in_the_way(question, relaxation):
    fixes = explain_impossible(question)
    assert relaxation in {fix.relaxations[0] for fix in fixes if len(fix.relaxations) == 1}
    assert all(fix.enough for fix in fixes)


@given(st.integers(0, 10**6))
@settings(max_examples=8)
def test_an_impossible_school_is_explained_by_three_things_and_without_them_it_has_a_week(seed):
    question, _week = make_school_with_week(seed)
    draw = Random(seed)
    lesson = draw.choice(question.lessons)
    harder = change(question, "lessons", lesson.key, times=len(question.days) + 1, once_a_day=True)
    if draw.random() < 0.5:
        harder = change(harder, "teachers", "t0", most_a_week=1)
    draft = draft_week(harder, seconds=0.1)
    first = draft.fixes[0]
    assert 1 <= len(first.relaxations) <= 3
    if first.enough:
        assert (
            check_week(
                relax(harder, first.relaxations), draft_week(relax(harder, first.relaxations), 0.1).timetable
            )
            == []
        )
        assert check_week(harder, draft.timetable) != []


def test_where_no_room_is_left_the_draft_shows_lessons_without_one():
    question = make_team_school(rooms=make_team_school().rooms[1:])
    draft = draft_week(question, seconds=1)
    assert {rule.rule.value for rule in check_week(question, draft.timetable)} == {"no-room"}
    assert {each.room for each in draft.timetable.placements if each.lesson.startswith("science")} == {""}


def test_groups_that_share_a_student_are_counted_together():
    club = Group("club", frozenset({"amina", "noor"}))
    lesson = Lesson("club", "club", ("omar",), ("club",), times=4)
    question = make_team_school()
    question = replace(question, groups=(*question.groups, club), lessons=(*question.lessons, lesson))
    question = change(question, "groups", "s1", away=slots_on(DAYS, "Thu"))
    short = next(
        each for each in count_shortages(question) if isinstance(each, LessonShortage | GroupShortage)
    )
    assert short.needed > short.available
