"""What placement promises, written again from its words: slowly, and with nothing of the engine but its rows."""

from itertools import product
from math import asin, ceil, cos, radians, sin, sqrt

from hypothesis import strategies as st

from trellis.engines.placement import Place, Seeker, TravelModel

FIELDS, LANGUAGES = ("health", "boats", "radio"), ("Spanish", "Haitian Creole")
ZONES = TravelModel(zones={("Bronx", "Queens"): 50})


def minutes(seeker, place, travel=ZONES):
    """The haversine formula for points, the table for zones, None for what is not known."""
    origin, destination = seeker.at, place.at
    if isinstance(origin, str) and isinstance(destination, str):
        return (
            0
            if origin == destination
            else travel.zones.get((origin, destination), travel.zones.get((destination, origin)))
        )
    if not isinstance(origin, tuple) or not isinstance(destination, tuple):
        return None
    (a, b), (c, d) = ([radians(part) for part in at] for at in (origin, destination))
    h = sin((c - a) / 2) ** 2 + cos(a) * cos(c) * sin((d - b) / 2) ** 2
    return ceil(round(2 * 6371.0088 * asin(min(1, sqrt(h))) / travel.km_per_hour * 60, 6))


def barred(seeker, place, days_needed=1):
    """The name of the first barrier, or None."""
    took = minutes(seeker, place)
    age = 14 if seeker.under_16 else 18 if seeker.adult else 16
    tests = {
        "clearance": not place.cleared,
        "age": age < place.least_age,
        "days": sum(day in place.days for day in seeker.days) < days_needed,
        "travel": took is not None and seeker.most_minutes is not None and took > seeker.most_minutes,
        "full": place.capacity == 0,
    }
    return next((name for name, fails in tests.items() if fails), None)


def likes(seeker, places, days_needed=1):
    """Keys of the places open to a seeker, the most liked first."""

    def how_far_down(place):
        took = minutes(seeker, place)
        return (
            seeker.wishes.index(place.key) if place.key in seeker.wishes else len(seeker.wishes),
            seeker.interests.index(place.field) if place.field in seeker.interests else len(seeker.interests),
            not set(seeker.languages) & set(place.languages),
            took is None,
            took or 0,
            place.key,
        )

    return [
        place.key for place in sorted(places, key=how_far_down) if barred(seeker, place, days_needed) is None
    ]


def standing(places, line):
    """At a place, those it asks for, and then the line."""
    requested_by_place = {place.key: place.asks_for for place in places}

    def stands(place, seeker):
        requested = requested_by_place[place]
        return (0, requested.index(seeker)) if seeker in requested else (1, line[seeker])

    return stands


def every_matching(preferences, capacities):
    """Every way to give each seeker one of their places or none, within the seats."""
    for chosen in product(*([None, *liked] for liked in preferences.values())):
        if all(chosen.count(place) <= seats for place, seats in capacities.items()):
            yield {
                seeker: place for seeker, place in zip(preferences, chosen, strict=True) if place is not None
            }


def is_stable(placed, preferences, capacities, stands):
    """No seeker and place would rather have each other: straight from Gale and Shapley's definition."""
    for seeker, liked in preferences.items():
        better = liked[: liked.index(placed[seeker])] if seeker in placed else liked
        for place in better:
            inside = [occupant for occupant, at in placed.items() if at == place]
            if len(inside) < capacities[place]:
                return False
            if any(stands(place, seeker) < stands(place, occupant) for occupant in inside):
                return False
    return True


def ranks(placed, preferences):
    """How far down their list each seeker is; nobody is further down than one without a place."""
    return {
        who: liked.index(placed[who]) if who in placed else len(liked) for who, liked in preferences.items()
    }


def some(names):
    return st.lists(st.sampled_from(names), unique=True).map(tuple) if names else st.just(())


@st.composite
def worlds(draw, most_seekers=8, most_places=6):
    """Seekers and places of every kind: near, far, unknown, without a seat, without clearance."""
    people = [f"s{number}" for number in range(draw(st.integers(0, most_seekers)))]
    sites = [f"p{number}" for number in range(draw(st.integers(0, most_places)))]
    where = st.one_of(
        st.none(),
        st.sampled_from(["Bronx", "Queens", "Harbor"]),
        st.tuples(st.floats(40.5, 40.9), st.floats(-74.1, -73.7)),
    )
    days = st.frozensets(st.integers(1, 5), min_size=1)
    ages = st.sampled_from([{}, {"under_16": True}, {"adult": True}])
    seekers = [
        Seeker(
            key,
            interests=draw(some(FIELDS)),
            wishes=draw(some(sites)),
            days=draw(days),
            at=draw(where),
            most_minutes=draw(st.sampled_from([None, 30, 60, 120])),
            languages=draw(some(LANGUAGES)),
            **draw(ages),
        )
        for key in people
    ]
    places = [
        Place(
            key,
            field=draw(st.sampled_from(FIELDS)),
            capacity=draw(st.integers(0, 3)),
            days=draw(days),
            at=draw(where),
            languages=draw(some(LANGUAGES)),
            cleared=draw(st.sampled_from([True, True, True, False])),
            least_age=draw(st.sampled_from([0, 14, 16, 18])) if draw(st.booleans()) else 0,
            asks_for=draw(some(people)) if draw(st.booleans()) else (),
        )
        for key in sites
    ]
    return seekers, places
