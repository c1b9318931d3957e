"""What comes back: groups, how every level is spread, which wishes are not met, and what is proven."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from .columns import GroupSizes, members_by_language, members_by_level
from .inputs import GroupingProblem, InvalidInputError, LanguageRule, Pairs, Student
from .partners import students_needing_partner


@dataclass(frozen=True, slots=True)
class LevelShare:
    """Students of one level in one group, and the whole numbers around its share."""

    group: str
    count: int
    floor: int
    ceiling: int

    @property
    def off(self) -> int:
        """Students over the ceiling, or missing at the floor."""
        return max(0, self.floor - self.count, self.count - self.ceiling)


@dataclass(frozen=True, slots=True)
class LevelSpread:
    """One level of one trait, by group in the order of their keys."""

    trait: str
    level: str
    shares: tuple[LevelShare, ...]

    @property
    def off(self) -> int:
        """Units: students over or missing, over all groups."""
        return sum(share.off for share in self.shares)


@dataclass(frozen=True, slots=True)
class RuleViolation:
    """Where a language rule is not met. ENGLISH_SHARED: the whole group, and the home language all of it shares.
    PARTNER: one student, and no language."""

    group: str
    students: tuple[str, ...]
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Grouping:
    """Groups as formed; a person decides.

    `placed` is group by student, `groups` students by group, both by key. `cost` is in units (see Weights), and
    nothing can cost less than `bound`. `moved` are those who were in another group before. Pairs have the smaller
    key first.
    """

    question: GroupingProblem = field(repr=False)
    placed: Mapping[str, str]
    groups: Mapping[str, tuple[str, ...]]
    spread: tuple[LevelSpread, ...]
    together_unmet: Pairs
    apart_unmet: Pairs
    rule_unmet: tuple[RuleViolation, ...]
    cost: int
    bound: int
    moved: tuple[str, ...] = ()

    @property
    def proven(self) -> bool:
        """Nothing better exists: the cost is the bound. False says only that nobody knows."""
        return self.cost == self.bound

    def of(self, student: str) -> str:
        """The key of a student's group. Raises InvalidInputError for somebody who was not asked about."""
        if student not in self.placed:
            raise InvalidInputError(
                f'There is no student "{student}" in these groups: ask about one who was grouped.'
            )
        return self.placed[student]

    def members(self, group: str) -> tuple[str, ...]:
        """The students of a group, by key. Raises InvalidInputError for a group that was not asked about."""
        if group not in self.groups:
            raise InvalidInputError(
                f'There is no group "{group}" here: ask about one of those that were formed.'
            )
        return self.groups[group]


def build_grouping(question: GroupingProblem, at: Sequence[int], bound: int) -> Grouping:
    """Build the result. `at` is the number of each student's group, `bound` what no groups can cost less than."""
    keys = [spec.key for spec in question.specs]
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
    sizes = GroupSizes.of(question.specs, len(question.students))
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


@dataclass(frozen=True, slots=True)
class LevelBalance:
    """One of the student's own levels, and how it is balanced in their group."""

    trait: str
    level: str
    share: LevelShare


@dataclass(frozen=True, slots=True)
class GroupExplanation:
    """What bears on one student's group.

    `is_fixed`: a person put them there. `before` is their group before, None if there was none. The four lists name
    the others of their wishes (must be apart counts among `apart`). `partners` are those in the group who share a
    home language, whether or not a rule asks for it; `rule_met` is None where none does, and for PARTNER also
    where nobody at all could be a partner.
    """

    student: str
    group: str
    is_fixed: bool
    before: str | None
    balanced: tuple[LevelBalance, ...]
    together: tuple[str, ...]
    together_unmet: tuple[str, ...]
    apart: tuple[str, ...]
    apart_unmet: tuple[str, ...]
    partners: tuple[str, ...]
    rule_met: bool | None


def explain(grouping: Grouping, key: str) -> GroupExplanation:
    """Explain one student's group. Raises InvalidInputError for somebody who was not asked about."""
    grouping.of(key)
    return _explanation_of(grouping, key, *_index_students(grouping))


def explain_all(grouping: Grouping) -> dict[str, GroupExplanation]:
    """The same of everybody, by key."""
    rows, homes = _index_students(grouping)
    return {key: _explanation_of(grouping, key, rows, homes) for key in rows}


def _index_students(grouping: Grouping) -> tuple[dict[str, Student], dict[str, set[str]]]:
    """Students, and their home languages, by key."""
    students = grouping.question.students
    return {student.key: student for student in students}, {
        student.key: set(student.home) for student in students
    }


def _explanation_of(
    grouping: Grouping, key: str, rows: dict[str, Student], homes: dict[str, set[str]]
) -> GroupExplanation:
    group, question = grouping.of(key), grouping.question
    together, together_unmet = _split_pairs(question.together, grouping.together_unmet, key)
    apart, apart_unmet = _split_pairs((*question.apart, *question.must), grouping.apart_unmet, key)
    return GroupExplanation(
        student=key,
        group=group,
        is_fixed=any(key in spec.fixed for spec in question.specs),
        before=question.previous.get(key),
        balanced=tuple(
            LevelBalance(
                level.trait, level.level, next(share for share in level.shares if share.group == group)
            )
            for level in grouping.spread
            if rows[key].traits.get(level.trait) == level.level
        ),
        together=together,
        together_unmet=together_unmet,
        apart=apart,
        apart_unmet=apart_unmet,
        partners=tuple(
            member for member in grouping.members(group) if member != key and homes[member] & homes[key]
        ),
        rule_met=_is_rule_met(grouping, key, homes),
    )


def _split_pairs(wished: tuple, unmet: tuple, key: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The others of the pairs that are met, and of those that are not."""
    pairs = {other for pair in wished if key in pair for other in pair if other != key}
    missed = {other for pair in unmet if key in pair for other in pair if other != key}
    return tuple(sorted(pairs - missed)), tuple(sorted(missed))


def _is_rule_met(grouping: Grouping, key: str, homes: dict[str, set[str]]) -> bool | None:
    rule = grouping.question.rule
    if rule is LanguageRule.NONE:
        return None
    if rule is LanguageRule.PARTNER and not any(
        homes[key] & home for other, home in homes.items() if other != key
    ):
        return None
    return not any(key in unmet.students for unmet in grouping.rule_unmet)
