"""The rules of a week as a constraint program (OR-Tools CP-SAT): one variable for each start of a lesson.

Meetings of a lesson are alike, so a variable says "this lesson starts then" and not "its third meeting does". Rooms
are counted, not chosen (Hall's condition: no set of lessons wants more rooms than fit it); only lessons of several
periods choose a room, because they must not change it half way. A program may leave most of a timetable as it is:
starts that are not free become constants, which makes it small. What constants break among themselves stays broken.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cached_property

from ortools.sat.python import cp_model

from .encoding import Cohort, EncodedWeek, Start
from .results import RelaxationKind
from .softness import Linear, Softness

Literals = list[cp_model.IntVar]


class WeekModel:
    """The program. `starts`: its variables; `constants`: starts of the current timetable that stay."""

    def __init__(
        self,
        week: EncodedWeek,
        current: Iterable[Start] = (),
        is_free: Callable[[int, int], bool] | None = None,
        soft: Softness | None = None,
    ) -> None:
        self.week = week
        self.soft = soft
        self.is_part = is_free is not None
        self.program = soft.program if soft else cp_model.CpModel()
        self.current = frozenset(current)
        self.constants = set() if soft else set(week.forced)
        if is_free is not None:
            self.constants |= {start for start in self.current if not is_free(*start)}
        self.starts: dict[Start, cp_model.IntVar] = {}
        self.literals: dict[Start, Literals] = defaultdict(list)
        self.busy = {
            (lesson, slot) for lesson, start in self.constants for slot in week.covered(lesson, start)
        }
        self._rooms_of_long: dict[Start, dict[str, cp_model.IntVar]] = {}
        self._add_starts(is_free)
        self._add_lesson_rules()
        self._add_teacher_rules()
        for cohort in self.cohorts:
            self._add_cohort_rules(cohort)
        self._add_room_rules()

    def at(self, lessons: Iterable[int], slot: int) -> Literals:
        """The variables of these lessons that take a slot."""
        return [literal for lesson in lessons for literal in self.literals.get((lesson, slot), ())]

    def is_busy(self, lessons: Iterable[int], slot: int) -> bool:
        """Whether a constant of these lessons takes a slot."""
        return any((lesson, slot) in self.busy for lesson in lessons)

    @cached_property
    def cohorts(self) -> list[Cohort]:
        """The cohorts to look at: in a part, those with a lesson that may move."""
        if not self.is_part:
            return self.week.cohorts
        return [cohort for cohort in self.week.cohorts if not self.free_lessons.isdisjoint(cohort.lessons)]

    @cached_property
    def free_lessons(self) -> set[int]:
        return {lesson for lesson, _slot in self.starts}

    def hint(self, starts: Iterable[Start]) -> None:
        self.program.clear_hints()
        chosen = frozenset(starts)
        for start, variable in self.starts.items():
            self.program.add_hint(variable, start in chosen)

    def read(self, solver: cp_model.CpSolver) -> frozenset[Start]:
        chosen = {start for start, variable in self.starts.items() if solver.boolean_value(variable)}
        return frozenset(chosen | self.constants)

    def _add_starts(self, is_free: Callable[[int, int], bool] | None) -> None:
        week = self.week
        blocked = self._blocked_slots()
        for lesson, starts in enumerate(week.whole if self.soft else week.starts):
            for start in starts:
                if (lesson, start) in self.constants or (is_free is not None and not is_free(lesson, start)):
                    continue
                if blocked and any((lesson, slot) in blocked for slot in week.covered(lesson, start)):
                    continue
                variable = self.starts[lesson, start] = self.program.new_bool_var("")
                for slot in week.covered(lesson, start):
                    self.literals[lesson, slot].append(variable)
                if self.soft:
                    self.soft.allow_start(week, lesson, start, variable)

    def _blocked_slots(self) -> set[Start]:
        """(lesson, slot) pairs that constants make impossible, because a teacher or student is taken."""
        week = self.week
        blocked = set()
        sharing = week.sharing
        for lesson, slot in self.busy:
            blocked.update((other, slot) for other in sharing[lesson])
        return blocked

    def _add_lesson_rules(self) -> None:
        week, program = self.week, self.program
        free: dict[int, list[int]] = defaultdict(list)
        for lesson, start in self.starts:
            free[lesson].append(start)
        count: dict[int, int] = defaultdict(int)
        for lesson, _start in self.constants:
            count[lesson] += 1
        for number, lesson in enumerate(week.lessons):
            starts = free[number]
            literals = [self.starts[number, start] for start in starts]
            missing = self.soft.missing(lesson) if self.soft else 0
            if literals or not self.is_part:
                program.add(sum(literals) + missing == lesson.times - count[number])
            if lesson.once_a_day and starts:
                self._add_once_a_day(number, starts)
        for lesson, start in week.fixed_starts:
            variable = self.starts.get((lesson, start))
            slack = self._slack(RelaxationKind.FIXED, week.lessons[lesson].key, *week.slots[start])
            if variable is not None:
                program.add(variable + slack >= 1)
            elif (lesson, start) not in self.constants and not self.is_part:
                program.add(slack >= 1)

    def _add_once_a_day(self, lesson: int, starts: Iterable[int]) -> None:
        days: dict[int, Literals] = defaultdict(list)
        for start in starts:
            days[self.week.day_of[start]].append(self.starts[lesson, start])
        taken = {self.week.day_of[start] for number, start in self.constants if number == lesson}
        for day, literals in days.items():
            slack = self._slack(RelaxationKind.TWICE_A_DAY, self.week.lessons[lesson].key)
            self.program.add(sum(literals) <= (0 if day in taken else 1) + 9 * slack)

    def _add_teacher_rules(self) -> None:
        for key, lessons in self.week.teacher_lessons.items():
            if self.is_part and self.free_lessons.isdisjoint(lessons):
                continue
            for slot in range(len(self.week.slots)):
                literals = self.at(lessons, slot)
                if len(literals) > 1:
                    self.program.add_at_most_one(literals)
            teacher = self.week.teachers[key]
            if teacher.most_a_week is not None:
                self._add_load(key, lessons, range(len(self.week.slots)), teacher.most_a_week)
            if teacher.most_a_day is not None:
                for day in self.week.day_slots:
                    self._add_load(key, lessons, day, teacher.most_a_day)

    def _add_load(self, teacher: str, lessons: Iterable[int], slots: range, most: int) -> None:
        """A teacher teaches at most so many of these slots."""
        load = sum(self.is_busy(lessons, slot) for slot in slots)
        literals = [literal for slot in slots for literal in self.at(lessons, slot)]
        slack = self._slack(RelaxationKind.TEACHER_LOAD, teacher)
        if literals or not self.is_part:
            left = max(0, most - load) if self.is_part else most - load
            self.program.add(sum(literals) <= left + 99 * slack)

    def _add_cohort_rules(self, cohort: Cohort) -> None:
        for slot in range(len(self.week.slots)):
            literals = self.at(cohort.lessons, slot)
            if len(literals) > 1:
                self.program.add_at_most_one(literals)
            must = bool(cohort.supervised_by) and slot in cohort.present
            if must and not self.is_busy(cohort.lessons, slot) and (literals or not self.is_part):
                soft = self.soft
                slacks = (
                    [soft.literal(RelaxationKind.SUPERVISION, key) for key in cohort.supervised_by]
                    if soft
                    else []
                )
                self.program.add_bool_or([*literals, *slacks])

    def _add_room_rules(self) -> None:
        week = self.week
        self._add_rooms_of_long_lessons()
        wanting: dict[int, list[tuple[frozenset[str], cp_model.IntVar]]] = defaultdict(list)
        taken: dict[int, list[frozenset[str]]] = defaultdict(list)
        for (lesson, start), variable in self.starts.items():
            for fitting, literal in self._room_demand(lesson, start, variable):
                for slot in week.covered(lesson, start):
                    wanting[slot].append((fitting, literal))
        for lesson, start in self.constants:
            fitting = week.fitting_rooms(lesson, start)
            for slot in week.covered(lesson, start) if week.lessons[lesson].needs_room else ():
                taken[slot].append(fitting)
        for slot in sorted(wanting if self.is_part else {*wanting, *taken}):
            for family, kinds in week.room_families.items():
                literals = [literal for fitting, literal in wanting[slot] if fitting <= family]
                left = len(family & week.open_rooms[slot]) - sum(fitting <= family for fitting in taken[slot])
                if left < 0 and not self.is_part:
                    self.program.add_bool_or([])
                elif len(literals) > left:
                    slack = self.soft.extra_rooms(week, family, kinds, slot) if self.soft else 0
                    self.program.add(sum(literals) <= max(0, left) + slack)

    def _room_demand(
        self, lesson: int, start: int, variable: cp_model.IntVar
    ) -> list[tuple[frozenset[str], cp_model.IntVar]]:
        if not self.week.lessons[lesson].needs_room:
            return []
        if (lesson, start) in self._rooms_of_long:
            return [
                (frozenset((room,)), choice) for room, choice in self._rooms_of_long[lesson, start].items()
            ]
        return [(self.week.fitting_rooms(lesson, start), variable)]

    def _add_rooms_of_long_lessons(self) -> None:
        """Choose the room of a lesson of several periods, but not where its rooms are all alike."""
        for (lesson, start), variable in self.starts.items():
            if self.soft or lesson not in self.week.long_lessons_with_unlike_rooms:
                continue
            rooms = self.week.fitting_rooms(lesson, start)
            for slot in self.week.covered(lesson, start):
                rooms &= self.week.open_rooms[slot]
            choices = {room: self.program.new_bool_var("") for room in sorted(rooms)}
            self.program.add(sum(choices.values()) == variable)
            self._rooms_of_long[lesson, start] = choices

    def _slack(self, kind: RelaxationKind, who: str, day: str = "", period: str = "") -> Linear:
        return self.soft.literal(kind, who, day, period) if self.soft else 0
