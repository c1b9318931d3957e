"""What is asked: exhibitions to place, people with their hours, rooms; and what comes back.

Times are whole minutes from any origin that the caller likes, so that days are stretches like others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

TimeRanges = tuple[tuple[int, int], ...]
"""Stretches (from, to) in minutes; the last minute is not in it."""


class InvalidInputError(ValueError):
    """The question cannot be read; the sentence says what is wrong."""


@dataclass(frozen=True, slots=True)
class Person:
    """Anybody whose presence counts, and when they can come."""

    key: str
    free: TimeRanges


@dataclass(frozen=True, slots=True)
class Room:
    key: str
    free: TimeRanges


@dataclass(frozen=True, slots=True)
class PanelNeed:
    """`count` people of `among` for one part of the panel: an outside adult, a peer, an interpreter."""

    part: str
    among: tuple[str, ...]
    count: int = 1


@dataclass(frozen=True, slots=True)
class FixedTime:
    """A time that a person set by hand. It holds, whatever the hours say. `chosen`: (part, person) each."""

    start: int
    room: str
    chosen: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ExhibitionRequest:
    """One exhibition. `must`: those without whom it is not held. `buffer`: minutes kept free after it."""

    key: str
    must: tuple[str, ...]
    minutes: int
    needs: tuple[PanelNeed, ...] = ()
    buffer: int = 0
    fixed: FixedTime | None = None


@dataclass(frozen=True, slots=True)
class PlacedExhibition:
    """An exhibition with its time and room, and who was chosen for each part: (part, person)."""

    key: str
    start: int
    room: str
    chosen: tuple[tuple[str, str], ...] = ()


class BlockKind(Enum):
    """What keeps an exhibition from being placed."""

    NO_SHARED_TIME = "no-shared-time"  # who: people who share no stretch long enough
    NOBODY_FOR_PART = "nobody-for-part"  # who: the part; nobody of it can come when the others can
    NO_ROOM_OPEN = "no-room-open"  # no room is open for as long while the others can come
    BUSY = "busy"  # who: somebody; times: of the possible starts, those at which they are elsewhere
    PART_BUSY = "part-busy"  # who: the part; times at which everybody of it is elsewhere
    ROOMS_FULL = "rooms-full"  # times at which every open room is taken


@dataclass(frozen=True, slots=True)
class TimeBlock:
    why: BlockKind
    who: tuple[str, ...] = ()
    times: int = 0


@dataclass(frozen=True, slots=True)
class UnplacedExhibition:
    """An exhibition without a time. `starts`: how many starts suit those who must be there."""

    key: str
    starts: int
    blocks: tuple[TimeBlock, ...]


@dataclass(frozen=True, slots=True)
class TimeShortage:
    """Counted before anything is tried: somebody, or "" for the rooms together, has less time than is wanted."""

    who: str
    minutes_needed: int
    minutes_available: int


@dataclass(frozen=True, slots=True)
class Timetable:
    """`best`: proven that no more could be placed with the choices that were looked at."""

    placed: tuple[PlacedExhibition, ...]
    left: tuple[UnplacedExhibition, ...]
    short: tuple[TimeShortage, ...]
    best: bool


def check_input(
    exhibitions: Sequence[ExhibitionRequest], people: Sequence[Person], rooms: Sequence[Room], grid: int
) -> None:
    """Raise InvalidInputError for what cannot be read: twice the same key, an unknown one, hours that run backwards."""
    if grid < 1:
        raise InvalidInputError("The grid is a number of minutes, 1 or more.")
    for what, things in (("exhibition", exhibitions), ("person", people), ("room", rooms)):
        keys = [thing.key for thing in things]
        if len(set(keys)) < len(keys):
            twice = next(key for key in keys if keys.count(key) > 1)
            raise InvalidInputError(f"The {what} {twice} is named twice.")
    for owner in (*people, *rooms):
        for start, end in owner.free:
            if end <= start:
                raise InvalidInputError(
                    f"The hours of {owner.key} run from {start} to {end}; they end before they begin."
                )
    person_keys, places = {person.key for person in people}, {room.key for room in rooms}
    for exhibition in exhibitions:
        _check_exhibition(exhibition, person_keys, places)


def _check_exhibition(exhibition: ExhibitionRequest, person_keys: set[str], places: set[str]) -> None:
    if exhibition.minutes < 1 or exhibition.buffer < 0:
        raise InvalidInputError(
            f"The exhibition {exhibition.key} takes {exhibition.minutes} minutes and {exhibition.buffer} after it."
        )
    if not exhibition.must or len(set(exhibition.must)) < len(exhibition.must):
        raise InvalidInputError(f"The exhibition {exhibition.key} names nobody, or somebody twice.")
    named = {*exhibition.must, *(key for need in exhibition.needs for key in need.among)}
    fixed = exhibition.fixed
    if fixed:
        named |= {person for _part, person in fixed.chosen}
        if fixed.room not in places:
            raise InvalidInputError(
                f"The exhibition {exhibition.key} stands in the room {fixed.room}, which nobody knows."
            )
    if named - person_keys:
        raise InvalidInputError(
            f"The exhibition {exhibition.key} names {min(named - person_keys)}, whom nobody knows."
        )
    for need in exhibition.needs:
        if need.count < 1:
            raise InvalidInputError(
                f"The exhibition {exhibition.key} wants {need.count} people as {need.part}."
            )
