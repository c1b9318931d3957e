"""Why somebody is where they are, as data."""

from dataclasses import dataclass

from .inputs import LanguageRule, Student
from .results import Grouping, LevelShare


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
        is_fixed=any(key in room.fixed for room in question.rooms),
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
