"""What cannot be matched is refused before anything is counted, naming the row."""

from collections.abc import Iterable, Sequence
from math import isfinite

from .inputs import InvalidInputError, Location, Place, Seeker, TravelModel

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
