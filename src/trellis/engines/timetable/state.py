"""Who is free when: hours, and what is booked already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from .inputs import ExhibitionRequest, InvalidInputError, Person, PlacedExhibition, Room, TimeRanges


def merge_hours(hours: TimeRanges) -> TimeRanges:
    """The same hours in order, with stretches that touch joined."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(hours):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


class BookingState:
    """Hours of everybody and everything, and the bookings made so far."""

    def __init__(self, people: Iterable[Person], rooms: Sequence[Room], grid: int) -> None:
        self.grid = grid
        self.rooms = [room.key for room in rooms]
        self.hours = {("p", person.key): merge_hours(person.free) for person in people}
        self.hours |= {("r", room.key): merge_hours(room.free) for room in rooms}
        self.booked: dict[tuple[str, str], list[tuple[int, int, str]]] = defaultdict(list)
        self._starts: dict[tuple[tuple[str, str], int], frozenset[int]] = {}

    def starts(self, who: tuple[str, str], minutes: int) -> frozenset[int]:
        """Every start on the grid at which they are there for so many minutes."""
        key = (who, minutes)
        if key not in self._starts:
            grid = self.grid
            self._starts[key] = frozenset(
                start
                for begin, end in self.hours[who]
                for start in range(-(-begin // grid) * grid, end - minutes + 1, grid)
            )
        return self._starts[key]

    def suits(self, exhibition: ExhibitionRequest) -> list[int]:
        """Starts at which everybody who must be there can come and some room is open, the earliest first."""
        shared = self.shared(exhibition)
        open_rooms = frozenset().union(*(self.starts(("r", room), exhibition.minutes) for room in self.rooms))
        return sorted(shared & open_rooms)

    def shared(self, exhibition: ExhibitionRequest) -> frozenset[int]:
        """Starts at which everybody who must be there can come."""
        return frozenset.intersection(
            *(self.starts(("p", key), exhibition.minutes) for key in exhibition.must)
        )

    def elsewhere(self, who: tuple[str, str], start: int, exhibition: ExhibitionRequest) -> bool:
        """Whether they are booked while `exhibition` would run from `start`, its buffer and theirs counted."""
        end = start + exhibition.minutes + exhibition.buffer
        return any(start < until and begin < end for begin, until, _key in self.booked[who])

    def book(self, exhibition: ExhibitionRequest, placed: PlacedExhibition) -> None:
        """Write a placed exhibition into the books of its room and everybody on it."""
        stretch = (placed.start, placed.start + exhibition.minutes + exhibition.buffer, exhibition.key)
        self.booked["r", placed.room].append(stretch)
        for key in {*exhibition.must, *(person for _part, person in placed.chosen)}:
            self.booked["p", key].append(stretch)

    def hold(self, exhibitions: Sequence[ExhibitionRequest]) -> list[PlacedExhibition]:
        """Book what was set by hand. Raises InvalidInputError, naming both, when two of them cannot both hold."""
        placements = []
        for exhibition in exhibitions:
            if exhibition.fixed is None:
                continue
            placed = PlacedExhibition(
                exhibition.key, exhibition.fixed.start, exhibition.fixed.room, exhibition.fixed.chosen
            )
            busy = [
                ("r", placed.room),
                *(("p", key) for key in exhibition.must),
                *(("p", p) for _part, p in placed.chosen),
            ]
            for who in busy:
                if self.elsewhere(who, placed.start, exhibition):
                    other = next(
                        key
                        for begin, until, key in self.booked[who]
                        if placed.start < until
                        and begin < placed.start + exhibition.minutes + exhibition.buffer
                    )
                    raise InvalidInputError(
                        f"{exhibition.key} and {other} were set by hand, and both need {who[1]} at one time."
                    )
            self.book(exhibition, placed)
            placements.append(placed)
        return placements
