"""What changed at places that took part in something, beside places that did not. It is no experiment.

Each place is counted before and after: how often something was done, and how many adults could do it. What is compared
is the change for each ten adults. Places chose to take part, so a difference may have other causes.

>>> north = [PlaceChange(True, before, after, 20) for before, after in ((2, 6), (4, 6), (0, 4), (6, 8), (2, 4))]
>>> south = [PlaceChange(False, before, after, 20) for before, after in ((2, 2), (4, 4), (0, 2), (6, 4), (2, 2))]
>>> result = compare_changes([*north, *south])
>>> round(result.took_part.value, 2), round(result.others.value, 2), round(result.difference.points, 2)
(1.4, 0.0, 1.4)
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from trellis.engines.gaps.cells import Mean
from trellis.engines.gaps.results import Difference, Estimate, Reason

MIN_PLACES = 5
PER_ADULTS = 10
FEW_PLACES = Reason(
    "few-places",
    f"Fewer than {MIN_PLACES} places took part, or fewer than {MIN_PLACES} did not: no comparison is made.",
)
NOTHING_COUNTED = Reason("nothing-counted", "Nothing was counted, before or after, at any place.")


@dataclass(frozen=True, slots=True)
class PlaceChange:
    """One place: whether it took part, how often something was done before and after, and how many adults it has."""

    took_part: bool
    before: int
    after: int
    adults: int

    @property
    def change(self) -> float:
        """The change for each ten adults."""
        return PER_ADULTS * (self.after - self.before) / self.adults


@dataclass(frozen=True, slots=True)
class Totals:
    """What was counted at all places of one side together."""

    places: int
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class ChangeComparison:
    """The mean change of each side for each ten adults, and the difference between the two, with 95% intervals.

    refusal: why nothing is compared; the totals stand all the same where there is something to count.
    """

    totals: Totals
    other_totals: Totals
    took_part: Estimate | None = None
    others: Estimate | None = None
    difference: Difference | None = None
    refusal: Reason | None = None


def compare_changes(places: Iterable[PlaceChange]) -> ChangeComparison:
    """Compare the two sides: Student's t interval for each, Welch's for the difference.

    Places without adults are left out. Refuses, with a reason, below five places on either side and where nothing was
    counted at all.
    """
    counted = [place for place in places if place.adults > 0]
    took_part = [place for place in counted if place.took_part]
    others = [place for place in counted if not place.took_part]
    totals, other_totals = _totals(took_part), _totals(others)
    if min(totals.places, other_totals.places) < MIN_PLACES:
        return ChangeComparison(totals, other_totals, refusal=FEW_PLACES)
    if not any(place.before or place.after for place in counted):
        return ChangeComparison(totals, other_totals, refusal=NOTHING_COUNTED)
    mean, other_mean = _mean(took_part), _mean(others)
    return ChangeComparison(
        totals, other_totals, mean.estimate(), other_mean.estimate(), mean.against(other_mean)
    )


def _totals(places: list[PlaceChange]) -> Totals:
    return Totals(len(places), sum(place.before for place in places), sum(place.after for place in places))


def _mean(places: list[PlaceChange]) -> Mean:
    mean = Mean()
    for place in places:
        mean.add(place.change)
    return mean
