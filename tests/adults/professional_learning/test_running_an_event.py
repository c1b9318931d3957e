"""An organizer drafts an event, changes it and calls it off; two districts have two clocks."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from trellis.adults.professional_learning.models import LearningEvent, LearningSession, SessionCredit
from trellis.core.community.models import School
from world import Side, make_world

from .events import TEXT, make_event, place_of, press, sign_up_of, signs_up

pytestmark = pytest.mark.django_db
DAY = (timezone.localdate() + timedelta(days=20)).isoformat()
FIELDS = {
    "do": "create",
    "host": "network",
    "kind": "series",
    "title": "How to look at student work",
    "format": "online",
    "time_zone": "America/Los_Angeles",
    "day": DAY,
    "starts_at": "3:45 pm",
    "ends_at": "5:15 pm",
    "weeks": "4",
    "capacity": "24",
}


@pytest.fixture
def home() -> Side:
    return make_world().home


def only_event() -> LearningEvent:
    return LearningEvent.objects.unscoped(TEXT).latest("created")


def test_program_staff_draft_a_series_on_another_clock_and_publish_it(home):
    press(home, "imani", "new-learning-event", **FIELDS)
    event = only_event()
    assert event.status == "draft"
    assert event.host is None
    sessions = list(LearningSession.objects.unscoped(TEXT).filter(event=event).order_by("starts"))
    assert [session.starts.astimezone(event.zone).strftime("%H:%M") for session in sessions] == ["15:45"] * 4
    assert all(len(session.code) == 6 and session.code.isdigit() for session in sessions)
    assert "How to look" not in press(home, "tomas", "learning-events", None, 200)
    press(home, "imani", "edit-learning-event", event.pk, do="publish", event=str(event.pk))
    page = press(home, "tomas", "learning-events", None, 200)
    assert "How to look at student work" in page
    assert "24 of 24 seats left" in page
    assert "3:45" in page  # as the clock in Los Angeles shows


def test_a_principal_offers_a_visit_to_her_own_school_only(home):
    other = School.objects.create(network=home.network, name="Elsewhere High")
    visit = FIELDS | {"kind": "visit", "weeks": "", "host": str(other.pk)}
    press(home, "ines", "new-learning-event", None, 422, **visit)
    press(home, "ines", "new-learning-event", **visit | {"host": str(home.school.pk)})
    assert only_event().host_id == home.school.pk
    assert "Choose the school that people visit." in press(
        home, "imani", "new-learning-event", None, 422, **visit | {"host": "network"}
    )
    press(home, "tomas", "new-learning-event", None, 404)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("title", "", "Enter a title for the event."),
        ("day", "someday", "Enter a date"),
        ("ends_at", "2:00 pm", "The end must be after the start."),
        ("capacity", "0", "greater than or equal to 1"),
        ("weeks", "400", "less than or equal to 40"),
    ],
)
def test_what_makes_no_sense_gets_a_sentence_and_nothing_typed_is_lost(home, field, value, sentence):
    page = press(home, "imani", "new-learning-event", None, 422, **FIELDS | {field: value})
    assert sentence in page
    assert field == "title" or "How to look at student work" in page


def test_more_minutes_than_a_session_has_cannot_count(home):
    event = make_event(home)
    session = LearningSession.objects.unscoped(TEXT).get(event=event)
    local = session.starts.astimezone(event.zone)
    fields = {
        "do": "edit-session",
        "session": str(session.pk),
        "revision": f"{session.pk}:0",
        "day": f"{local:%Y-%m-%d}",
    }
    fields |= {"starts_at": f"{local:%H:%M}", "ends_at": f"{local + timedelta(hours=2):%H:%M}"}
    page = press(
        home,
        "imani",
        "edit-learning-event",
        event.pk,
        422,
        **fields | {"credit-content": "90", "credit-language": "40"},
    )
    assert "The session has 120 minutes." in page
    assert not SessionCredit.objects.unscoped(TEXT).filter(session=session).exists()
    press(
        home,
        "imani",
        "edit-learning-event",
        event.pk,
        **fields | {"credit-content": "90", "credit-language": "30"},
    )
    rows = SessionCredit.objects.unscoped(TEXT).filter(session=session)
    counted = dict(rows.values_list("category", "minutes"))
    assert counted == {"content": 90, "language": 30}


def test_a_cancelled_event_can_be_held_after_all_and_everyone_has_their_seat(home):
    event = make_event(home)
    signs_up(home, "tomas", event)
    key = {"event": str(event.pk)}
    page = press(home, "imani", "edit-learning-event", event.pk, 422, do="cancel-event", reason="", **key)
    assert "Write a message to everyone who signed up." in page
    press(home, "imani", "edit-learning-event", event.pk, do="cancel-event", reason="No heat.", **key)
    assert "No heat." in press(home, "tomas", "learning-event", event.pk, 200)
    assert "This event is canceled." in signs_up(home, "noor", event, 422)
    press(home, "imani", "edit-learning-event", event.pk, do="reopen", **key)
    assert place_of(home, "tomas", event) == "seat"
    assert sign_up_of(home, "tomas", event).number == 1
