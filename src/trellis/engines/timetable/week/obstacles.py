"""What stands in the way of one meeting at one slot, if nothing else moves."""

from __future__ import annotations

from collections.abc import Iterator

from .encoding import EncodedWeek
from .inputs import Lesson, Slot
from .results import Obstacle, ObstacleKind, Placement, Timetable


def find_obstacles(
    week: EncodedWeek, timetable: Timetable, meeting: Placement, slot: Slot
) -> tuple[Obstacle, ...]:
    """Return everything in the way, each thing once: the slot, people, then rooms."""
    lesson = week.lessons[week.lesson_numbers[meeting.lesson]]
    others = [placement for placement in timetable.placements if placement != meeting]
    if week.encode_placement(meeting) in week.fixed_starts:
        return (Obstacle(ObstacleKind.FIXED, lesson=lesson.key),)
    number, start = week.lesson_numbers[lesson.key], week.slot_numbers[slot]
    if start not in week.whole[number] or (lesson.periods and slot.period not in lesson.periods):
        return (Obstacle(ObstacleKind.PERIOD),)
    slots = [week.slots[covered] for covered in week.covered(number, start)]
    present = [placement for placement in others if _overlaps(week, placement, slots)]
    obstacles = [
        *_of_lesson(lesson, others, slot),
        *_of_teachers(week, lesson, others, present, slots),
        *_of_groups(week, lesson, present, slots),
        *_of_supervision(week, lesson, others, meeting, slots),
        *_of_rooms(week, lesson, present, slots),
    ]
    return tuple(dict.fromkeys(obstacles))


def _overlaps(week: EncodedWeek, placement: Placement, slots: list[Slot]) -> bool:
    covered = week.covered(*week.encode_placement(placement))
    return any(week.slot_numbers[slot] in covered for slot in slots)


def _of_lesson(lesson: Lesson, others: list[Placement], slot: Slot) -> Iterator[Obstacle]:
    if lesson.once_a_day and any(other.lesson == lesson.key and other.day == slot.day for other in others):
        yield Obstacle(ObstacleKind.SAME_DAY, lesson=lesson.key)


def _of_teachers(
    week: EncodedWeek, lesson: Lesson, others: list[Placement], present: list[Placement], slots: list[Slot]
) -> Iterator[Obstacle]:
    for key in lesson.teachers:
        teacher = week.teachers[key]
        if teacher.away.intersection(slots):
            yield Obstacle(ObstacleKind.TEACHER_AWAY, key)
        for other in present:
            if key in week.lessons[week.lesson_numbers[other.lesson]].teachers:
                yield Obstacle(ObstacleKind.TEACHER_BUSY, key, other.lesson)
        if teacher.most_a_day is not None:
            load = sum(
                week.lessons[week.lesson_numbers[other.lesson]].length
                for other in others
                if other.day == slots[0].day
                and key in week.lessons[week.lesson_numbers[other.lesson]].teachers
            )
            if load + lesson.length > teacher.most_a_day:
                yield Obstacle(ObstacleKind.TEACHER_LOAD, key)


def _of_groups(
    week: EncodedWeek, lesson: Lesson, present: list[Placement], slots: list[Slot]
) -> Iterator[Obstacle]:
    for group in week.groups_with_students_of(lesson):
        if group.away.intersection(slots):
            yield Obstacle(ObstacleKind.GROUP_AWAY, group.key)
    for key in lesson.groups:
        group = week.groups[key]
        for other in present:
            others = week.lessons[week.lesson_numbers[other.lesson]].groups
            if any(not group.students.isdisjoint(week.groups[each].students) for each in others):
                yield Obstacle(ObstacleKind.GROUP_BUSY, key, other.lesson)


def _of_supervision(
    week: EncodedWeek, lesson: Lesson, others: list[Placement], meeting: Placement, slots: list[Slot]
) -> Iterator[Obstacle]:
    """Students whom the meeting leaves without a lesson where it stands now."""
    number = week.lesson_numbers[lesson.key]
    for cohort in week.cohorts:
        if not cohort.supervised_by or number not in cohort.lessons:
            continue
        attended = {
            slot
            for other in others
            if week.lesson_numbers[other.lesson] in cohort.lessons
            for slot in week.covered(*week.encode_placement(other))
        }
        attended.update(week.slot_numbers[slot] for slot in slots)
        if not attended.issuperset(
            cohort.present.intersection(week.covered(*week.encode_placement(meeting)))
        ):
            yield from (Obstacle(ObstacleKind.UNSUPERVISED, key) for key in cohort.supervised_by)


def _of_rooms(
    week: EncodedWeek, lesson: Lesson, present: list[Placement], slots: list[Slot]
) -> Iterator[Obstacle]:
    if not lesson.needs_room:
        return
    numbers = [week.slot_numbers[slot] for slot in slots]
    fitting = week.fitting_rooms(week.lesson_numbers[lesson.key], numbers[0])
    fitting = fitting.intersection(*(week.open_rooms[number] for number in numbers))
    taken = {placement.room: placement.lesson for placement in present if placement.room in fitting}
    if not fitting:
        yield Obstacle(ObstacleKind.NO_ROOM, lesson.room or lesson.room_kind or "")
    elif len(taken) == len(fitting):
        yield from (Obstacle(ObstacleKind.ROOM_BUSY, room, other) for room, other in sorted(taken.items()))
