"""An event of a day, for the tests of what happens at and after it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from trellis.adults.professional_learning.models import LearningEvent, LearningSession, SignUp
from trellis.core.community.models import Person
from world import Side

TEXT = "the test looks"
HOUR = timedelta(hours=1)


def event_of(side: Side, starts: datetime | None = None, hours: float = 3, **columns: Any) -> LearningEvent:
    """A workshop of the network with one session, which began a moment ago unless said otherwise."""
    starts = starts or timezone.now() - timedelta(minutes=5)
    times = {"starts": starts, "ends": starts + hours * HOUR}
    event = LearningEvent.objects.create(
        **{
            "network": side.network,
            "kind": LearningEvent.Kind.WORKSHOP,
            "title": "Scoring together",
            "time_zone": side.school.time_zone,
            "organizer": side.imani,
            "status": LearningEvent.Status.OPEN,
            **times,
            **columns,
        }
    )
    LearningSession.objects.create(event=event, code="731904", **times)
    return event


def session_of(event: LearningEvent) -> LearningSession:
    return LearningSession.objects.unscoped(TEXT).get(event=event)


def seat(event: LearningEvent, person: Person, side: Side, **columns: Any) -> SignUp:
    number = SignUp.objects.unscoped(TEXT).filter(event=event).count() + 1
    return SignUp.objects.create(
        **{
            "event": event,
            "person": person,
            "school": side.school,
            "number": number,
            "place": SignUp.Place.SEAT,
            **columns,
        }
    )


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(person.account)
    return client


def end(event: LearningEvent, ago: timedelta = HOUR) -> None:
    """Let the event have ended some time ago."""
    ends = timezone.now() - ago
    times = {"starts": ends - (event.ends - event.starts), "ends": ends}
    LearningEvent.objects.unscoped(TEXT).filter(pk=event.pk).update(**times)
    LearningSession.objects.unscoped(TEXT).filter(event=event).update(**times)
    event.refresh_from_db(from_queryset=LearningEvent.objects.unscoped(TEXT))
