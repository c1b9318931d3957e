"""A first timetable, quickly: those with the fewest possible starts first, each at the first start that works."""

from __future__ import annotations

from collections.abc import Sequence

from .asked import Need, Placed, Wanted
from .state import State


def fill(state: State, exhibitions: Sequence[Wanted]) -> list[Placed]:
    """Place what can be placed one after the other, booking it in `state`; gives what was placed."""
    placements = []
    for exhibition in sorted(exhibitions, key=lambda each: (_room_to_move(state, each), each.key)):
        placed = place(state, exhibition)
        if placed:
            state.book(exhibition, placed)
            placements.append(placed)
    return placements


def _room_to_move(state: State, exhibition: Wanted) -> int:
    starts = set(state.suits(exhibition))
    for need in exhibition.needs:
        can = frozenset().union(*(state.starts(("p", key), exhibition.minutes) for key in need.among))
        starts &= can
    return len(starts)


def place(state: State, exhibition: Wanted) -> Placed | None:
    """The first start that works for one exhibition as things stand, or None."""
    for start in state.suits(exhibition):
        if any(state.elsewhere(("p", key), start, exhibition) for key in exhibition.must):
            continue
        room = free_room(state, exhibition, start)
        if room is None:
            continue
        chosen: list[tuple[str, str]] = []
        for need in exhibition.needs:
            chosen += [
                (need.part, key)
                for key in _choose(state, exhibition, start, need, {p for _part, p in chosen})
            ]
        if len(chosen) == sum(need.count for need in exhibition.needs):
            return Placed(exhibition.key, start, room, tuple(chosen))
    return None


def free_room(state: State, exhibition: Wanted, start: int) -> str | None:
    """A room that is open and not taken."""
    for room in state.rooms:
        who = ("r", room)
        if start in state.starts(who, exhibition.minutes) and not state.elsewhere(who, start, exhibition):
            return room
    return None


def free_for(state: State, exhibition: Wanted, start: int, need: Need) -> list[str]:
    """Of those who could take a part, whoever is there and not elsewhere at that start."""
    return [
        key
        for key in need.among
        if key not in exhibition.must
        and start in state.starts(("p", key), exhibition.minutes)
        and not state.elsewhere(("p", key), start, exhibition)
    ]


def _choose(state: State, exhibition: Wanted, start: int, need: Need, taken: set[str]) -> list[str]:
    """Whoever was asked least so far."""
    can = [key for key in free_for(state, exhibition, start, need) if key not in taken]
    can.sort(key=lambda key: (len(state.booked["p", key]), key))
    return can[: need.count]
