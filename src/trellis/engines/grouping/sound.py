"""What cannot be grouped is refused before anything is counted, naming the row."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields

from .asked import Pair, Pairs, Question, Refused, Room, Rule, Student, Weights

HEAVIEST = 100


def sound(
    students: Iterable[Student],
    rooms: Iterable[Room],
    balance: Iterable[str],
    pairs: tuple[Iterable[Pair], Iterable[Pair], Iterable[Pair]],
    rule: Rule,
    weights: Weights,
    previous: Mapping[str, str],
) -> Question:
    """The question, sorted by key. `pairs` are together, apart, must be apart. Refused for the first row that
    cannot be."""
    people, groups = list(students), list(rooms)
    student_keys = _keys("student", [student.key for student in people])
    _keys("group", [room.key for room in groups])
    _sound_traits(people)
    _sound_weights(weights)
    if not isinstance(rule, Rule):
        raise Refused(
            f"The language rule is {rule!r}: give one of {', '.join(option.name for option in Rule)}."
        )
    _sound_rooms(groups, student_keys)
    together, apart, must = (
        _pairs(what, some, student_keys) for what, some in zip(WISHES, pairs, strict=True)
    )
    _no_contradiction(together, apart, must, groups)
    return Question(
        students=tuple(sorted(people, key=lambda student: student.key)),
        rooms=tuple(sorted(groups, key=lambda room: room.key)),
        balance=_balance(balance, people),
        together=together,
        apart=tuple(pair for pair in apart if pair not in set(must)),
        must=must,
        rule=rule,
        weights=weights,
        previous={key: room for key, room in sorted(previous.items()) if key in student_keys},
    )


WISHES = ("be together", "be apart", "must be apart")


def _keys(what: str, keys: Sequence[str]) -> set[str]:
    if not keys:
        raise Refused(f"There is no {what}: give at least one.")
    seen: set[str] = set()
    for key in keys:
        if not isinstance(key, str) or not key:
            raise Refused(f"A {what} has no key: give each one a text of its own.")
        if key in seen:
            raise Refused(f'Two rows have the key "{key}": give each {what} one row.')
        seen.add(key)
    return seen


def _sound_traits(people: Sequence[Student]) -> None:
    for student in people:
        for trait, level in student.traits.items():
            if not isinstance(level, str):
                raise Refused(f'Student "{student.key}": the level of "{trait}" is {level!r}; give a text.')
        if isinstance(student.languages, str) or not all(isinstance(word, str) for word in student.languages):
            raise Refused(f'Student "{student.key}": give the languages as several texts, like ("es", "fr").')


def _sound_weights(weights: Weights) -> None:
    for weight_field in fields(weights):
        weight = getattr(weights, weight_field.name)
        if not _whole(weight) or not 0 <= weight <= HEAVIEST:
            raise Refused(
                f'The weight "{weight_field.name}" is {weight}: give a whole number, 0 to {HEAVIEST}.'
            )


def _sound_rooms(rooms: Sequence[Room], student_keys: set[str]) -> None:
    at: dict[str, str] = {}
    for room in rooms:
        name = f'Group "{room.key}"'
        if not _whole(room.least) or not _whole(room.most) or not 1 <= room.least <= room.most:
            raise Refused(
                f"{name}: {room.least} to {room.most} students; give two whole numbers, 1 or more, the smaller first."
            )
        for key in room.fixed:
            if key not in student_keys:
                raise Refused(
                    f'{name} holds "{key}", who is not among the students: take them out or add them.'
                )
            if key in at:
                raise Refused(
                    f'"{key}" is held in "{at[key]}" and in "{room.key}": keep one of the two.'
                    if at[key] != room.key
                    else f'{name} holds "{key}" twice: keep one of the two.'
                )
            at[key] = room.key
        if len(room.fixed) > room.most:
            raise Refused(
                f"{name} holds {len(room.fixed)} students and may have {room.most}: let some go, or make it larger."
            )
    _room_for(len(student_keys), rooms)


def _room_for(students: int, rooms: Sequence[Room]) -> None:
    least, most = sum(max(room.least, len(room.fixed)) for room in rooms), sum(room.most for room in rooms)
    if most < students:
        raise Refused(
            f"There are {students} students and room for {most}: make groups larger, or add one for the others."
        )
    if least > students:
        raise Refused(
            f"There are {students} students and the groups need {least} at least: make them smaller, or take one out."
        )


def _pairs(what: str, pairs: Iterable[Pair], student_keys: set[str]) -> Pairs:
    """Each pair once, the smaller key first. Who wishes it, and how often, changes nothing."""
    unique_pairs = set()
    for pair in pairs:
        if isinstance(pair, str) or len(pair) != 2:
            raise Refused(f"{pair!r} is to {what}: give two keys for each pair.")
        student, other = pair
        for key in pair:
            if key not in student_keys:
                raise Refused(
                    f'"{student}" and "{other}" are to {what}, but "{key}" is not among the students: '
                    "take the pair out."
                )
        if student == other:
            raise Refused(f'"{student}" is to {what} with themselves: give two different students.')
        unique_pairs.add((min(student, other), max(student, other)))
    return tuple(sorted(unique_pairs))


def _no_contradiction(together: Pairs, apart: Pairs, must: Pairs, rooms: Sequence[Room]) -> None:
    both = sorted(set(together) & {*apart, *must})
    if both:
        student, other = both[0]
        raise Refused(f'"{student}" and "{other}" are to be together and to be apart: keep one of the two.')
    at = {key: room.key for room in rooms for key in room.fixed}
    for student, other in must:
        if student in at and at[student] == at.get(other):
            raise Refused(
                f'"{student}" and "{other}" must be apart, but both are held in "{at[student]}": let one of them go.'
            )


def _balance(balance: Iterable[str], people: Sequence[Student]) -> tuple[str, ...]:
    if isinstance(balance, str):
        raise Refused(f'What to balance is "{balance}": give the traits as several texts, like ("grade",).')
    traits = tuple(sorted(set(balance)))
    student_traits = {trait for student in people for trait in student.traits}
    for trait in traits:
        if trait not in student_traits:
            raise Refused(f'No student has the trait "{trait}": fill it in, or do not balance by it.')
    return traits


def _whole(number: object) -> bool:
    return isinstance(number, int) and not isinstance(number, bool)
