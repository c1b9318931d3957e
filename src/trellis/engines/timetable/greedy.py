"""A first timetable, quickly: those with the fewest possible starts first, each at the first start that works."""

from __future__ import annotations

from collections.abc import Sequence

from .inputs import ExhibitionRequest, PanelNeed, PlacedExhibition
from .state import BookingState


def place_greedily(state: BookingState, exhibitions: Sequence[ExhibitionRequest]) -> list[PlacedExhibition]:
    """Place what can be placed one after the other, booking it in `state`; return what was placed."""
    placements = []
    for exhibition in sorted(exhibitions, key=lambda each: (_count_starts(state, each), each.key)):
        placed = place_exhibition(state, exhibition)
        if placed:
            state.book(exhibition, placed)
            placements.append(placed)
    return placements


def _count_starts(state: BookingState, exhibition: ExhibitionRequest) -> int:
    starts = set(state.suits(exhibition))
    for need in exhibition.needs:
        can = frozenset().union(*(state.starts(("p", key), exhibition.minutes) for key in need.among))
        starts &= can
    return len(starts)


def place_exhibition(state: BookingState, exhibition: ExhibitionRequest) -> PlacedExhibition | None:
    """The first start that works for one exhibition as things stand, or None."""
    for start in state.suits(exhibition):
        if any(state.elsewhere(("p", key), start, exhibition) for key in exhibition.must):
            continue
        room = find_free_room(state, exhibition, start)
        if room is None:
            continue
        chosen: list[tuple[str, str]] = []
        for need in exhibition.needs:
            chosen += [
                (need.part, key)
                for key in _choose_least_asked(state, exhibition, start, need, {p for _part, p in chosen})
            ]
        if len(chosen) == sum(need.count for need in exhibition.needs):
            return PlacedExhibition(exhibition.key, start, room, tuple(chosen))
    return None


def find_free_room(state: BookingState, exhibition: ExhibitionRequest, start: int) -> str | None:
    """A room that is open and not taken."""
    for room in state.rooms:
        who = ("r", room)
        if start in state.starts(who, exhibition.minutes) and not state.elsewhere(who, start, exhibition):
            return room
    return None


def people_free_for(
    state: BookingState, exhibition: ExhibitionRequest, start: int, need: PanelNeed
) -> list[str]:
    """Of those who could take a part, whoever is there and not elsewhere at that start."""
    return [
        key
        for key in need.among
        if key not in exhibition.must
        and start in state.starts(("p", key), exhibition.minutes)
        and not state.elsewhere(("p", key), start, exhibition)
    ]


def _choose_least_asked(
    state: BookingState, exhibition: ExhibitionRequest, start: int, need: PanelNeed, taken: set[str]
) -> list[str]:
    """Whoever was asked least so far."""
    can = [key for key in people_free_for(state, exhibition, start, need) if key not in taken]
    can.sort(key=lambda key: (len(state.booked["p", key]), key))
    return can[: need.count]
