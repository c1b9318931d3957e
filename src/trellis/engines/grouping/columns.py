"""The question in numbers: everything that is counted in a group is a column, and each column has its price.

A column marks some of the students. What it costs in a group depends only on how many of its students are there,
so a table holds it: [groups, how many]. A level has its floor and ceiling; a wish is a column of two students; a
home language is a column that must not fill a whole group. An empty seat is a student with nothing on them, so
that every change is a swap of two.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .inputs import GroupingProblem, GroupSpec, LanguageRule

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float32]

FORBIDDEN_COST = 1000
"""Units of what must not be: above all that can be won elsewhere by one swap."""


@dataclass(frozen=True, slots=True)
class PricedColumn:
    """Who is marked, by number; what each number of them costs, [groups, seats + 1]; and whether it is part of the
    cost that is told (a must and an empty seat are conditions, not prices)."""

    who: IntArray
    price: NDArray[np.float64]
    is_counted: bool = True


@dataclass(frozen=True, slots=True)
class EncodedProblem:
    """Students by number in the order of their keys, then the empty seats.

    `fixed_groups[who]` is the group of a fixed student and -1 of anybody else; `home[who]` the group somebody was in
    before, or -1.
    """

    sizes: GroupSizes
    students: int
    columns: tuple[PricedColumn, ...]
    fixed_groups: IntArray
    home: IntArray

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


def encode_problem(question: GroupingProblem) -> EncodedProblem:
    sizes = GroupSizes.of(question.specs, len(question.students))
    number = {student.key: n for n, student in enumerate(question.students)}
    place = {spec.key: n for n, spec in enumerate(question.specs)}
    everybody = sum(sizes.high)
    fixed_groups, home = np.full(everybody, -1), np.full(everybody, -1)
    for spec in question.specs:
        fixed_groups[[number[key] for key in spec.fixed]] = place[spec.key]
    for key, spec in question.previous.items():
        home[number[key]] = place.get(spec, -1)
    columns = (
        *_level_columns(question, sizes),
        *_wish_columns(question, sizes, number),
        *_other_columns(question, sizes),
    )
    return EncodedProblem(sizes, len(question.students), columns, fixed_groups, home)


def _level_columns(question: GroupingProblem, sizes: GroupSizes) -> Iterator[PricedColumn]:
    for who in members_by_level(question).values():
        band = np.array([sizes.share(group, len(who)) for group in range(len(sizes.high))])
        many = np.arange(max(sizes.high) + 1)
        yield PricedColumn(np.array(who), np.maximum(0, np.maximum(band[:, :1] - many, many - band[:, 1:])))


def members_by_level(question: GroupingProblem) -> dict[tuple[str, str], list[int]]:
    """Students by trait and level, in order."""
    students_by_level: dict[tuple[str, str], list[int]] = {}
    for n, student in enumerate(question.students):
        for trait in question.balance:
            if trait in student.traits:
                students_by_level.setdefault((trait, student.traits[trait]), []).append(n)
    return dict(sorted(students_by_level.items()))


def _wish_columns(
    question: GroupingProblem, sizes: GroupSizes, number: dict[str, int]
) -> Iterator[PricedColumn]:
    alone, both = np.zeros(max(sizes.high) + 1), np.zeros(max(sizes.high) + 1)
    alone[1:2], both[2:] = 0.5, 1  # apart, each of the two groups has half of an unmet wish to be together
    for pairs, shape, is_counted in (
        (question.together, alone * question.weights.together, True),
        (question.apart, both * question.weights.apart, True),
        (question.must, both * FORBIDDEN_COST, False),
    ):
        price = np.tile(shape, (len(sizes.high), 1))
        for pair in pairs:
            yield PricedColumn(np.array([number[key] for key in pair]), price, is_counted)


def _other_columns(question: GroupingProblem, sizes: GroupSizes) -> Iterator[PricedColumn]:
    """Languages that must not fill a group, and empty seats: one at most where a seat may stay empty."""
    students, high = len(question.students), np.array(sizes.high)
    many = np.arange(high.max() + 1)
    empty = np.arange(students, high.sum())
    if question.rule is LanguageRule.ENGLISH_SHARED:
        for who in members_by_language(question).values():
            full = np.where(many >= high[:, None], float(question.weights.rule), 0.0)
            yield PricedColumn(np.array([*who, *empty]), full)
    if len(empty):
        free = high - np.array(sizes.low)
        yield PricedColumn(
            empty, np.maximum(0, many - free[:, None]) * float(FORBIDDEN_COST), is_counted=False
        )


def members_by_language(question: GroupingProblem) -> dict[str, list[int]]:
    """Students by home language, in order."""
    students_by_language: dict[str, list[int]] = {}
    for n, student in enumerate(question.students):
        for language in student.home:
            students_by_language.setdefault(language, []).append(n)
    return dict(sorted(students_by_language.items()))


@dataclass(frozen=True, slots=True)
class GroupSizes:
    """By group: `low` to `high` students (equal, or one apart). Its fair size is `low` plus, where there is a
    choice, `left` / `loose`: the students who remain over the groups that may have one more."""

    low: tuple[int, ...]
    high: tuple[int, ...]
    left: int
    loose: int
    total: int

    @classmethod
    def of(cls, specs: Sequence[GroupSpec], students: int) -> GroupSizes:
        """For groups that hold everybody."""
        floors = [max(spec.least, len(spec.fixed)) for spec in specs]
        level = min(floors)
        while sum(_sizes_at_level(specs, floors, level + 1)) <= students and level < students:
            level += 1
        low, next_up = _sizes_at_level(specs, floors, level), _sizes_at_level(specs, floors, level + 1)
        left = students - sum(low)
        high = next_up if left else low
        loose = sum(more > less for less, more in zip(low, high, strict=True))
        return cls(tuple(low), tuple(high), left, max(loose, 1), students)

    def share(self, group: int, count: int) -> tuple[int, int]:
        """Floor and ceiling of a group's share of `count` students: count x fair size / all students."""
        more = self.high[group] > self.low[group]
        over = count * (self.low[group] * self.loose + self.left * more)
        under = self.loose * self.total
        return over // under, -(-over // under)


def _sizes_at_level(specs: Sequence[GroupSpec], floors: Sequence[int], level: int) -> list[int]:
    return [min(max(level, floor), spec.most) for spec, floor in zip(specs, floors, strict=True)]
