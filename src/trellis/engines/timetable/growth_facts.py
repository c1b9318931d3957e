"""What falls short in a year of a growing school, and what a small school must plan for: counted facts with keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from .growth_numbers import (
    ADVISORIES,
    CLASS_GROUPS,
    CORE_TEACHERS,
    LANGUAGE_TEACHERS,
    OTHER_TEACHERS,
    ROLES,
    ROOMS,
    ROOMS_NEEDED,
    SPECIAL_EDUCATORS,
    TEAMS,
    Number,
    ceiling,
    split_evenly,
)

SPECIALISTS = (SPECIAL_EDUCATORS, LANGUAGE_TEACHERS)


class FactKind(Enum):
    """What was counted; the comment says what `needed` and `available` are."""

    ROOMS = "rooms"  # rooms at the busiest time; rooms there are
    STAFF = "staff"  # people computed for `role`; people planned
    ADVISORY_ADULTS = (
        "advisory-adults"  # advisories of the size asked; those that are planned and have an adult
    )
    PLANNING_COVER = "planning-cover"  # class groups of the largest team; teachers who are on no team
    SUBJECTS = "subjects"  # subjects; teachers, each of whom would teach one
    ONE_SPECIALIST = "one-specialist"  # students of the whole school; 1, the only person of `role`
    TEAMS_DOUBLE = "teams-double"  # teams; teams the year before


SHORTAGES = frozenset((FactKind.ROOMS, FactKind.STAFF, FactKind.ADVISORY_ADULTS, FactKind.PLANNING_COVER))
"""Kinds in which something is missing. The others are what a small school lives with, and plans for."""


@dataclass(frozen=True, slots=True)
class GrowthFact:
    """One thing that was counted in one year."""

    year: int
    kind: FactKind
    needed: int
    available: int
    role: str = ""


def find_facts(
    year: int,
    students: int,
    needs: Mapping[str, Number],
    *,
    teams_before: int,
    advisory_size: int,
    subjects: int,
    plans_together: bool,
) -> tuple[GrowthFact, ...]:
    """Everything there is to say of a year, the shortages first. teams_before: how many teams the year before had."""
    facts = [*_staff_shortages(year, needs)]
    if students:
        facts = [
            *_room_shortage(year, needs),
            *facts,
            *_advisory_shortage(year, students, needs, advisory_size),
            *(_cover_shortage(year, needs) if plans_together else ()),
            *_subjects(year, needs, subjects),
            *_specialists(year, students, needs),
        ]
    teams = needs[TEAMS].value
    if teams_before and teams >= 2 * teams_before:
        facts.append(GrowthFact(year, FactKind.TEAMS_DOUBLE, teams, teams_before))
    return tuple(facts)


def _room_shortage(year: int, needs: Mapping[str, Number]) -> Iterator[GrowthFact]:
    needed = needs[ROOMS_NEEDED].value
    if ROOMS in needs and needs[ROOMS].value < needed:
        yield GrowthFact(year, FactKind.ROOMS, needed, needs[ROOMS].value)


def _staff_shortages(year: int, needs: Mapping[str, Number]) -> Iterator[GrowthFact]:
    for role in ROLES:
        if needs[role].value < needs[role].computed:
            yield GrowthFact(year, FactKind.STAFF, needs[role].computed, needs[role].value, role)


def _advisory_shortage(
    year: int, students: int, needs: Mapping[str, Number], advisory_size: int
) -> Iterator[GrowthFact]:
    """Any teacher may lead an advisory."""
    adults = sum(needs[role].value for role in (CORE_TEACHERS, OTHER_TEACHERS, *SPECIALISTS))
    needed, available = ceiling(students, advisory_size), min(adults, needs[ADVISORIES].value)
    if available < needed:
        yield GrowthFact(year, FactKind.ADVISORY_ADULTS, needed, available)


def _cover_shortage(year: int, needs: Mapping[str, Number]) -> Iterator[GrowthFact]:
    """While a whole team plans, each of its class groups is with a teacher who is not on the team. Teams plan one
    after the other, so the largest decides."""
    groups = split_evenly(needs[CLASS_GROUPS].value, needs[TEAMS].value)
    needed, available = max(groups, default=0), needs[OTHER_TEACHERS].value
    if available < needed:
        yield GrowthFact(year, FactKind.PLANNING_COVER, needed, available)


def _subjects(year: int, needs: Mapping[str, Number], subjects: int) -> Iterator[GrowthFact]:
    teachers = needs[CORE_TEACHERS].value + needs[OTHER_TEACHERS].value
    if teachers < subjects:
        yield GrowthFact(year, FactKind.SUBJECTS, subjects, teachers)


def _specialists(year: int, students: int, needs: Mapping[str, Number]) -> Iterator[GrowthFact]:
    for role in SPECIALISTS:
        if needs[role].value == 1:
            yield GrowthFact(year, FactKind.ONE_SPECIALIST, students, 1, role)
