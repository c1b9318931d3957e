"""What of a question may give way, as variables of the program: used only to explain why no week keeps every rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ortools.sat.python import cp_model

from .encoding import MISSING_ROOM, Cohort, EncodedWeek
from .inputs import Lesson
from .results import Relaxation, RelaxationKind

Linear = cp_model.LinearExpr | int
"""A variable, a sum of them, or a constant."""

LAST_RESORT = frozenset(
    (RelaxationKind.FEWER_TIMES, RelaxationKind.SUPERVISION, RelaxationKind.GROUP_PRESENT)
)
"""What a school would give up last: among equally few things, others are suggested first."""

MOST_ADDED_ROOMS = 9


class Softness:
    """The literals of all relaxations that the program met, and the amounts of those that have one."""

    def __init__(self) -> None:
        self.program = cp_model.CpModel()
        self.relaxations: dict[Relaxation, cp_model.IntVar] = {}
        self._amounts: dict[Relaxation, cp_model.IntVar] = {}

    def literal(self, kind: RelaxationKind, who: str, day: str = "", period: str = "") -> cp_model.IntVar:
        relaxation = Relaxation(kind, who, day, period)
        if relaxation not in self.relaxations:
            self.relaxations[relaxation] = self.program.new_bool_var("")
        return self.relaxations[relaxation]

    def missing(self, lesson: Lesson) -> cp_model.IntVar:
        """How many meetings less a lesson has."""
        return self._amount(RelaxationKind.FEWER_TIMES, lesson.key, lesson.times)

    def _amount(self, kind: RelaxationKind, who: str, most: int) -> cp_model.IntVar:
        relaxation = Relaxation(kind, who)
        if relaxation not in self._amounts:
            variable = self._amounts[relaxation] = self.program.new_int_var(0, most, "")
            self.program.add(variable <= most * self.literal(kind, who))
        return self._amounts[relaxation]

    def allow_start(self, week: EncodedWeek, lesson: int, start: int, variable: cp_model.IntVar) -> None:
        """A start that the question does not allow needs each of what would have to give way."""
        details = week.lessons[lesson]
        day, period = week.slots[start]
        if details.periods and period not in details.periods:
            self.program.add_implication(variable, self.literal(RelaxationKind.PERIODS, details.subject))
        covered = {week.slots[slot] for slot in week.covered(lesson, start)}
        for key in details.teachers:
            if covered & week.teachers[key].away:
                literal = self.literal(RelaxationKind.TEACHER_PRESENT, key, day)
                self.program.add_implication(variable, literal)
        for group in week.groups_with_students_of(details):
            if covered & group.away:
                literal = self.literal(RelaxationKind.GROUP_PRESENT, group.key, day)
                self.program.add_implication(variable, literal)
                if group.supervised:  # nobody could fill the rest of their day
                    self.program.add_implication(
                        variable, self.literal(RelaxationKind.SUPERVISION, group.key)
                    )

    def extra_rooms(
        self, week: EncodedWeek, family: frozenset[str], kinds: tuple[str, ...], slot: int
    ) -> Linear:
        """Rooms that could be added to a family at a slot: more of each of its kinds, and those that are closed."""
        more = [self._amount(RelaxationKind.ADD_ROOM, kind, MOST_ADDED_ROOMS) for kind in kinds]
        closed = sorted(key for key in family - week.open_rooms[slot] if not key.startswith(MISSING_ROOM))
        day = week.slots[slot].day
        return sum(more) + sum(self.literal(RelaxationKind.OPEN_ROOM, room, day) for room in closed)

    def limit(self, most: int | None, *, last_resort: bool) -> None:
        """Allow so many things to give way, and whether what a school would give up last is among them."""
        if most is not None:
            self.program.add(sum(self.relaxations.values()) <= most)
        for relaxation, literal in self.relaxations.items():
            if relaxation.kind in LAST_RESORT and not last_resort:
                self.program.add(literal == 0)

    def exclude(self, relaxations: Iterable[Relaxation]) -> None:
        """Look for another set: not all of these again."""
        literals = [self.literal(each.kind, each.who, each.day, each.period) for each in relaxations]
        self.program.add(sum(literals) <= len(literals) - 1)

    def keep_only(self, relaxations: Iterable[Relaxation]) -> None:
        """Let nothing else give way, and these as little as can be."""
        chosen = {replace(each, amount=0) for each in relaxations}
        for relaxation, literal in self.relaxations.items():
            if relaxation not in chosen:
                self.program.add(literal == 0)
        self.program.minimize(sum(self._amounts.values()) + sum(self.relaxations.values()))

    def count_ahead(self, week: EncodedWeek) -> None:
        """What follows from counting alone, said outright: a search by cases is slow to see it."""
        slots = range(len(week.slots))
        for key, lessons in week.teacher_lessons.items():
            most = week.teachers[key].most_a_week
            if most is not None:
                self._add_load(week, lessons, most, [99 * self.literal(RelaxationKind.TEACHER_LOAD, key)])
            away = week.teachers[key].away
            extra = [
                count * self.literal(RelaxationKind.TEACHER_PRESENT, key, day)
                for day, count in sorted(Counter(slot.day for slot in away).items())
            ]
            self._add_load(week, lessons, len(week.slots) - len(away), extra)
        for cohort in week.cohorts:
            self._count_cohort(week, cohort)
        for family, kinds in week.room_families.items():
            lessons = week.lessons_within(family)
            capacity = sum(len(family & week.open_rooms[slot]) for slot in slots)
            extra = [self.extra_rooms(week, family, kinds, slot) for slot in slots]
            self._add_load(week, lessons, capacity, extra)

    def _count_cohort(self, week: EncodedWeek, cohort: Cohort) -> None:
        extra = [
            len(week.groups[key].away) * self.literal(RelaxationKind.GROUP_PRESENT, key, day)
            for key in cohort.groups
            for day in sorted({slot.day for slot in week.groups[key].away})
        ]
        self._add_load(week, cohort.lessons, len(cohort.present), extra)
        load = sum(week.lessons[lesson].times * week.lessons[lesson].length for lesson in cohort.lessons)
        if cohort.supervised_by and load < len(cohort.present):
            literals = [self.literal(RelaxationKind.SUPERVISION, key) for key in cohort.supervised_by]
            self.program.add_bool_or(literals)

    def _add_load(
        self, week: EncodedWeek, lessons: Iterable[int], capacity: int, extra: Sequence[Linear]
    ) -> None:
        load = [(week.lessons[lesson], week.lessons[lesson].length) for lesson in lessons]
        needed = sum(lesson.times * length for lesson, length in load)
        if needed > capacity:
            missing = sum(length * self.missing(lesson) for lesson, length in load)
            self.program.add(needed - missing <= capacity + sum(extra))

    def read(self, solver: cp_model.CpSolver) -> tuple[Relaxation, ...]:
        return tuple(
            sorted(
                (
                    replace(
                        relaxation,
                        amount=solver.value(self._amounts[relaxation]) if relaxation in self._amounts else 0,
                    )
                    for relaxation, literal in self.relaxations.items()
                    if solver.boolean_value(literal)
                ),
                key=lambda relaxation: (relaxation.kind.value, relaxation.who, relaxation.day),
            )
        )
