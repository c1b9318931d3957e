"""What comes back: groups, how every level is spread, which wishes are not met, and what is proven."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from .inputs import GroupingProblem, InvalidInputError, Pairs


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
