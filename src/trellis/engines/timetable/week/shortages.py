"""What is short before any search, by counting: however a week is laid out, this much is needed and that much is there.

The meetings that a lesson must have within some slots are its times, less the most that fit outside of them. Whoever
can serve fewer than what must be there (a teacher, a group's students, the rooms of a kind) is short. Small sets of
slots come first, so that a shortage on Friday at 10:50 is not reported as a shortage of the week.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from .encoding import Cohort, EncodedWeek
from .inputs import Teacher, WeekQuestion
from .planning import count_possible, find_planning_shortages
from .results import (
    GroupShortage,
    LanguageShortage,
    LessonShortage,
    PlanningShortage,
    RoomShortage,
    Shortage,
    TeacherShortage,
)


def count_shortages(question: WeekQuestion) -> tuple[Shortage, ...]:
    """Return what no week can give, counted without a search; empty where counting finds nothing.

    A question without shortages may still have no week: `explain_impossible` finds what else stands in the way.
    """
    return count_encoded(EncodedWeek(question))


def count_encoded(week: EncodedWeek) -> tuple[Shortage, ...]:
    shortages: list[Shortage] = []
    counts = _Counts(week)
    shortages += _find_room_shortages(week, counts)
    for teacher in week.question.teachers:
        shortages += _find_teacher_shortages(week, counts, teacher)
    shortages += _find_group_shortages(week, counts)
    shortages += find_planning_shortages(week, counts)
    explained = {key for shortage in shortages for key in _lessons_of(shortage)}
    shortages += _find_lesson_shortages(week, explained)
    shortages += _find_language_shortages(week)
    return tuple(shortages)


def _lessons_of(shortage: Shortage) -> tuple[str, ...]:
    if isinstance(shortage, (RoomShortage, TeacherShortage, GroupShortage)):
        return shortage.lessons
    return (shortage.lesson,) if isinstance(shortage, PlanningShortage) else ()


class _Counts:
    """How often lessons must meet within a set of slots."""

    def __init__(self, week: EncodedWeek) -> None:
        self.week = week
        numbers = range(len(week.slots))
        periods = {slot.period for slot in week.slots}
        rows = [[n for n in numbers if week.slots[n].period == period] for period in sorted(periods)]
        self.spans = [frozenset((number,)) for number in numbers]
        self.spans += [frozenset(day) for day in week.day_slots if len(day) > 1]
        self.spans += [frozenset(row) for row in rows if len(row) > 1]
        self.spans.append(frozenset(numbers))
        self._must_meet: dict[tuple[int, frozenset[int]], int] = {}

    def must_meet(self, lesson: int, span: Iterable[int]) -> int:
        """The fewest slots of the span that a lesson takes, in any week."""
        key = (lesson, frozenset(span))
        if key not in self._must_meet:
            self._must_meet[key] = self._count(*key)
        return self._must_meet[key]

    def _count(self, lesson: int, inside: frozenset[int]) -> int:
        week = self.week
        details = week.lessons[lesson]
        fixed = [start for number, start in week.fixed_starts if number == lesson]
        outside = [
            start
            for start in week.starts[lesson]
            if inside.isdisjoint(week.covered(lesson, start)) and start not in fixed
        ]
        days = {week.day_of[start] for start in outside}
        if details.once_a_day:
            days -= {week.day_of[start] for start in fixed}
        fixed_inside = [start for start in fixed if not inside.isdisjoint(week.covered(lesson, start))]
        most_outside = len(days) if details.once_a_day else len(outside)
        times = min(details.times, count_possible(week, lesson))
        meetings = max(len(fixed_inside), times - most_outside - (len(fixed) - len(fixed_inside)))
        covers_all = all(
            inside.issuperset(week.covered(lesson, start))
            for start in week.starts[lesson]
            if not inside.isdisjoint(week.covered(lesson, start))
        )
        return max(0, meetings) * (details.length if covers_all else 1)


def _find_lesson_shortages(week: EncodedWeek, explained: set[str]) -> Iterator[LessonShortage]:
    """Lessons that meet more often than they can, but not those that another shortage explains."""
    for number, lesson in enumerate(week.lessons):
        possible = count_possible(week, number)
        if possible < lesson.times and lesson.key not in explained:
            yield LessonShortage(lesson.key, lesson.times, possible)


def _first_short(
    week: EncodedWeek, counts: _Counts, lessons: Sequence[int], available: Sequence[int]
) -> Iterator[tuple[tuple[int, ...], int, int, tuple[str, ...]]]:
    """Spans in which lessons must take more slots than are available, but not those that hold another: (span,
    needed, available, lessons)."""
    reported: list[frozenset[int]] = []
    for span in counts.spans:
        if any(other <= span for other in reported):
            continue
        needs = {lesson: counts.must_meet(lesson, span) for lesson in lessons}
        needed, capacity = sum(needs.values()), sum(available[slot] for slot in span)
        if needed > capacity:
            reported.append(span)
            keys = tuple(week.lessons[lesson].key for lesson, count in needs.items() if count)
            yield tuple(sorted(span)), needed, capacity, keys


def _find_room_shortages(week: EncodedWeek, counts: _Counts) -> Iterator[RoomShortage]:
    for rooms, kinds in week.room_families.items():
        lessons = week.lessons_within(rooms)
        available = [len(rooms & open_rooms) for open_rooms in week.open_rooms]
        room = "" if kinds else min(rooms, default="")
        for span, needed, capacity, keys in _first_short(week, counts, lessons, available):
            slots = tuple(week.slots[number] for number in span)
            yield RoomShortage(kinds[0] if kinds else "", room, slots, needed, capacity, keys)


def _find_teacher_shortages(
    week: EncodedWeek, counts: _Counts, teacher: Teacher
) -> Iterator[TeacherShortage]:
    lessons = week.teacher_lessons.get(teacher.key, [])
    available = [int(slot not in teacher.away) for slot in week.slots]
    is_short = False
    for span, needed, capacity, keys in _first_short(week, counts, lessons, available):
        is_short = True
        yield TeacherShortage(
            teacher.key, tuple(week.slots[number] for number in span), needed, capacity, keys
        )
    load = sum(week.lessons[lesson].times * week.lessons[lesson].length for lesson in lessons)
    days = [sum(available[number] for number in day) for day in week.day_slots]
    at_school = sum(days)
    if teacher.most_a_day is not None:
        days = [min(teacher.most_a_day, day) for day in days]
    most = min(sum(days), sum(days) if teacher.most_a_week is None else teacher.most_a_week)
    if load > most and not is_short:
        keys = tuple(week.lessons[lesson].key for lesson in lessons)
        yield TeacherShortage(teacher.key, week.slots, load, most, keys, limit=most < at_school)


def _find_group_shortages(week: EncodedWeek, counts: _Counts) -> Iterator[GroupShortage]:
    reported = set()
    for cohort in week.cohorts:
        present = [int(slot in cohort.present) for slot in range(len(week.slots))]
        for span, needed, capacity, keys in _first_short(week, counts, cohort.lessons, present):
            if (span, keys) not in reported:
                reported.add((span, keys))
                slots = tuple(week.slots[number] for number in span)
                yield GroupShortage(_groups_in(week, cohort, keys), slots, needed, capacity, keys)
        load = sum(week.lessons[lesson].times * week.lessons[lesson].length for lesson in cohort.lessons)
        if cohort.supervised_by and load < len(cohort.present) and cohort.supervised_by not in reported:
            reported.add(cohort.supervised_by)
            keys = tuple(week.lessons[lesson].key for lesson in cohort.lessons)
            yield GroupShortage(
                cohort.supervised_by, week.slots, len(cohort.present), load, keys, unfilled=True
            )


def _groups_in(week: EncodedWeek, cohort: Cohort, lessons: Iterable[str]) -> tuple[str, ...]:
    taught = {key for lesson in lessons for key in week.lessons[week.lesson_numbers[lesson]].groups}
    return tuple(key for key in cohort.groups if key in taught)


def _find_language_shortages(week: EncodedWeek) -> Iterator[LanguageShortage]:
    for need in week.question.language:
        most = sum(_most_minutes(week, lesson) for lesson in week.serving_lessons(need))
        if most < need.minutes:
            yield LanguageShortage(need.group, need.minutes, most)


def _most_minutes(week: EncodedWeek, lesson: int) -> int:
    """The most minutes a week that a lesson can last, by the bell schedules of its possible days."""
    lasting = [
        (sum(week.minutes[slot] for slot in week.covered(lesson, start)), start)
        for start in week.starts[lesson]
    ]
    lasting.sort(reverse=True)
    if not week.lessons[lesson].once_a_day:
        return sum(minutes for minutes, _start in lasting[: week.lessons[lesson].times])
    longest: dict[int, int] = {}
    for minutes, start in lasting:
        longest.setdefault(week.day_of[start], minutes)
    return sum(sorted(longest.values(), reverse=True)[: week.lessons[lesson].times])
