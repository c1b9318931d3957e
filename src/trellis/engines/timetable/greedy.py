"""A first timetable, quickly: those with the fewest possible starts first, each at the first start that works."""

from __future__ import annotations

from collections.abc import Sequence

from .asked import Need, Placed, Wanted
from .state import State


def fill(state: State, wanted: Sequence[Wanted]) -> list[Placed]:
    """Place what can be placed one after the other, booking it in `state`; gives what was placed."""
    told = []
    for one in sorted(wanted, key=lambda each: (_room_to_move(state, each), each.key)):
        placed = place(state, one)
        if placed:
            state.book(one, placed)
            told.append(placed)
    return told


def _room_to_move(state: State, one: Wanted) -> int:
    starts = set(state.suits(one))
    for need in one.needs:
        can = frozenset().union(*(state.starts(("p", key), one.minutes) for key in need.among))
        starts &= can
    return len(starts)


def place(state: State, one: Wanted) -> Placed | None:
    """The first start that works for one exhibition as things stand, or None."""
    for start in state.suits(one):
        if any(state.elsewhere(("p", key), start, one) for key in one.must):
            continue
        room = free_room(state, one, start)
        if room is None:
            continue
        chosen: list[tuple[str, str]] = []
        for need in one.needs:
            chosen += [
                (need.part, key) for key in _choose(state, one, start, need, {p for _part, p in chosen})
            ]
        if len(chosen) == sum(need.count for need in one.needs):
            return Placed(one.key, start, room, tuple(chosen))
    return None


def free_room(state: State, one: Wanted, start: int) -> str | None:
    """A room that is open and not taken."""
    for room in state.rooms:
        who = ("r", room)
        if start in state.starts(who, one.minutes) and not state.elsewhere(who, start, one):
            return room
    return None


def free_for(state: State, one: Wanted, start: int, need: Need) -> list[str]:
    """Of those who could take a part, whoever is there and not elsewhere at that start."""
    return [
        key
        for key in need.among
        if key not in one.must
        and start in state.starts(("p", key), one.minutes)
        and not state.elsewhere(("p", key), start, one)
    ]


def _choose(state: State, one: Wanted, start: int, need: Need, taken: set[str]) -> list[str]:
    """Whoever was asked least so far."""
    can = [key for key in free_for(state, one, start, need) if key not in taken]
    can.sort(key=lambda key: (len(state.booked["p", key]), key))
    return can[: need.count]
