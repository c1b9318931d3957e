"""A seat, the waiting list, approval, prerequisites and sessions, as people press them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from trellis.adults.professional_learning.models import (
    EventPrerequisite,
    LearningSession,
    SessionAttendance,
    SessionChoice,
    SignUp,
)
from trellis.adults.professional_learning.services import events, sign_ups
from trellis.core.community.clock import zone_named
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.formatting import format_time
from world import Side, make_world

from .events import TEXT, make_event, place_of, press, sign_up_of, signs_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> Side:
    return make_world().home


def test_the_last_seat_goes_to_whoever_presses_first_and_moves_on_when_it_is_given_back(home):
    event = make_event(home, capacity=1)
    signs_up(home, "tomas", event)
    signs_up(home, "daniel", event)
    signs_up(home, "noor", event)
    signs_up(home, "daniel", event)  # pressed twice
    assert [place_of(home, who, event) for who in ("tomas", "daniel", "noor")] == [
        "seat",
        "waiting",
        "waiting",
    ]
    assert "number 1 on the waiting list" in press(home, "daniel", "learning-event", event.pk, 200).lower()
    seat = sign_up_of(home, "tomas", event)
    for _press in range(2):
        press(home, "tomas", "learning-event", event.pk, do="cancel-seat", sign_up=str(seat.pk))
    assert [place_of(home, who, event) for who in ("tomas", "daniel", "noor")] == ["", "seat", "waiting"]
    signs_up(home, "tomas", event)
    assert place_of(home, "tomas", event) == "waiting"
    assert sign_up_of(home, "tomas", event).number == 4


def test_who_was_at_an_event_keeps_their_place_once_it_is_over(home):
    event = make_event(home)
    signs_up(home, "tomas", event)
    type(event).objects.unscoped(TEXT).filter(pk=event.pk).update(
        starts=timezone.now() - timedelta(hours=3), ends=timezone.now() - timedelta(hours=1)
    )
    assert "Cancel my sign-up" not in press(home, "tomas", "learning-event", event.pk, 200)
    seat = str(sign_up_of(home, "tomas", event).pk)
    page = press(home, "tomas", "learning-event", event.pk, 422, do="cancel-seat", sign_up=seat)
    assert "This event is over." in page
    assert place_of(home, "tomas", event) == "seat"


def test_more_seats_let_people_in_and_fewer_take_nobodys(home):
    event = make_event(home, capacity=1)
    for who in ("tomas", "daniel", "noor"):
        signs_up(home, who, event)
    events.update_event(event, {"capacity": 2}, None, {}, home.imani.pk)
    events.update_event(event, {"capacity": 1}, None, {}, home.imani.pk)
    assert [place_of(home, who, event) for who in ("tomas", "daniel", "noor")] == ["seat", "seat", "waiting"]


def test_a_leader_approves_a_seat_that_is_reserved_meanwhile(home):
    event = make_event(home, capacity=1, needs_approval=True)
    signs_up(home, "tomas", event)
    signs_up(home, "daniel", event)
    request = sign_up_of(home, "tomas", event)
    assert request.awaits_approval
    assert request.has_seat
    sign_ups.decide(request, approve=False, note="We need you here.", by=home.ines.pk)
    sign_ups.decide(request, approve=False, note="We need you here.", by=home.ines.pk)
    assert place_of(home, "daniel", event) == "seat"
    with pytest.raises(ActionError, match="decided or canceled"):
        sign_ups.decide(request, approve=True, note="", by=home.ines.pk)
    signs_up(home, "ines", event)  # a leader asks nobody
    assert sign_up_of(home, "ines", event).approval == SignUp.Approval.NOT_NEEDED


def test_what_an_event_asks_for_is_checked_or_confirmed(home):
    before, event = make_event(home, title="Rubrics, part 1"), make_event(home)
    EventPrerequisite.objects.create(event=event, required_event=before)
    assert "Attend “Rubrics, part 1” first." in signs_up(home, "tomas", event, 422)
    signs_up(home, "tomas", before)
    session = LearningSession.objects.unscoped(TEXT).get(event=before)
    SessionAttendance.objects.create(
        sign_up=sign_up_of(home, "tomas", before), session=session, how="hand", by=home.imani
    )
    EventPrerequisite.objects.create(event=event, text="You have led one exhibition.")
    assert "Confirm that you have done" in signs_up(home, "tomas", event, 422)
    signs_up(home, "tomas", event, confirmed="on")
    assert place_of(home, "tomas", event) == "seat"


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ({"roles": ["leader-of"]}, "for people in other roles"),
        ({"opens_on": timezone.localdate() + timedelta(days=3)}, "Sign-up opens"),
        ({"closes_on": timezone.localdate() - timedelta(days=3)}, "Sign-up closed"),
        ({"days": -2}, "has started"),
    ],
)
def test_an_event_that_is_not_open_says_why(home, columns, sentence):
    event = make_event(home, **columns)
    assert sentence in signs_up(home, "tomas", event, 422)
    assert place_of(home, "tomas", event) == ""


def test_nobody_from_another_network_and_no_student_or_family_opens_an_event(home):
    event = make_event(home)
    for who in ("amina", "carmen", "rosa"):
        press(home, who, "learning-event", event.pk, 404)
    for who in ("tomas", "noor", "ines", "imani", "kofi", "devi"):
        press(home, who, "learning-event", event.pk, 200)
    draft = make_event(home)
    type(draft).objects.unscoped(TEXT).filter(pk=draft.pk).update(status="draft")
    press(home, "tomas", "learning-event", draft.pk, 404)
    press(home, "tomas", "edit-learning-event", event.pk, 404)


def test_rooms_of_a_conference_fill_and_two_sessions_at_one_time_are_refused(home):
    event = make_event(home, kind="conference")
    first = LearningSession.objects.unscoped(TEXT).get(event=event)
    values = {"starts": first.starts, "ends": first.ends, "is_choice": True, "capacity": 1}
    math, art = (
        events.add_session(event, {"title": title} | values, {}, home.imani.pk)
        for title in ("Projects in math", "Projects in art")
    )
    for who in ("tomas", "daniel"):
        signs_up(home, who, event)

    def choose(who: str, sessions: list[LearningSession], status: int = 302) -> str:
        keys = {
            "sign_up": str(sign_up_of(home, who, event).pk),
            "sessions": [str(each.pk) for each in sessions],
        }
        return press(home, who, "learning-event", event.pk, status, do="choose-sessions", **keys)

    assert "are at the same time" in choose("tomas", [math, art], 422)
    choose("tomas", [math])
    assert "“Projects in math” is full" in choose("daniel", [math], 422)
    choose("tomas", [art])
    choose("daniel", [math])
    assert SessionChoice.objects.unscoped(TEXT).filter(session__event=event).count() == 2


def test_a_seat_is_in_the_week_and_in_the_calendar_on_the_clock_of_ones_own_school(home):
    event = make_event(home, days=3, title="A workshop far away", time_zone="America/Los_Angeles")
    signs_up(home, "tomas", event)
    week = press(home, "tomas", "my-week", None, 200)
    assert "A workshop far away" in week
    local = event.starts.astimezone(zone_named(home.school.time_zone))
    assert format_time(local) in week
    signs_up(home, "kofi", event)
    assert "A workshop far away" in press(home, "kofi", "my-week", None, 200)
    assert "A workshop far away" not in press(home, "daniel", "my-week", None, 200)
