"""Whatever somebody put in a group by hand stays there however often groups are proposed again."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from learning.teams.people import TEXT, classmates, seats, teams_of
from trellis.core.foundation.errors import ActionError
from trellis.learning.teams import group_drafts, pair_requests
from trellis.learning.teams.models import GroupDraft, PairRequest
from world import Side, make_world

pytestmark = pytest.mark.django_db
STUDENTS = 12
MOVES = st.tuples(st.just("move"), st.integers(0, STUDENTS - 1), st.integers(1, 4))
FREES = st.tuples(st.just("free"), st.integers(0, STUDENTS - 1), st.just(0))
DRAFTS = st.tuples(st.just("propose"), st.integers(1, 4), st.sampled_from(["", "partner", "english"]))


@pytest.fixture
def home() -> Side:
    side = make_world().home
    for model in (PairRequest, GroupDraft):
        model.objects.unscoped(TEXT).all().delete()
    side.pupils = classmates(side, STUDENTS)
    for student, other in zip(side.pupils[::4], side.pupils[1::4], strict=True):
        pair_requests.save_pair_request(side.school, student, other, "together", side.noor.pk)
    return side


@given(st.lists(MOVES | FREES | DRAFTS, min_size=3, max_size=14))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_moved_by_hand_stays_after_proposing_again(home, steps):
    with transaction.atomic():
        _play(home, [*steps, ("propose", 4, "")])
        transaction.set_rollback(True)


def _play(home: Side, steps: list) -> None:
    draft = teams_of(home, 4)
    everybody = {person.pk for person in (*home.pupils, home.amina, home.bea)}
    numbers_by_student, count = {}, 4
    for verb, first, second in steps:
        before = {who: (seat.number, seat.fixed) for who, seat in seats(draft).items()}
        try:
            count = _do(home, draft, verb, first, second, numbers_by_student, count)
        except ActionError:
            assert {who: (seat.number, seat.fixed) for who, seat in seats(draft).items()} == before
        now = seats(draft)
        assert set(now) == everybody
        assert {who: seat.number for who, seat in now.items() if seat.fixed} == numbers_by_student
        if verb == "propose" and first == count:
            assert {seat.number for seat in now.values()} == set(range(1, count + 1))


def _do(
    home: Side,
    draft: GroupDraft,
    verb: str,
    first: int,
    second: object,
    numbers_by_student: dict,
    count: int,
) -> int:
    """Does it, and says in `numbers_by_student` what has to hold afterwards."""
    if verb == "propose":
        group_drafts.propose_groups(draft, first, second, ["grade", "language"], home.ines.pk)
        for who in [who for who, number in numbers_by_student.items() if number > first]:
            del numbers_by_student[who]
        return first
    student = home.pupils[first]
    if verb == "move":
        group_drafts.move_student(seats(draft)[student.pk], second, home.ines.pk)
        numbers_by_student[student.pk] = second
    else:
        group_drafts.free(draft, [seats(draft)[student.pk]], home.ines.pk)
        numbers_by_student.pop(student.pk, None)
    return count
