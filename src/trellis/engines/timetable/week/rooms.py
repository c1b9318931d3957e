"""Rooms for lessons whose times are set: day by day, with as few room changes for teachers as can be."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import pairwise

from ortools.sat.python import cp_model

from .encoding import EncodedWeek, Start
from .softness import Linear

LEAST_EFFORT = 0.1
"""Deterministic seconds below which a first guess is good enough, if it is whole."""

CHANGE, AWAY_FROM_HOME, MOVED = 10, 1, 100
"""Prices: of a teacher's room change, of a room that is not the home room, of another room than before."""


def assign_rooms(
    week: EncodedWeek,
    starts: Iterable[Start],
    before: Mapping[Start, str] | None = None,
    effort: float = 0.2,
) -> dict[Start, str]:
    """Return a room for each start that needs one; on a day on which rooms are too few, some get none.

    before: rooms to keep where that can be. effort: CP-SAT's deterministic seconds for each day.
    """
    days: dict[int, list[Start]] = defaultdict(list)
    for lesson, slot in sorted(starts):
        if week.lessons[lesson].needs_room:
            days[week.day_of[slot]].append((lesson, slot))
    rooms: dict[Start, str] = {}
    for meetings in days.values():
        rooms |= _assign_day(week, meetings, before or {}, effort)
    return rooms


def _assign_day(
    week: EncodedWeek, meetings: list[Start], before: Mapping[Start, str], effort: float
) -> dict[Start, str]:
    program = cp_model.CpModel()
    guess = _assign_greedily(week, meetings, before)
    if (effort < LEAST_EFFORT and len(guess) == len(meetings)) or _are_too_few(week, meetings):
        return guess
    choices: dict[Start, dict[str, cp_model.IntVar]] = {}
    taken: dict[tuple[str, int], list[cp_model.IntVar]] = defaultdict(list)
    for meeting in meetings:
        covered = week.covered(*meeting)
        choices[meeting] = {room: program.new_bool_var("") for room in _open_rooms(week, meeting)}
        program.add_exactly_one(choices[meeting].values())
        for room, choice in choices[meeting].items():
            for slot in covered:
                taken[room, slot].append(choice)
    for literals in taken.values():
        program.add_at_most_one(literals)
    program.minimize(_price(week, program, choices, before))
    for meeting, room in guess.items():
        for other, choice in choices[meeting].items():
            program.add_hint(choice, other == room)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = max(LEAST_EFFORT, effort)
    status = solver.solve(program)
    if status == cp_model.UNKNOWN:
        program.clear_objective()
        solver.parameters.max_deterministic_time = 20 * effort
        status = solver.solve(program)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return guess
    return {
        meeting: next(room for room, choice in rooms.items() if solver.boolean_value(choice))
        for meeting, rooms in choices.items()
    }


def _price(
    week: EncodedWeek,
    program: cp_model.CpModel,
    choices: Mapping[Start, Mapping[str, cp_model.IntVar]],
    before: Mapping[Start, str],
) -> Linear:
    terms = []
    for meeting, rooms in choices.items():
        home = _home_rooms(week, meeting)
        for room, choice in rooms.items():
            price = AWAY_FROM_HOME * bool(home and room not in home)
            price += MOVED * (before.get(meeting, room) != room)
            if price:
                terms.append(price * choice)
    for first, second in _visits(week, choices):
        change = program.new_bool_var("")
        for room, choice in choices[first].items():
            same = [choices[second][room]] if room in choices[second] else []
            program.add_bool_or([choice.negated(), change, *same])
        terms.append(CHANGE * change)
    return sum(terms)


def _visits(week: EncodedWeek, meetings: Iterable[Start]) -> list[tuple[Start, Start]]:
    """Pairs of meetings that follow each other in a teacher's day."""
    by_teacher: dict[str, list[Start]] = defaultdict(list)
    for lesson, slot in meetings:
        for teacher in week.lessons[lesson].teachers:
            by_teacher[teacher].append((lesson, slot))
    return [
        pair
        for visits in by_teacher.values()
        for pair in pairwise(sorted(visits, key=lambda visit: visit[1]))
    ]


def _home_rooms(week: EncodedWeek, meeting: Start) -> set[str]:
    teachers = week.lessons[meeting[0]].teachers
    return {room for key in teachers if (room := week.teachers[key].home_room) is not None}


def _are_too_few(week: EncodedWeek, meetings: Iterable[Start]) -> bool:
    """Whether counting shows that rooms are too few at some slot: a solver is slow to see it."""
    wanting: dict[int, list[frozenset[str]]] = defaultdict(list)
    for meeting in meetings:
        for slot in week.covered(*meeting):
            wanting[slot].append(week.fitting_rooms(*meeting))
    return any(
        sum(fitting <= family for fitting in sets) > len(family & week.open_rooms[slot])
        for slot, sets in wanting.items()
        for family in week.room_families
    )


def _open_rooms(week: EncodedWeek, meeting: Start) -> list[str]:
    rooms = week.fitting_rooms(*meeting)
    return sorted(rooms.intersection(*(week.open_rooms[slot] for slot in week.covered(*meeting))))


def _assign_greedily(
    week: EncodedWeek, meetings: Iterable[Start], before: Mapping[Start, str]
) -> dict[Start, str]:
    """A first guess: the room before, a home room, the teacher's last room, or the one that fits the fewest."""
    choices = {meeting: _open_rooms(week, meeting) for meeting in meetings}
    demand = Counter(room for rooms in choices.values() for room in rooms)
    taken: set[tuple[str, int]] = set()
    last_room: dict[str, str] = {}
    guess: dict[Start, str] = {}
    for meeting in sorted(choices, key=lambda meeting: (meeting[1], len(choices[meeting]), meeting[0])):
        covered = week.covered(*meeting)
        free = [room for room in choices[meeting] if not any((room, slot) in taken for slot in covered)]
        if not free:
            continue
        teachers = week.lessons[meeting[0]].teachers
        home, last = _home_rooms(week, meeting), {last_room.get(teacher) for teacher in teachers}
        room = min(
            free,
            key=lambda room: (
                room != before.get(meeting),
                room not in last,
                room not in home,
                demand[room],
                room,
            ),
        )
        guess[meeting] = room
        taken.update((room, slot) for slot in covered)
        last_room.update(dict.fromkeys(teachers, room))
    return guess
