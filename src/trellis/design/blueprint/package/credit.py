"""What a student's levels are worth in credit, by a package's crosswalk."""

from collections.abc import Mapping
from dataclasses import dataclass

from .records import Band, Credit, Requirement


@dataclass(frozen=True)
class RequirementProgress:
    """One requirement, the points that count towards it, and whether they are enough."""

    requirement: Requirement
    points: int

    @property
    def met(self) -> bool:
        return self.points >= self.requirement.points


@dataclass(frozen=True)
class Crosswalk:
    """Points by band key, and each requirement's standing, in the package's order."""

    points: dict[str, int]
    standings: tuple[RequirementProgress, ...]

    @property
    def total(self) -> int:
        return sum(self.points.values())

    @property
    def met(self) -> bool:
        return all(standing.met for standing in self.standings)


def compute_crosswalk(credit: Credit, levels: Mapping[str, int]) -> Crosswalk:
    """Points for `levels`, the level reached (1, 2 ...) by outcome key.

    An outcome without a level earns nothing, as does one that this crosswalk does not count.
    Raises ValueError for a level that is in no band.
    """
    points = {band.key: 0 for band in credit.bands}
    for outcome in credit.outcomes:
        if outcome in levels:
            points[_band_for_level(credit, outcome, levels[outcome]).key] += credit.points
    standings = tuple(RequirementProgress(r, sum(points[b] for b in r.bands)) for r in credit.requirements)
    return Crosswalk(points, standings)


def _band_for_level(credit: Credit, outcome: str, level: int) -> Band:
    for band in credit.bands:
        if band.low <= level <= band.high:
            return band
    raise ValueError(f"Level {level} in “{outcome}” is not in a band of “{credit.title}”. Check the score.")
