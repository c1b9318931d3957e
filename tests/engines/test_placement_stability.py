"""Nobody and no site would rather have each other, and no student could do better."""

import ast
import random
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from placement_oracle import (
    FIELDS,
    ZONES,
    barred,
    every_matching,
    is_stable,
    likes,
    ranks,
    some,
    standing,
    worlds,
)

from trellis.engines import placement
from trellis.engines.placement import BlockingPair, Place, Seeker, blocking_pairs, propose_placements

MONDAY = frozenset({1})


def market(wishes, asks_for, capacity=1):
    """Seekers who all can go everywhere and rank the sites; sites that rank the seekers."""
    seekers = [Seeker(key, wishes=tuple(liked), days=MONDAY) for key, liked in wishes.items()]
    places = [
        Place(key, capacity=capacity, days=MONDAY, cleared=True, asks_for=tuple(ranked))
        for key, ranked in asks_for.items()
    ]
    return seekers, places


def facts(seekers, places, line, days_needed=1):
    """What the checker reads, none of it from the engine but the lottery's line."""
    rows = {row.key: row for row in [*seekers, *places]}
    return {
        "preferences": {seeker.key: likes(seeker, places, days_needed) for seeker in seekers},
        "capacities": {place.key: place.capacity for place in places},
        "may": lambda seeker, place: barred(rows[seeker], rows[place], days_needed) is None,
        "standing": standing(places, line),
    }


@given(worlds(), st.integers(1, 3), st.integers())
@settings(max_examples=300)
def test_nobody_and_no_place_would_rather_have_each_other(world, days_needed, seed):
    proposals = propose_placements(*world, lottery=seed, days_needed=days_needed, travel=ZONES)
    assert blocking_pairs(proposals.placed, **facts(*world, proposals.line, days_needed)) == []


@given(worlds(), st.integers(1, 3))
def test_proposals_respect_eligibility_and_seats(world, days_needed):
    seekers, places = world
    proposals = propose_placements(seekers, places, lottery=7, days_needed=days_needed, travel=ZONES)
    rows = {row.key: row for row in [*seekers, *places]}
    assert all(barred(rows[who], rows[where], days_needed) is None for who, where in proposals.placed.items())
    inside = list(proposals.placed.values())
    assert all(inside.count(place.key) <= place.capacity for place in places)
    assert [proposal.seeker for proposal in proposals] == sorted(seeker.key for seeker in seekers)


@given(worlds(most_seekers=4, most_places=4))
@settings(max_examples=200)
def test_no_student_does_better_in_any_stable_matching(world):
    proposals = propose_placements(*world, lottery="spring", travel=ZONES)
    inputs = facts(*world, proposals.line)
    liked, seats, stands = inputs["preferences"], inputs["capacities"], inputs["standing"]
    stable = [
        ranks(matching, liked)
        for matching in every_matching(liked, seats)
        if is_stable(matching, liked, seats, stands)
    ]
    assert ranks(proposals.placed, liked) in stable
    ours = ranks(proposals.placed, liked)
    assert all(ours[who] <= other[who] for other in stable for who in ours)


@given(worlds(most_seekers=4, most_places=3), st.data())
def test_saying_what_one_likes_is_never_punished(world, data):
    seekers, places = world
    if not seekers or not places:
        return
    proposals = propose_placements(seekers, places, lottery=3, travel=ZONES)
    liar = data.draw(st.sampled_from(seekers))
    truth = {liar.key: likes(liar, places)}
    honest = ranks(proposals.placed, truth)[liar.key]
    keys, interests = [place.key for place in places], data.draw(some(FIELDS))
    for count in range(len(keys) + 1):
        for wishes in permutations(keys, count):
            claims = replace(liar, wishes=wishes, interests=interests)
            others = [seeker for seeker in seekers if seeker.key != liar.key]
            got = propose_placements([*others, claims], places, lottery=3, travel=ZONES).placed
            assert ranks(got, truth)[liar.key] >= honest


@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(world, shuffle):
    proposals = propose_placements(*world, lottery=11, travel=ZONES)
    shuffled = [random.Random(shuffle.random()).sample(rows, len(rows)) for rows in world]
    assert propose_placements(*shuffled, lottery=11, travel=ZONES) == proposals


def test_gale_and_shapleys_example_gives_first_choices():
    seekers, places = market(
        {"alpha": "ABC", "beta": "BCA", "gamma": "CAB"},
        {"A": ["beta", "gamma", "alpha"], "B": ["gamma", "alpha", "beta"], "C": ["alpha", "beta", "gamma"]},
    )
    proposals = propose_placements(seekers, places, lottery=0)
    assert proposals.placed == {"alpha": "A", "beta": "B", "gamma": "C"}
    assert [proposal.rank for proposal in proposals] == [1, 1, 1]


def test_the_example_of_gale_and_shapley_with_a_single_stable_marriage():
    seekers, places = market(
        {"alpha": "ABCD", "beta": "ADCB", "gamma": "BACD", "delta": "DBCA"},
        {
            "A": ["delta", "gamma", "alpha", "beta"],
            "B": ["beta", "delta", "alpha", "gamma"],
            "C": ["delta", "alpha", "beta", "gamma"],
            "D": ["gamma", "beta", "alpha", "delta"],
        },
    )
    proposals = propose_placements(seekers, places, lottery=0)
    assert proposals.placed == {"alpha": "C", "beta": "D", "gamma": "A", "delta": "B"}
    inputs = facts(seekers, places, proposals.line)
    preferences_and_seats = inputs["preferences"], inputs["capacities"]
    assert [
        matching
        for matching in every_matching(*preferences_and_seats)
        if is_stable(matching, *preferences_and_seats, inputs["standing"])
    ] == [proposals.placed]


def test_the_example_of_abdulkadiroglu_and_sonmez():
    seekers, places = market(
        {"i1": ["s2", "s1", "s3"], "i2": ["s1", "s2", "s3"], "i3": ["s1", "s2", "s3"]},
        {"s1": ["i1", "i3", "i2"], "s2": ["i2", "i1", "i3"], "s3": ["i2", "i1", "i3"]},
    )
    assert propose_placements(seekers, places, lottery=0).placed == {"i1": "s1", "i2": "s2", "i3": "s3"}


CHECKED = {
    "preferences": {"amina": ["clinic", "radio"], "daniel": ["clinic", "radio"]},
    "capacities": {"clinic": 1, "radio": 1},
    "may": lambda seeker, place: True,
    "standing": lambda place, seeker: seeker,
}


def test_the_checker_finds_who_would_rather_be_elsewhere():
    pairs = blocking_pairs({"amina": "radio", "daniel": "clinic"}, **CHECKED)
    assert pairs == [BlockingPair("amina", "clinic", "daniel")]


def test_the_checker_finds_a_free_seat_that_somebody_would_like():
    pairs = blocking_pairs({"amina": "clinic"}, **CHECKED)
    assert pairs == [BlockingPair("daniel", "radio", None)]


def test_the_checker_does_not_count_a_pair_that_may_not_be():
    shut = {**CHECKED, "may": lambda seeker, place: (seeker, place) != ("daniel", "radio")}
    assert blocking_pairs({"amina": "clinic"}, **shut) == []


@pytest.mark.parametrize(
    ("placed", "part"),
    [
        ({"amina": "clinic", "daniel": "clinic"}, "2 for 1 seats"),
        ({"amina": "harbor"}, '"amina" may not be at "harbor"'),
    ],
)
def test_the_checker_refuses_what_is_no_matching(placed, part):
    with pytest.raises(ValueError, match=part):
        blocking_pairs(placed, **CHECKED)


def test_the_checker_shares_nothing_with_the_matcher():
    source = Path(placement.__file__).with_name("checking.py").read_text(encoding="utf-8")
    imported = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ImportFrom | ast.Import)]
    assert {getattr(node, "module", None) for node in imported} == {
        "collections.abc",
        "dataclasses",
        "typing",
    }
    assert all(getattr(node, "level", 0) == 0 for node in imported)
