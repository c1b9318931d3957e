"""Who may go where, and why not."""

import random
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from placement_oracle import ZONES, barred, likes, worlds

from trellis.engines.placement import (
    Barrier,
    InvalidInputError,
    Place,
    Seeker,
    TravelModel,
    find_eligible_pairs,
    lists,
)

WEEK = frozenset({1, 2, 3, 4, 5})
BRONX, HARBOR = (40.83, -73.90), (40.68, -74.01)
AMINA = Seeker("amina", days=frozenset({2, 4}), at=BRONX, most_minutes=45)
CLINIC = Place("clinic", field="health", days=WEEK, at=BRONX, cleared=True)


def why_not(seeker=AMINA, place=CLINIC, **options):
    may = find_eligible_pairs([seeker], [place], **options)
    barrier = may.why_not(seeker.key, place.key)
    assert list(may) == ([] if barrier else [(seeker.key, place.key)])
    return barrier


@given(worlds(), st.integers(1, 5))
def test_every_pair_may_be_or_says_why_not(world, days_needed):
    seekers, places = world
    may = find_eligible_pairs(seekers, places, days_needed=days_needed, travel=ZONES)
    for seeker in seekers:
        assert list(may.places_of(seeker.key)) == likes(seeker, places, days_needed)
        for place in places:
            assert may.why_not(seeker.key, place.key) == barred(seeker, place, days_needed)
    assert len(may) == len(list(may)) == sum(len(likes(seeker, places, days_needed)) for seeker in seekers)


def test_a_student_fits_a_site():
    assert why_not() is None


def test_a_site_without_valid_clearances_is_shut_whatever_else_fits():
    assert why_not(place=replace(CLINIC, cleared=False, capacity=0)) == Barrier.CLEARANCE


def test_a_site_counts_as_not_cleared_unless_somebody_said_so():
    assert why_not(place=Place("clinic", days=WEEK)) == Barrier.CLEARANCE


@pytest.mark.parametrize(
    ("age", "least", "may"),
    [
        ({"under_16": True}, 14, True),
        ({"under_16": True}, 15, False),
        ({"under_16": True}, 16, False),
        ({}, 16, True),
        ({}, 17, False),
        ({"adult": True}, 18, True),
        ({"adult": True}, 21, False),
    ],
)
def test_an_age_that_is_not_certain_does_not_open_a_site(age, least, may):
    barrier = why_not(replace(AMINA, **age), replace(CLINIC, least_age=least))
    assert barrier == (None if may else Barrier.AGE)


def test_days_in_common_are_counted():
    place = replace(CLINIC, days=frozenset({1, 2, 3}))
    assert why_not(place=place, days_needed=1) is None
    assert why_not(place=place, days_needed=2) == Barrier.DAYS


def test_a_site_is_too_far_by_one_minute():
    far = replace(CLINIC, at=HARBOR)  # 19.1 km as the crow flies
    assert why_not(replace(AMINA, most_minutes=77), far) is None
    assert why_not(replace(AMINA, most_minutes=76), far) == Barrier.TRAVEL


def test_a_faster_way_brings_a_site_near():
    far = replace(CLINIC, at=HARBOR)
    assert why_not(place=far) == Barrier.TRAVEL
    assert why_not(place=far, travel=TravelModel(km_per_hour=30)) is None


@pytest.mark.parametrize("at", [None, "Bronx"])
def test_a_way_that_is_not_known_does_not_shut_a_site(at):
    assert why_not(place=replace(CLINIC, at=at)) is None
    assert why_not(replace(AMINA, at=at)) is None


def test_zones_take_as_long_as_the_table_says_in_both_directions():
    bronx, queens = replace(AMINA, at="Bronx"), replace(CLINIC, at="Queens")
    assert why_not(bronx, queens, travel=TravelModel(zones={("Bronx", "Queens"): 50})) == Barrier.TRAVEL
    assert why_not(bronx, queens, travel=TravelModel(zones={("Queens", "Bronx"): 45})) is None
    assert why_not(replace(bronx, most_minutes=0), replace(queens, at="Bronx")) is None


def test_a_site_without_a_seat_is_full():
    assert why_not(place=replace(CLINIC, capacity=0)) == Barrier.FULL


@example((0.0, 0.0), (0.0, 180.0))
@example((90.0, 0.0), (-90.0, 0.0))
@example((40.0, 180.0), (40.0, -180.0))
@given(*[st.tuples(st.floats(-90, 90), st.floats(-180, 180))] * 2)
def test_anywhere_on_the_globe(origin, destination):
    seeker, place = replace(AMINA, at=origin), replace(CLINIC, at=destination)
    assert why_not(seeker, place) == barred(seeker, place)


def test_nobody_and_nowhere():
    assert list(find_eligible_pairs([], [])) == []
    assert list(find_eligible_pairs([AMINA], [])) == []
    assert list(find_eligible_pairs([], [CLINIC])) == []


def test_somebody_who_was_not_asked_about():
    may = find_eligible_pairs([AMINA], [CLINIC])
    with pytest.raises(InvalidInputError, match='There is no seeker "charlie" in this match'):
        may.why_not("charlie", "clinic")
    with pytest.raises(InvalidInputError, match='There is no place "radio" in this match'):
        may.why_not("amina", "radio")


def test_more_languages_than_one_word_of_bits_holds():
    places = [replace(CLINIC, key=f"p{n:03}", languages=(f"language {n:03}",)) for n in range(150)]
    may = find_eligible_pairs([replace(AMINA, languages=("language 149", "language 070"))], places)
    assert may.places_of("amina")[:3] == ("p070", "p149", "p000")


def test_many_rows_go_through_in_blocks_and_nothing_is_lost_between_them(monkeypatch):
    draw = random.Random(6)
    seekers = [
        replace(
            AMINA,
            key=f"s{n:02}",
            days=frozenset({draw.choice([2, 3])}),
            wishes=(f"p{draw.randrange(30):02}",),
        )
        for n in range(60)
    ]
    places = [
        replace(CLINIC, key=f"p{n:02}", at=(draw.uniform(40.6, 40.9), -73.9), capacity=n % 4)
        for n in range(30)
    ]
    whole = find_eligible_pairs(seekers, places)
    monkeypatch.setattr(lists, "BLOCK_CELLS", 100)
    assert list(find_eligible_pairs(seekers, places)) == list(whole)
    assert [whole.places_of(seeker.key) for seeker in seekers] == [
        tuple(likes(seeker, places)) for seeker in seekers
    ]
