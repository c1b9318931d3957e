"""The checker and the counter, against weeks written by hand; and a week with one thing broken is always noticed."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from week_school import change, make_school_with_week, make_team_school, place

from trellis.engines.timetable.week import (
    Lesson,
    Placement,
    Rule,
    Teacher,
    Timetable,
    WeekQuestion,
    Wishes,
    check_week,
    count_wishes,
    slots_on,
)

WEEK = place(
    ("science s1", "Mon", "1", "Lab"),
    ("math s2", "Mon", "1", "A"),
    ("science s2", "Mon", "2", "Lab"),
    ("art s1", "Mon", "3", "B"),
    ("science s1", "Tue", "1", "Lab"),
    ("science s2", "Tue", "3", "Lab"),
    ("math s1", "Tue", "3", "A"),
    ("planning", "Wed", "2", ""),
)


def small_question() -> WeekQuestion:
    """The school by hand, with each lesson as often as in the week above."""
    question = make_team_school(wishes=Wishes(most_consecutive=1))
    lessons = [replace(lesson, times=len(WEEK.meetings(lesson.key))) for lesson in question.lessons]
    return replace(question, lessons=tuple(lessons))


def test_a_week_by_hand_keeps_every_rule_and_its_wishes_are_counted():
    question = change(small_question(), "teachers", "joy", days_off=2)
    assert check_week(question, WEEK) == []
    counts = count_wishes(question, WEEK)
    assert counts.teacher_gaps == 1  # Joy on Tuesday
    assert counts.student_gaps == 2 + 2  # strand 1 on Monday and on Tuesday, two students each
    assert counts.days_off == 1  # Joy is off on Thursday only
    assert counts.consecutive == 1  # Joy on Monday
    assert counts.room_changes == 0
    # Nobody of the team teaches in Mon 3, Tue 2, and on Wednesday and Thursday: eight hours, two are wished.
    assert counts.planning == 0


def test_a_teacher_who_changes_rooms_and_is_away_between_has_no_gap():
    question = change(
        small_question(), "teachers", "joy", away=slots_on(small_question().days, "Tue", periods=["2"])
    )
    week = Timetable.of(
        replace(each, room="B") if each.lesson == "science s2" and each.day == "Tue" else each
        for each in WEEK.placements
    )
    counts = count_wishes(question, week)
    assert (counts.teacher_gaps, counts.room_changes) == (0, 1)
    assert {rule.rule for rule in check_week(question, week)} == {Rule.ROOM_UNFIT}


BREAKS = {
    Rule.TIMES: lambda question, week: (question, Timetable(week.placements[1:])),
    Rule.UNKNOWN: lambda question, week: (question, moved(week, "art s1", period="9")),
    Rule.TEACHER_TWICE: lambda question, week: (question, moved(week, "science s2", period="1")),
    Rule.TEACHER_AWAY: lambda question, week: (
        change(question, "teachers", "omar", away=slots_on(question.days, "Mon")),
        week,
    ),
    Rule.TEACHER_WEEK: lambda question, week: (change(question, "teachers", "joy", most_a_week=4), week),
    Rule.TEACHER_DAY: lambda question, week: (change(question, "teachers", "joy", most_a_day=1), week),
    Rule.STUDENTS_TWICE: lambda question, week: (question, moved(week, "art s1", period="1")),
    Rule.GROUP_AWAY: lambda question, week: (
        change(question, "groups", "s1", away=slots_on(question.days, "Mon")),
        week,
    ),
    Rule.UNSUPERVISED: lambda question, week: (change(question, "groups", "s1", supervised=True), week),
    Rule.ROOM_TWICE: lambda question, week: (question, moved(week, "math s2", room="Lab")),
    Rule.ROOM_AWAY: lambda question, week: (
        change(question, "rooms", "B", away=slots_on(question.days, "Mon")),
        week,
    ),
    Rule.ROOM_UNFIT: lambda question, week: (question, moved(week, "science s2", room="B")),
    Rule.NO_ROOM: lambda question, week: (question, moved(week, "art s1", room="")),
    Rule.SAME_DAY: lambda question, week: (question, moved(week, "science s1", day="Tue", period="2")),
    Rule.PERIOD: lambda question, week: (
        change(question, "lessons", "art s1", periods=frozenset({"1"})),
        week,
    ),
}


def moved(week: Timetable, lesson: str, **place: str) -> Timetable:
    meeting = week.meetings(lesson)[0]
    return Timetable.of(replace(each, **place) if each == meeting else each for each in week.placements)


@pytest.mark.parametrize("rule", BREAKS)
def test_every_rule_is_noticed_when_it_is_broken(rule):
    question, week = BREAKS[rule](small_question(), WEEK)
    assert rule in {broken.rule for broken in check_week(question, week)}


@given(st.integers(0, 10**6))
@settings(max_examples=25)
def test_a_week_with_a_meeting_too_many_or_a_teacher_too_many_is_noticed(seed):
    question, week = make_school_with_week(seed)
    if not week.placements:
        return
    meeting = Random(seed).choice(week.placements)
    assert check_week(question, Timetable.of([*week.placements, meeting])) != []
    lesson = next(each for each in question.lessons if each.key == meeting.lesson)
    rival = Lesson("rival", "math", lesson.teachers, times=1)
    both = replace(question, lessons=(*question.lessons, rival))
    clash = Timetable.of([*week.placements, Placement("rival", *meeting.slot)])
    assert Rule.TEACHER_TWICE in {broken.rule for broken in check_week(both, clash)}


def test_wishes_without_a_weight_cost_nothing():
    question = change(small_question(), "teachers", "joy", days_off=4)
    counts = count_wishes(question, WEEK)
    weights = Wishes(
        teacher_gaps=0, student_gaps=0, days_off=0, consecutive=0, room_changes=0, planning=0, language=0
    )
    assert counts.cost(weights) == 0
    assert counts.cost(replace(weights, days_off=7)) == 7 * counts.days_off
    assert Teacher("nobody").days_off == 0
