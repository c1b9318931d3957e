"""Why no week keeps every rule: the fewest things that could give way, and the question with them gone."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import replace

from ortools.sat.python import cp_model

from .encoding import EncodedWeek
from .inputs import Group, Lesson, Room, Slot, Teacher, WeekQuestion
from .model import WeekModel
from .results import Fix, Relaxation, RelaxationKind
from .softness import Softness

MOST_RELAXATIONS, MOST_FIXES = 3, 3
ADDED_ROOM = "+"
"""The key of an added room begins so; a timetable for people shows such a room as none."""


def explain_impossible(question: WeekQuestion, seconds: float = 10.0, seed: int = 0) -> tuple[Fix, ...]:
    """Return up to three ways to make a week possible, the smallest first, each of at most three things.

    Empty where a week exists already. A fix with `enough=False` names at most three things that help: more than
    three would have to give way, or nothing was found. The same question and seed give the same answer, unless
    `seconds` ends the search.
    """
    search = _FixSearch(question, seconds, seed)
    if search.is_possible(question):
        return ()
    fixes: list[Fix] = []
    for most in range(1, MOST_RELAXATIONS + 1):
        for last_resort in (False, True):
            while len(fixes) < MOST_FIXES and not search.is_over:
                relaxations = search.find(most, last_resort, fixes)
                if not relaxations:
                    break
                fixes.append(Fix(search.reduce(relaxations)))
        if fixes:
            return tuple(fixes)
    helping = sorted(search.find(None, True, []), key=lambda relaxation: -relaxation.amount)
    return (Fix(tuple(helping[:MOST_RELAXATIONS]), enough=False),)


class _FixSearch:
    """Looks for sets of so many things that could give way; each look has a part of the time that is left."""

    def __init__(self, question: WeekQuestion, seconds: float, seed: int) -> None:
        self.question, self.seed = question, seed
        self.week = EncodedWeek(question)
        self.deadline = time.monotonic() + seconds

    @property
    def is_over(self) -> bool:
        return time.monotonic() >= self.deadline

    def is_possible(self, question: WeekQuestion) -> bool:
        """Whether a week is found for a question in a short look."""
        return self._solve(WeekModel(EncodedWeek(question)).program, 0.15) is not None

    def find(self, most: int | None, last_resort: bool, fixes: Iterable[Fix]) -> tuple[Relaxation, ...]:
        """Return a set of at most so many, none of the earlier ones or more than it; empty where none is found."""
        soft = self._soften()
        soft.limit(most, last_resort=last_resort)
        for fix in fixes:
            soft.exclude(fix.relaxations)
        solver = self._solve(soft.program, 0.3 if most else 1.0)
        return () if solver is None else soft.read(solver)

    def reduce(self, relaxations: tuple[Relaxation, ...]) -> tuple[Relaxation, ...]:
        """Leave out what is not needed, and find the smallest amounts."""
        soft = self._soften()
        soft.keep_only(relaxations)
        solver = self._solve(soft.program, 0.2)
        return relaxations if solver is None else soft.read(solver)

    def _soften(self) -> Softness:
        soft = Softness()
        WeekModel(self.week, soft=soft)
        soft.count_ahead(self.week)
        return soft

    def _solve(self, program: cp_model.CpModel, share: float) -> cp_model.CpSolver | None:
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = self.seed
        solver.parameters.linearization_level = 0
        solver.parameters.symmetry_level = 0
        solver.parameters.cp_model_probing_level = 0
        left = self.deadline - time.monotonic()
        solver.parameters.max_time_in_seconds = max(0.3, share * left)
        return solver if solver.solve(program) in (cp_model.OPTIMAL, cp_model.FEASIBLE) else None


def relax(question: WeekQuestion, relaxations: Iterable[Relaxation]) -> WeekQuestion:
    """Return the question with these things gone: to see what a fix, or a rule, is worth."""
    for relaxation in relaxations:
        question = _relax_once(question, relaxation)
    return question


def _relax_once(question: WeekQuestion, relaxation: Relaxation) -> WeekQuestion:
    kind, who = relaxation.kind, relaxation.who
    if kind is RelaxationKind.ADD_ROOM:
        kinds = _kinds_with(question, who)
        added = tuple(Room(f"{ADDED_ROOM}{who} {n + 1}", kinds) for n in range(relaxation.amount))
        return replace(question, rooms=question.rooms + added)
    if kind is RelaxationKind.OPEN_ROOM:
        return replace(question, rooms=tuple(_open(room, relaxation) for room in question.rooms))
    if kind in (RelaxationKind.TEACHER_PRESENT, RelaxationKind.TEACHER_LOAD):
        teachers = tuple(_relax_teacher(teacher, relaxation) for teacher in question.teachers)
        return replace(question, teachers=teachers)
    if kind in (RelaxationKind.GROUP_PRESENT, RelaxationKind.SUPERVISION):
        return replace(question, groups=tuple(_relax_group(group, relaxation) for group in question.groups))
    if kind is RelaxationKind.FIXED:
        place = (who, relaxation.day, relaxation.period)
        fixed = tuple(each for each in question.fixed if (each.lesson, each.day, each.period) != place)
        return replace(question, fixed=fixed)
    return replace(question, lessons=tuple(_relax_lesson(lesson, relaxation) for lesson in question.lessons))


def _kinds_with(question: WeekQuestion, kind: str) -> tuple[str, ...]:
    """What one more room of a kind serves: what each room of that kind serves."""
    kinds = [set(room.kinds) for room in question.rooms if kind in room.kinds]
    return tuple(sorted(set.intersection(*kinds))) if kinds else (kind,)


def _without_day(slots: frozenset[Slot], day: str) -> frozenset[Slot]:
    return frozenset(slot for slot in slots if slot.day != day)


def _open(room: Room, relaxation: Relaxation) -> Room:
    if room.key != relaxation.who:
        return room
    return replace(room, away=_without_day(room.away, relaxation.day))


def _relax_teacher(teacher: Teacher, relaxation: Relaxation) -> Teacher:
    if teacher.key != relaxation.who:
        return teacher
    if relaxation.kind is RelaxationKind.TEACHER_LOAD:
        return replace(teacher, most_a_week=None, most_a_day=None)
    return replace(teacher, away=_without_day(teacher.away, relaxation.day))


def _relax_group(group: Group, relaxation: Relaxation) -> Group:
    if group.key != relaxation.who:
        return group
    if relaxation.kind is RelaxationKind.SUPERVISION:
        return replace(group, supervised=False)
    return replace(group, away=_without_day(group.away, relaxation.day))


def _relax_lesson(lesson: Lesson, relaxation: Relaxation) -> Lesson:
    if relaxation.kind is RelaxationKind.PERIODS:
        return replace(lesson, periods=frozenset()) if lesson.subject == relaxation.who else lesson
    if lesson.key != relaxation.who:
        return lesson
    if relaxation.kind is RelaxationKind.TWICE_A_DAY:
        return replace(lesson, once_a_day=False)
    return replace(lesson, times=lesson.times - relaxation.amount)
