"""What the invented network is like, as data: its size, its shares, and the gaps that are planted in it."""

from dataclasses import dataclass
from datetime import date
from random import Random

PASSWORD = "trellis-demo"  # noqa: S105 printed for every visitor; the people are invented


@dataclass(frozen=True)
class NetworkShape:
    """How many schools work by each model, how many students a school has, and how many works each shows.

    `spread`: how far a school's size lies from the mean, at most, as a share of it. `full`: whole panels and every step
    turned in. Left out at the study's size, where no page needs them all.
    """

    big_picture: int
    internationals: int
    new_tech: int
    students: float
    works: int = 4
    full: bool = True
    spread: float = 0.0


SHAPES = {
    "small": NetworkShape(4, 4, 4, 333, spread=0.35),
    "study": NetworkShape(65, 27, 179, 90_000 / 271, works=3, full=False, spread=0.45),
}


def school_sizes(shape: NetworkShape) -> list[int]:
    """How many students each school has: around the mean, and together what the mean comes to."""
    count = shape.big_picture + shape.internationals + shape.new_tech
    random = Random("school sizes")
    shares = [1 + shape.spread * (random.random() + random.random() - 1) for _school in range(count)]
    total, sizes, taken = round(shape.students * count), [], 0.0
    for share in shares:
        before, taken = round(taken), taken + share * total / sum(shares)
        sizes.append(round(taken) - before)
    return sizes


def internship_weekdays(today: date) -> list[list[int]]:
    """The weekdays of internships, the usual ones most; today is one of these, so that a visitor sees who is out."""
    usual, *others = INTERNSHIP_WEEKDAYS.get(today.isoweekday(), INTERNSHIP_WEEKDAYS[2])
    return [usual, usual, usual, *others]


INTERNSHIP_WEEKDAYS = {
    1: ([1, 3], [2, 4], [3, 5]),
    2: ([2, 4], [1, 3], [3, 5]),
    3: ([1, 3], [2, 4], [3, 5]),
    4: ([2, 4], [1, 3], [3, 5]),
    5: ([3, 5], [2, 4], [1, 3]),
}
"""By today's weekday."""

# The chance that a student has an internship, by model; and what is planted for some groups, in points.
INTERNSHIP_SHARES = {"big-picture": 0.78, "internationals": 0.30, "new-tech": 0.12}
PLANTED_GAPS = {"multilingual": -0.20, "disability": -0.12, "new": -0.22}

# Shares of students, by model.
MULTILINGUAL_SHARES = {"big-picture": 0.22, "internationals": 0.92, "new-tech": 0.14}
LOW_INCOME_SHARES = {"big-picture": 0.70, "internationals": 0.93, "new-tech": 0.52}
DISABILITY_SHARE = 0.15
NEW_SHARE = 0.10
RACE_SHARES = {
    "latine": 0.38,
    "black": 0.28,
    "white": 0.17,
    "asian": 0.10,
    "two": 0.05,
    "native": 0.01,
    "pacific": 0.01,
}
