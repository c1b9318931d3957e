"""Rows that cannot be matched are refused in a sentence that names the row."""

from dataclasses import replace

import pytest

from trellis.engines.placement import InvalidInputError, Place, Seeker, TravelModel, propose_placements

AMINA = Seeker("amina", days=frozenset({2}))
CLINIC = Place("clinic", days=frozenset({2}), cleared=True)


def refusal(seekers=(AMINA,), places=(CLINIC,), **options):
    with pytest.raises(InvalidInputError) as refused:
        propose_placements(seekers, places, **{"lottery": 1, **options})
    return str(refused.value)


def test_two_rows_with_one_key():
    assert refusal([AMINA, AMINA]) == 'Two rows have the key "amina": give each seeker one row.'
    assert refusal(places=[CLINIC, CLINIC]) == 'Two rows have the key "clinic": give each place one row.'


@pytest.mark.parametrize("key", ["", None, 7])
def test_a_row_without_a_key(key):
    assert refusal([replace(AMINA, key=key)]) == "A seeker has no key: give each one a text of its own."


@pytest.mark.parametrize("capacity", [-1, 1.5, float("nan"), None, True])
def test_a_capacity_that_is_no_number_of_seats(capacity):
    message = refusal(places=[replace(CLINIC, capacity=capacity)])
    assert message == f'Place "clinic": the capacity is {capacity}; give a whole number, 0 for no room.'


def test_a_wish_for_a_site_that_is_not_there():
    assert refusal([replace(AMINA, wishes=("clinic", "radio"))]) == (
        'Seeker "amina" wishes for "radio", which is not among the places: take it out or add it.'
    )


def test_a_site_that_asks_for_somebody_who_is_not_there():
    assert refusal(places=[replace(CLINIC, asks_for=("charlie",))]) == (
        'Place "clinic" asks for "charlie", who is not among the seekers: take them out or add them.'
    )


@pytest.mark.parametrize(
    "at", [(float("nan"), -73.9), (40.8, float("inf")), (40.8,), [40.8, -73.9], ("40", "-73")]
)
def test_coordinates_that_are_none(at):
    assert "is not a latitude and a longitude" in refusal([replace(AMINA, at=at)])
    assert refusal(places=[replace(CLINIC, at=at)]).startswith('Place "clinic"')


@pytest.mark.parametrize("at", [(-173.9, 40.8), (40.8, 181)])
def test_coordinates_off_the_globe(at):
    assert "is not on the globe; give the latitude first" in refusal([replace(AMINA, at=at)])


@pytest.mark.parametrize("day", [0, 8, -1, "Monday", 1.0])
def test_a_weekday_outside_the_week(day):
    message = refusal([replace(AMINA, days=frozenset({2, day}))])
    assert message == f'Seeker "amina": a weekday is 1 (Monday) to 7 (Sunday), not {day}.'
    assert refusal(places=[replace(CLINIC, days=frozenset({day}))]).startswith('Place "clinic": a weekday')


@pytest.mark.parametrize("most", [-1, 30.5, float("nan")])
def test_a_longest_way_that_is_none(most):
    assert f"the longest way is {most} minutes" in refusal([replace(AMINA, most_minutes=most)])


def test_an_adult_under_sixteen():
    assert "both an adult and under 16" in refusal([replace(AMINA, adult=True, under_16=True)])


@pytest.mark.parametrize("age", [-1, 15.5])
def test_a_least_age_that_is_none(age):
    assert f"the least age is {age}" in refusal(places=[replace(CLINIC, least_age=age)])


@pytest.mark.parametrize("days_needed", [0, 8, 1.5])
def test_days_needed_outside_the_week(days_needed):
    assert refusal(days_needed=days_needed) == f"The days needed in a week are 1 to 7, not {days_needed}."


@pytest.mark.parametrize(
    ("travel", "part"),
    [
        (TravelModel(km_per_hour=0), "The speed is 0 km an hour; give 1 or more."),
        (TravelModel(km_per_hour=float("nan")), "The speed is nan km an hour"),
        (TravelModel(zones={("a", "b"): -5}), 'From zone "a" to "b" takes -5 minutes; give 0 to 10,080.'),
        (
            TravelModel(zones={("a", "b"): 5, ("b", "a"): 6}),
            'Zones "a" and "b" have two different times: give one.',
        ),
    ],
)
def test_ways_that_cannot_be(travel, part):
    assert part in refusal(travel=travel)


@pytest.mark.parametrize("seed", [None, 1.5])
def test_a_lottery_without_a_seed(seed):
    assert refusal(lottery=seed).startswith("The lottery needs a seed")


def test_numbers_beyond_any_use_are_answered_all_the_same():
    place = replace(CLINIC, capacity=10**30, least_age=0)
    proposals = propose_placements(
        [replace(AMINA, most_minutes=10**30)], [place, replace(CLINIC, key="b", least_age=10**30)], lottery=1
    )
    assert proposals.placed == {"amina": "clinic"}
