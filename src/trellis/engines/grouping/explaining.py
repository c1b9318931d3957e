"""Why somebody is where they are, as data."""

from dataclasses import dataclass

from .asked import Rule, Student
from .results import Share, Told


@dataclass(frozen=True, slots=True)
class Around:
    """One level of the student's own, and how it stands in their group."""

    trait: str
    level: str
    share: Share


@dataclass(frozen=True, slots=True)
class Because:
    """What bears on one student's group.

    `held`: a person put them there. `before` is their group before, None if there was none. The four lists name
    the others of their wishes (must be apart counts among `apart`). `partners` are those in the group who share a
    home language, whether or not a rule asks for it; `rule_met` is None where none does, and for PARTNER also
    where nobody at all could be a partner.
    """

    student: str
    group: str
    held: bool
    before: str | None
    balanced: tuple[Around, ...]
    together: tuple[str, ...]
    together_unmet: tuple[str, ...]
    apart: tuple[str, ...]
    apart_unmet: tuple[str, ...]
    partners: tuple[str, ...]
    rule_met: bool | None


def explain(told: Told, key: str) -> Because:
    """Refused for somebody who was not asked about."""
    told.of(key)
    return _because(told, key, *_known(told))


def explain_all(told: Told) -> dict[str, Because]:
    """The same of everybody, by key."""
    rows, homes = _known(told)
    return {key: _because(told, key, rows, homes) for key in rows}


def _known(told: Told) -> tuple[dict[str, Student], dict[str, set[str]]]:
    """Students, and their home languages, by key."""
    students = told.question.students
    return {one.key: one for one in students}, {one.key: set(one.home) for one in students}


def _because(told: Told, key: str, rows: dict[str, Student], homes: dict[str, set[str]]) -> Because:
    group, question = told.of(key), told.question
    together, together_unmet = _others(question.together, told.together_unmet, key)
    apart, apart_unmet = _others((*question.apart, *question.must), told.apart_unmet, key)
    return Because(
        student=key,
        group=group,
        held=any(key in room.fixed for room in question.rooms),
        before=question.previous.get(key),
        balanced=tuple(
            Around(one.trait, one.level, next(share for share in one.shares if share.group == group))
            for one in told.spread
            if rows[key].traits.get(one.trait) == one.level
        ),
        together=together,
        together_unmet=together_unmet,
        apart=apart,
        apart_unmet=apart_unmet,
        partners=tuple(one for one in told.members(group) if one != key and homes[one] & homes[key]),
        rule_met=_rule_met(told, key, homes),
    )


def _others(wished: tuple, unmet: tuple, key: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The others of the pairs that are met, and of those that are not."""
    pairs = {other for pair in wished if key in pair for other in pair if other != key}
    missed = {other for pair in unmet if key in pair for other in pair if other != key}
    return tuple(sorted(pairs - missed)), tuple(sorted(missed))


def _rule_met(told: Told, key: str, homes: dict[str, set[str]]) -> bool | None:
    rule = told.question.rule
    if rule is Rule.NONE:
        return None
    if rule is Rule.PARTNER and not any(homes[key] & home for other, home in homes.items() if other != key):
        return None
    return not any(key in one.students for one in told.rule_unmet)
