"""The question in numbers: slots, lessons with the slots at which they may start, and whose time they take."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from .inputs import Group, LanguageNeed, Lesson, Slot, WeekQuestion
from .results import Placement, Timetable

Start = tuple[int, int]
"""(lesson, slot): a lesson that starts at a slot, both by number."""

MISSING_ROOM = "?"

MOST_FAMILIES = 200
"""Sets of rooms that are looked at; a school's kinds of rooms make a handful."""


@dataclass(frozen=True, slots=True)
class Cohort:
    """Students who have the same lessons. `present`: slots at which they are not away."""

    size: int
    groups: tuple[str, ...]
    lessons: tuple[int, ...]
    present: frozenset[int]
    supervised_by: tuple[str, ...]


class EncodedWeek:
    """Tables over the question. Slots are numbered in the order of the week."""

    def __init__(self, question: WeekQuestion) -> None:
        self.question = question
        self.lessons = question.lessons
        self.slots = question.slots
        self.slot_numbers = {slot: number for number, slot in enumerate(self.slots)}
        self.day_slots: list[range] = []
        for day in question.days:
            first = self.day_slots[-1].stop if self.day_slots else 0
            self.day_slots.append(range(first, first + len(day.periods)))
        self.day_of = [number for number, day in enumerate(self.day_slots) for _slot in day]
        self.minutes = [period.minutes for day in question.days for period in day.periods]
        self.lesson_numbers = {lesson.key: number for number, lesson in enumerate(self.lessons)}
        self.teachers = {teacher.key: teacher for teacher in question.teachers}
        self.groups = {group.key: group for group in question.groups}
        self.teacher_lessons: dict[str, list[int]] = defaultdict(list)
        for number, lesson in enumerate(self.lessons):
            for teacher in lesson.teachers:
                self.teacher_lessons[teacher].append(number)
        self.cohorts = _make_cohorts(self)
        self.fixed_starts = {
            (self.lesson_numbers[fixed.lesson], self.slot_numbers[Slot(fixed.day, fixed.period)]): fixed.room
            for fixed in question.fixed
        }
        self.whole = [self._starts_in_day(lesson) for lesson in self.lessons]
        self.starts = [
            [start for start in starts if self._is_possible(lesson, start)]
            for lesson, starts in zip(self.lessons, self.whole, strict=True)
        ]

    def _starts_in_day(self, lesson: Lesson) -> list[int]:
        return [start for day in self.day_slots for start in day[: max(0, len(day) - lesson.length + 1)]]

    def _is_possible(self, lesson: Lesson, start: int) -> bool:
        if lesson.periods and self.slots[start].period not in lesson.periods:
            return False
        covered = [self.slots[number] for number in range(start, start + lesson.length)]
        return not any(
            slot in person.away
            for slot in covered
            for person in (
                *(self.teachers[key] for key in lesson.teachers),
                *self.groups_with_students_of(lesson),
            )
        )

    def groups_with_students_of(self, lesson: Lesson) -> list[Group]:
        """The groups that a student of the lesson is in: who is away with one of them cannot come."""
        return [group for key in lesson.groups for group in self._overlapping[key]]

    @cached_property
    def _overlapping(self) -> dict[str, list[Group]]:
        groups = self.question.groups
        return {
            group.key: [other for other in groups if not group.students.isdisjoint(other.students)]
            for group in groups
        }

    def covered(self, lesson: int, start: int) -> range:
        return range(start, start + self.lessons[lesson].length)

    def fitting_rooms(self, lesson: int, start: int) -> frozenset[str]:
        """The rooms that a lesson may be in when it starts at a slot, open or not; empty where it needs none."""
        fixed_room = self.fixed_starts.get((lesson, start))
        if fixed_room:
            return frozenset((fixed_room,))
        return self._fitting[lesson]

    def lessons_within(self, rooms: frozenset[str]) -> list[int]:
        """The lessons that need a room and can only be in one of these."""
        return [
            number
            for number, lesson in enumerate(self.lessons)
            if lesson.needs_room and self._fitting[number] <= rooms
        ]

    @cached_property
    def _fitting(self) -> list[frozenset[str]]:
        return [
            frozenset((lesson.room,)) if lesson.room else self._rooms_of_kind(lesson.room_kind)
            for lesson in self.lessons
        ]

    def _rooms_of_kind(self, kind: str | None) -> frozenset[str]:
        """The rooms of a kind. A kind without any has a set of its own, with a room that is never open."""
        rooms = frozenset(room.key for room in self.question.rooms if kind in room.kinds)
        return rooms or frozenset((f"{MISSING_ROOM}{kind}",) if kind else ())

    @cached_property
    def open_rooms(self) -> list[frozenset[str]]:
        """The rooms that are open at each slot."""
        return [
            frozenset(room.key for room in self.question.rooms if slot not in room.away)
            for slot in self.slots
        ]

    @cached_property
    def sharing(self) -> list[frozenset[int]]:
        """For each lesson, those that share a teacher or a student with it, itself among them."""
        sharing: list[set[int]] = [{number} for number in range(len(self.lessons))]
        for some in (*self.teacher_lessons.values(), *(cohort.lessons for cohort in self.cohorts)):
            for number in some:
                sharing[number].update(some)
        return [frozenset(numbers) for numbers in sharing]

    def serving_lessons(self, need: LanguageNeed) -> list[int]:
        """The lessons of language service that all students of a group are in."""
        students = self.groups[need.group].students
        return [
            number
            for number, lesson in enumerate(self.lessons)
            if lesson.language_service
            and students <= frozenset().union(*(self.groups[key].students for key in lesson.groups))
        ]

    @cached_property
    def forced(self) -> frozenset[Start]:
        """Starts that must be, because a lesson has no more possible ones than times; none where two of them clash."""
        forced = {
            (number, start)
            for number, lesson in enumerate(self.lessons)
            if len(self.starts[number])
            == lesson.times
            == len({self.day_of[start] for start in self.starts[number]})
            for start in self.starts[number]
        }
        taken = {(number, slot) for number, start in forced for slot in self.covered(number, start)}
        for number, slot in taken:
            if any(other != number and (other, slot) in taken for other in self.sharing[number]):
                return frozenset()
        return frozenset(forced)

    @cached_property
    def room_families(self) -> dict[frozenset[str], tuple[str, ...]]:
        """Sets of rooms to count lessons against, each with the kinds that could be added to it.

        Each set that fits some lesson, and the unions of those that overlap without one being within the other:
        by Hall's theorem, if no set has more lessons than rooms, every lesson gets a room.
        """
        families = {rooms: self._kinds_within(rooms) for rooms in dict.fromkeys(self._fitting) if rooms}
        for room in self.fixed_starts.values():
            if room:
                families.setdefault(frozenset((room,)), ())
        waiting = list(families)
        while waiting and len(families) < MOST_FAMILIES:
            rooms = waiting.pop()
            for other in list(families):
                union = rooms | other
                if rooms & other and union not in families:
                    families[union] = self._kinds_within(union)
                    waiting.append(union)
        return families

    def _kinds_within(self, rooms: frozenset[str]) -> tuple[str, ...]:
        """The kinds of lessons all of whose rooms are among these, the widest first."""
        kinds = sorted({lesson.room_kind for lesson in self.lessons if lesson.room_kind})
        serving = {kind: self._rooms_of_kind(kind) for kind in kinds}
        within = [kind for kind in kinds if serving[kind] <= rooms]
        return tuple(sorted(within, key=lambda kind: -len(serving[kind])))

    @cached_property
    def long_lessons_with_unlike_rooms(self) -> frozenset[int]:
        """Lessons of several periods whose rooms differ in when they are open, or serve other lessons too."""
        sets = {*self._fitting, *(frozenset((room,)) for room in self.fixed_starts.values() if room)} - {
            frozenset()
        }
        always_open = frozenset.intersection(*self.open_rooms) if self.open_rooms else frozenset()
        return frozenset(
            number
            for number, lesson in enumerate(self.lessons)
            if lesson.length > 1 and lesson.needs_room
            for rooms in [self._fitting[number]]
            if not rooms <= always_open or any(rooms & other and rooms != other for other in sets)
        )

    def encode(self, timetable: Timetable) -> frozenset[Start]:
        return frozenset(self.encode_placement(placement) for placement in timetable.placements)

    def encode_placement(self, placement: Placement) -> Start:
        return self.lesson_numbers[placement.lesson], self.slot_numbers[placement.slot]

    def decode(self, starts: Iterable[Start], rooms: dict[Start, str]) -> Timetable:
        return Timetable.of(
            Placement(self.lessons[lesson].key, *self.slots[slot], rooms.get((lesson, slot), ""))
            for lesson, slot in starts
        )


def _make_cohorts(week: EncodedWeek) -> list[Cohort]:
    groups_of: dict[str, list[str]] = defaultdict(list)
    for group in week.question.groups:
        for student in group.students:
            groups_of[student].append(group.key)
    sizes: dict[tuple[str, ...], int] = defaultdict(int)
    for student in sorted(groups_of):
        sizes[tuple(groups_of[student])] += 1
    return [
        Cohort(
            size,
            keys,
            tuple(
                number
                for number, lesson in enumerate(week.lessons)
                if not set(lesson.groups).isdisjoint(keys)
            ),
            frozenset(
                number
                for number, slot in enumerate(week.slots)
                if not any(slot in week.groups[key].away for key in keys)
            ),
            tuple(key for key in keys if week.groups[key].supervised),
        )
        for keys, size in sizes.items()
    ]
