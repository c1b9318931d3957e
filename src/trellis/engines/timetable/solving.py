"""The timetable as a constraint program (OR-Tools CP-SAT), from the first one on.

Rooms that are open at the same hours are alike: the program counts them (a cumulative), and they are told
apart afterwards, which always works: where never more than n stretches overlap, n rooms are enough.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from .inputs import ExhibitionRequest, PlacedExhibition, TimeRanges
from .state import BookingState

MAX_CANDIDATES = 24
"""People looked at for one part of one panel; beyond, those with the most time in common."""


@dataclass
class _ProgramVariables:
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
    state: BookingState,
    exhibitions: Sequence[ExhibitionRequest],
    first: Mapping[str, PlacedExhibition],
    effort: float,
    seconds: float,
    seed: int,
) -> tuple[list[PlacedExhibition], bool]:
    """More placed than in `first` where that can be; and whether it is proven to be the most.

    state: with what was set by hand booked, and nothing else. effort: CP-SAT's deterministic time, which
    does not hang on the machine; seconds: a cap beside it.
    """
    kinds = _room_kinds(state)
    built = _ProgramVariables()
    for exhibition in exhibitions:
        _add_exhibition(built, state, exhibition, kinds, first.get(exhibition.key))
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
    return _read_solution(solver, built, exhibitions, list(kinds.values())), proven


def _room_kinds(state: BookingState) -> dict[TimeRanges, list[str]]:
    """Rooms by when they are open, what stands in them by hand taken out."""
    rooms_by_hours: dict[TimeRanges, list[str]] = defaultdict(list)
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


def _add_exhibition(
    built: _ProgramVariables,
    state: BookingState,
    exhibition: ExhibitionRequest,
    kinds: Mapping[TimeRanges, list[str]],
    first: PlacedExhibition | None,
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
    _add_room_choice(built, state, exhibition, kinds, suits)
    taken: dict[str, list[cp_model.IntVar]] = defaultdict(list)
    for number, need in enumerate(exhibition.needs):
        chosen = []
        for key, domain in _possible_choices(built, state, exhibition, number, suits):
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
    _add_hints(built, exhibition, first)


def _add_room_choice(
    built: _ProgramVariables,
    state: BookingState,
    exhibition: ExhibitionRequest,
    kinds: Mapping[TimeRanges, list[str]],
    suits: list[int],
) -> None:
    model, picks = built.model, []
    for number, hours in enumerate(kinds):
        # A room must be open while the exhibition runs; a stretch set by hand may not begin within its buffer.
        rooms = kinds[hours]
        open_at = [s for s in suits if _is_open(hours, state, rooms[0], s, exhibition)]
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


def _is_open(
    hours: TimeRanges, state: BookingState, room: str, start: int, exhibition: ExhibitionRequest
) -> bool:
    inside = any(begin <= start and start + exhibition.minutes <= end for begin, end in hours)
    return inside and not state.elsewhere(("r", room), start, exhibition)


def _possible_choices(
    built: _ProgramVariables,
    state: BookingState,
    exhibition: ExhibitionRequest,
    number: int,
    suits: list[int],
) -> list[tuple[str, list[int]]]:
    candidates = []
    for key in exhibition.needs[number].among:
        if key in exhibition.must:
            continue
        can = state.starts(("p", key), exhibition.minutes)
        domain = [s for s in suits if s in can and not state.elsewhere(("p", key), s, exhibition)]
        if domain:
            candidates.append((key, domain))
    if len(candidates) > MAX_CANDIDATES:
        built.all_choices = False
        candidates.sort(key=lambda each: -len(each[1]))
    return candidates[:MAX_CANDIDATES]


def _add_hints(
    built: _ProgramVariables, exhibition: ExhibitionRequest, first: PlacedExhibition | None
) -> None:
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


def _read_solution(
    solver: cp_model.CpSolver,
    built: _ProgramVariables,
    exhibitions: Sequence[ExhibitionRequest],
    kinds: Sequence[list[str]],
) -> list[PlacedExhibition]:
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
        placements.append(PlacedExhibition(exhibition.key, start, room, chosen))
    return placements
