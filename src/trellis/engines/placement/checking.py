"""Is a matching stable? Answered from its definition alone, sharing nothing with what made the matching."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class BlockingPair:
    """A seeker and a place that would both rather have each other. `instead_of` is who would go, None for a free
    seat."""

    seeker: str
    place: str
    instead_of: str | None


def blocking_pairs(
    placed: Mapping[str, str],
    preferences: Mapping[str, Sequence[str]],
    capacities: Mapping[str, int],
    may: Callable[[str, str], bool],
    standing: Callable[[str, str], Any],  # Any: whatever sorts
) -> list[BlockingPair]:
    """Every pair that would break the matching up; none means that it is stable.

    `placed` is place by seeker, `preferences` each seeker's places from the most liked (eligible or not: `may`
    decides), and `standing(place, seeker)` anything that sorts, lower first. ValueError when `placed` is no
    matching at all: a place over its capacity, or a seeker where they may not be.
    """
    inside: dict[str, list[str]] = {place: [] for place in capacities}
    for seeker, place in placed.items():
        if not may(seeker, place) or place not in preferences[seeker]:
            raise ValueError(f'"{seeker}" may not be at "{place}".')
        inside[place].append(seeker)
    for place, seekers in inside.items():
        if len(seekers) > capacities[place]:
            raise ValueError(f'"{place}" has {len(seekers)} for {capacities[place]} seats.')
    weakest = {
        place: max(seekers, key=lambda candidate, at=place: standing(at, candidate)) if seekers else None
        for place, seekers in inside.items()
    }
    pairs = []
    for seeker, liked in preferences.items():
        for place in liked:
            if place == placed.get(seeker):
                break
            out = weakest[place]
            if len(inside[place]) < capacities[place]:
                out = None
            elif out is None or not standing(place, seeker) < standing(place, out):
                continue
            if may(seeker, place):
                pairs.append(BlockingPair(seeker, place, out))
    return pairs
