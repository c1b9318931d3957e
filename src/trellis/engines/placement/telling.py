"""From a match to what can be said about it, seeker by seeker."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .asked import Place, Seeker
from .lists import Lists
from .results import Barrier, Block, Blocked, Other, Proposal, Reason, Why

HOW_MANY = 2
"""Places named before and after the one proposed."""

BLOCKS = {
    Barrier.CLEARANCE: Block.NO_CLEARED_SITE,
    Barrier.AGE: Block.TOO_YOUNG,
    Barrier.DAYS: Block.NO_DAYS_IN_COMMON,
    Barrier.TRAVEL: Block.TOO_FAR,
    Barrier.FULL: Block.ALL_FULL,
}


@dataclass(frozen=True, slots=True)
class Telling:
    """Everything that a sentence could need. `left[place]` is the number of free seats after all proposals."""

    seekers: Sequence[Seeker]
    places: Sequence[Place]
    lists: Lists
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
                others=self._others(row[:HOW_MANY]),
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
            missed=tuple(other.place for other in self._others(row[: min(index, HOW_MANY)])),
            others=self._others(row[index + 1 : index + 1 + HOW_MANY]),
        )

    def _reasons(
        self,
        seeker: Seeker,
        place: Place,
        wish: int | None,
        interest: int | None,
        shares: bool,
        minutes: int | None,
    ) -> tuple[Reason, ...]:
        reasons = []
        if wish is not None:
            reasons.append(Reason(Why.WISHED, position=wish + 1))
        if interest is not None:
            reasons.append(Reason(Why.INTEREST, position=interest + 1, names=(place.field,)))
        if shares:
            shared = tuple(
                language for language in dict.fromkeys(seeker.languages) if language in place.languages
            )
            reasons.append(Reason(Why.LANGUAGE, names=shared))
        if minutes is None:
            reasons.append(Reason(Why.TRAVEL_UNKNOWN))
        elif minutes <= self.near:
            reasons.append(Reason(Why.NEAR, minutes=minutes))
        if seeker.key in place.asks_for:
            reasons.append(Reason(Why.ASKED_FOR))
        reasons.append(Reason(Why.DAYS, days=tuple(sorted(seeker.days & place.days))))
        return tuple(reasons)

    def _others(self, row: np.ndarray) -> tuple[Other, ...]:
        at = self.lists.digits.places(row).tolist()
        return tuple(Other(self.places[number].key, self.left[number] > 0) for number in at)

    def _blocked(self, number: int) -> Blocked:
        lost = self.lists.counts[number].tolist()
        lost[-1] += len(self.lists.rows[number])
        counts = tuple(zip(Barrier, lost, strict=True))
        last = [barrier for barrier, sites in counts if sites]
        return Blocked(BLOCKS[last[-1]] if last else Block.NO_SITES, counts)
