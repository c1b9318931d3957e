"""Seekers and places as columns, ready to be met in blocks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .inputs import Place, Seeker
from .travel_times import NO_LIMIT, LocationColumns, TravelTimes

IntArray = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class SeekerColumns:
    """Seekers by number. Lists are flattened: `wishes` and `liked` are rows of (seeker, place or field, position)."""

    days: IntArray
    surely: IntArray
    most: IntArray
    spots: LocationColumns
    speaks: NDArray[np.uint64]
    wishes: IntArray
    liked: IntArray


@dataclass(frozen=True, slots=True)
class PlaceColumns:
    """Places by number, in the order of their keys."""

    days: IntArray
    least_age: IntArray
    cleared: NDArray[np.bool_]
    room: IntArray
    field: IntArray
    spots: LocationColumns
    speaks: NDArray[np.uint64]


def encode_columns(
    seekers: Sequence[Seeker], places: Sequence[Place], ways: TravelTimes
) -> tuple[SeekerColumns, PlaceColumns]:
    tongues = _number_names(word for place in places for word in place.languages)
    fields = _number_names(place.field for place in places)
    number = _number_names(place.key for place in places)
    sites = PlaceColumns(
        days=_int_array(day_bits(place.days) for place in places),
        least_age=_int_array(min(place.least_age, 1000) for place in places),
        cleared=np.array([place.cleared for place in places], np.bool_),
        room=_int_array(min(place.capacity, len(seekers)) for place in places),
        field=_int_array(fields[place.field] for place in places),
        spots=ways.spots([place.at for place in places]),
        speaks=_language_bits([place.languages for place in places], tongues),
    )
    crowd = SeekerColumns(
        days=_int_array(day_bits(seeker.days) for seeker in seekers),
        surely=_int_array(seeker.surely for seeker in seekers),
        most=_int_array(_max_minutes(seeker) for seeker in seekers),
        spots=ways.spots([seeker.at for seeker in seekers]),
        speaks=_language_bits([seeker.languages for seeker in seekers], tongues),
        wishes=_list_positions([seeker.wishes for seeker in seekers], number),
        liked=_list_positions([seeker.interests for seeker in seekers], fields),
    )
    return crowd, sites


def day_bits(days: Iterable[int]) -> int:
    return sum(1 << (day - 1) for day in days)


def _max_minutes(seeker: Seeker) -> int:
    return NO_LIMIT if seeker.most_minutes is None else min(seeker.most_minutes, NO_LIMIT)


def _int_array(values: Iterable[int]) -> IntArray:
    return np.fromiter(values, np.int64)


def _number_names(names: Iterable[str]) -> dict[str, int]:
    return {name: number for number, name in enumerate(sorted(set(names)))}


def _language_bits(rows: Sequence[Sequence[str]], numbered: dict[str, int]) -> NDArray[np.uint64]:
    """A bit a language, 64 to a word: [rows, words]. Languages that no place has are left out."""
    words = np.zeros((len(rows), len(numbered) // 64 + 1), np.uint64)
    for row, languages in enumerate(rows):
        for language in languages:
            if language in numbered:
                word, bit = divmod(numbered[language], 64)
                words[row, word] |= np.uint64(1 << bit)
    return words


def _list_positions(rows: Sequence[Sequence[str]], numbered: dict[str, int]) -> IntArray:
    """[number of entries, 3]: row, number, position from 0. What has no number is left out, not moved up."""
    entries = [
        (row, numbered[name], position)
        for row, names in enumerate(rows)
        for position, name in enumerate(dict.fromkeys(names))
        if name in numbered
    ]
    return np.array(entries, np.int64).reshape(-1, 3)
