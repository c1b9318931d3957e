"""An independent count of what a timetable leaves of each wish: plain loops over the week, for any timetable."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby, pairwise

from .inputs import Slot, Team, WeekQuestion
from .results import Placement, Timetable, WishCounts


def count_wishes(question: WeekQuestion, timetable: Timetable) -> WishCounts:
    """Return what is not met of each wish, whatever its weight. Rules that are broken do not matter here."""
    week = _Week(question, timetable)
    return WishCounts(
        teacher_gaps=sum(
            _count_gaps(day, week.teacher_slots[teacher.key], teacher.away)
            for teacher in question.teachers
            for day in week.days
        ),
        student_gaps=_count_student_gaps(question, week),
        days_off=sum(
            max(
                0,
                teacher.days_off
                - sum(not week.teacher_slots[teacher.key].intersection(day) for day in week.days),
            )
            for teacher in question.teachers
        ),
        consecutive=sum(
            _count_beyond(day, week.taught_slots[teacher.key], question.wishes.most_consecutive)
            for teacher in question.teachers
            for day in week.days
        ),
        room_changes=_count_room_changes(week),
        planning=sum(
            max(0, team.planning_minutes - planning_minutes(question, timetable, team))
            for team in question.teams
        ),
        language=sum(
            max(0, need.minutes - minutes)
            for need, minutes in zip(question.language, language_minutes(question, timetable), strict=True)
        ),
    )


def planning_minutes(question: WeekQuestion, timetable: Timetable, team: Team) -> int:
    """Minutes a week in which every teacher of a team is at school and nobody of them is in another lesson."""
    week = _Week(question, timetable)
    away = {slot for teacher in question.teachers if teacher.key in team.teachers for slot in teacher.away}
    busy = {slot for teacher in team.teachers for slot in week.slots_without_planning(teacher, team)}
    return sum(minutes for slot, minutes in week.minutes.items() if slot not in away | busy)


def language_minutes(question: WeekQuestion, timetable: Timetable) -> list[int]:
    """Minutes of language service that each need of the question gets. A lesson counts for a group if all are in it."""
    week = _Week(question, timetable)
    groups = {group.key: group for group in question.groups}
    answer = []
    for need in question.language:
        students = groups[need.group].students
        serving = {
            lesson.key
            for lesson in question.lessons
            if lesson.language_service
            and students <= frozenset().union(*(groups[key].students for key in lesson.groups))
        }
        answer.append(
            sum(
                week.minutes[slot]
                for placement in timetable.placements
                if placement.lesson in serving
                for slot in week.slots_of(placement)
            )
        )
    return answer


class _Week:
    """Who is where, laid out by slots."""

    def __init__(self, question: WeekQuestion, timetable: Timetable) -> None:
        self.days = [[Slot(day.key, period.key) for period in day.periods] for day in question.days]
        self.minutes = {
            Slot(day.key, period.key): period.minutes for day in question.days for period in day.periods
        }
        self.lessons = {lesson.key: lesson for lesson in question.lessons}
        self.placements = timetable.placements
        self.teacher_slots: dict[str, set[Slot]] = defaultdict(set)
        self.taught_slots: dict[str, set[Slot]] = defaultdict(set)
        self.group_slots: dict[str, set[Slot]] = defaultdict(set)
        for placement in self.placements:
            lesson, slots = self.lessons[placement.lesson], self.slots_of(placement)
            for teacher in lesson.teachers:
                self.teacher_slots[teacher].update(slots)
                self.taught_slots[teacher].update(slots if lesson.groups else ())
            for group in lesson.groups:
                self.group_slots[group].update(slots)

    def slots_of(self, placement: Placement) -> list[Slot]:
        day = next(day for day in self.days if placement.slot in day)
        first = day.index(placement.slot)
        return day[first : first + self.lessons[placement.lesson].length]

    def slots_without_planning(self, teacher: str, team: Team) -> set[Slot]:
        """The slots of a teacher's lessons, but for planning with the whole team."""
        return {
            slot
            for placement in self.placements
            for lesson in [self.lessons[placement.lesson]]
            if teacher in lesson.teachers
            and (lesson.groups or not set(team.teachers) <= set(lesson.teachers))
            for slot in self.slots_of(placement)
        }


def _count_gaps(day: Sequence[Slot], busy: set[Slot], away: Iterable[Slot]) -> int:
    """Free slots between the first and the last that are busy; those on which one is away are no gap."""
    taken = [number for number, slot in enumerate(day) if slot in busy]
    return len({*day[taken[0] : taken[-1]]} - busy - set(away)) if taken else 0


def _count_student_gaps(question: WeekQuestion, week: _Week) -> int:
    groups_of: dict[str, list[str]] = defaultdict(list)
    for group in question.groups:
        for student in group.students:
            groups_of[student].append(group.key)
    away = {group.key: group.away for group in question.groups}
    total = 0
    for keys, students in Counter(tuple(sorted(keys)) for keys in groups_of.values()).items():
        busy = {slot for key in keys for slot in week.group_slots[key]}
        out = {slot for key in keys for slot in away[key]}
        total += students * sum(_count_gaps(day, busy, out) for day in week.days)
    return total


def _count_beyond(day: Sequence[Slot], busy: set[Slot], most: int) -> int:
    runs = [len(list(run)) for is_busy, run in groupby(slot in busy for slot in day) if is_busy]
    return sum(max(0, length - most) for length in runs)


def _count_room_changes(week: _Week) -> int:
    rooms: Mapping[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
    order = {slot: number for day in week.days for number, slot in enumerate(day)}
    for placement in week.placements:
        for teacher in week.lessons[placement.lesson].teachers:
            if placement.room:
                rooms[teacher, placement.day].append((order[placement.slot], placement.room))
    return sum(
        before[1] != after[1] for visits in rooms.values() for before, after in pairwise(sorted(visits))
    )
