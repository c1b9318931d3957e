"""Whether a question can be read, before anything is counted; the sentence says what is wrong."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from .inputs import InvalidInputError, Lesson, Slot, WeekQuestion


def validate_question(question: WeekQuestion) -> None:
    """Raise InvalidInputError for keys that are missing or twice, impossible clock times, and empty lessons."""
    for name, rows in (
        ("day", question.days),
        ("room", question.rooms),
        ("teacher", question.teachers),
        ("group", question.groups),
        ("lesson", question.lessons),
        ("team", question.teams),
    ):
        _check_keys(name, [row.key for row in rows])
    for day in question.days:
        _check_keys(f"period on {day.key}", [period.key for period in day.periods])
        _check_clock(day.key, [(period.start, period.end) for period in day.periods])
    _check_names(question)
    for lesson in question.lessons:
        _check_lesson(lesson)
    _check_fixed(question)


def _check_keys(name: str, keys: list[str]) -> None:
    doubled = sorted({key for key in keys if keys.count(key) > 1})
    if doubled:
        raise InvalidInputError(f"There are two of the {name} {doubled[0]}.")


def _check_clock(day: str, times: list[tuple[int, int]]) -> None:
    if any(start >= end for start, end in times) or any(a[1] > b[0] for a, b in pairwise(times)):
        raise InvalidInputError(f"The periods on {day} are not one after the other.")


def _check_names(question: WeekQuestion) -> None:
    teachers = {teacher.key for teacher in question.teachers}
    groups = {group.key for group in question.groups}
    rooms = {room.key for room in question.rooms}
    slots = set(question.slots)
    for lesson in question.lessons:
        _check_known(f"The lesson {lesson.key}", lesson.teachers, teachers)
        _check_known(f"The lesson {lesson.key}", lesson.groups, groups)
        _check_known(f"The lesson {lesson.key}", [lesson.room] if lesson.room else [], rooms)
    for team in question.teams:
        _check_known(f"The team {team.key}", team.teachers, teachers)
        _check_known(f"The team {team.key}", team.groups, groups)
    for need in question.language:
        _check_known("A language need", [need.group], groups)
    for fixed in question.fixed:
        _check_known("A fixed placement", [fixed.lesson], {lesson.key for lesson in question.lessons})
        _check_known("A fixed placement", [fixed.room] if fixed.room else [], rooms)
        if Slot(fixed.day, fixed.period) not in slots:
            raise InvalidInputError(
                f"{fixed.lesson} is fixed on {fixed.day} in {fixed.period}, which does not exist."
            )


def _check_known(subject: str, keys: Iterable[str], known_keys: set[str]) -> None:
    for key in keys:
        if key not in known_keys:
            raise InvalidInputError(f"{subject} names {key}, which does not exist.")


def _check_lesson(lesson: Lesson) -> None:
    if lesson.times < 0 or lesson.length < 1:
        raise InvalidInputError(
            f"The lesson {lesson.key} meets {lesson.times} times for {lesson.length} periods."
        )
    if not lesson.teachers and not lesson.groups:
        raise InvalidInputError(f"The lesson {lesson.key} has no teacher and no group.")
    if len(set(lesson.teachers)) < len(lesson.teachers) or len(set(lesson.groups)) < len(lesson.groups):
        raise InvalidInputError(f"The lesson {lesson.key} names a teacher or a group twice.")


def _check_fixed(question: WeekQuestion) -> None:
    places = [(fixed.lesson, fixed.day, fixed.period) for fixed in question.fixed]
    if len(set(places)) < len(places):
        raise InvalidInputError("A lesson is fixed at the same place twice.")
    for lesson in question.lessons:
        fixed = [each for each in question.fixed if each.lesson == lesson.key]
        if len(fixed) > lesson.times:
            raise InvalidInputError(f"The lesson {lesson.key} is fixed more often than it meets.")
        if any(each.room and not lesson.needs_room for each in fixed):
            raise InvalidInputError(f"The lesson {lesson.key} is fixed in a room, and needs none.")
