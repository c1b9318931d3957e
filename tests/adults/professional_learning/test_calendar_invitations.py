"""Calendars get an invitation, each change and a cancellation, once; other programs can read them."""

from __future__ import annotations

from datetime import timedelta
from email.message import Message

import ics
import pytest
import vobject
from django.core import mail

from trellis.adults.professional_learning.models import LearningEvent, LearningSession
from trellis.adults.professional_learning.services import events, sign_ups
from trellis.adults.professional_learning.sign_ups.calendar_invitations import (
    calendar_changes,
    send_due_invitations,
    send_late_invitations,
)
from web.notifications.letters import give_email
from world import Side, make_world

from .events import TEXT, at_hour, make_event, sign_up_of, signs_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> Side:
    return make_world().home


def calendar_parts(message) -> list[Message]:
    attached = message.message().walk()
    return [part for part in attached if (part.get_filename() or "").endswith(".ics")]


def read(part: Message) -> tuple[str, object, object]:
    """The method, and the event as two programs read it, which agree."""
    text = part.get_payload(decode=True).decode()
    outlook, apple = vobject.readOne(text), next(iter(ics.Calendar(text).events))
    assert outlook.vevent.uid.value == apple.uid
    assert outlook.vevent.summary.value == apple.name
    assert outlook.vevent.dtstart.value.timestamp() == apple.begin.timestamp()
    assert outlook.vevent.dtend.value.timestamp() == apple.end.timestamp()
    assert part.get_param("method") == outlook.method.value
    return outlook.method.value, outlook.vevent, apple


def test_two_other_programs_read_an_invitation_its_change_and_its_cancellation(home):
    give_email(home, "tomas", "es")
    event = make_event(home, weeks=2, title="Puentes; líneas, y más")
    signs_up(home, "tomas", event)
    assert send_due_invitations(event.pk) == 1
    assert send_due_invitations(event.pk) == 0
    invited = [read(part) for part in calendar_parts(mail.outbox[-1])]
    assert [method for method, _first, _second in invited] == ["REQUEST", "REQUEST"]
    assert invited[0][1].summary.value == event.title
    assert mail.outbox[-1].to == ["tomas@mail.example"]

    session = LearningSession.objects.unscoped(TEXT).filter(event=event).earliest("starts")
    values = {
        "room": "Room 9",
        "starts": session.starts + timedelta(hours=1),
        "ends": session.ends + timedelta(hours=1),
    }
    events.update_session(session, values, {}, None, {}, home.imani.pk)
    assert send_due_invitations(event.pk) == 1
    [(method, changed, _other)] = [read(part) for part in calendar_parts(mail.outbox[-1])]
    assert method == "REQUEST"
    assert changed.uid.value == invited[0][1].uid.value
    assert changed.location.value == "Room 9, Room 4"
    assert int(changed.sequence.value) > int(invited[0][1].sequence.value)

    events.cancel_event(event, "The host has no heat.", home.imani.pk)
    assert send_due_invitations(event.pk) == 1
    cancelled = [read(part) for part in calendar_parts(mail.outbox[-1])]
    assert {method for method, _first, _second in cancelled} == {"CANCEL"}
    assert {each.status.value for _method, each, _other in cancelled} == {"CANCELLED"}
    assert "The host has no heat." in mail.outbox[-1].body
    assert "Puentes" in mail.outbox[-1].subject


def test_a_series_keeps_its_hour_when_the_clocks_change(home):
    event = make_event(home, weeks=40)
    sessions = LearningSession.objects.unscoped(TEXT).filter(event=event)
    assert len({at_hour(event, session.starts) for session in sessions}) == 1
    assert len({session.starts.hour for session in sessions}) == 2  # in UTC, for half the year


def test_the_waiting_list_and_requests_get_no_invitation_until_they_have_a_seat(home):
    for who in ("tomas", "daniel"):
        give_email(home, who)
    event = make_event(home, capacity=1, needs_approval=True)
    signs_up(home, "tomas", event)
    signs_up(home, "daniel", event)
    assert calendar_changes(LearningEvent.objects.unscoped(TEXT).get(pk=event.pk)) == []
    sign_ups.decide(sign_up_of(home, "tomas", event), approve=True, note="", by=home.ines.pk)
    assert send_due_invitations(event.pk) == 1
    sign_ups.decide(sign_up_of(home, "daniel", event), approve=True, note="", by=home.ines.pk)
    sign_ups.cancel_sign_up(sign_up_of(home, "tomas", event), home.tomas.pk)
    assert send_due_invitations(event.pk) == 2  # one gave it back, and the next got it
    assert [message.to[0] for message in mail.outbox] == [
        "tomas@mail.example",
        "tomas@mail.example",
        "daniel@mail.example",
    ]


def test_an_invitation_that_a_mail_server_refuses_goes_out_with_the_next_daily_run(
    home, settings, monkeypatch
):
    give_email(home, "tomas")
    event = make_event(home)
    signs_up(home, "tomas", event)
    settings.EMAIL_BACKEND = "adults.professional_learning.refusing_mail.RefusingBackend"
    assert send_due_invitations(event.pk) == 0
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send_late_invitations(event.starts, str) == 1
    assert send_late_invitations(event.starts, str) == 0
    assert len(sign_up_of(home, "tomas", event).calendar_sent) == 1
