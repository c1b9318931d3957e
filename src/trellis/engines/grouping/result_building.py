"""From who sits where to what can be said about it."""

from collections.abc import Mapping, Sequence

from .columns import members_by_language, members_by_level
from .inputs import GroupingProblem, LanguageRule, Student
from .partners import students_needing_partner
from .results import Grouping, LevelShare, LevelSpread, RuleViolation
from .sizes import GroupSizes


def build_grouping(question: GroupingProblem, at: Sequence[int], bound: int) -> Grouping:
    """Build the result. `at` is the number of each student's group, `bound` what no groups can cost less than."""
    keys = [room.key for room in question.rooms]
    placed = {student.key: keys[group] for student, group in zip(question.students, at, strict=True)}
    groups = {key: tuple(who for who, where in placed.items() if where == key) for key in keys}
    spread = _level_spreads(question, at, keys)
    together = tuple(pair for pair in question.together if placed[pair[0]] != placed[pair[1]])
    apart = tuple(pair for pair in question.apart if placed[pair[0]] == placed[pair[1]])
    rule = _rule_violations(question, groups)
    weights = question.weights
    units = weights.together * len(together) + weights.apart * len(apart) + weights.rule * len(rule)
    before = question.previous
    return Grouping(
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


def _level_spreads(
    question: GroupingProblem, at: Sequence[int], keys: Sequence[str]
) -> tuple[LevelSpread, ...]:
    sizes = GroupSizes.of(question.rooms, len(question.students))
    levels = []
    for (trait, level), who in members_by_level(question).items():
        counts = [0] * len(keys)
        for n in who:
            counts[at[n]] += 1
        shares = (LevelShare(key, counts[n], *sizes.share(n, len(who))) for n, key in enumerate(keys))
        levels.append(LevelSpread(trait, level, tuple(shares)))
    return tuple(levels)


def _rule_violations(
    question: GroupingProblem, groups: Mapping[str, tuple[str, ...]]
) -> tuple[RuleViolation, ...]:
    if question.rule is LanguageRule.ENGLISH_SHARED:
        return _shared_language_violations(question, groups)
    return _no_partner_violations(question.students, groups) if question.rule is LanguageRule.PARTNER else ()


def _shared_language_violations(
    question: GroupingProblem, groups: Mapping[str, tuple[str, ...]]
) -> tuple[RuleViolation, ...]:
    speaks = {
        language: {question.students[n].key for n in who}
        for language, who in members_by_language(question).items()
    }
    return tuple(
        RuleViolation(group, members, language)
        for group, members in groups.items()
        for language, who in speaks.items()
        if who.issuperset(members)
    )


def _no_partner_violations(
    students: Sequence[Student], groups: Mapping[str, tuple[str, ...]]
) -> tuple[RuleViolation, ...]:
    homes = {student.key: frozenset(student.home) for student in students}
    need = {students[n].key for n in students_needing_partner(list(homes.values()))}
    return tuple(
        RuleViolation(group, (member,))
        for group, members in groups.items()
        for member in members
        if member in need and not any(homes[member] & homes[other] for other in members if other != member)
    )
