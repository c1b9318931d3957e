"""How long a way takes: the great circle from unit vectors, or a table of zones.

The chord between two points of the unit sphere gives the angle between them, 2 asin(chord / 2), which keeps its
digits where points are close (the haversine formula in other words; Sinnott 1984).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, cos, pi, radians, sin

import numpy as np
from numpy.typing import NDArray

from .inputs import Location, TravelModel

EARTH_KM = 6371.0088
"""Mean radius of the Earth (IUGG)."""

UNKNOWN_MINUTES = -1
NO_LIMIT = 1 << 40
COSINE_SLACK = 1e-9  # of a cosine: the quick look may let a pair through, the exact one decides
ALWAYS_NEAR = 4.0  # above any cosine


@dataclass(frozen=True, slots=True)
class LocationColumns:
    """Where rows are: unit vectors [n, 3], whether a point is known [n], and the code of a zone [n] or -1."""

    points: NDArray[np.float64]
    has_point: NDArray[np.bool_]
    zone: NDArray[np.int64]

    def some(self, which: NDArray[np.int64]) -> "LocationColumns":
        return LocationColumns(self.points[which], self.has_point[which], self.zone[which])


@dataclass(frozen=True, slots=True)
class TravelTimes:
    """Minutes between spots, as one `TravelModel` says. `zones` is a square table, -1 where there is no time."""

    minutes_per_radian: float
    zones: NDArray[np.int64]
    codes: dict[str, int]

    @classmethod
    def of(cls, travel: TravelModel, places: Sequence[Location]) -> "TravelTimes":
        names = {at for at in places if isinstance(at, str)} | {
            name for pair in travel.zones for name in pair
        }
        codes = {name: code for code, name in enumerate(sorted(names))}
        table = np.full((len(codes) + 1,) * 2, UNKNOWN_MINUTES, np.int64)
        for (zone, other_zone), minutes in travel.zones.items():
            table[codes[zone], codes[other_zone]] = table[codes[other_zone], codes[zone]] = minutes
        np.fill_diagonal(table[:-1, :-1], 0)
        return cls(EARTH_KM * 60 / travel.km_per_hour, table, codes)

    @property
    def longest(self) -> int:
        """No way takes longer, in minutes."""
        return max(ceil(pi * self.minutes_per_radian), int(self.zones.max()))

    def spots(self, ats: Sequence[Location]) -> LocationColumns:
        points = [_unit_vector(at) for at in ats]
        zone = [self.codes.get(at, len(self.codes)) if isinstance(at, str) else UNKNOWN_MINUTES for at in ats]
        has_point = [isinstance(at, tuple) for at in ats]
        return LocationColumns(
            np.array(points, np.float64).reshape(-1, 3),
            np.array(has_point, np.bool_),
            np.array(zone, np.int64),
        )

    def minutes(self, starts: LocationColumns, ends: LocationColumns) -> NDArray[np.int64]:
        """Whole minutes, rounded up, pair by pair; UNKNOWN where it cannot be said."""
        apart = starts.points - ends.points
        half = np.sqrt((apart * apart).sum(axis=1)) / 2
        took = 2 * np.arcsin(np.minimum(half, 1)) * self.minutes_per_radian
        # A millionth of a minute is rounding of the machine, not a way.
        minutes = np.ceil(np.round(took, 6)).astype(np.int64)
        both = starts.has_point & ends.has_point
        if both.all():
            return minutes
        zoned = (starts.zone >= 0) & (ends.zone >= 0)
        return np.where(both, minutes, np.where(zoned, self.zones[starts.zone, ends.zone], UNKNOWN_MINUTES))

    def least_cosine(self, spots: LocationColumns, most: NDArray[np.int64]) -> NDArray[np.float64]:
        """The cosine below which a way from each spot is surely longer than `most` minutes."""
        angle = np.minimum(most / self.minutes_per_radian, pi)
        return np.where(spots.has_point & (angle < pi), np.cos(angle) - COSINE_SLACK, -ALWAYS_NEAR)


def cosines(starts: LocationColumns, ends: LocationColumns) -> NDArray[np.float64]:
    """[starts, ends]; ALWAYS where the other end is not known."""
    left = np.column_stack([starts.points, np.ones(len(starts.points))])
    right = np.column_stack([ends.points, np.where(ends.has_point, 0, ALWAYS_NEAR)])
    return left @ right.T


def _unit_vector(at: Location) -> tuple[float, float, float]:
    """Row by row with math, so that a point is the same to the last bit wherever it stands in the rows."""
    if at is None or isinstance(at, str):
        return (0.0, 0.0, 0.0)
    latitude, longitude = radians(at[0]), radians(at[1])
    return (cos(latitude) * cos(longitude), cos(latitude) * sin(longitude), sin(latitude))
