"""Are these groups what they say? Answered from the rows again, sharing nothing with what formed them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # only types: no code is shared with what formed the groups
    from .inputs import GroupingProblem, GroupSpec, Student
    from .results import Grouping


class FaultKind(Enum):
    """What can be wrong with groups that were formed."""

    LEFT_OUT = "a student is in no group"
    TWICE = "a student is in two groups"
    UNKNOWN = "a student or a group is not among those asked about"
    SIZE = "a group is smaller or larger than it may be"
    UNEVEN = "two groups could be closer in size"
    FIXED = "a fixed student is not where they are held"
    TOGETHER_WHO_MUST_NOT = "two who must be apart are in one group"
    SPREAD = "a level is told otherwise than it is"
    TOGETHER = "unmet wishes to be together are told otherwise"
    APART = "unmet wishes to be apart are told otherwise"
    RULE = "the language rule is told otherwise"
    MOVED = "those who moved are told otherwise"
    COST = "the cost is not the sum of its parts"
    BOUND = "the cost is below what is said to be the least"


@dataclass(frozen=True, slots=True)
class GroupingFault:
    """One thing that is wrong, and the keys it is about."""

    what: FaultKind
    keys: tuple[str, ...] = ()


def find_faults(
    students: Iterable[Student], groups: Iterable[GroupSpec], grouping: Grouping
) -> list[GroupingFault]:
    """Everything that is wrong with `grouping`; an empty list means that it is what it says.

    Wishes, rule, weights and what was balanced are read from `grouping.question`; students and groups from the rows.
    Counts, shares, sizes and the cost are worked out again. Whether a bound is the best possible is not asked.
    """
    people, specs = {student.key: student for student in students}, {spec.key: spec for spec in groups}
    seat_faults = [*_membership_faults(people, specs, grouping)]
    if seat_faults:
        return seat_faults
    at = {who: group for group, members in grouping.groups.items() for who in members}
    return [
        *_size_faults(specs, grouping.groups),
        *_fixed_faults(specs, at, grouping.question),
        *_report_faults(people, specs, at, grouping),
    ]


def _membership_faults(
    people: Mapping[str, Student], specs: Mapping[str, GroupSpec], grouping: Grouping
) -> Iterator[GroupingFault]:
    inside = Counter(who for members in grouping.groups.values() for who in members)
    for who in sorted(people.keys() - inside.keys()):
        yield GroupingFault(FaultKind.LEFT_OUT, (who,))
    for who in sorted(who for who, times in inside.items() if times > 1):
        yield GroupingFault(FaultKind.TWICE, (who,))
    for key in sorted((inside.keys() - people.keys()) | (grouping.groups.keys() ^ specs.keys())):
        yield GroupingFault(FaultKind.UNKNOWN, (key,))
    for who, group in sorted(grouping.placed.items()):
        if who not in grouping.groups.get(group, ()):
            yield GroupingFault(FaultKind.UNKNOWN, (who, group))


def _size_faults(
    specs: Mapping[str, GroupSpec], groups: Mapping[str, tuple[str, ...]]
) -> Iterator[GroupingFault]:
    size = {key: len(members) for key, members in groups.items()}
    for key, spec in specs.items():
        if not spec.least <= size[key] <= spec.most:
            yield GroupingFault(FaultKind.SIZE, (key,))
    gives = {key for key, spec in specs.items() if size[key] > max(spec.least, len(spec.fixed))}
    takes = {key for key, spec in specs.items() if size[key] < spec.most}
    for giver in sorted(gives):
        for taker in sorted(takes):
            if size[giver] > size[taker] + 1:
                yield GroupingFault(FaultKind.UNEVEN, (giver, taker))


def _fixed_faults(
    specs: Mapping[str, GroupSpec], at: Mapping[str, str], question: GroupingProblem
) -> Iterator[GroupingFault]:
    for key, spec in specs.items():
        for who in spec.fixed:
            if at[who] != key:
                yield GroupingFault(FaultKind.FIXED, (who, key))
    for student, other in question.must:
        if at[student] == at[other]:
            yield GroupingFault(FaultKind.TOGETHER_WHO_MUST_NOT, (student, other))


def _report_faults(
    people: Mapping[str, Student], specs: Mapping[str, GroupSpec], at: Mapping[str, str], grouping: Grouping
) -> Iterator[GroupingFault]:
    question, weights = grouping.question, grouping.question.weights
    units = 0
    spread = {(level.trait, level.level): level for level in grouping.spread}
    levels = {
        key for student in people.values() for key in student.traits.items() if key[0] in question.balance
    }
    for key in sorted(levels | spread.keys()):
        expected = _expected_shares(key, people, specs, at)
        units += sum(max(0, low - count, count - high) for _, count, low, high in expected)
        shown = spread[key].shares if key in spread else ()
        if sorted((share.group, share.count, share.floor, share.ceiling) for share in shown) != expected:
            yield GroupingFault(FaultKind.SPREAD, key)
    together = {pair for pair in question.together if at[pair[0]] != at[pair[1]]}
    apart = {pair for pair in question.apart if at[pair[0]] == at[pair[1]]}
    rule = _expected_violations(people, grouping.groups, question.rule.name)
    before = {who: group for who, group in question.previous.items() if who in at}
    moved = {who for who, group in before.items() if at[who] != group}
    for what, true, shown in (
        (FaultKind.TOGETHER, together, grouping.together_unmet),
        (FaultKind.APART, apart, grouping.apart_unmet),
        (
            FaultKind.RULE,
            rule,
            tuple((unmet.group, unmet.students, unmet.language) for unmet in grouping.rule_unmet),
        ),
        (FaultKind.MOVED, moved, grouping.moved),
    ):
        if len(shown) != len(true) or set(shown) != true:
            yield GroupingFault(what)
    units += weights.together * len(together) + weights.apart * len(apart) + weights.rule * len(rule)
    if units != grouping.cost:
        yield GroupingFault(FaultKind.COST)
    if grouping.cost < grouping.bound:
        yield GroupingFault(FaultKind.BOUND)


def _expected_shares(
    level: tuple[str, str],
    people: Mapping[str, Student],
    specs: Mapping[str, GroupSpec],
    at: Mapping[str, str],
) -> list[tuple[str, int, int, int]]:
    """Group, count, floor, ceiling, by group."""
    counts = Counter(at[key] for key, student in people.items() if student.traits.get(level[0]) == level[1])
    fair = _fair_sizes(specs, len(people))
    share = {key: size * counts.total() / len(people) for key, size in fair.items()}
    return sorted((key, counts[key], floor(share[key]), ceil(share[key])) for key in specs)


def _fair_sizes(specs: Mapping[str, GroupSpec], students: int) -> dict[str, Fraction]:
    """One size for all groups as far as their bounds allow, parts of a student included: those whose bound is
    passed stop at it, and the others share what is left."""
    bounds = {key: (max(spec.least, len(spec.fixed)), spec.most) for key, spec in specs.items()}
    for size in sorted({Fraction(bound) for pair in bounds.values() for bound in pair}):
        if sum(min(max(size, low), high) for low, high in bounds.values()) >= students:
            top = size
            break
    moving = [key for key, (low, high) in bounds.items() if low < top <= high]
    stopped = {
        key: Fraction(min(max(top, low), high)) for key, (low, high) in bounds.items() if key not in moving
    }
    left = students - sum(stopped.values())
    return {**stopped, **{key: Fraction(left, len(moving)) for key in moving}}


def _expected_violations(
    people: Mapping[str, Student], groups: Mapping[str, tuple[str, ...]], rule: str
) -> set[tuple]:
    """What should be told: (group, students, language or None)."""
    english = ("en", "eng", "english")
    homes = {
        key: {word for word in student.languages if word.lower().split("-")[0] not in english}
        for key, student in people.items()
    }
    if rule == "ENGLISH_SHARED":
        return {
            (group, members, language)
            for group, members in groups.items()
            for language in set.intersection(*(homes[who] for who in members))
        }
    if rule != "PARTNER":
        return set()
    return {
        (group, (who,), None)
        for group, members in groups.items()
        for who in members
        if any(homes[who] & homes[other] for other in people if other != who)
        and not any(homes[who] & homes[other] for other in members if other != who)
    }
