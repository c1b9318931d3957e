"""What cannot be grouped is refused before anything is counted, naming the row."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields

from .inputs import GroupingProblem, GroupSpec, InvalidInputError, LanguageRule, Pair, Pairs, Student, Weights

MAX_WEIGHT = 100


def validate_problem(
    students: Iterable[Student],
    rooms: Iterable[GroupSpec],
    balance: Iterable[str],
    pairs: tuple[Iterable[Pair], Iterable[Pair], Iterable[Pair]],
    rule: LanguageRule,
    weights: Weights,
    previous: Mapping[str, str],
) -> GroupingProblem:
    """The question, sorted by key. `pairs` are together, apart, must be apart. Raises InvalidInputError for the first
    row that cannot be."""
    people, groups = list(students), list(rooms)
    student_keys = _check_keys("student", [student.key for student in people])
    _check_keys("group", [room.key for room in groups])
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
        rooms=tuple(sorted(groups, key=lambda room: room.key)),
        balance=_clean_balance(balance, people),
        together=together,
        apart=tuple(pair for pair in apart if pair not in set(must)),
        must=must,
        rule=rule,
        weights=weights,
        previous={key: room for key, room in sorted(previous.items()) if key in student_keys},
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


def _check_groups(rooms: Sequence[GroupSpec], student_keys: set[str]) -> None:
    at: dict[str, str] = {}
    for room in rooms:
        name = f'Group "{room.key}"'
        if (
            not _is_whole_number(room.least)
            or not _is_whole_number(room.most)
            or not 1 <= room.least <= room.most
        ):
            raise InvalidInputError(
                f"{name}: {room.least} to {room.most} students; give two whole numbers, 1 or more, the smaller first."
            )
        for key in room.fixed:
            if key not in student_keys:
                raise InvalidInputError(
                    f'{name} holds "{key}", who is not among the students: take them out or add them.'
                )
            if key in at:
                raise InvalidInputError(
                    f'"{key}" is held in "{at[key]}" and in "{room.key}": keep one of the two.'
                    if at[key] != room.key
                    else f'{name} holds "{key}" twice: keep one of the two.'
                )
            at[key] = room.key
        if len(room.fixed) > room.most:
            raise InvalidInputError(
                f"{name} holds {len(room.fixed)} students and may have {room.most}: let some go, or make it larger."
            )
    _check_capacity(len(student_keys), rooms)


def _check_capacity(students: int, rooms: Sequence[GroupSpec]) -> None:
    least, most = sum(max(room.least, len(room.fixed)) for room in rooms), sum(room.most for room in rooms)
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


def _check_contradictions(together: Pairs, apart: Pairs, must: Pairs, rooms: Sequence[GroupSpec]) -> None:
    both = sorted(set(together) & {*apart, *must})
    if both:
        student, other = both[0]
        raise InvalidInputError(
            f'"{student}" and "{other}" are to be together and to be apart: keep one of the two.'
        )
    at = {key: room.key for room in rooms for key in room.fixed}
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
