"""Times for exhibitions: students, advisors, panels, families, interpreters and rooms, nobody in two places.

    from trellis.engines import timetable

    table = timetable.schedule(exhibitions, people, rooms)
    timetable.find_faults(table, exhibitions, people, rooms)       # []

What was set by hand holds. What cannot be placed comes back with what blocks it.
"""

from __future__ import annotations

from collections.abc import Sequence

from .checking import find_faults
from .explaining import explain_unplaced, find_shortages
from .greedy import place_greedily
from .inputs import (
    BlockKind,
    ExhibitionRequest,
    FixedTime,
    InvalidInputError,
    PanelNeed,
    Person,
    PlacedExhibition,
    Room,
    TimeBlock,
    TimeShortage,
    Timetable,
    UnplacedExhibition,
    check_input,
)
from .state import BookingState

__all__ = [
    "BlockKind",
    "ExhibitionRequest",
    "FixedTime",
    "InvalidInputError",
    "PanelNeed",
    "Person",
    "PlacedExhibition",
    "Room",
    "TimeBlock",
    "TimeShortage",
    "Timetable",
    "UnplacedExhibition",
    "find_faults",
    "schedule",
]


def schedule(
    exhibitions: Sequence[ExhibitionRequest],
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
    and seed give the same answer, unless `seconds` ends it. Raises InvalidInputError for a question that cannot be
    read, and when two exhibitions set by hand cannot both hold.
    """
    check_input(exhibitions, people, rooms, grid)
    state = BookingState(people, rooms, grid)
    fixed = state.hold(exhibitions)
    short = find_shortages(state, exhibitions)
    open_exhibitions = sorted(
        (exhibition for exhibition in exhibitions if exhibition.fixed is None),
        key=lambda exhibition: exhibition.key,
    )
    placed = place_greedily(_booked_state(people, rooms, grid, exhibitions), open_exhibitions)
    placed, best = _improve(state, open_exhibitions, placed, effort, seconds, seed)
    exhibitions_by_key = {exhibition.key: exhibition for exhibition in exhibitions}
    for placement in placed:
        state.book(exhibitions_by_key[placement.key], placement)
    done = {placement.key for placement in placed}
    rest = tuple(
        explain_unplaced(state, exhibition) for exhibition in open_exhibitions if exhibition.key not in done
    )
    return Timetable(
        tuple(sorted([*fixed, *placed], key=lambda placement: (placement.start, placement.room))),
        rest,
        short,
        best,
    )


def _improve(
    state: BookingState,
    exhibitions: Sequence[ExhibitionRequest],
    placed: list[PlacedExhibition],
    effort: float,
    seconds: float,
    seed: int,
) -> tuple[list[PlacedExhibition], bool]:
    """Look for a better timetable where `placed` leaves somebody out. Return it, and whether it is proven best."""
    if len(placed) == len(exhibitions):
        return placed, True
    from .solving import solve  # here, because it is slow to load and most rounds need none

    first = {placement.key: placement for placement in placed}
    better, best = solve(state, exhibitions, first, effort, seconds, seed)
    return (better if len(better) >= len(placed) else placed), best


def _booked_state(
    people: Sequence[Person], rooms: Sequence[Room], grid: int, exhibitions: Sequence[ExhibitionRequest]
) -> BookingState:
    state = BookingState(people, rooms, grid)
    state.hold(exhibitions)
    return state
