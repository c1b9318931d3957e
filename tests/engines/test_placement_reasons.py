"""What is said with each proposal: enough for a sentence, and nothing that is not so."""

from dataclasses import replace

import pytest
from hypothesis import given
from placement_oracle import ZONES, barred, likes, worlds

from trellis.engines.placement import (
    AlternativePlace,
    Barrier,
    BlockKind,
    InvalidInputError,
    MatchReason,
    Place,
    ReasonKind,
    Seeker,
    TravelModel,
    find_eligible_pairs,
    propose_placements,
)

HERE, NEARBY, FAR = (40.80, -73.95), (40.82, -73.94), (40.60, -74.05)
AMINA = Seeker(
    "amina",
    interests=("health", "radio"),
    days=frozenset({2, 4}),
    at=HERE,
    languages=("Haitian Creole", "Spanish"),
)
CLINIC = Place("clinic", field="health", days=frozenset({1, 2, 4}), at=NEARBY, cleared=True)


def reasons(seeker=AMINA, place=CLINIC):
    return propose_placements([seeker], [place], lottery=1).of(seeker.key).reasons


def test_a_place_for_which_everything_speaks():
    place = replace(CLINIC, languages=("Spanish", "English"), asks_for=("amina",))
    assert reasons(replace(AMINA, wishes=("clinic",)), place) == (
        MatchReason(ReasonKind.WISHED, position=1),
        MatchReason(ReasonKind.INTEREST, position=1, names=("health",)),
        MatchReason(ReasonKind.LANGUAGE, names=("Spanish",)),
        MatchReason(ReasonKind.NEAR, minutes=10),
        MatchReason(ReasonKind.ASKED_FOR),
        MatchReason(ReasonKind.DAYS, days=(2, 4)),
    )


def test_a_place_that_only_fits_the_days():
    assert reasons(place=replace(CLINIC, field="boats", at=FAR)) == (
        MatchReason(ReasonKind.DAYS, days=(2, 4)),
    )


@pytest.mark.parametrize("at", [None, "Bronx"])
def test_a_way_that_is_not_known_is_said(at):
    assert MatchReason(ReasonKind.TRAVEL_UNKNOWN) in reasons(place=replace(CLINIC, at=at))
    assert propose_placements([AMINA], [replace(CLINIC, at=at)], lottery=1).of("amina").minutes is None


def test_what_is_near_can_be_said_otherwise():
    proposal = propose_placements([AMINA], [CLINIC], lottery=1, travel=TravelModel(near=9)).of("amina")
    assert ReasonKind.NEAR not in [reason.why for reason in proposal.reasons]
    assert proposal.minutes == 10


def test_ranking_uses_requests_interest_language_and_distance():
    sites = [
        replace(CLINIC, key="a", field="boats"),
        replace(CLINIC, key="b", field="boats"),
        replace(CLINIC, key="c", field="boats", at=None),
        replace(CLINIC, key="d", field="boats", at=HERE),
        replace(CLINIC, key="e", field="boats", at=FAR, languages=("Spanish",)),
        replace(CLINIC, key="f", field="radio", at=FAR),
        replace(CLINIC, key="g", field="health", at=FAR),
        replace(CLINIC, key="h", field="boats", at=FAR),
    ]
    liked = find_eligible_pairs([replace(AMINA, wishes=("h",))], sites).places_of("amina")
    assert liked == ("h", "g", "f", "e", "d", "a", "b", "c")


def test_a_wish_or_an_interest_named_twice_counts_where_it_stands_first():
    sites = [
        replace(CLINIC, key=key, field=field)
        for key, field in [("a", "radio"), ("b", "health"), ("c", "boats")]
    ]
    twice = replace(AMINA, wishes=("c", "a", "c"), interests=("health", "radio", "health"))
    assert find_eligible_pairs([twice], sites).places_of("amina") == ("c", "a", "b")


def test_a_field_that_no_site_has_keeps_its_position():
    given_reasons = reasons(replace(AMINA, interests=("film", "health")))
    assert MatchReason(ReasonKind.INTEREST, position=2, names=("health",)) in given_reasons


def test_what_was_liked_more_and_what_would_be_next():
    sites = [replace(CLINIC, key=key) for key in "abcdef"]
    people = [replace(AMINA, key=key, wishes=tuple("abcdef")) for key in ("one", "two", "three", "four")]
    proposals = propose_placements(people, sites, lottery=5)
    last = next(proposal for proposal in proposals if proposals.line[proposal.seeker] == 3)
    assert (last.place, last.rank, last.choices, last.missed) == ("d", 4, 6, ("a", "b"))
    assert last.others == (AlternativePlace("e", has_room=True), AlternativePlace("f", has_room=True))
    first = next(proposal for proposal in proposals if proposals.line[proposal.seeker] == 0)
    assert (first.place, first.rank, first.missed) == ("a", 1, ())
    assert first.others == (AlternativePlace("b", has_room=False), AlternativePlace("c", has_room=False))


def test_one_line_for_all_sites_and_the_same_seed_the_same_line():
    people = [replace(AMINA, key=f"s{number}") for number in range(20)]
    line = propose_placements(people, [CLINIC], lottery="spring").line
    assert sorted(line.values()) == list(range(20))
    assert propose_placements(people, [CLINIC], lottery="spring").line == line
    assert propose_placements(people, [CLINIC], lottery="fall").line != line


def test_somebody_who_leaves_changes_the_order_of_nobody_else():
    people = [replace(AMINA, key=f"s{number}") for number in range(20)]
    whole, without = (propose_placements(some, [], lottery=2).line for some in (people, people[1:]))
    assert sorted(without, key=without.__getitem__) == [
        key for key in sorted(whole, key=whole.__getitem__) if key != "s0"
    ]


def rivals():
    """The first in line, and the last, who alone shares the mentor's language."""
    people = [replace(AMINA, key=key, languages=()) for key in ("one", "two")]
    line = propose_placements(people, [], lottery=1).line
    first, last = sorted(line, key=line.__getitem__)
    return [replace(AMINA, key=first, languages=()), replace(AMINA, key=last)], replace(
        CLINIC, languages=("Spanish",)
    )


def test_sharing_a_language_puts_nobody_first_unless_it_is_asked_for():
    (first, last), place = rivals()
    assert propose_placements([first, last], [place], lottery=1).placed == {first.key: "clinic"}
    assert propose_placements([first, last], [place], lottery=1, language_first=True).placed == {
        last.key: "clinic"
    }


def test_whom_a_site_asks_for_comes_before_the_line_and_before_the_language():
    (first, last), place = rivals()
    assert propose_placements([first, last], [replace(place, asks_for=(last.key,))], lottery=1).placed == {
        last.key: "clinic"
    }
    site = replace(place, asks_for=(first.key,))
    assert propose_placements([first, last], [site], lottery=1, language_first=True).placed == {
        first.key: "clinic"
    }


@pytest.mark.parametrize(
    ("seeker", "places", "block", "counts"),
    [
        ({}, [], BlockKind.NO_SITES, {}),
        ({}, [{"cleared": False}], BlockKind.NO_CLEARED_SITE, {Barrier.CLEARANCE: 1}),
        ({"under_16": True}, [{"least_age": 16}], BlockKind.TOO_YOUNG, {Barrier.AGE: 1}),
        (
            {},
            [{"cleared": False}, {"days": frozenset({5})}, {"days": frozenset({1})}],
            BlockKind.NO_DAYS_IN_COMMON,
            {Barrier.CLEARANCE: 1, Barrier.DAYS: 2},
        ),
        (
            {"most_minutes": 30},
            [{"days": frozenset({5})}, {"at": FAR}],
            BlockKind.TOO_FAR,
            {Barrier.DAYS: 1, Barrier.TRAVEL: 1},
        ),
        (
            {"most_minutes": 30},
            [{"at": FAR}, {"capacity": 0}],
            BlockKind.ALL_FULL,
            {Barrier.TRAVEL: 1, Barrier.FULL: 1},
        ),
    ],
)
def test_without_a_place_the_last_thing_in_the_way_is_said_with_counts(seeker, places, block, counts):
    sites = [replace(CLINIC, key=f"p{number}", **place) for number, place in enumerate(places)]
    proposal = propose_placements([replace(AMINA, **seeker)], sites, lottery=1).of("amina")
    assert (proposal.place, proposal.rank, proposal.reasons, proposal.blocked.block) == (
        None,
        None,
        (),
        block,
    )
    assert {barrier: count for barrier, count in proposal.blocked.counts if count} == counts


def test_a_site_that_others_have_filled_is_full():
    people = [replace(AMINA, key=key) for key in ("one", "two")]
    proposals = propose_placements(people, [CLINIC], lottery=1)
    last = next(proposal for proposal in proposals if proposal.place is None)
    assert (last.blocked.block, last.blocked.count(Barrier.FULL), last.choices) == (BlockKind.ALL_FULL, 1, 1)
    assert last.others == (AlternativePlace("clinic", has_room=False),)


@given(worlds())
def test_what_is_said_follows_from_the_rows(world):
    seekers, places = world
    proposals = propose_placements(seekers, places, lottery=9, travel=ZONES)
    for seeker in seekers:
        proposal, liked = proposals.of(seeker.key), likes(seeker, places)
        assert proposal.choices == len(liked)
        assert (proposal.blocked is None) == (proposal.place is not None)
        if proposal.place:
            assert liked[proposal.rank - 1] == proposal.place
            assert [other.place for other in proposal.others] == liked[proposal.rank : proposal.rank + 2]
        else:
            lost = [barred(seeker, place) or "full" for place in places]
            assert [proposal.blocked.count(barrier) for barrier in Barrier] == [
                lost.count(barrier) for barrier in Barrier
            ]


def test_somebody_without_a_proposal():
    with pytest.raises(InvalidInputError, match='There is no seeker "charlie" among these proposals'):
        propose_placements([AMINA], [CLINIC], lottery=1).of("charlie")
