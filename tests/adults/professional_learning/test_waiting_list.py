"""Whoever signed up first gets a seat first; a full school waits, and nobody is lost. Pure rules, in any order."""

from hypothesis import given
from hypothesis import strategies as st

from trellis.adults.professional_learning.sign_ups.waiting_list import (
    Limits,
    Waiting,
    has_free_seat,
    next_to_seat,
)

SCHOOLS = st.sampled_from(["North", "South", None])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("sign up"), SCHOOLS),
        st.tuples(st.just("cancel"), st.integers(0, 30)),
        st.tuples(st.just("seats"), st.one_of(st.none(), st.integers(0, 6))),
        st.tuples(st.just("school"), st.one_of(st.none(), st.integers(1, 4))),
    ),
    max_size=60,
)


class Room:
    """An event as the services keep it: who has a seat, and who waits, by number."""

    def __init__(self) -> None:
        self.limits = Limits(3, 2)
        self.seated: dict[int, str | None] = {}
        self.waiting: dict[int, str | None] = {}
        self.last = 0
        self.gone: set[int] = set()

    def do(self, verb: str, value: object) -> None:
        if verb == "sign up":
            self.last += 1
            free = has_free_seat(list(self.seated.values()), self.limits, value)
            (self.seated if free else self.waiting)[self.last] = value
        elif verb == "cancel":
            for place in (self.seated, self.waiting):
                if value in place:
                    del place[value]
                    self.gone.add(value)
        else:
            capacity = value if verb == "seats" else self.limits.capacity
            self.limits = Limits(capacity, value if verb == "school" else self.limits.school_limit)
        waiting = [Waiting(number, school) for number, school in self.waiting.items()]
        for each in next_to_seat(waiting, list(self.seated.values()), self.limits):
            self.seated[each.number] = self.waiting.pop(each.number)


@given(STEPS)
def test_whatever_happens_nobody_is_lost_and_no_seat_stays_empty_that_somebody_could_have(steps):
    room = Room()
    for verb, value in steps:
        before = dict(room.seated)
        room.do(verb, value)
        assert set(room.seated) | set(room.waiting) | room.gone == set(range(1, room.last + 1))
        assert not set(room.seated) & set(room.waiting)
        assert set(before) - room.gone <= set(room.seated), "Somebody lost the seat they had."
        seated = list(room.seated.values())
        assert not any(has_free_seat(seated, room.limits, school) for school in room.waiting.values())


@given(st.lists(SCHOOLS, min_size=1, max_size=40), st.integers(0, 10))
def test_without_a_limit_for_schools_seats_go_strictly_in_order(schools, seats):
    waiting = [Waiting(number, school) for number, school in enumerate(schools, start=1)]
    chosen = next_to_seat(reversed(waiting), [], Limits(seats))
    assert [each.number for each in chosen] == list(range(1, min(seats, len(schools)) + 1))


def test_a_school_with_all_its_seats_waits_and_the_next_person_passes():
    waiting = [Waiting(1, "North"), Waiting(2, "South"), Waiting(3, "North")]
    chosen = next_to_seat(waiting, ["North", "North"], Limits(5, 2))
    assert [each.number for each in chosen] == [2]
