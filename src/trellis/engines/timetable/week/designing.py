"""A drafted week for a question; where none keeps every rule, one that breaks as few as can be, with what to change."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import replace

from .counting import count_wishes
from .drafting import find_week
from .encoding import EncodedWeek, Start
from .inputs import WeekQuestion
from .relaxing import ADDED_ROOM, explain_impossible, relax
from .results import Draft, Fix, LanguageShortage, Timetable
from .shortages import count_encoded
from .validation import validate_question

EXPLANATION_SECONDS = 9.0


def draft_week(
    question: WeekQuestion, seconds: float = 60.0, seed: int = 0, previous: Timetable | None = None
) -> Draft:
    """Draft a week that keeps every rule, and use `seconds` to meet the wishes better.

    previous: a timetable to start from. The same question and seed give the same draft, unless `seconds` ends the
    search. Raises InvalidInputError for a question that cannot be read.
    """
    validate_question(question)
    deadline = time.monotonic() + seconds
    week = EncodedWeek(question)
    shortages = count_encoded(week)
    current = None if previous is None else _known_starts(week, previous)
    if all(isinstance(shortage, LanguageShortage) for shortage in shortages):
        result = find_week(week, deadline - time.monotonic(), seed, current)
        if result.timetable is not None:
            return Draft(result.timetable, result.counts, shortages, proven=result.proven)
    fixes = explain_impossible(question, EXPLANATION_SECONDS, seed)
    for fix in fixes:
        timetable = _draft_with(question, fix, max(1.0, deadline - time.monotonic()), seed, current)
        if timetable is not None:
            return Draft(timetable, count_wishes(question, timetable), shortages, fixes)
    return Draft(None, None, shortages, fixes)


def _known_starts(week: EncodedWeek, previous: Timetable) -> frozenset[Start]:
    """The starts of an older timetable that this question still has."""
    return frozenset(
        week.encode_placement(placement)
        for placement in previous.placements
        if placement.lesson in week.lesson_numbers and placement.slot in week.slot_numbers
    )


def _draft_with(
    question: WeekQuestion, fix: Fix, seconds: float, seed: int, current: frozenset[Start] | None
) -> Timetable | None:
    """A week for the question with a fix made. Lessons in a room that the school does not have show none."""
    if not fix.enough:
        return None
    week = EncodedWeek(relax(question, fix.relaxations))
    timetable = find_week(week, seconds, seed, current).timetable
    return None if timetable is None else _leave_added_rooms(week, timetable)


def _real(rooms: Iterable[str]) -> list[str]:
    return [room for room in rooms if not room.startswith(ADDED_ROOM)]


def _leave_added_rooms(week: EncodedWeek, timetable: Timetable) -> Timetable:
    """The timetable without rooms that the school does not have: another that is free then, or else none."""
    covered = {
        placement: week.covered(*week.encode_placement(placement)) for placement in timetable.placements
    }
    taken = {(placement.room, slot) for placement, slots in covered.items() for slot in slots}
    placements = []
    for placement, slots in covered.items():
        room = placement.room
        if room.startswith(ADDED_ROOM):
            fitting = week.fitting_rooms(*week.encode_placement(placement))
            open_rooms = fitting.intersection(*(week.open_rooms[slot] for slot in slots))
            free = sorted(key for key in _real(open_rooms) if not any((key, slot) in taken for slot in slots))
            room = free[0] if free else ""
            taken |= {(room, slot) for slot in slots}
        placements.append(replace(placement, room=room))
    return Timetable.of(placements)
