"""The two questions: who may go where, and what would be proposed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from .encoding import IntArray, encode_columns
from .inputs import InvalidInputError, Place, Seeker, TravelModel, validate_rows
from .lists import PreferenceLists, build_preference_lists, find_barrier
from .matching import PriorityFunction, deferred_acceptance, draw_lottery
from .results import (
    AlternativePlace,
    Barrier,
    BlockKind,
    MatchReason,
    NoPlaceReason,
    Proposal,
    Proposals,
    ReasonKind,
)
from .travel_times import TravelTimes


@dataclass(frozen=True, slots=True)
class EligiblePairs:
    """The pairs that may be, and for every other pair the reason. Only the former are kept."""

    _seekers: dict[str, int]
    _places: dict[str, int]
    _rows: tuple[Sequence[Seeker], Sequence[Place]]
    _lists: PreferenceLists
    _ways: TravelTimes
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
        likes = self._likes(_index_of(self._seekers, seeker, "seeker"))
        return tuple(self._rows[1][at].key for at in likes.tolist())

    def why_not(self, seeker: str, place: str) -> Barrier | None:
        """What stands between the two, or None. FULL is a place with no seat to begin with."""
        seeker_row = self._rows[0][_index_of(self._seekers, seeker, "seeker")]
        place_row = self._rows[1][_index_of(self._places, place, "place")]
        return find_barrier(seeker_row, place_row, self.days_needed, self._ways)

    def _likes(self, seeker: int) -> IntArray:
        return self._lists.digits.places(self._lists.rows[seeker])


def find_eligible_pairs(
    seekers: Iterable[Seeker],
    places: Iterable[Place],
    *,
    days_needed: int = 1,
    travel: TravelModel | None = None,
) -> EligiblePairs:
    """Who may go where: clearance, age, `days_needed` weekdays in common, travel, and a seat at all.

    Raises InvalidInputError, in a sentence naming the row, for what cannot be matched.
    """
    travel = travel or TravelModel()
    people, sites = validate_rows(seekers, places, days_needed, travel)
    ways = TravelTimes.of(travel, [place.at for place in sites])
    crowd, columns = encode_columns(people, sites, ways)
    return EligiblePairs(
        {seeker.key: number for number, seeker in enumerate(people)},
        {place.key: number for number, place in enumerate(sites)},
        (people, sites),
        build_preference_lists(crowd, columns, ways, days_needed),
        ways,
        days_needed,
    )


def propose_placements(
    seekers: Iterable[Seeker],
    places: Iterable[Place],
    *,
    lottery: int | str,
    days_needed: int = 1,
    travel: TravelModel | None = None,
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
        raise InvalidInputError("The lottery needs a seed: a whole number or a text that everybody may know.")
    travel = travel or TravelModel()
    may = find_eligible_pairs(seekers, places, days_needed=days_needed, travel=travel)
    people, sites = may._rows
    keys = [seeker.key for seeker in people]
    line = draw_lottery(keys, lottery)
    order = np.argsort(np.array(line, np.int64)).tolist()
    room = np.array([min(place.capacity, len(people) + 1) for place in sites], np.int64)
    indexes = deferred_acceptance(may._likes, _priority_function(may, line, language_first), room, order)
    taken = [may._lists.rows[number][index] for number, index in enumerate(indexes) if index is not None]
    seats = may._lists.digits.places(np.array(taken, np.int64))
    left = (room - np.bincount(seats, minlength=len(sites))).tolist()
    telling = ProposalBuilder(people, sites, may._lists, left, travel.near)
    proposals = tuple(telling.proposal(number, index) for number, index in enumerate(indexes))
    return Proposals(proposals, dict(zip(keys, line, strict=True)))


def _priority_function(may: EligiblePairs, line: Sequence[int], language_first: bool) -> PriorityFunction:
    """Lower is sooner: below zero those a place asks for, then, if so wished, who shares a language, then the line."""
    requests_by_seeker: dict[int, dict[int, int]] = {}
    for at, place in enumerate(may._rows[1]):
        for position, key in enumerate(place.asks_for):
            requests = requests_by_seeker.setdefault(may._seekers[key], {})
            requests.setdefault(at, position - len(place.asks_for))

    def standing(seeker: int) -> IntArray | int:
        if not language_first and seeker not in requests_by_seeker:
            return line[seeker]
        foreign = may._lists.digits.foreign(may._lists.rows[seeker]) if language_first else 0
        places = may._likes(seeker)
        mine = foreign * len(line) + np.full(len(places), line[seeker], np.int64)
        for at, sooner in requests_by_seeker.get(seeker, {}).items():
            mine[places == at] = sooner
        return mine

    return standing


def _index_of(numbers: dict[str, int], key: str, what: str) -> int:
    if key not in numbers:
        raise InvalidInputError(f'There is no {what} "{key}" in this match.')
    return numbers[key]


MAX_ALTERNATIVES = 2
"""Places named before and after the one proposed."""

BLOCK_BY_BARRIER = {
    Barrier.CLEARANCE: BlockKind.NO_CLEARED_SITE,
    Barrier.AGE: BlockKind.TOO_YOUNG,
    Barrier.DAYS: BlockKind.NO_DAYS_IN_COMMON,
    Barrier.TRAVEL: BlockKind.TOO_FAR,
    Barrier.FULL: BlockKind.ALL_FULL,
}


@dataclass(frozen=True, slots=True)
class ProposalBuilder:
    """Everything that a sentence could need. `left[place]` is the number of free seats after all proposals."""

    seekers: Sequence[Seeker]
    places: Sequence[Place]
    lists: PreferenceLists
    left: Sequence[int]
    near: int

    def proposal(self, number: int, index: int | None) -> Proposal:
        """What is proposed to a seeker whose match stands at `index` of their list (None: nowhere)."""
        seeker, row = self.seekers[number], self.lists.rows[number]
        if index is None:
            return Proposal(
                seeker.key,
                None,
                None,
                len(row),
                others=self._others(row[:MAX_ALTERNATIVES]),
                blocked=self._blocked(number),
            )
        wish, interest, shares, minutes, at = self.lists.digits.read(int(row[index]))
        place = self.places[at]
        return Proposal(
            seeker=seeker.key,
            place=place.key,
            rank=index + 1,
            choices=len(row),
            reasons=self._reasons(seeker, place, wish, interest, shares, minutes),
            minutes=minutes,
            missed=tuple(other.place for other in self._others(row[: min(index, MAX_ALTERNATIVES)])),
            others=self._others(row[index + 1 : index + 1 + MAX_ALTERNATIVES]),
        )

    def _reasons(
        self,
        seeker: Seeker,
        place: Place,
        wish: int | None,
        interest: int | None,
        shares: bool,
        minutes: int | None,
    ) -> tuple[MatchReason, ...]:
        reasons = []
        if wish is not None:
            reasons.append(MatchReason(ReasonKind.WISHED, position=wish + 1))
        if interest is not None:
            reasons.append(MatchReason(ReasonKind.INTEREST, position=interest + 1, names=(place.field,)))
        if shares:
            shared = tuple(
                language for language in dict.fromkeys(seeker.languages) if language in place.languages
            )
            reasons.append(MatchReason(ReasonKind.LANGUAGE, names=shared))
        if minutes is None:
            reasons.append(MatchReason(ReasonKind.TRAVEL_UNKNOWN))
        elif minutes <= self.near:
            reasons.append(MatchReason(ReasonKind.NEAR, minutes=minutes))
        if seeker.key in place.asks_for:
            reasons.append(MatchReason(ReasonKind.ASKED_FOR))
        reasons.append(MatchReason(ReasonKind.DAYS, days=tuple(sorted(seeker.days & place.days))))
        return tuple(reasons)

    def _others(self, row: np.ndarray) -> tuple[AlternativePlace, ...]:
        at = self.lists.digits.places(row).tolist()
        return tuple(AlternativePlace(self.places[number].key, self.left[number] > 0) for number in at)

    def _blocked(self, number: int) -> NoPlaceReason:
        lost = self.lists.counts[number].tolist()
        lost[-1] += len(self.lists.rows[number])
        counts = tuple(zip(Barrier, lost, strict=True))
        last = [barrier for barrier, sites in counts if sites]
        return NoPlaceReason(BLOCK_BY_BARRIER[last[-1]] if last else BlockKind.NO_SITES, counts)
