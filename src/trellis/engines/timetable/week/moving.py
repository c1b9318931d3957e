"""Moving one lesson: where it could go, what stands in the way, and what would change, before anything does."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator

from ortools.sat.python import cp_model

from .checking import check_week
from .counting import count_wishes
from .encoding import EncodedWeek, Start
from .inputs import InvalidInputError, Slot, WeekQuestion
from .model import WeekModel
from .obstacles import find_obstacles
from .results import BrokenRule, Move, Placement, PossiblePlace, Timetable
from .rooms import assign_rooms


def possible_places(
    question: WeekQuestion, timetable: Timetable, lesson: Placement
) -> tuple[PossiblePlace, ...]:
    """Return every slot of the week for one meeting, with what stands in the way there if nothing else moves."""
    week = EncodedWeek(question)
    _check_meeting(week, timetable, lesson)
    return tuple(
        PossiblePlace(
            slot,
            () if slot == lesson.slot else find_obstacles(week, timetable, lesson, slot),
            slot == lesson.slot,
        )
        for slot in week.slots
    )


def move_lesson(
    question: WeekQuestion,
    timetable: Timetable,
    lesson: Placement,
    day: str,
    period: str,
    seconds: float = 2.0,
    seed: int = 0,
) -> Move:
    """Return what moving one meeting of a lesson would do, with as few other changes as can be.

    Rules that the timetable breaks already do not stand in the way: their lessons stay where they are. Raises
    InvalidInputError for a meeting or a slot that does not exist.
    """
    week = EncodedWeek(question)
    _check_meeting(week, timetable, lesson)
    if Slot(day, period) not in week.slot_numbers:
        raise InvalidInputError(f"The week has no period {period} on {day}.")
    broken_before = check_week(question, timetable)
    start = week.encode_placement(lesson)
    target = (start[0], week.slot_numbers[Slot(day, period)])
    after = None
    if start not in week.fixed_starts and target[1] in week.starts[target[0]]:
        after = _rearrange(week, timetable, start, target, broken_before, seconds, seed)
    after = after or _force(week, timetable, lesson, Slot(day, period))
    return _describe(question, timetable, after, lesson, Slot(day, period), broken_before)


def _check_meeting(week: EncodedWeek, timetable: Timetable, lesson: Placement) -> None:
    if lesson not in timetable.placements or lesson.lesson not in week.lesson_numbers:
        raise InvalidInputError(f"The timetable has no {lesson.lesson} on {lesson.day} in {lesson.period}.")


def _rearrange(
    week: EncodedWeek,
    timetable: Timetable,
    start: Start,
    target: Start,
    broken: Iterable[BrokenRule],
    seconds: float,
    seed: int,
) -> Timetable | None:
    """The week with the meeting at its new place and the fewest others moved; None where there is none."""
    current = week.encode(timetable)
    staying = {
        week.lesson_numbers[key] for rule in broken for key in rule.lessons if key in week.lesson_numbers
    }
    deadline = time.monotonic() + 0.6 * seconds
    near = week.sharing[target[0]] | _sharing_room(week, current, target[1])
    for lessons in (near, frozenset().union(*(week.sharing[other] for other in near)), None):

        def is_free(lesson: int, slot: int, lessons: frozenset[int] | None = lessons) -> bool:
            if lesson == target[0]:
                return True
            return lesson not in staying and (lessons is None or lesson in lessons)

        starts = _solve_move(week, current, start, target, is_free, deadline, seed)
        if starts is not None:
            return _with_rooms(week, timetable, starts)
    return None


def _sharing_room(week: EncodedWeek, current: Iterable[Start], slot: int) -> frozenset[int]:
    return frozenset(
        lesson
        for lesson, start in current
        if slot in week.covered(lesson, start) and week.lessons[lesson].needs_room
    )


def _solve_move(
    week: EncodedWeek,
    current: frozenset[Start],
    start: Start,
    target: Start,
    is_free: Callable[[int, int], bool],
    deadline: float,
    seed: int,
) -> frozenset[Start] | None:
    left = deadline - time.monotonic()
    model = WeekModel(week, current, is_free)
    if target not in model.starts or left <= 0:
        return None
    model.program.add(model.starts[target] == 1)
    if start in model.starts and start != target:
        model.program.add(model.starts[start] == 0)
    stays = [variable for each, variable in model.starts.items() if each in current and each != start]
    model.program.maximize(sum(stays))
    model.hint(current - {start} | {target})
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    solver.parameters.linearization_level = 0
    solver.parameters.max_time_in_seconds = left
    solved = solver.solve(model.program) in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    return model.read(solver) if solved else None


def _with_rooms(week: EncodedWeek, timetable: Timetable, starts: frozenset[Start]) -> Timetable:
    """Rooms as they were where that can be. Meetings that had none before, and stay, have none."""
    before = {week.encode_placement(placement): placement.room for placement in timetable.placements}
    days = {week.day_of[slot] for _lesson, slot in starts ^ set(before)}
    keeping = {start: room for start, room in before.items() if start in starts}
    opened = {start for start in starts if week.day_of[start[1]] in days and keeping.get(start, "any")}
    rooms = assign_rooms(week, opened, keeping, effort=0.1)
    return week.decode(starts, keeping | rooms)


def _force(week: EncodedWeek, timetable: Timetable, lesson: Placement, slot: Slot) -> Timetable:
    """The week with the meeting moved and nothing else, in a room that is free then, if there is one."""
    others = [placement for placement in timetable.placements if placement != lesson]
    number = week.slot_numbers[slot]
    taken = {
        placement.room
        for placement in others
        if number in week.covered(*week.encode_placement(placement)) and placement.room
    }
    fitting = week.fitting_rooms(week.lesson_numbers[lesson.lesson], number) & week.open_rooms[number] - taken
    room = lesson.room if lesson.room in fitting else min(fitting, default="")
    return Timetable.of([*others, Placement(lesson.lesson, *slot, room)])


def _describe(
    question: WeekQuestion,
    before: Timetable,
    after: Timetable,
    lesson: Placement,
    slot: Slot,
    broken_before: list[BrokenRule],
) -> Move:
    placement = next(each for each in after.placements if each.lesson == lesson.lesson and each.slot == slot)
    # By hand a lesson can be moved onto another meeting of its own, so one of each is left out, not all.
    others_before, others_after = list(before.placements), list(after.placements)
    others_before.remove(lesson)
    others_after.remove(placement)
    slots_before = {(each.lesson, each.slot): each for each in others_before}
    slots_after = {(each.lesson, each.slot): each for each in others_after}
    gone = sorted(each for key, each in slots_before.items() if key not in slots_after)
    new = sorted(each for key, each in slots_after.items() if key not in slots_before)
    other_rooms = tuple(
        (each, slots_after[key])
        for key, each in slots_before.items()
        if key in slots_after and slots_after[key] != each
    )
    return Move(
        after,
        placement,
        tuple(_pair_by_lesson(gone, new)),
        other_rooms,
        tuple(rule for rule in check_week(question, after) if rule not in broken_before),
        count_wishes(question, before),
        count_wishes(question, after),
    )


def _pair_by_lesson(gone: list[Placement], new: list[Placement]) -> Iterator[tuple[Placement, Placement]]:
    """Both are in order of lessons, and each lesson meets as often before as after."""
    yield from zip(gone, new, strict=True)
