"""What the invented network is like, as data: its size, its shares, and the gaps that are planted in it."""

from dataclasses import dataclass

PASSWORD = "trellis-demo"  # noqa: S105 printed for every visitor; the people are invented


@dataclass(frozen=True)
class NetworkShape:
    """How many schools work by each model, how many students a school has, and how many works each shows.

    `full`: whole panels and every step handed in. Left out at the study's size, where no page needs them all.
    """

    big_picture: int
    internationals: int
    new_tech: int
    students: int
    works: int = 4
    full: bool = True


SHAPES = {
    "small": NetworkShape(4, 4, 4, 333),
    "study": NetworkShape(65, 27, 179, 332, works=3, full=False),
}

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
