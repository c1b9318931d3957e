"""Why an exhibition has no time: by counting before anything is tried, and by looking at each start afterwards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations

from .asked import Block, Left, Short, Wanted, Why
from .greedy import free_for, free_room
from .state import State


def shortages(state: State, exhibitions: Sequence[Wanted]) -> tuple[Short, ...]:
    """Whoever must be at more than fits into their hours, and the rooms ("") when all together are too few."""
    load: Counter[str] = Counter()
    for exhibition in exhibitions:
        for key in exhibition.must:
            load[key] += exhibition.minutes + exhibition.buffer
    overbooked = []
    for key, minutes in sorted(load.items()):
        most = max(exhibition.buffer for exhibition in exhibitions if key in exhibition.must)
        available = sum(end - begin + most for begin, end in state.hours["p", key])
        if minutes > available:
            overbooked.append(Short(key, minutes, available))
    rooms = sum(
        end - begin + max((exhibition.buffer for exhibition in exhibitions), default=0)
        for room in state.rooms
        for begin, end in state.hours["r", room]
    )
    requested = sum(exhibition.minutes + exhibition.buffer for exhibition in exhibitions)
    return (*overbooked, Short("", requested, rooms)) if requested > rooms else tuple(overbooked)


def left(state: State, exhibition: Wanted) -> Left:
    """What keeps one exhibition from a time, as `state` is booked; the block that stands most often first."""
    shared = state.shared(exhibition)
    if not shared:
        return Left(exhibition.key, 0, (_no_shared_time(state, exhibition),))
    suits = state.suits(exhibition)
    if not suits:
        return Left(exhibition.key, len(shared), (Block(Why.NO_ROOM_OPEN, (), len(shared)),))
    never = [
        need.part
        for need in exhibition.needs
        if sum(
            bool(state.starts(("p", key), exhibition.minutes) & set(suits))
            for key in need.among
            if key not in exhibition.must
        )
        < need.count
    ]
    if never:
        return Left(
            exhibition.key,
            len(suits),
            tuple(Block(Why.NOBODY_FOR_PART, (part,), len(suits)) for part in never),
        )
    counted = Counter(block for start in suits for block in _at(state, exhibition, start))
    blocks = [Block(why, who, times) for (why, who), times in counted.most_common()]
    return Left(exhibition.key, len(suits), tuple(blocks))


def _no_shared_time(state: State, exhibition: Wanted) -> Block:
    """The smallest set of people who share no time: one alone, two, or all of them."""
    can = {key: state.starts(("p", key), exhibition.minutes) for key in exhibition.must}
    for size in (1, 2, 3):
        for some in combinations(exhibition.must, size):
            if not frozenset.intersection(*(can[key] for key in some)):
                return Block(Why.NO_SHARED_TIME, some)
    return Block(Why.NO_SHARED_TIME, exhibition.must)


def _at(state: State, exhibition: Wanted, start: int) -> Iterator[tuple[Why, tuple[str, ...]]]:
    for key in exhibition.must:
        if state.elsewhere(("p", key), start, exhibition):
            yield Why.BUSY, (key,)
    for need in exhibition.needs:
        if len(free_for(state, exhibition, start, need)) < need.count:
            yield Why.PART_BUSY, (need.part,)
    if free_room(state, exhibition, start) is None:
        yield Why.ROOMS_FULL, ()
