"""Why an exhibition has no time: by counting before anything is tried, and by looking at each start afterwards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations

from .greedy import find_free_room, people_free_for
from .inputs import BlockKind, ExhibitionRequest, TimeBlock, TimeShortage, UnplacedExhibition
from .state import BookingState


def find_shortages(state: BookingState, exhibitions: Sequence[ExhibitionRequest]) -> tuple[TimeShortage, ...]:
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
            overbooked.append(TimeShortage(key, minutes, available))
    rooms = sum(
        end - begin + max((exhibition.buffer for exhibition in exhibitions), default=0)
        for room in state.rooms
        for begin, end in state.hours["r", room]
    )
    requested = sum(exhibition.minutes + exhibition.buffer for exhibition in exhibitions)
    return (*overbooked, TimeShortage("", requested, rooms)) if requested > rooms else tuple(overbooked)


def explain_unplaced(state: BookingState, exhibition: ExhibitionRequest) -> UnplacedExhibition:
    """What keeps one exhibition from a time, as `state` is booked; the block that stands most often first."""
    shared = state.shared(exhibition)
    if not shared:
        return UnplacedExhibition(exhibition.key, 0, (_no_shared_time_block(state, exhibition),))
    suits = state.suits(exhibition)
    if not suits:
        return UnplacedExhibition(
            exhibition.key, len(shared), (TimeBlock(BlockKind.NO_ROOM_OPEN, (), len(shared)),)
        )
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
        return UnplacedExhibition(
            exhibition.key,
            len(suits),
            tuple(TimeBlock(BlockKind.NOBODY_FOR_PART, (part,), len(suits)) for part in never),
        )
    counted = Counter(block for start in suits for block in _blocks_at(state, exhibition, start))
    blocks = [TimeBlock(why, who, times) for (why, who), times in counted.most_common()]
    return UnplacedExhibition(exhibition.key, len(suits), tuple(blocks))


def _no_shared_time_block(state: BookingState, exhibition: ExhibitionRequest) -> TimeBlock:
    """The smallest set of people who share no time: one alone, two, or all of them."""
    can = {key: state.starts(("p", key), exhibition.minutes) for key in exhibition.must}
    for size in (1, 2, 3):
        for some in combinations(exhibition.must, size):
            if not frozenset.intersection(*(can[key] for key in some)):
                return TimeBlock(BlockKind.NO_SHARED_TIME, some)
    return TimeBlock(BlockKind.NO_SHARED_TIME, exhibition.must)


def _blocks_at(
    state: BookingState, exhibition: ExhibitionRequest, start: int
) -> Iterator[tuple[BlockKind, tuple[str, ...]]]:
    for key in exhibition.must:
        if state.elsewhere(("p", key), start, exhibition):
            yield BlockKind.BUSY, (key,)
    for need in exhibition.needs:
        if len(people_free_for(state, exhibition, start, need)) < need.count:
            yield BlockKind.PART_BUSY, (need.part,)
    if find_free_room(state, exhibition, start) is None:
        yield BlockKind.ROOMS_FULL, ()
