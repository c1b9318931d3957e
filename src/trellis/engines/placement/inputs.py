"""What is asked: who looks for an internship, where there is room, and how long a way takes.

Rows say only what a match needs. There is no name, no mark and no age in years in them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

Location = tuple[float, float] | str | None
"""Latitude and longitude in degrees, or the name of a travel zone, or not known."""

YOUNGEST_AGE, MIDDLE_AGE, ADULT_AGE = 14, 16, 18


class InvalidInputError(ValueError):
    """The rows cannot be matched; the message says what is wrong, in which row, and what to do."""


@dataclass(frozen=True, slots=True)
class Seeker:
    """A student who looks for a place.

    `interests` are fields and `wishes` are keys of places, both the most liked first; naming one twice counts
    where it stands first. `days` are ISO weekdays, 1 is Monday. `most_minutes` is the longest way, one way;
    None is no limit. `languages` are those a mentor could share: the room leaves out what everybody speaks.
    """

    key: str
    interests: tuple[str, ...] = ()
    wishes: tuple[str, ...] = ()
    days: frozenset[int] = frozenset()
    at: Location = None
    most_minutes: int | None = None
    languages: tuple[str, ...] = ()
    under_16: bool = False
    adult: bool = False

    @property
    def surely(self) -> int:
        """The age in years that is certain: 18 for an adult, 14 for someone under 16, otherwise 16."""
        if self.adult:
            return ADULT_AGE
        return YOUNGEST_AGE if self.under_16 else MIDDLE_AGE


@dataclass(frozen=True, slots=True)
class Place:
    """A site with room for `capacity` more students. `cleared` says that every clearance is valid.

    `asks_for` are keys of seekers whom the site wants first, in its order (somebody who comes back, say); it
    is empty unless a person filled it in, and then nobody comes before anybody else but by the lottery.
    """

    key: str
    field: str = ""
    capacity: int = 1
    days: frozenset[int] = frozenset()
    at: Location = None
    languages: tuple[str, ...] = ()
    cleared: bool = False
    least_age: int = 0
    asks_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TravelModel:
    """How a distance becomes minutes.

    Between two points: the great circle at `km_per_hour`, the speed as the crow flies of a bus with its walk
    and its wait. Between two zones: `zones[(one, other)]` in either order, 0 within a zone. Everything else is
    unknown: allowed, and said. Up to `near` minutes is near.
    """

    km_per_hour: float = 15.0
    near: int = 20
    zones: Mapping[tuple[str, str], int] = field(default_factory=dict)
