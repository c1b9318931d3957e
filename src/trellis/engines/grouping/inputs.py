"""What is asked: students with what is to be balanced, groups with their bounds, wishes, and a language rule.

A row says only what balancing needs. There is no name, no mark and no score in it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
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
    rooms: tuple[GroupSpec, ...]
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
