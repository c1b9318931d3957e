"""Who gets a seat, and who is next: pure rules over the places of one event.

A seat goes to whoever signed up first. A school that has all the seats it may have keeps its next people waiting, and
others pass them; as soon as the school has room again, the first of them is next.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

School = Hashable


@dataclass(frozen=True)
class Limits:
    """How many seats there are, and how many of them one school may have; None for no limit."""

    capacity: int | None = None
    school_limit: int | None = None


@dataclass(frozen=True)
class Waiting:
    """Somebody on the waiting list. number: their order. school: None for who works at no school."""

    number: int
    school: School | None


def has_free_seat(seated: Sequence[School | None], limits: Limits, school: School | None) -> bool:
    """Whether somebody of this school can have a seat now. seated: the school of everybody with a seat."""
    if limits.capacity is not None and len(seated) >= limits.capacity:
        return False
    if school is None or limits.school_limit is None:
        return True
    return seated.count(school) < limits.school_limit


def next_to_seat(
    waiting: Iterable[Waiting], seated: Sequence[School | None], limits: Limits
) -> list[Waiting]:
    """Who of the waiting list gets a seat now, first one first."""
    free = None if limits.capacity is None else limits.capacity - len(seated)
    of_school = Counter(school for school in seated if school is not None)
    chosen: list[Waiting] = []
    for each in sorted(waiting, key=lambda each: each.number):
        if free is not None and len(chosen) >= free:
            break
        if each.school is not None and limits.school_limit is not None:
            if of_school[each.school] >= limits.school_limit:
                continue
            of_school[each.school] += 1
        chosen.append(each)
    return chosen
