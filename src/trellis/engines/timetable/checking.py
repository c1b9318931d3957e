"""An independent check: it reads the question and the timetable, and shares nothing with what made it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from .asked import Person, Room, Timetable, Wanted


def faults(
    table: Timetable, wanted: Sequence[Wanted], people: Sequence[Person], rooms: Sequence[Room]
) -> list[str]:
    """Everything that is wrong with a timetable, as sentences; empty when nothing is."""
    asked = {one.key: one for one in wanted}
    told = []
    keys = [one.key for one in (*table.placed, *table.left)]
    if sorted(keys) != sorted(asked):
        told.append("Not every exhibition is placed or explained exactly once.")
    told += [f"{one.key} is left without a reason." for one in table.left if not one.blocks]
    hours = {("person", one.key): one.free for one in people} | {("room", one.key): one.free for one in rooms}
    books: dict[tuple[str, str], list[tuple[int, int, str]]] = {}
    for placed in table.placed:
        one = asked[placed.key]
        told += _panel(one, placed.chosen)
        fixed = one.fixed
        if fixed and (placed.start, placed.room, placed.chosen) != (fixed.start, fixed.room, fixed.chosen):
            told.append(f"{one.key} was set by hand and does not stand there.")
        present = [("person", key) for key in (*one.must, *(person for _part, person in placed.chosen))]
        for who in [*present, ("room", placed.room)]:
            inside = any(
                a <= placed.start and placed.start + one.minutes <= b for a, b in _joined(hours[who])
            )
            if not inside and not fixed:
                told.append(f"{one.key} is outside the hours of {who[1]}.")
            books.setdefault(who, []).append((placed.start, placed.start + one.minutes + one.buffer, one.key))
    for who, book in books.items():
        book.sort()
        for (_a, until, before), (begin, _b, after) in pairwise(book):
            if begin < until:
                told.append(f"{who[1]} is in {before} and {after} at one time, or without a break between.")
    return told


def _joined(hours: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    told: list[tuple[int, int]] = []
    for begin, end in sorted(hours):
        if told and begin <= told[-1][1]:
            begin, end = told[-1][0], max(end, told.pop()[1])
        told.append((begin, end))
    return told


def _panel(one: Wanted, chosen: Sequence[tuple[str, str]]) -> list[str]:
    told = []
    people = [*one.must, *(person for _part, person in chosen)]
    if len(set(people)) < len(people):
        told.append(f"{one.key} has somebody on its panel twice.")
    for need in one.needs if not one.fixed else ():
        own = [person for part, person in chosen if part == need.part]
        if len(own) != need.count or set(own) - set(need.among):
            told.append(f"{one.key} has {len(own)} as {need.part}, or somebody who was not to be asked.")
    return told
