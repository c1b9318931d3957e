"""Why one seeker cannot go to one place, in plain steps: what the columns do to all pairs at once."""

from .inputs import Place, Seeker
from .results import Barrier
from .travel_times import NO_LIMIT, UNKNOWN_MINUTES, TravelTimes


def find_barrier(seeker: Seeker, place: Place, days_needed: int, ways: TravelTimes) -> Barrier | None:
    """The first that applies, in the order of Barrier, or None. FULL means no seat to begin with."""
    if not place.cleared:
        return Barrier.CLEARANCE
    if place.least_age > seeker.surely:
        return Barrier.AGE
    if len(seeker.days & place.days) < days_needed:
        return Barrier.DAYS
    minutes = travel_minutes(seeker, place, ways)
    if minutes is not None and minutes > (NO_LIMIT if seeker.most_minutes is None else seeker.most_minutes):
        return Barrier.TRAVEL
    return None if place.capacity else Barrier.FULL


def travel_minutes(seeker: Seeker, place: Place, ways: TravelTimes) -> int | None:
    """Minutes one way, or None when it cannot be said."""
    minutes = int(ways.minutes(ways.spots([seeker.at]), ways.spots([place.at]))[0])
    return None if minutes == UNKNOWN_MINUTES else minutes
