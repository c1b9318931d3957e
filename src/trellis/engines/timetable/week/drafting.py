"""A first week that keeps every rule, and then better ones: a part of the week is opened and solved anew."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from ortools.sat.python import cp_model

from .counting import count_wishes
from .encoding import EncodedWeek, Start
from .inputs import Wish
from .model import WeekModel
from .objective import add_wishes
from .results import Timetable, WishCounts
from .rooms import LEAST_EFFORT, assign_rooms

ROUNDS_WITHOUT_GAIN = 200
"""Rounds after which a search that found nothing better ends, where time does not end it first."""

FIRST_EFFORT, WHOLE_EFFORT, ROUND_EFFORT = 60.0, 8.0, 0.3
"""Deterministic seconds of CP-SAT for a first week, for the wishes of the whole week, and for each round."""

FIRM = frozenset((Wish.STUDENT_GAPS, Wish.DAYS_OFF, Wish.CONSECUTIVE))
"""Wishes that a first try meets in full: most schools can, and as rules they guide a search better than as prices."""

LEAST_SECONDS = 5.0
"""A first week may take so long, however little time there is: without it there is nothing."""

OpenPart = Callable[[int, int], bool]
"""Whether a lesson may start at a slot otherwise than now."""

ROOMS_SHARE, ROOMS_SECONDS = 0.08, 1.0
"""The part of the time that is kept for choosing rooms, and the least."""

SOLVED = (cp_model.OPTIMAL, cp_model.FEASIBLE)


@dataclass(frozen=True, slots=True)
class SearchResult:
    """`timetable` is None where no week was found; `impossible`: it is proven that no week keeps every rule."""

    timetable: Timetable | None
    counts: WishCounts | None = None
    impossible: bool = False
    proven: bool = False


def find_week(
    week: EncodedWeek, seconds: float, seed: int, current: frozenset[Start] | None = None
) -> SearchResult:
    """Find a week that keeps every rule, from `current` where one is given, and improve it for `seconds`."""
    deadline = time.monotonic() + seconds
    hinted = current or frozenset()
    if current is None or not _keeps_rules(week, current):
        first = _find_first(week, hinted, seed, max(LEAST_SECONDS, seconds / 2))
        if isinstance(first, SearchResult):
            return first
        current = first
    return improve_week(week, current, deadline, seed)


def _find_first(
    week: EncodedWeek, hinted: frozenset[Start], seed: int, seconds: float
) -> frozenset[Start] | SearchResult:
    model = WeekModel(week)
    if hinted:
        model.hint(hinted)
        changes = [variable for start, variable in model.starts.items() if start not in hinted]
        model.program.minimize(sum(changes))
    solver = _make_solver(FIRST_EFFORT if not hinted else 2.0, seed)
    solver.parameters.max_time_in_seconds = seconds
    status = solver.solve(model.program)
    if status == cp_model.UNKNOWN and hinted:
        return _find_first(week, frozenset(), seed, seconds)
    if status not in SOLVED:
        return SearchResult(None, impossible=status == cp_model.INFEASIBLE)
    return model.read(solver)


def _keeps_rules(week: EncodedWeek, current: frozenset[Start]) -> bool:
    """Whether a week is one of the program's: all its starts are possible, and every rule holds."""
    possible = {(lesson, start) for lesson, starts in enumerate(week.starts) for start in starts}
    if not week.forced <= current <= possible:
        return False
    model = WeekModel(week)
    for start, variable in model.starts.items():
        model.program.add(variable == (start in current))
    return _make_solver(5.0, 0).solve(model.program) in SOLVED


def improve_week(
    week: EncodedWeek, current: frozenset[Start], deadline: float, seed: int, *, whole_week: bool = True
) -> SearchResult:
    """Open parts of the week, again and again, and keep what costs no more by the wishes."""
    left = max(0.0, deadline - time.monotonic())
    random = Random(seed)  # noqa: S311 -- not for secrets
    kept_for_rooms = max(min(ROOMS_SECONDS, left / 3), ROOMS_SHARE * left)
    search = _Search(week, current, deadline - kept_for_rooms, random)
    search.run(whole_week=whole_week)
    effort = min(1.5, ROOMS_SHARE * left / 4) if whole_week else LEAST_EFFORT
    timetable = week.decode(search.current, assign_rooms(week, search.current, effort=effort))
    counts = count_wishes(week.question, timetable)
    return SearchResult(timetable, counts, proven=search.proven and not counts.room_changes)


class _Search:
    """One search: where it is, what that costs without rooms, and how much each way to open a part opens."""

    def __init__(self, week: EncodedWeek, current: frozenset[Start], deadline: float, random: Random) -> None:
        self.week, self.current, self.deadline, self.random = week, current, deadline, random
        self.cost = sys.maxsize
        self.met_in_full: frozenset[Wish] = frozenset()
        self._accept(current)
        self.proven = not self.cost
        self.teacher_keys = sorted(week.teacher_lessons)
        self.ways = [_Way(self._open_days, 2, 1, len(week.day_slots))]
        if self.teacher_keys:
            most = len(self.teacher_keys)
            self.ways += [_Way(self._open_teachers, 4, 2, most), _Way(self._open_neighbors, 4, 2, most)]

    def run(self, *, whole_week: bool) -> None:
        """The whole week first, if it is worth the time; then part after part."""
        if self.cost and whole_week and time.monotonic() < self.deadline:
            left = self.deadline - time.monotonic()
            status = self._solve(None, WHOLE_EFFORT, 0.15 * left, FIRM)
            if status != cp_model.FEASIBLE:
                self.proven = self._solve(None, WHOLE_EFFORT, 0.2 * left) == cp_model.OPTIMAL
        idle = 0
        while (
            self.cost and not self.proven and idle < ROUNDS_WITHOUT_GAIN and time.monotonic() < self.deadline
        ):
            way = self.random.choices(self.ways, [way.gain for way in self.ways])[0]
            before = self.cost
            left = self.deadline - time.monotonic()
            status = self._solve(way.open(round(way.size)), ROUND_EFFORT, left, self.met_in_full)
            way.adapt(is_best=status == cp_model.OPTIMAL)
            way.gain = max(0.2, 0.9 * way.gain + (self.cost < before))
            idle = idle + 1 if self.cost == before else 0

    def _accept(self, starts: frozenset[Start]) -> None:
        """Take a week if it costs no more. Wishes that are met in full stay so: as rules, they guide the search."""
        counts = count_wishes(self.week.question, self.week.decode(starts, {}))
        cost = counts.cost(self.week.question.wishes)
        if cost <= self.cost:
            self.current, self.cost = starts, cost
            self.met_in_full = frozenset(wish for wish in FIRM if not counts.of(wish))

    def _solve(
        self, is_free: OpenPart | None, effort: float, seconds: float, firm: frozenset[Wish] = frozenset()
    ) -> cp_model.CpSolverStatus:
        """Solve a part anew, or the whole week, and keep what is no worse. Return the solver's status."""
        model = WeekModel(self.week, self.current, is_free)
        add_wishes(model, firm)
        solver = _make_solver(effort, self.random.randrange(10**6))
        solver.parameters.max_time_in_seconds = max(0.05, seconds)
        if is_free is None:
            # Looking for symmetries takes longer than it saves.
            solver.parameters.symmetry_level = 0
            solver.parameters.cp_model_probing_level = 0
        else:
            model.hint(self.current)
        status = solver.solve(model.program)
        if status in SOLVED:
            self._accept(model.read(solver))
        return status

    def _open_teachers(self, size: int) -> OpenPart:
        """All lessons of some teachers, drawn anyhow."""
        return self._lessons_of(self.random.sample(self.teacher_keys, min(size, len(self.teacher_keys))))

    def _open_neighbors(self, size: int) -> OpenPart:
        """All lessons of a teacher and of others who teach the same students."""
        first = self.random.choice(self.teacher_keys)
        shared = {
            key
            for lesson in self.week.teacher_lessons[first]
            for other in self.week.sharing[lesson]
            for key in self.week.lessons[other].teachers
        } - {first}
        return self._lessons_of([first, *self.random.sample(sorted(shared), min(size - 1, len(shared)))])

    def _lessons_of(self, keys: Sequence[str]) -> OpenPart:
        lessons = {lesson for key in keys for lesson in self.week.teacher_lessons[key]}
        return lambda lesson, _slot: lesson in lessons

    def _open_days(self, size: int) -> OpenPart:
        """Some days, for every lesson."""
        days = self.random.sample(range(len(self.week.day_slots)), min(size, len(self.week.day_slots)))
        return lambda _lesson, slot: self.week.day_of[slot] in days


@dataclass(slots=True)
class _Way:
    """A way to open a part. `size` grows while its parts are solved to the end, and shrinks where they are not."""

    open: Callable[[int], OpenPart]
    size: float
    least: int
    most: int
    gain: float = 1.0

    def adapt(self, *, is_best: bool) -> None:
        self.size = min(self.most, self.size + 0.5) if is_best else max(self.least, self.size - 0.5)


def _make_solver(effort: float, seed: int) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    solver.parameters.linearization_level = 0
    solver.parameters.max_deterministic_time = effort
    return solver
