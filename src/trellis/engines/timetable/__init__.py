"""Times for exhibitions: students, advisors, panels, families, interpreters and rooms, nobody in two places.

    from trellis.engines import timetable

    table = timetable.schedule(wanted, people, rooms)
    timetable.faults(table, wanted, people, rooms)       # []

What was set by hand holds. What cannot be placed comes back with what blocks it.
"""

from __future__ import annotations

from collections.abc import Sequence

from .asked import (
    Block,
    Fixed,
    Left,
    Need,
    Person,
    Placed,
    Refused,
    Room,
    Short,
    Timetable,
    Wanted,
    Why,
    check_question,
)
from .checking import faults
from .greedy import fill
from .solving import solve
from .state import State
from .telling import left, shortages

__all__ = [
    "Block",
    "Fixed",
    "Left",
    "Need",
    "Person",
    "Placed",
    "Refused",
    "Room",
    "Short",
    "Timetable",
    "Wanted",
    "Why",
    "faults",
    "schedule",
]


def schedule(
    wanted: Sequence[Wanted],
    people: Sequence[Person],
    rooms: Sequence[Room],
    *,
    grid: int = 15,
    effort: float = 20.0,
    seconds: float = 50.0,
    seed: int = 0,
) -> Timetable:
    """Place as many exhibitions as can be, and explain the rest. Starts fall on multiples of `grid` minutes.

    The first timetable is made one exhibition after the other; only when that leaves somebody out does the
    solver look for a better one, for `effort` (deterministic time) and at most `seconds`. The same question
    and seed give the same answer, unless `seconds` ends it. Raises Refused for a question that cannot be
    read, and when two exhibitions set by hand cannot both hold.
    """
    check_question(wanted, people, rooms, grid)
    state = State(people, rooms, grid)
    held = state.hold(wanted)
    short = shortages(state, wanted)
    open_ones = sorted((one for one in wanted if one.fixed is None), key=lambda one: one.key)
    first = _state_with(people, rooms, grid, wanted)
    placed = fill(first, open_ones)
    best = len(placed) == len(open_ones)
    if not best:
        better, best = solve(state, open_ones, {one.key: one for one in placed}, effort, seconds, seed)
        if len(better) >= len(placed):
            placed = better
    asked = {one.key: one for one in wanted}
    for one in placed:
        state.book(asked[one.key], one)
    done = {one.key for one in placed}
    rest = tuple(left(state, one) for one in open_ones if one.key not in done)
    return Timetable(
        tuple(sorted([*held, *placed], key=lambda one: (one.start, one.room))), rest, short, best
    )


def _state_with(
    people: Sequence[Person], rooms: Sequence[Room], grid: int, wanted: Sequence[Wanted]
) -> State:
    state = State(people, rooms, grid)
    state.hold(wanted)
    return state
