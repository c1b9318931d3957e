"""An independent check: it reads the question and the timetable, and shares nothing with what made it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from .inputs import ExhibitionRequest, Person, Room, Timetable


def find_faults(
    table: Timetable,
    exhibitions: Sequence[ExhibitionRequest],
    people: Sequence[Person],
    rooms: Sequence[Room],
) -> list[str]:
    """Everything that is wrong with a timetable, as sentences; empty when nothing is."""
    exhibitions_by_key = {exhibition.key: exhibition for exhibition in exhibitions}
    messages = []
    keys = [outcome.key for outcome in (*table.placed, *table.left)]
    if sorted(keys) != sorted(exhibitions_by_key):
        messages.append("Not every exhibition is placed or explained exactly once.")
    messages += [
        f"{unplaced.key} is left without a reason." for unplaced in table.left if not unplaced.blocks
    ]
    hours = {("person", person.key): person.free for person in people} | {
        ("room", room.key): room.free for room in rooms
    }
    books: dict[tuple[str, str], list[tuple[int, int, str]]] = {}
    for placed in table.placed:
        exhibition = exhibitions_by_key[placed.key]
        messages += _panel_problems(exhibition, placed.chosen)
        fixed = exhibition.fixed
        if fixed and (placed.start, placed.room, placed.chosen) != (fixed.start, fixed.room, fixed.chosen):
            messages.append(f"{exhibition.key} was set by hand and does not stand there.")
        present = [
            ("person", key) for key in (*exhibition.must, *(person for _part, person in placed.chosen))
        ]
        for who in [*present, ("room", placed.room)]:
            inside = any(
                a <= placed.start and placed.start + exhibition.minutes <= b
                for a, b in _join_hours(hours[who])
            )
            if not inside and not fixed:
                messages.append(f"{exhibition.key} is outside the hours of {who[1]}.")
            books.setdefault(who, []).append(
                (placed.start, placed.start + exhibition.minutes + exhibition.buffer, exhibition.key)
            )
    return messages + _find_clashes(books)


def _find_clashes(books: Mapping[tuple[str, str], list[tuple[int, int, str]]]) -> list[str]:
    """Find where a person or a room is in two exhibitions at once. `books`: for each, (start, end, exhibition)."""
    messages = []
    for (_kind, key), book in books.items():
        for (_a, until, before), (begin, _b, after) in pairwise(sorted(book)):
            if begin < until:
                messages.append(f"{key} is in {before} and {after} at one time, or without a break between.")
    return messages


def _join_hours(hours: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for begin, end in sorted(hours):
        if joined and begin <= joined[-1][1]:
            begin, end = joined[-1][0], max(end, joined.pop()[1])
        joined.append((begin, end))
    return joined


def _panel_problems(exhibition: ExhibitionRequest, chosen: Sequence[tuple[str, str]]) -> list[str]:
    messages = []
    people = [*exhibition.must, *(person for _part, person in chosen)]
    if len(set(people)) < len(people):
        messages.append(f"{exhibition.key} has somebody on its panel twice.")
    for need in exhibition.needs if not exhibition.fixed else ():
        members = [person for part, person in chosen if part == need.part]
        if len(members) != need.count or set(members) - set(need.among):
            messages.append(
                f"{exhibition.key} has {len(members)} as {need.part}, or somebody who was not to be asked."
            )
    return messages
