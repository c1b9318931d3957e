"""From who sits where to what can be said about it."""

from collections.abc import Mapping, Sequence

from .asked import Question, Rule, Student
from .columns import marked, spoken
from .partners import needing
from .results import Level, Share, Told, Unmet
from .sizes import Sizes


def tell(question: Question, at: Sequence[int], bound: int) -> Told:
    """`at` is the number of each student's group, `bound` what no groups can cost less than."""
    keys = [room.key for room in question.rooms]
    placed = {student.key: keys[group] for student, group in zip(question.students, at, strict=True)}
    groups = {key: tuple(who for who, where in placed.items() if where == key) for key in keys}
    spread = _spread(question, at, keys)
    together = tuple(pair for pair in question.together if placed[pair[0]] != placed[pair[1]])
    apart = tuple(pair for pair in question.apart if placed[pair[0]] == placed[pair[1]])
    rule = _unmet(question, groups)
    weights = question.weights
    units = weights.together * len(together) + weights.apart * len(apart) + weights.rule * len(rule)
    before = question.previous
    return Told(
        question=question,
        placed=placed,
        groups=groups,
        spread=spread,
        together_unmet=together,
        apart_unmet=apart,
        rule_unmet=rule,
        cost=sum(level.off for level in spread) + units,
        bound=bound,
        moved=tuple(key for key, where in placed.items() if before.get(key, where) != where),
    )


def _spread(question: Question, at: Sequence[int], keys: Sequence[str]) -> tuple[Level, ...]:
    sizes = Sizes.of(question.rooms, len(question.students))
    levels = []
    for (trait, level), who in marked(question).items():
        counts = [0] * len(keys)
        for n in who:
            counts[at[n]] += 1
        shares = (Share(key, counts[n], *sizes.share(n, len(who))) for n, key in enumerate(keys))
        levels.append(Level(trait, level, tuple(shares)))
    return tuple(levels)


def _unmet(question: Question, groups: Mapping[str, tuple[str, ...]]) -> tuple[Unmet, ...]:
    if question.rule is Rule.ENGLISH_SHARED:
        return _filled(question, groups)
    return _alone(question.students, groups) if question.rule is Rule.PARTNER else ()


def _filled(question: Question, groups: Mapping[str, tuple[str, ...]]) -> tuple[Unmet, ...]:
    speaks = {language: {question.students[n].key for n in who} for language, who in spoken(question).items()}
    return tuple(
        Unmet(group, members, language)
        for group, members in groups.items()
        for language, who in speaks.items()
        if who.issuperset(members)
    )


def _alone(students: Sequence[Student], groups: Mapping[str, tuple[str, ...]]) -> tuple[Unmet, ...]:
    homes = {student.key: frozenset(student.home) for student in students}
    need = {students[n].key for n in needing(list(homes.values()))}
    return tuple(
        Unmet(group, (member,))
        for group, members in groups.items()
        for member in members
        if member in need and not any(homes[member] & homes[other] for other in members if other != member)
    )
