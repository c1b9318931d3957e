"""Moving a lesson says first what would change, and changes little."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from week_school import change, make_school_with_week, make_team_school

from trellis.engines.timetable.week import (
    FixedPlacement,
    InvalidInputError,
    ObstacleKind,
    Placement,
    Rule,
    Slot,
    check_week,
    draft_week,
    move_lesson,
    possible_places,
    slots_on,
)


@given(st.integers(0, 10**6))
@settings(max_examples=20)
def test_a_place_is_free_exactly_where_a_lesson_may_go_and_nothing_else_moves(seed):
    question, timetable = make_school_with_week(seed)
    if not timetable.placements:
        return
    meeting = timetable.placements[seed % len(timetable.placements)]
    for place in possible_places(question, timetable, meeting):
        rooms = {"", *(room.key for room in question.rooms)}
        others = [each for each in timetable.placements if each != meeting]
        fits = any(
            not check_week(
                question,
                replace(timetable, placements=(*others, Placement(meeting.lesson, *place.slot, room))),
            )
            for room in rooms
        )
        assert place.is_free == fits, place


@given(st.integers(0, 10**6), st.integers(0, 100))
@settings(max_examples=15)
def test_a_move_keeps_every_rule_or_says_which_it_breaks(seed, number):
    question, timetable = make_school_with_week(seed)
    if not timetable.placements:
        return
    meeting = timetable.placements[seed % len(timetable.placements)]
    place = possible_places(question, timetable, meeting)[number % len(question.slots)]
    move = move_lesson(question, timetable, meeting, *place.slot)
    assert list(move.broken) == check_week(question, move.timetable)
    assert (move.placement.lesson, move.placement.slot) == (meeting.lesson, place.slot)
    if place.is_free:
        assert move.moved == ()
        assert move.broken == ()
    changed = {before for before, _after in (*move.moved, *move.room_changes)} | {meeting}
    assert set(timetable.placements) - set(move.timetable.placements) <= changed


def test_two_lessons_change_places_and_nothing_else_moves():
    question = change(make_team_school(), "groups", "s1", away=slots_on(make_team_school().days, "Thu"))
    timetable = draft_week(question, seconds=1).timetable
    meeting = timetable.meetings("math s1")[0]
    other = next(each for each in timetable.meetings("science s1") if each.day == meeting.day)
    obstacles = {place.slot: place for place in possible_places(question, timetable, meeting)}[
        other.slot
    ].obstacles
    assert (ObstacleKind.GROUP_BUSY, "s1", "science s1") in {
        (each.kind, each.who, each.lesson) for each in obstacles
    }
    move = move_lesson(question, timetable, meeting, *other.slot)
    assert move.broken == ()
    assert 1 <= len(move.moved) <= 3


def test_a_move_that_cannot_be_is_shown_with_what_it_breaks():
    question = change(make_team_school(), "teachers", "hana", away=slots_on(make_team_school().days, "Thu"))
    timetable = draft_week(question, seconds=1).timetable
    move = move_lesson(question, timetable, timetable.meetings("math s1")[0], "Thu", "1")
    assert Rule.TEACHER_AWAY in {rule.rule for rule in move.broken}
    assert move.moved == ()


def test_a_fixed_lesson_stays():
    question = make_team_school(fixed=(FixedPlacement("art s1", "Mon", "1"),))
    timetable = draft_week(question, seconds=1).timetable
    meeting = next(each for each in timetable.meetings("art s1") if each.slot == Slot("Mon", "1"))
    kinds = {each.kind for place in possible_places(question, timetable, meeting) for each in place.obstacles}
    assert kinds == {ObstacleKind.FIXED}
    assert move_lesson(question, timetable, meeting, "Mon", "3").broken[0].rule == Rule.FIXED


def test_a_lesson_moves_in_a_week_that_breaks_a_rule_elsewhere():
    """Science has no room; planning can still be moved, and the lessons without a room stay where they are."""
    question = make_team_school()
    question = replace(question, rooms=question.rooms[1:])
    timetable = draft_week(question, seconds=1).timetable
    assert {rule.rule for rule in check_week(question, timetable)} == {Rule.NO_ROOM}
    meeting = timetable.meetings("planning")[0]
    free = next(place.slot for place in possible_places(question, timetable, meeting) if place.is_free)
    move = move_lesson(question, timetable, meeting, *free)
    assert (move.moved, move.room_changes, move.broken) == ((), (), ())


def test_a_lesson_moved_onto_its_other_meeting_is_shown_as_broken():
    question = change(
        make_team_school(), "lessons", "planning", once_a_day=False, periods=frozenset({"1", "2"})
    )
    away = slots_on(question.days, "Tue", "Wed", "Thu", periods=["1", "2"])
    question = change(question, "lessons", "math s1", times=1)
    question = change(change(question, "lessons", "math s2", times=1), "teachers", "hana", away=away)
    timetable = draft_week(question, seconds=1).timetable
    move = move_lesson(question, timetable, timetable.meetings("planning")[0], "Mon", "2")
    assert Rule.TEACHER_TWICE in {rule.rule for rule in move.broken}
    assert move.moved == ()


def test_a_meeting_or_a_period_that_does_not_exist_is_refused():
    question = make_team_school()
    timetable = draft_week(question, seconds=1).timetable
    with pytest.raises(InvalidInputError, match="has no math s1"):
        possible_places(question, timetable, Placement("math s1", "Mon", "9"))
    with pytest.raises(InvalidInputError, match="no period 9"):
        move_lesson(question, timetable, timetable.placements[0], "Mon", "9")
