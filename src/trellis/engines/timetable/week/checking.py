"""An independent check: it reads only the question and the timetable, and shares nothing with what made it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from .inputs import FixedPlacement, Group, Lesson, Room, Slot, Teacher, WeekQuestion
from .results import BrokenRule, Placement, Rule, Timetable

Books = dict[str, dict[Slot, list[str]]]
"""For each teacher, student or room: the lessons at each slot."""

Meetings = list[tuple[Placement, tuple[Slot, ...]]]
"""Each meeting with the slots that it takes. A list: a meeting that stands there twice counts twice."""


def check_week(question: WeekQuestion, timetable: Timetable) -> list[BrokenRule]:
    """Return every broken rule, in the order of the question; empty where the timetable keeps them all."""
    lessons = {lesson.key: lesson for lesson in question.lessons}
    slots_taken: Meetings = []
    broken: list[BrokenRule] = []
    for placement in timetable.placements:
        lesson = lessons.get(placement.lesson)
        slots = _slots_taken(question, lesson, placement) if lesson else ()
        if not slots:
            broken.append(BrokenRule(Rule.UNKNOWN, (placement.lesson,), slot=placement.slot))
        else:
            slots_taken.append((placement, slots))
    broken += _check_lessons(question, timetable)
    broken += _check_teachers(question, lessons, slots_taken)
    broken += _check_groups(question, lessons, slots_taken)
    broken += _check_rooms(question, lessons, slots_taken)
    return broken


def _slots_taken(question: WeekQuestion, lesson: Lesson, placement: Placement) -> tuple[Slot, ...]:
    """The slots of a meeting; empty where the day has no such period, or ends before the meeting does."""
    for day in question.days:
        keys = [period.key for period in day.periods]
        if day.key == placement.day and placement.period in keys:
            first = keys.index(placement.period)
            if first + lesson.length <= len(keys):
                return tuple(Slot(day.key, key) for key in keys[first : first + lesson.length])
    return ()


def _check_lessons(question: WeekQuestion, timetable: Timetable) -> Iterator[BrokenRule]:
    for lesson in question.lessons:
        meetings = timetable.meetings(lesson.key)
        if len(meetings) != lesson.times:
            yield BrokenRule(Rule.TIMES, (lesson.key,))
        days = Counter(meeting.day for meeting in meetings)
        for meeting in meetings:
            if lesson.once_a_day and days.pop(meeting.day, 0) > 1:
                yield BrokenRule(Rule.SAME_DAY, (lesson.key,), slot=meeting.slot)
            if lesson.periods and meeting.period not in lesson.periods:
                yield BrokenRule(Rule.PERIOD, (lesson.key,), slot=meeting.slot)
    for fixed in question.fixed:
        if not any(_stands(fixed, placement) for placement in timetable.placements):
            yield BrokenRule(Rule.FIXED, (fixed.lesson,), fixed.room or "", Slot(fixed.day, fixed.period))


def _stands(fixed: FixedPlacement, placement: Placement) -> bool:
    place = (fixed.lesson, fixed.day, fixed.period)
    same_place = (placement.lesson, placement.day, placement.period) == place
    return same_place and fixed.room in (None, placement.room)


def _check_teachers(
    question: WeekQuestion, lessons: Mapping[str, Lesson], slots_taken: Meetings
) -> Iterator[BrokenRule]:
    books = _make_books(
        (placement, slots, lessons[placement.lesson].teachers) for placement, slots in slots_taken
    )
    for teacher in question.teachers:
        book = books[teacher.key]
        yield from _clashes(Rule.TEACHER_TWICE, teacher.key, book)
        for slot, keys in book.items():
            if slot in teacher.away:
                yield BrokenRule(Rule.TEACHER_AWAY, tuple(keys), teacher.key, slot)
        yield from _check_load(teacher, book)


def _check_load(teacher: Teacher, book: Mapping[Slot, list[str]]) -> Iterator[BrokenRule]:
    week = [key for keys in book.values() for key in keys]
    if teacher.most_a_week is not None and len(week) > teacher.most_a_week:
        yield BrokenRule(Rule.TEACHER_WEEK, tuple(sorted(set(week))), teacher.key)
    days: dict[str, list[Slot]] = defaultdict(list)
    for slot, keys in book.items():
        days[slot.day] += [slot] * len(keys)
    for slots in days.values():
        if teacher.most_a_day is not None and len(slots) > teacher.most_a_day:
            keys = sorted({key for slot in slots for key in book[slot]})
            yield BrokenRule(Rule.TEACHER_DAY, tuple(keys), teacher.key, min(slots))


def _check_groups(
    question: WeekQuestion, lessons: Mapping[str, Lesson], slots_taken: Meetings
) -> Iterator[BrokenRule]:
    groups = {group.key: group for group in question.groups}
    books: Books = defaultdict(lambda: defaultdict(list))
    clashes: dict[tuple[Slot, tuple[str, ...]], None] = {}
    for placement, slots in slots_taken:
        lesson = lessons[placement.lesson]
        students = {student for key in lesson.groups for student in groups[key].students}
        for group in question.groups:
            for slot in slots:
                if slot in group.away and not students.isdisjoint(group.students):
                    yield BrokenRule(Rule.GROUP_AWAY, (lesson.key,), group.key, slot)
        for student in sorted(students):
            for slot in slots:
                books[student][slot].append(lesson.key)
                if len(books[student][slot]) > 1:
                    clashes[slot, tuple(sorted(books[student][slot]))] = None
    for slot, keys in clashes:
        yield BrokenRule(Rule.STUDENTS_TWICE, keys, slot=slot)
    for group in question.groups:
        if group.supervised:
            yield from _unsupervised(question, group, books)


def _unsupervised(question: WeekQuestion, group: Group, books: Books) -> Iterator[BrokenRule]:
    away: dict[str, set[Slot]] = {student: set() for student in group.students}
    for other in question.groups:
        for student in other.students & group.students:
            away[student] |= other.away
    for slot in question.slots:
        if any(slot not in away[student] and not books[student][slot] for student in sorted(group.students)):
            yield BrokenRule(Rule.UNSUPERVISED, (), group.key, slot)


def _check_rooms(
    question: WeekQuestion, lessons: Mapping[str, Lesson], slots_taken: Meetings
) -> Iterator[BrokenRule]:
    rooms = {room.key: room for room in question.rooms}
    for placement, _slots in slots_taken:
        lesson = lessons[placement.lesson]
        if not placement.room:
            if lesson.needs_room:
                who = lesson.room or lesson.room_kind or ""
                yield BrokenRule(Rule.NO_ROOM, (lesson.key,), who, placement.slot)
        elif placement.room not in rooms:
            yield BrokenRule(Rule.UNKNOWN, (lesson.key,), placement.room, placement.slot)
        elif not _fits(lesson, rooms[placement.room]):
            yield BrokenRule(Rule.ROOM_UNFIT, (lesson.key,), placement.room, placement.slot)
    books = _make_books((placement, slots, (placement.room,)) for placement, slots in slots_taken)
    for room in question.rooms:
        yield from _clashes(Rule.ROOM_TWICE, room.key, books[room.key])
        for slot, keys in books[room.key].items():
            if slot in room.away:
                yield BrokenRule(Rule.ROOM_AWAY, tuple(keys), room.key, slot)


def _fits(lesson: Lesson, room: Room) -> bool:
    if lesson.room is not None:
        return room.key == lesson.room
    return lesson.room_kind is None or lesson.room_kind in room.kinds


def _make_books(entries: Iterable[tuple[Placement, tuple[Slot, ...], tuple[str, ...]]]) -> Books:
    books: Books = defaultdict(lambda: defaultdict(list))
    for placement, slots, owners in entries:
        for owner in owners:
            for slot in slots:
                books[owner][slot].append(placement.lesson)
    return books


def _clashes(rule: Rule, who: str, book: Mapping[Slot, list[str]]) -> Iterator[BrokenRule]:
    for slot, keys in book.items():
        if len(keys) > 1:
            yield BrokenRule(rule, tuple(keys), who, slot)
