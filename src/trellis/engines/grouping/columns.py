"""The question in numbers: everything that is counted in a group is a column, and each column has its price.

A column marks some of the students. What it costs in a group depends only on how many of its students are there,
so a table holds it: [groups, how many]. A level has its floor and ceiling; a wish is a column of two students; a
home language is a column that must not fill a whole group. An empty seat is a student with nothing on them, so
that every change is a swap of two.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .asked import Question, Rule
from .sizes import Sizes

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]

NEVER = 1000
"""Units of what must not be: above all that can be won elsewhere by one swap."""


@dataclass(frozen=True, slots=True)
class Column:
    """Who is marked, by number; what each number of them costs, [groups, seats + 1]; and whether it is part of the
    cost that is told (a must and an empty seat are conditions, not prices)."""

    who: Ints
    price: NDArray[np.float64]
    is_counted: bool = True


@dataclass(frozen=True, slots=True)
class Problem:
    """Students by number in the order of their keys, then the empty seats.

    `fixed_groups[who]` is the group of a fixed student and -1 of anybody else; `home[who]` the group somebody was in
    before, or -1.
    """

    sizes: Sizes
    students: int
    columns: tuple[Column, ...]
    fixed_groups: Ints
    home: Ints

    @property
    def groups(self) -> int:
        return len(self.sizes.high)

    @property
    def seats(self) -> int:
        return max(self.sizes.high)

    @property
    def everybody(self) -> int:
        """Students and empty seats."""
        return len(self.fixed_groups)


def in_columns(question: Question) -> Problem:
    sizes = Sizes.of(question.rooms, len(question.students))
    number = {student.key: n for n, student in enumerate(question.students)}
    place = {room.key: n for n, room in enumerate(question.rooms)}
    everybody = sum(sizes.high)
    fixed_groups, home = np.full(everybody, -1), np.full(everybody, -1)
    for room in question.rooms:
        fixed_groups[[number[key] for key in room.fixed]] = place[room.key]
    for key, room in question.previous.items():
        home[number[key]] = place.get(room, -1)
    columns = (*_levels(question, sizes), *_wishes(question, sizes, number), *_rest(question, sizes))
    return Problem(sizes, len(question.students), columns, fixed_groups, home)


def _levels(question: Question, sizes: Sizes) -> Iterator[Column]:
    for who in marked(question).values():
        band = np.array([sizes.share(group, len(who)) for group in range(len(sizes.high))])
        many = np.arange(max(sizes.high) + 1)
        yield Column(np.array(who), np.maximum(0, np.maximum(band[:, :1] - many, many - band[:, 1:])))


def marked(question: Question) -> dict[tuple[str, str], list[int]]:
    """Students by trait and level, in order."""
    students_by_level: dict[tuple[str, str], list[int]] = {}
    for n, student in enumerate(question.students):
        for trait in question.balance:
            if trait in student.traits:
                students_by_level.setdefault((trait, student.traits[trait]), []).append(n)
    return dict(sorted(students_by_level.items()))


def _wishes(question: Question, sizes: Sizes, number: dict[str, int]) -> Iterator[Column]:
    alone, both = np.zeros(max(sizes.high) + 1), np.zeros(max(sizes.high) + 1)
    alone[1:2], both[2:] = 0.5, 1  # apart, each of the two groups has half of an unmet wish to be together
    for pairs, shape, is_counted in (
        (question.together, alone * question.weights.together, True),
        (question.apart, both * question.weights.apart, True),
        (question.must, both * NEVER, False),
    ):
        price = np.tile(shape, (len(sizes.high), 1))
        for pair in pairs:
            yield Column(np.array([number[key] for key in pair]), price, is_counted)


def _rest(question: Question, sizes: Sizes) -> Iterator[Column]:
    """Languages that must not fill a group, and empty seats: one at most where a seat may stay empty."""
    students, high = len(question.students), np.array(sizes.high)
    many = np.arange(high.max() + 1)
    empty = np.arange(students, high.sum())
    if question.rule is Rule.ENGLISH_SHARED:
        for who in spoken(question).values():
            full = np.where(many >= high[:, None], float(question.weights.rule), 0.0)
            yield Column(np.array([*who, *empty]), full)
    if len(empty):
        free = high - np.array(sizes.low)
        yield Column(empty, np.maximum(0, many - free[:, None]) * float(NEVER), is_counted=False)


def spoken(question: Question) -> dict[str, list[int]]:
    """Students by home language, in order."""
    students_by_language: dict[str, list[int]] = {}
    for n, student in enumerate(question.students):
        for language in student.home:
            students_by_language.setdefault(language, []).append(n)
    return dict(sorted(students_by_language.items()))
