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
    there: dict[str, cp_model.IntVar] = field(default_factory=dict)
    start: dict[str, cp_model.IntVar] = field(default_factory=dict)
    choices: dict[tuple[str, int, str], cp_model.IntVar] = field(default_factory=dict)
    kinds: dict[tuple[str, int], cp_model.IntVar] = field(default_factory=dict)
    of_person: dict[str, list[cp_model.IntervalVar]] = field(default_factory=lambda: defaultdict(list))
    of_kind: dict[int, list[cp_model.IntervalVar]] = field(default_factory=lambda: defaultdict(list))
    all_choices: bool = True


def solve(
    state: State,
    wanted: Sequence[Wanted],
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
    for one in wanted:
        _add(built, state, one, kinds, first.get(one.key))
    for intervals in built.of_person.values():
        built.model.add_no_overlap(intervals)
    for number, rooms in enumerate(kinds.values()):
        if built.of_kind[number]:
            built.model.add_cumulative(built.of_kind[number], [1] * len(built.of_kind[number]), len(rooms))
    built.model.maximize(sum(built.there.values()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    solver.parameters.max_deterministic_time = effort
    solver.parameters.max_time_in_seconds = seconds
    status = solver.solve(built.model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return list(first.values()), False
    proven = status == cp_model.OPTIMAL and built.all_choices
    return _read(solver, built, wanted, list(kinds.values())), proven


def _kinds(state: State) -> dict[Hours, list[str]]:
    """Rooms by when they are open, what stands in them by hand taken out."""
    told: dict[Hours, list[str]] = defaultdict(list)
    for room in state.rooms:
        hours = [*state.hours["r", room]]
        for begin, until, _key in state.booked["r", room]:
            hours = [
                part
                for start, end in hours
                for part in ((start, min(end, begin)), (max(start, until), end))
                if part[0] < part[1]
            ]
        told[tuple(hours)].append(room)
    return told


def _add(
    built: _Built, state: State, one: Wanted, kinds: Mapping[Hours, list[str]], first: Placed | None
) -> None:
    """One exhibition: whether it is held, when, in which kind of room, and who is chosen."""
    model, length = built.model, one.minutes + one.buffer
    suits = [s for s in state.suits(one) if not any(state.elsewhere(("p", key), s, one) for key in one.must)]
    if not suits:
        return
    there = built.there[one.key] = model.new_bool_var(f"there {one.key}")
    start = built.start[one.key] = model.new_int_var_from_domain(
        cp_model.Domain.from_values(suits), f"at {one.key}"
    )
    interval = model.new_optional_fixed_size_interval_var(start, length, there, one.key)
    for key in one.must:
        built.of_person[key].append(interval)
    _rooms(built, state, one, kinds, suits)
    taken: dict[str, list[cp_model.IntVar]] = defaultdict(list)
    for number, need in enumerate(one.needs):
        chosen = []
        for key, domain in _choices(built, state, one, number, suits):
            choice = built.choices[one.key, number, key] = model.new_bool_var("")
            model.add_linear_expression_in_domain(start, cp_model.Domain.from_values(domain)).only_enforce_if(
                choice
            )
            built.of_person[key].append(model.new_optional_fixed_size_interval_var(start, length, choice, ""))
            chosen.append(choice)
            taken[key].append(choice)
        model.add(sum(chosen) == need.count * there)
    for twice in taken.values():
        if len(twice) > 1:
            model.add_at_most_one(twice)
    _hint(built, one, first)


def _rooms(
    built: _Built, state: State, one: Wanted, kinds: Mapping[Hours, list[str]], suits: list[int]
) -> None:
    model, picks = built.model, []
    for number, hours in enumerate(kinds):
        # A room must be open while the exhibition runs; a stretch set by hand may not begin within its buffer.
        rooms = kinds[hours]
        open_at = [s for s in suits if _open(hours, state, rooms[0], s, one)]
        if not open_at:
            continue
        pick = built.kinds[one.key, number] = model.new_bool_var("")
        domain = cp_model.Domain.from_values(open_at)
        model.add_linear_expression_in_domain(built.start[one.key], domain).only_enforce_if(pick)
        built.of_kind[number].append(
            model.new_optional_fixed_size_interval_var(
                built.start[one.key], one.minutes + one.buffer, pick, ""
            )
        )
        picks.append(pick)
    model.add(sum(picks) == built.there[one.key])


def _open(hours: Hours, state: State, room: str, start: int, one: Wanted) -> bool:
    inside = any(begin <= start and start + one.minutes <= end for begin, end in hours)
    return inside and not state.elsewhere(("r", room), start, one)


def _choices(
    built: _Built, state: State, one: Wanted, number: int, suits: list[int]
) -> list[tuple[str, list[int]]]:
    told = []
    for key in one.needs[number].among:
        if key in one.must:
            continue
        can = state.starts(("p", key), one.minutes)
        domain = [s for s in suits if s in can and not state.elsewhere(("p", key), s, one)]
        if domain:
            told.append((key, domain))
    if len(told) > MOST_CHOICES:
        built.all_choices = False
        told.sort(key=lambda each: -len(each[1]))
    return told[:MOST_CHOICES]


def _hint(built: _Built, one: Wanted, first: Placed | None) -> None:
    model = built.model
    model.add_hint(built.there[one.key], first is not None)
    if first is None:
        return
    model.add_hint(built.start[one.key], first.start)
    chosen = {person for _part, person in first.chosen}
    for number, need in enumerate(one.needs):
        for key in need.among:
            if (one.key, number, key) in built.choices:
                model.add_hint(built.choices[one.key, number, key], key in chosen)


def _read(
    solver: cp_model.CpSolver, built: _Built, wanted: Sequence[Wanted], kinds: Sequence[list[str]]
) -> list[Placed]:
    """The solution, with rooms told apart: the earliest first, each into the room of its kind that is free."""
    held = [one for one in wanted if one.key in built.there and solver.boolean_value(built.there[one.key])]
    held.sort(key=lambda one: solver.value(built.start[one.key]))
    until: dict[str, int] = {}
    told = []
    for one in held:
        start = solver.value(built.start[one.key])
        kind = next(
            number
            for number in range(len(kinds))
            if (one.key, number) in built.kinds and solver.boolean_value(built.kinds[one.key, number])
        )
        room = next(room for room in kinds[kind] if until.get(room, start) <= start)
        until[room] = start + one.minutes + one.buffer
        chosen = tuple(
            (need.part, key)
            for number, need in enumerate(one.needs)
            for key in need.among
            if (one.key, number, key) in built.choices
            and solver.boolean_value(built.choices[one.key, number, key])
        )
        told.append(Placed(one.key, start, room, chosen))
    return told
