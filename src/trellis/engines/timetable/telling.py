"""Why an exhibition has no time: by counting before anything is tried, and by looking at each start afterwards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations

from .asked import Block, Left, Short, Wanted, Why
from .greedy import free_for, free_room
from .state import State


def shortages(state: State, wanted: Sequence[Wanted]) -> tuple[Short, ...]:
    """Whoever must be at more than fits into their hours, and the rooms ("") when all together are too few."""
    load: Counter[str] = Counter()
    for one in wanted:
        for key in one.must:
            load[key] += one.minutes + one.buffer
    told = []
    for key, minutes in sorted(load.items()):
        most = max(one.buffer for one in wanted if key in one.must)
        there = sum(end - begin + most for begin, end in state.hours["p", key])
        if minutes > there:
            told.append(Short(key, minutes, there))
    rooms = sum(
        end - begin + max((one.buffer for one in wanted), default=0)
        for room in state.rooms
        for begin, end in state.hours["r", room]
    )
    asked = sum(one.minutes + one.buffer for one in wanted)
    return (*told, Short("", asked, rooms)) if asked > rooms else tuple(told)


def left(state: State, one: Wanted) -> Left:
    """What keeps one exhibition from a time, as `state` is booked; the block that stands most often first."""
    shared = state.shared(one)
    if not shared:
        return Left(one.key, 0, (_no_shared_time(state, one),))
    suits = state.suits(one)
    if not suits:
        return Left(one.key, len(shared), (Block(Why.NO_ROOM_OPEN, (), len(shared)),))
    never = [
        need.part
        for need in one.needs
        if sum(
            bool(state.starts(("p", key), one.minutes) & set(suits))
            for key in need.among
            if key not in one.must
        )
        < need.count
    ]
    if never:
        return Left(
            one.key, len(suits), tuple(Block(Why.NOBODY_FOR_PART, (part,), len(suits)) for part in never)
        )
    counted = Counter(block for start in suits for block in _at(state, one, start))
    blocks = [Block(why, who, times) for (why, who), times in counted.most_common()]
    return Left(one.key, len(suits), tuple(blocks))


def _no_shared_time(state: State, one: Wanted) -> Block:
    """The smallest set of people who share no time: one alone, two, or all of them."""
    can = {key: state.starts(("p", key), one.minutes) for key in one.must}
    for size in (1, 2, 3):
        for some in combinations(one.must, size):
            if not frozenset.intersection(*(can[key] for key in some)):
                return Block(Why.NO_SHARED_TIME, some)
    return Block(Why.NO_SHARED_TIME, one.must)


def _at(state: State, one: Wanted, start: int) -> Iterator[tuple[Why, tuple[str, ...]]]:
    for key in one.must:
        if state.elsewhere(("p", key), start, one):
            yield Why.BUSY, (key,)
    for need in one.needs:
        if len(free_for(state, one, start, need)) < need.count:
            yield Why.PART_BUSY, (need.part,)
    if free_room(state, one, start) is None:
        yield Why.ROOMS_FULL, ()
