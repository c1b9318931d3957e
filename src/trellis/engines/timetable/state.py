"""Who is free when: hours, and what is booked already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from .asked import Hours, Person, Placed, Refused, Room, Wanted


def merged(hours: Hours) -> Hours:
    """The same hours in order, with stretches that touch joined."""
    told: list[tuple[int, int]] = []
    for start, end in sorted(hours):
        if told and start <= told[-1][1]:
            told[-1] = (told[-1][0], max(end, told[-1][1]))
        else:
            told.append((start, end))
    return tuple(told)


class State:
    """Hours of everybody and everything, and the bookings made so far."""

    def __init__(self, people: Iterable[Person], rooms: Sequence[Room], grid: int) -> None:
        self.grid = grid
        self.rooms = [room.key for room in rooms]
        self.hours = {("p", one.key): merged(one.free) for one in people}
        self.hours |= {("r", one.key): merged(one.free) for one in rooms}
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

    def suits(self, one: Wanted) -> list[int]:
        """Starts at which everybody who must be there can come and some room is open, the earliest first."""
        shared = self.shared(one)
        open_rooms = frozenset().union(*(self.starts(("r", room), one.minutes) for room in self.rooms))
        return sorted(shared & open_rooms)

    def shared(self, one: Wanted) -> frozenset[int]:
        """Starts at which everybody who must be there can come."""
        return frozenset.intersection(*(self.starts(("p", key), one.minutes) for key in one.must))

    def elsewhere(self, who: tuple[str, str], start: int, one: Wanted) -> bool:
        """Whether they are booked while `one` would run from `start`, its buffer and theirs counted."""
        end = start + one.minutes + one.buffer
        return any(start < until and begin < end for begin, until, _key in self.booked[who])

    def book(self, one: Wanted, placed: Placed) -> None:
        """Write a placed exhibition into the books of its room and everybody on it."""
        stretch = (placed.start, placed.start + one.minutes + one.buffer, one.key)
        self.booked["r", placed.room].append(stretch)
        for key in {*one.must, *(person for _part, person in placed.chosen)}:
            self.booked["p", key].append(stretch)

    def hold(self, wanted: Sequence[Wanted]) -> list[Placed]:
        """Book what was set by hand. Raises Refused, naming both, when two of them cannot both hold."""
        told = []
        for one in wanted:
            if one.fixed is None:
                continue
            placed = Placed(one.key, one.fixed.start, one.fixed.room, one.fixed.chosen)
            busy = [
                ("r", placed.room),
                *(("p", key) for key in one.must),
                *(("p", p) for _part, p in placed.chosen),
            ]
            for who in busy:
                if self.elsewhere(who, placed.start, one):
                    other = next(
                        key
                        for begin, until, key in self.booked[who]
                        if placed.start < until and begin < placed.start + one.minutes + one.buffer
                    )
                    raise Refused(
                        f"{one.key} and {other} were set by hand, and both need {who[1]} at one time."
                    )
            self.book(one, placed)
            told.append(placed)
        return told
