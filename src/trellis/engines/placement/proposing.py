"""The two questions: who may go where, and what would be proposed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from .asked import Place, Refused, Seeker, Travel
from .barriers import barrier
from .crowd import Ints, in_columns
from .lists import Lists, lists
from .matching import Standing, line_up, match
from .results import Barrier, Proposals
from .sound import sound
from .telling import Telling
from .ways import Ways


@dataclass(frozen=True, slots=True)
class Eligible:
    """The pairs that may be, and for every other pair the reason. Only the former are kept."""

    _seekers: dict[str, int]
    _places: dict[str, int]
    _rows: tuple[Sequence[Seeker], Sequence[Place]]
    _lists: Lists
    _ways: Ways
    days_needed: int

    def __len__(self) -> int:
        return sum(map(len, self._lists.rows))

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """Every pair (seeker, place), by the seeker's key, and then as the seeker would like them."""
        for seeker in self._seekers:
            for place in self.places_of(seeker):
                yield seeker, place

    def places_of(self, seeker: str) -> tuple[str, ...]:
        """The places open to a seeker, the most liked first."""
        likes = self._likes(_number(self._seekers, seeker, "seeker"))
        return tuple(self._rows[1][at].key for at in likes.tolist())

    def why_not(self, seeker: str, place: str) -> Barrier | None:
        """What stands between the two, or None. FULL is a place with no seat to begin with."""
        seeker_row = self._rows[0][_number(self._seekers, seeker, "seeker")]
        place_row = self._rows[1][_number(self._places, place, "place")]
        return barrier(seeker_row, place_row, self.days_needed, self._ways)

    def _likes(self, seeker: int) -> Ints:
        return self._lists.digits.places(self._lists.rows[seeker])


def eligible(
    seekers: Iterable[Seeker], places: Iterable[Place], *, days_needed: int = 1, travel: Travel | None = None
) -> Eligible:
    """Who may go where: clearance, age, `days_needed` weekdays in common, travel, and a seat at all.

    Raises Refused, in a sentence naming the row, for what cannot be matched.
    """
    travel = travel or Travel()
    people, sites = sound(seekers, places, days_needed, travel)
    ways = Ways.of(travel, [place.at for place in sites])
    crowd, columns = in_columns(people, sites, ways)
    return Eligible(
        {seeker.key: number for number, seeker in enumerate(people)},
        {place.key: number for number, place in enumerate(sites)},
        (people, sites),
        lists(crowd, columns, ways, days_needed),
        ways,
        days_needed,
    )


def propose(
    seekers: Iterable[Seeker],
    places: Iterable[Place],
    *,
    lottery: int | str,
    days_needed: int = 1,
    travel: Travel | None = None,
    language_first: bool = False,
) -> Proposals:
    """At most one place for each seeker, stable, and best for the seekers among all that are stable.

    A seeker likes places they named, in their order; then fields by interest, no interest last; then a shared
    language; then a shorter way in whole minutes, unknown last; then the key. At a place come first those it
    asks for, in its order; with `language_first` those who share a language; then the lottery. There is one
    lottery for all places: with one at each, far fewer get their first choice (Ashlagi, Nikzad and Romm,
    Games and Economic Behavior 115, 2019). The same seed draws the same line.
    """
    if not isinstance(lottery, int | str):
        raise Refused("The lottery needs a seed: a whole number or a text that everybody may know.")
    travel = travel or Travel()
    may = eligible(seekers, places, days_needed=days_needed, travel=travel)
    people, sites = may._rows
    keys = [seeker.key for seeker in people]
    line = line_up(keys, lottery)
    order = np.argsort(np.array(line, np.int64)).tolist()
    room = np.array([min(place.capacity, len(people) + 1) for place in sites], np.int64)
    indexes = match(may._likes, _standing(may, line, language_first), room, order)
    taken = [may._lists.rows[number][index] for number, index in enumerate(indexes) if index is not None]
    seats = may._lists.digits.places(np.array(taken, np.int64))
    left = (room - np.bincount(seats, minlength=len(sites))).tolist()
    telling = Telling(people, sites, may._lists, left, travel.near)
    proposals = tuple(telling.proposal(number, index) for number, index in enumerate(indexes))
    return Proposals(proposals, dict(zip(keys, line, strict=True)))


def _standing(may: Eligible, line: Sequence[int], language_first: bool) -> Standing:
    """Lower is sooner: below zero those a place asks for, then, if so wished, who shares a language, then the line."""
    requests_by_seeker: dict[int, dict[int, int]] = {}
    for at, place in enumerate(may._rows[1]):
        for position, key in enumerate(place.asks_for):
            requests = requests_by_seeker.setdefault(may._seekers[key], {})
            requests.setdefault(at, position - len(place.asks_for))

    def standing(seeker: int) -> Ints | int:
        if not language_first and seeker not in requests_by_seeker:
            return line[seeker]
        foreign = may._lists.digits.foreign(may._lists.rows[seeker]) if language_first else 0
        places = may._likes(seeker)
        mine = foreign * len(line) + np.full(len(places), line[seeker], np.int64)
        for at, sooner in requests_by_seeker.get(seeker, {}).items():
            mine[places == at] = sooner
        return mine

    return standing


def _number(numbers: dict[str, int], key: str, what: str) -> int:
    if key not in numbers:
        raise Refused(f'There is no {what} "{key}" in this match.')
    return numbers[key]
