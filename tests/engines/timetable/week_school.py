"""Small schools for the tests of a week: one by hand, and many by chance around a week that exists."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from random import Random

from trellis.engines.timetable.week import (
    Day,
    Group,
    Lesson,
    Period,
    Placement,
    Room,
    Slot,
    Teacher,
    Team,
    Timetable,
    WeekQuestion,
    Wishes,
    check_week,
    slots_on,
)


def make_days(*keys: str, periods: int = 3, minutes: int = 60) -> tuple[Day, ...]:
    rows = tuple(
        Period(str(n + 1), 510 + n * (minutes + 5), 510 + n * (minutes + 5) + minutes) for n in range(periods)
    )
    return tuple(Day(key, rows) for key in keys)


def make_team_school(**changes: object) -> WeekQuestion:
    """Four days of three hours; a team of Joy and Hana with two strands, and Omar who is on no team.

    Each strand has science (one science room), math, and art with Omar; the team plans twice.
    """
    days = make_days("Mon", "Tue", "Wed", "Thu")
    question = WeekQuestion(
        days=days,
        rooms=(Room("Lab", ("science", "general")), Room("A"), Room("B")),
        teachers=(Teacher("joy", home_room="Lab"), Teacher("hana", home_room="A"), Teacher("omar")),
        groups=(Group("s1", frozenset({"amina", "luis"})), Group("s2", frozenset({"noor", "wei"}))),
        lessons=(
            Lesson("science s1", "science", ("joy",), ("s1",), times=3, room_kind="science"),
            Lesson("science s2", "science", ("joy",), ("s2",), times=3, room_kind="science"),
            Lesson("math s1", "math", ("hana",), ("s1",), times=3, room_kind="general"),
            Lesson("math s2", "math", ("hana",), ("s2",), times=3, room_kind="general"),
            Lesson("art s1", "art", ("omar",), ("s1",), times=2, room_kind="general"),
            Lesson("art s2", "art", ("omar",), ("s2",), times=2, room_kind="general"),
            Lesson("planning", "planning", ("joy", "hana"), times=2),
        ),
        teams=(Team("team", ("joy", "hana"), ("s1", "s2"), planning_minutes=120),),
    )
    return replace(question, **changes)


def change(question: WeekQuestion, table: str, which: str, **changes: object) -> WeekQuestion:
    """The question with one row of one table changed."""
    rows = tuple(replace(row, **changes) if row.key == which else row for row in getattr(question, table))
    return replace(question, **{table: rows})


def place(*rows: tuple[str, str, str, str]) -> Timetable:
    return Timetable.of(Placement(*row) for row in rows)


def make_school_with_week(seed: int) -> tuple[WeekQuestion, Timetable]:
    """A school made around a week by chance: whatever the week does becomes what the school asks for."""
    draw = Random(seed)
    days = make_days(*["Mon", "Tue", "Wed"][: draw.randint(2, 3)], periods=draw.randint(3, 4))
    slots = [Slot(day.key, period.key) for day in days for period in day.periods]
    rooms = [Room("Lab", ("science", "general")), Room("A"), Room("B")]
    rooms[2] = replace(rooms[2], away=frozenset(draw.sample(slots, 2)))
    students = [f"student{n}" for n in range(6)]
    groups = [Group(f"g{n}", frozenset(draw.sample(students, draw.randint(1, 3)))) for n in range(4)]
    groups[0] = replace(groups[0], away=slots_on(days, "Tue"))
    teachers = [Teacher(f"t{n}", frozenset(draw.sample(slots, draw.randint(0, 2)))) for n in range(3)]
    question = WeekQuestion(
        days, tuple(rooms), tuple(teachers), tuple(groups), (), wishes=Wishes(most_consecutive=2)
    )
    week = Timetable(())
    for number in range(draw.randint(3, 7)):
        lesson = Lesson(
            f"l{number}",
            draw.choice(["math", "science"]),
            tuple(teacher.key for teacher in draw.sample(teachers, draw.choice([1, 1, 2]))),
            tuple(group.key for group in draw.sample(groups, draw.choice([0, 1, 1, 2]))),
            times=0,
            length=draw.choice([1, 1, 2]),
            room_kind=draw.choice([None, "general", "general", "science"]),
            once_a_day=draw.random() < 0.8,
        )
        question, week = _place_by_chance(draw, question, week, lesson, slots)
    return question, week


def _place_by_chance(
    draw: Random, question: WeekQuestion, week: Timetable, lesson: Lesson, slots: Iterable[Slot]
) -> tuple[WeekQuestion, Timetable]:
    """Add a lesson, with as many meetings as find a place among a few tries."""
    for slot in draw.sample(list(slots), 5):
        fitting = [room.key for room in question.rooms if lesson.room_kind in room.kinds]
        longer = replace(lesson, times=lesson.times + 1)
        more = Timetable.of(
            [*week.placements, Placement(lesson.key, *slot, draw.choice(fitting) if fitting else "")]
        )
        larger = replace(question, lessons=(*question.lessons, longer))
        if longer.times <= 3 and not check_week(larger, more):
            lesson, week = longer, more
    return replace(question, lessons=(*question.lessons, lesson)), week
