"""From a match to what can be said about it, seeker by seeker."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .inputs import Place, Seeker
from .lists import PreferenceLists
from .results import AlternativePlace, Barrier, BlockKind, MatchReason, NoPlaceReason, Proposal, ReasonKind

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
