"""The numbers of a plan of growth: what there is a number for, who is needed by year, and how numbers are rounded."""

from __future__ import annotations

from dataclasses import dataclass

LAST_YEAR = 4
GRADES = tuple(f"{number:02}" for number in range(1, 13))
LAST_GRADE = GRADES[-1]

TEAMS, CLASS_GROUPS, ADVISORIES = "teams", "class-groups", "advisories"
CORE_TEACHERS, OTHER_TEACHERS = "core-teachers", "other-teachers"
SPECIAL_EDUCATORS, LANGUAGE_TEACHERS = "special-educators", "language-teachers"
ROOMS_NEEDED, ROOMS = "rooms-needed", "rooms"


@dataclass(frozen=True, slots=True)
class Span:
    """From the least to the most."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Number:
    """One number of one year: as computed (with the least and the most that would do), as a person planned it instead,
    and as counted on the roster. The last of them that there is holds."""

    computed: int
    least: int
    most: int
    planned: int | None = None
    counted: int | None = None

    @classmethod
    def of(
        cls,
        computed: int,
        *,
        least: int | None = None,
        most: int | None = None,
        planned: int | None = None,
        counted: int | None = None,
    ) -> Number:
        """A number whose least and most are never beyond what is computed."""
        least = computed if least is None else min(least, computed)
        most = computed if most is None else max(most, computed)
        return cls(computed, least, most, planned, counted)

    @property
    def expected(self) -> int:
        """The number without the roster."""
        return self.computed if self.planned is None else self.planned

    @property
    def value(self) -> int:
        return self.expected if self.counted is None else self.counted


@dataclass(frozen=True, slots=True)
class Role:
    """A role of adults, and how many of them are needed in years 0 to 4. by_ratio: from year 1, by the students."""

    by_year: tuple[Span, ...]
    by_ratio: bool = False


def _role(*numbers: int) -> Role:
    return Role(tuple(Span(number, number) for number in numbers))


# Grow-by-grade schools of about 100 students a grade: a first guess to be edited, no finding and no norm. How many
# special educators and language teachers a school needs is for the law and its students; it begins with one of each.
ROLES: dict[str, Role] = {
    CORE_TEACHERS: Role((Span(1, 3), *[Span(0, 0)] * LAST_YEAR), by_ratio=True),
    OTHER_TEACHERS: _role(0, 0, 0, 0, 0),
    SPECIAL_EDUCATORS: _role(0, 1, 1, 1, 1),
    LANGUAGE_TEACHERS: _role(0, 1, 1, 1, 1),
    "principal": _role(1, 1, 1, 1, 1),
    "planner": _role(1, 0, 0, 0, 0),
    "assistant-principal": _role(0, 0, 1, 1, 1),
    "counselors": _role(0, 1, 1, 2, 2),
    "office": _role(0, 1, 1, 1, 1),
    "internship-coordinator": _role(0, 0, 0, 1, 1),
    "college-adviser": _role(0, 0, 0, 0, 1),
}
NEEDS = (TEAMS, CLASS_GROUPS, ADVISORIES, *ROLES, ROOMS_NEEDED, ROOMS)


def ceiling(number: int, divisor: int) -> int:
    """How many are needed so that none holds more than `divisor`."""
    return -(-number // divisor)


def nearest(number: int, divisor: int) -> int:
    """The quotient, rounded; a half goes up."""
    return (2 * number + divisor) // (2 * divisor)


def split_evenly(number: int, parts: int) -> tuple[int, ...]:
    """As many parts as asked, that differ by one at most, the larger ones first."""
    return tuple(number // parts + (part < number % parts) for part in range(parts)) if parts else ()


def possible_teams(students: int, size: Span) -> tuple[int, int]:
    """The fewest and the most teams of that size. Where no number of teams fits, the one that comes closest to it."""
    fewest, most = ceiling(students, size.most), nearest(students, size.least)
    if fewest <= most or not most:
        return fewest, max(fewest, most)
    too_many, too_few = students - most * size.most, fewest * size.least - students
    closest = most if too_many * fewest <= too_few * most else fewest  # by the students of one team
    return closest, closest
