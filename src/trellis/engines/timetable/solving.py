"""The timetable as a constraint program (OR-Tools CP-SAT), from the first one on.

Rooms that are open at the same hours are alike: the program counts them (a cumulative), and they are told
apart afterwards, which always works: where never more than n stretches overlap, n rooms are enough.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from .asked import Hours, Placed, Wanted
from .state import State

MOST_CHOICES = 24
"""People looked at for one part of one panel; beyond, those with the most time in common."""


@dataclass
class _Built:
    """The program's variables. `choices`: (exhibition, part number, person) to whether they are chosen."""

    model: cp_model.CpModel = field(default_factory=cp_model.CpModel)
    is_placed: dict[str, cp_model.IntVar] = field(default_factory=dict)
    start: dict[str, cp_model.IntVar] = field(default_factory=dict)
    choices: dict[tuple[str, int, str], cp_model.IntVar] = field(default_factory=dict)
    kinds: dict[tuple[str, int], cp_model.IntVar] = field(default_factory=dict)
    of_person: dict[str, list[cp_model.IntervalVar]] = field(default_factory=lambda: defaultdict(list))
    of_kind: dict[int, list[cp_model.IntervalVar]] = field(default_factory=lambda: defaultdict(list))
    all_choices: bool = True


def solve(
    state: State,
    exhibitions: Sequence[Wanted],
    first: Mapping[str, Placed],
    effort: float,
    seconds: float,
    seed: int,
) -> tuple[list[Placed], bool]:
    """More placed than in `first` where that can be; and whether it is proven to be the most.

    state: with what was set by hand booked, and nothing else. effort: CP-SAT's deterministic time, which
    does not hang on the machine; seconds: a cap beside it.
    """
    kinds = _kinds(state)
    built = _Built()
    for exhibition in exhibitions:
        _add(built, state, exhibition, kinds, first.get(exhibition.key))
    for intervals in built.of_person.values():
        built.model.add_no_overlap(intervals)
    for number, rooms in enumerate(kinds.values()):
        if built.of_kind[number]:
            built.model.add_cumulative(built.of_kind[number], [1] * len(built.of_kind[number]), len(rooms))
    built.model.maximize(sum(built.is_placed.values()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    solver.parameters.max_deterministic_time = effort
    solver.parameters.max_time_in_seconds = seconds
    status = solver.solve(built.model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return list(first.values()), False
    proven = status == cp_model.OPTIMAL and built.all_choices
    return _read(solver, built, exhibitions, list(kinds.values())), proven


def _kinds(state: State) -> dict[Hours, list[str]]:
    """Rooms by when they are open, what stands in them by hand taken out."""
    rooms_by_hours: dict[Hours, list[str]] = defaultdict(list)
    for room in state.rooms:
        hours = [*state.hours["r", room]]
        for begin, until, _key in state.booked["r", room]:
            hours = [
                part
                for start, end in hours
                for part in ((start, min(end, begin)), (max(start, until), end))
                if part[0] < part[1]
            ]
        rooms_by_hours[tuple(hours)].append(room)
    return rooms_by_hours


def _add(
    built: _Built, state: State, exhibition: Wanted, kinds: Mapping[Hours, list[str]], first: Placed | None
) -> None:
    """One exhibition: whether it is held, when, in which kind of room, and who is chosen."""
    model, length = built.model, exhibition.minutes + exhibition.buffer
    suits = [
        s
        for s in state.suits(exhibition)
        if not any(state.elsewhere(("p", key), s, exhibition) for key in exhibition.must)
    ]
    if not suits:
        return
    is_held = built.is_placed[exhibition.key] = model.new_bool_var(f"there {exhibition.key}")
    start = built.start[exhibition.key] = model.new_int_var_from_domain(
        cp_model.Domain.from_values(suits), f"at {exhibition.key}"
    )
    interval = model.new_optional_fixed_size_interval_var(start, length, is_held, exhibition.key)
    for key in exhibition.must:
        built.of_person[key].append(interval)
    _rooms(built, state, exhibition, kinds, suits)
    taken: dict[str, list[cp_model.IntVar]] = defaultdict(list)
    for number, need in enumerate(exhibition.needs):
        chosen = []
        for key, domain in _choices(built, state, exhibition, number, suits):
            choice = built.choices[exhibition.key, number, key] = model.new_bool_var("")
            model.add_linear_expression_in_domain(start, cp_model.Domain.from_values(domain)).only_enforce_if(
                choice
            )
            built.of_person[key].append(model.new_optional_fixed_size_interval_var(start, length, choice, ""))
            chosen.append(choice)
            taken[key].append(choice)
        model.add(sum(chosen) == need.count * is_held)
    for twice in taken.values():
        if len(twice) > 1:
            model.add_at_most_one(twice)
    _hint(built, exhibition, first)


def _rooms(
    built: _Built, state: State, exhibition: Wanted, kinds: Mapping[Hours, list[str]], suits: list[int]
) -> None:
    model, picks = built.model, []
    for number, hours in enumerate(kinds):
        # A room must be open while the exhibition runs; a stretch set by hand may not begin within its buffer.
        rooms = kinds[hours]
        open_at = [s for s in suits if _open(hours, state, rooms[0], s, exhibition)]
        if not open_at:
            continue
        pick = built.kinds[exhibition.key, number] = model.new_bool_var("")
        domain = cp_model.Domain.from_values(open_at)
        model.add_linear_expression_in_domain(built.start[exhibition.key], domain).only_enforce_if(pick)
        built.of_kind[number].append(
            model.new_optional_fixed_size_interval_var(
                built.start[exhibition.key], exhibition.minutes + exhibition.buffer, pick, ""
            )
        )
        picks.append(pick)
    model.add(sum(picks) == built.is_placed[exhibition.key])


def _open(hours: Hours, state: State, room: str, start: int, exhibition: Wanted) -> bool:
    inside = any(begin <= start and start + exhibition.minutes <= end for begin, end in hours)
    return inside and not state.elsewhere(("r", room), start, exhibition)


def _choices(
    built: _Built, state: State, exhibition: Wanted, number: int, suits: list[int]
) -> list[tuple[str, list[int]]]:
    candidates = []
    for key in exhibition.needs[number].among:
        if key in exhibition.must:
            continue
        can = state.starts(("p", key), exhibition.minutes)
        domain = [s for s in suits if s in can and not state.elsewhere(("p", key), s, exhibition)]
        if domain:
            candidates.append((key, domain))
    if len(candidates) > MOST_CHOICES:
        built.all_choices = False
        candidates.sort(key=lambda each: -len(each[1]))
    return candidates[:MOST_CHOICES]


def _hint(built: _Built, exhibition: Wanted, first: Placed | None) -> None:
    model = built.model
    model.add_hint(built.is_placed[exhibition.key], first is not None)
    if first is None:
        return
    model.add_hint(built.start[exhibition.key], first.start)
    chosen = {person for _part, person in first.chosen}
    for number, need in enumerate(exhibition.needs):
        for key in need.among:
            if (exhibition.key, number, key) in built.choices:
                model.add_hint(built.choices[exhibition.key, number, key], key in chosen)


def _read(
    solver: cp_model.CpSolver, built: _Built, exhibitions: Sequence[Wanted], kinds: Sequence[list[str]]
) -> list[Placed]:
    """The solution, with rooms told apart: the earliest first, each into the room of its kind that is free."""
    held_exhibitions = [
        exhibition
        for exhibition in exhibitions
        if exhibition.key in built.is_placed and solver.boolean_value(built.is_placed[exhibition.key])
    ]
    held_exhibitions.sort(key=lambda exhibition: solver.value(built.start[exhibition.key]))
    until: dict[str, int] = {}
    placements = []
    for exhibition in held_exhibitions:
        start = solver.value(built.start[exhibition.key])
        kind = next(
            number
            for number in range(len(kinds))
            if (exhibition.key, number) in built.kinds
            and solver.boolean_value(built.kinds[exhibition.key, number])
        )
        room = next(room for room in kinds[kind] if until.get(room, start) <= start)
        until[room] = start + exhibition.minutes + exhibition.buffer
        chosen = tuple(
            (need.part, key)
            for number, need in enumerate(exhibition.needs)
            for key in need.among
            if (exhibition.key, number, key) in built.choices
            and solver.boolean_value(built.choices[exhibition.key, number, key])
        )
        placements.append(Placed(exhibition.key, start, room, chosen))
    return placements
