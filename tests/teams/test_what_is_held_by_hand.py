"""Whatever somebody put in a place by hand stays there however often groups are proposed again."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from teams.people import TEXT, classmates, seats, teams_of
from trellis.core.foundation.refusal import Refusal
from trellis.learning.teams import forming, wishes
from trellis.learning.teams.models import Forming, Wish
from world import Side, make_world

pytestmark = pytest.mark.django_db
STUDENTS = 12
MOVES = st.tuples(st.just("move"), st.integers(0, STUDENTS - 1), st.integers(1, 4))
FREES = st.tuples(st.just("free"), st.integers(0, STUDENTS - 1), st.just(0))
PROPOSALS = st.tuples(st.just("propose"), st.integers(1, 4), st.sampled_from(["", "partner", "english"]))


@pytest.fixture
def home() -> Side:
    side = make_world().home
    for model in (Wish, Forming):
        model.objects.unscoped(TEXT).all().delete()
    side.pupils = classmates(side, STUDENTS)
    for one, other in zip(side.pupils[::4], side.pupils[1::4], strict=True):
        wishes.wish(side.school, one, other, "together", side.noor.pk)
    return side


@given(st.lists(MOVES | FREES | PROPOSALS, min_size=3, max_size=14))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_moved_by_hand_stays_after_proposing_again(home, steps):
    with transaction.atomic():
        _play(home, [*steps, ("propose", 4, "")])
        transaction.set_rollback(True)


def _play(home: Side, steps: list) -> None:
    one = teams_of(home, 4)
    everybody = {person.pk for person in (*home.pupils, home.amina, home.bea)}
    held, count = {}, 4
    for verb, first, second in steps:
        before = {who: (seat.number, seat.fixed) for who, seat in seats(one).items()}
        try:
            count = _do(home, one, verb, first, second, held, count)
        except Refusal:
            assert {who: (seat.number, seat.fixed) for who, seat in seats(one).items()} == before
        now = seats(one)
        assert set(now) == everybody
        assert {who: seat.number for who, seat in now.items() if seat.fixed} == held
        if verb == "propose" and first == count:
            assert {seat.number for seat in now.values()} == set(range(1, count + 1))


def _do(home: Side, one: Forming, verb: str, first: int, second: object, held: dict, count: int) -> int:
    """Does it, and says in `held` what has to hold afterwards."""
    if verb == "propose":
        forming.propose(one, first, second, ["grade", "language"], home.ines.pk)
        for who in [who for who, place in held.items() if place > first]:
            del held[who]
        return first
    student = home.pupils[first]
    if verb == "move":
        forming.move(seats(one)[student.pk], second, home.ines.pk)
        held[student.pk] = second
    else:
        forming.free(one, [seats(one)[student.pk]], home.ines.pk)
        held.pop(student.pk, None)
    return count
