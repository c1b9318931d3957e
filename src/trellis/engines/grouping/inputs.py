"""What is asked: students with what is to be balanced, groups with their bounds, wishes, and a language rule.

A row says only what balancing needs. There is no name, no mark and no score in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from enum import Enum

ENGLISH_CODES = frozenset({"en", "eng", "english"})
"""What counts as English among a student's languages, whatever the case and the region ("en-US")."""


class InvalidInputError(ValueError):
    """Groups cannot be formed from this; the message says what is wrong, where, and what to do."""


class LanguageRule(Enum):
    """What home languages do inside a group."""

    NONE = "none"
    ENGLISH_SHARED = "english shared"
    """No home language is common to all members: English is the only one that the whole group has."""
    PARTNER = "partner"
    """Everybody has somebody in the group who shares a home language, if anybody at all is asked about who does."""


@dataclass(frozen=True, slots=True)
class Student:
    """A student to be grouped.

    `traits` are levels by trait ({"grade": "9"}); one that is not known is left out, and then not balanced.
    `languages` are the home languages; English may stand among them and is passed over.
    """

    key: str
    traits: Mapping[str, str] = field(default_factory=dict)
    languages: tuple[str, ...] = ()

    @property
    def home(self) -> tuple[str, ...]:
        """Home languages other than English, each once."""
        return tuple(
            dict.fromkeys(
                language
                for language in self.languages
                if language.lower().partition("-")[0] not in ENGLISH_CODES
            )
        )


@dataclass(frozen=True, slots=True)
class GroupSpec:
    """A group to be filled with `least` to `most` students. `fixed` are in it already: edits by hand that hold."""

    key: str
    least: int
    most: int
    fixed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Weights:
    """What each thing that is not as wished costs, in units.

    One unit is one student over the ceiling, or missing at the floor, of one level in one group. `together` and
    `apart` are for a pair; `rule` is for a student without a partner (PARTNER) and for a home language that a
    whole group shares (ENGLISH_SHARED). `moved` keeps a student where they were before, in quarters of a unit:
    the search weighs it, the cost leaves it out.
    """

    together: int = 2
    apart: int = 3
    rule: int = 5
    moved: int = 1


Pair = tuple[str, str]
Pairs = tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class GroupingProblem:
    """The whole input, checked and sorted: students and groups by key, each pair once and in order."""

    students: tuple[Student, ...]
    specs: tuple[GroupSpec, ...]
    balance: tuple[str, ...]
    together: Pairs
    apart: Pairs
    must: Pairs
    rule: LanguageRule
    weights: Weights
    previous: Mapping[str, str]


def even_groups(count: int, students: int, prefix: str = "group ") -> tuple[GroupSpec, ...]:
    """`count` groups for that many students, their sizes equal or one apart. Raises InvalidInputError for more groups
    than students."""
    if not isinstance(count, int) or isinstance(count, bool) or count < 1:
        raise InvalidInputError(f"The number of groups is {count}: ask for 1 or more.")
    if count > students:
        raise InvalidInputError(f"There are {students} students for {count} groups: ask for fewer groups.")
    digits = len(str(count))
    least = students // count
    most = least + (students % count > 0)
    return tuple(GroupSpec(f"{prefix}{number:0{digits}}", least, most) for number in range(1, count + 1))


MAX_WEIGHT = 100


def validate_problem(
    students: Iterable[Student],
    specs: Iterable[GroupSpec],
    balance: Iterable[str],
    pairs: tuple[Iterable[Pair], Iterable[Pair], Iterable[Pair]],
    rule: LanguageRule,
    weights: Weights,
    previous: Mapping[str, str],
) -> GroupingProblem:
    """The question, sorted by key. `pairs` are together, apart, must be apart. Raises InvalidInputError for the first
    row that cannot be."""
    people, groups = list(students), list(specs)
    student_keys = _check_keys("student", [student.key for student in people])
    _check_keys("group", [spec.key for spec in groups])
    _check_traits(people)
    _check_weights(weights)
    if not isinstance(rule, LanguageRule):
        raise InvalidInputError(
            f"The language rule is {rule!r}: give one of {', '.join(option.name for option in LanguageRule)}."
        )
    _check_groups(groups, student_keys)
    together, apart, must = (
        _clean_pairs(what, some, student_keys) for what, some in zip(WISH_KINDS, pairs, strict=True)
    )
    _check_contradictions(together, apart, must, groups)
    return GroupingProblem(
        students=tuple(sorted(people, key=lambda student: student.key)),
        specs=tuple(sorted(groups, key=lambda spec: spec.key)),
        balance=_clean_balance(balance, people),
        together=together,
        apart=tuple(pair for pair in apart if pair not in set(must)),
        must=must,
        rule=rule,
        weights=weights,
        previous={key: spec for key, spec in sorted(previous.items()) if key in student_keys},
    )


WISH_KINDS = ("be together", "be apart", "must be apart")


def _check_keys(what: str, keys: Sequence[str]) -> set[str]:
    if not keys:
        raise InvalidInputError(f"There is no {what}: give at least one.")
    seen: set[str] = set()
    for key in keys:
        if not isinstance(key, str) or not key:
            raise InvalidInputError(f"A {what} has no key: give each one a text of its own.")
        if key in seen:
            raise InvalidInputError(f'Two rows have the key "{key}": give each {what} one row.')
        seen.add(key)
    return seen


def _check_traits(people: Sequence[Student]) -> None:
    for student in people:
        for trait, level in student.traits.items():
            if not isinstance(level, str):
                raise InvalidInputError(
                    f'Student "{student.key}": the level of "{trait}" is {level!r}; give a text.'
                )
        if isinstance(student.languages, str) or not all(isinstance(word, str) for word in student.languages):
            raise InvalidInputError(
                f'Student "{student.key}": give the languages as several texts, like ("es", "fr").'
            )


def _check_weights(weights: Weights) -> None:
    for weight_field in fields(weights):
        weight = getattr(weights, weight_field.name)
        if not _is_whole_number(weight) or not 0 <= weight <= MAX_WEIGHT:
            raise InvalidInputError(
                f'The weight "{weight_field.name}" is {weight}: give a whole number, 0 to {MAX_WEIGHT}.'
            )


def _check_groups(specs: Sequence[GroupSpec], student_keys: set[str]) -> None:
    at: dict[str, str] = {}
    for spec in specs:
        name = f'Group "{spec.key}"'
        if (
            not _is_whole_number(spec.least)
            or not _is_whole_number(spec.most)
            or not 1 <= spec.least <= spec.most
        ):
            raise InvalidInputError(
                f"{name}: {spec.least} to {spec.most} students; give two whole numbers, 1 or more, the smaller first."
            )
        for key in spec.fixed:
            if key not in student_keys:
                raise InvalidInputError(
                    f'{name} holds "{key}", who is not among the students: take them out or add them.'
                )
            if key in at:
                raise InvalidInputError(
                    f'"{key}" is held in "{at[key]}" and in "{spec.key}": keep one of the two.'
                    if at[key] != spec.key
                    else f'{name} holds "{key}" twice: keep one of the two.'
                )
            at[key] = spec.key
        if len(spec.fixed) > spec.most:
            raise InvalidInputError(
                f"{name} holds {len(spec.fixed)} students and may have {spec.most}: let some go, or make it larger."
            )
    _check_capacity(len(student_keys), specs)


def _check_capacity(students: int, specs: Sequence[GroupSpec]) -> None:
    least, most = sum(max(spec.least, len(spec.fixed)) for spec in specs), sum(spec.most for spec in specs)
    if most < students:
        raise InvalidInputError(
            f"There are {students} students and room for {most}: make groups larger, or add one for the others."
        )
    if least > students:
        raise InvalidInputError(
            f"There are {students} students and the groups need {least} at least: make them smaller, or take one out."
        )


def _clean_pairs(what: str, pairs: Iterable[Pair], student_keys: set[str]) -> Pairs:
    """Each pair once, the smaller key first. Who wishes it, and how often, changes nothing."""
    unique_pairs = set()
    for pair in pairs:
        if isinstance(pair, str) or len(pair) != 2:
            raise InvalidInputError(f"{pair!r} is to {what}: give two keys for each pair.")
        student, other = pair
        for key in pair:
            if key not in student_keys:
                raise InvalidInputError(
                    f'"{student}" and "{other}" are to {what}, but "{key}" is not among the students: '
                    "take the pair out."
                )
        if student == other:
            raise InvalidInputError(f'"{student}" is to {what} with themselves: give two different students.')
        unique_pairs.add((min(student, other), max(student, other)))
    return tuple(sorted(unique_pairs))


def _check_contradictions(together: Pairs, apart: Pairs, must: Pairs, specs: Sequence[GroupSpec]) -> None:
    both = sorted(set(together) & {*apart, *must})
    if both:
        student, other = both[0]
        raise InvalidInputError(
            f'"{student}" and "{other}" are to be together and to be apart: keep one of the two.'
        )
    at = {key: spec.key for spec in specs for key in spec.fixed}
    for student, other in must:
        if student in at and at[student] == at.get(other):
            raise InvalidInputError(
                f'"{student}" and "{other}" must be apart, but both are held in "{at[student]}": let one of them go.'
            )


def _clean_balance(balance: Iterable[str], people: Sequence[Student]) -> tuple[str, ...]:
    if isinstance(balance, str):
        raise InvalidInputError(
            f'What to balance is "{balance}": give the traits as several texts, like ("grade",).'
        )
    traits = tuple(sorted(set(balance)))
    student_traits = {trait for student in people for trait in student.traits}
    for trait in traits:
        if trait not in student_traits:
            raise InvalidInputError(
                f'No student has the trait "{trait}": fill it in, or do not balance by it.'
            )
    return traits


def _is_whole_number(number: object) -> bool:
    return isinstance(number, int) and not isinstance(number, bool)
