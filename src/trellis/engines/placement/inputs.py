"""What is asked: who looks for an internship, where there is room, and how long a way takes.

Rows say only what a match needs. There is no name, no mark and no age in years in them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite

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


ISO_WEEKDAYS = frozenset(range(1, 8))
MAX_MINUTES = 10_080  # a week of minutes


def validate_rows(
    seekers: Iterable[Seeker], places: Iterable[Place], days_needed: int, travel: TravelModel
) -> tuple[list[Seeker], list[Place]]:
    """Both, sorted by key. Raises InvalidInputError for the first row that cannot be."""
    if not _is_whole_number(days_needed) or not 1 <= days_needed <= 7:
        raise InvalidInputError(f"The days needed in a week are 1 to 7, not {days_needed}.")
    _check_travel(travel)
    people, sites = list(seekers), list(places)
    keys = (
        _check_keys("seeker", [seeker.key for seeker in people]),
        _check_keys("place", [place.key for place in sites]),
    )
    for place in sites:
        _check_place(place, keys[0])
    for seeker in people:
        _check_seeker(seeker, keys[1])
    return sorted(people, key=lambda seeker: seeker.key), sorted(sites, key=lambda place: place.key)


def _check_keys(what: str, keys: Sequence[str]) -> set[str]:
    seen: set[str] = set()
    for key in keys:
        if not isinstance(key, str) or not key:
            raise InvalidInputError(f"A {what} has no key: give each one a text of its own.")
        if key in seen:
            raise InvalidInputError(f'Two rows have the key "{key}": give each {what} one row.')
        seen.add(key)
    return seen


def _check_place(place: Place, seekers: set[str]) -> None:
    row = f'Place "{place.key}"'
    if not _is_whole_number(place.capacity) or place.capacity < 0:
        raise InvalidInputError(
            f"{row}: the capacity is {place.capacity}; give a whole number, 0 for no room."
        )
    if not _is_whole_number(place.least_age) or place.least_age < 0:
        raise InvalidInputError(f"{row}: the least age is {place.least_age}; give whole years, 0 for none.")
    for key in place.asks_for:
        if key not in seekers:
            raise InvalidInputError(
                f'{row} asks for "{key}", who is not among the seekers: take them out or add them.'
            )
    _check_days_and_location(row, place.days, place.at)


def _check_seeker(seeker: Seeker, places: set[str]) -> None:
    row = f'Seeker "{seeker.key}"'
    for key in seeker.wishes:
        if key not in places:
            raise InvalidInputError(
                f'{row} wishes for "{key}", which is not among the places: take it out or add it.'
            )
    most = seeker.most_minutes
    if most is not None and (not _is_whole_number(most) or most < 0):
        raise InvalidInputError(
            f"{row}: the longest way is {most} minutes; give a whole number, or nothing for no limit."
        )
    if seeker.adult and seeker.under_16:
        raise InvalidInputError(f"{row} is both an adult and under 16: one of the two is wrong.")
    _check_days_and_location(row, seeker.days, seeker.at)


def _check_days_and_location(row: str, days: frozenset[int], at: Location) -> None:
    wrong = sorted(str(day) for day in days if day not in ISO_WEEKDAYS or not _is_whole_number(day))
    if wrong:
        raise InvalidInputError(f"{row}: a weekday is 1 (Monday) to 7 (Sunday), not {', '.join(wrong)}.")
    if at is None or isinstance(at, str):
        return
    if (
        not isinstance(at, tuple)
        or len(at) != 2
        or not all(isinstance(part, int | float) and isfinite(part) for part in at)
    ):
        raise InvalidInputError(
            f"{row}: {at} is not a latitude and a longitude; leave it out if it is not known."
        )
    if abs(at[0]) > 90 or abs(at[1]) > 180:
        raise InvalidInputError(
            f"{row}: {at} is not on the globe; give the latitude first, then the longitude."
        )


def _check_travel(travel: TravelModel) -> None:
    if not isfinite(travel.km_per_hour) or travel.km_per_hour < 1:
        raise InvalidInputError(f"The speed is {travel.km_per_hour} km an hour; give 1 or more.")
    for (zone, other_zone), minutes in travel.zones.items():
        if not _is_whole_number(minutes) or not 0 <= minutes <= MAX_MINUTES:
            raise InvalidInputError(
                f'From zone "{zone}" to "{other_zone}" takes {minutes} minutes; give 0 to {MAX_MINUTES:,}.'
            )
        if travel.zones.get((other_zone, zone), minutes) != minutes:
            raise InvalidInputError(f'Zones "{zone}" and "{other_zone}" have two different times: give one.')


def _is_whole_number(number: object) -> bool:
    return isinstance(number, int) and not isinstance(number, bool)
