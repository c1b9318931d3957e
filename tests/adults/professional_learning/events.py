"""Events for the tests, and how people press on them."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from trellis.adults.professional_learning.models import LearningEvent, SignUp
from trellis.adults.professional_learning.services import events
from trellis.adults.professional_learning.services.events import FirstSession
from world import Side

TEXT = "the test looks"


def make_event(side: Side, days: int = 7, weeks: int = 1, **columns: object) -> LearningEvent:
    """A published workshop of the network, which starts at 3 PM in so many days."""
    starts = timezone.now().replace(hour=20, minute=0, second=0, microsecond=0) + timedelta(days=days)
    values = {
        "network": side.network,
        "kind": "workshop",
        "title": "Scoring exhibitions together",
        "time_zone": side.network.time_zone,
        "place": "Room 4",
    }
    first = FirstSession(starts, starts + timedelta(hours=2), weeks)
    event = events.create_event(values | columns, first, side.imani.pk)
    events.publish_event(event, side.imani.pk)
    event.refresh_from_db(from_queryset=LearningEvent.objects.unscoped(TEXT))
    return event


def press(side: Side, who: str, page: str, key: object = None, status: int = 302, **sent: object) -> str:
    """What a person's press on a page answers: its text, or where it leads."""
    client = Client()
    client.force_login(side.people[who].account)
    address = reverse(page, args=[key] if key else [])
    response = client.post(address, sent) if sent else client.get(address)
    assert response.status_code == status, response.content.decode()
    return response.content.decode() if status in (200, 422) else response.get("Location", "")


def signs_up(side: Side, who: str, event: LearningEvent, status: int = 302, **sent: object) -> str:
    return press(
        side, who, "learning-event", event.pk, status, **{"do": "sign-up", "event": str(event.pk)} | sent
    )


def place_of(side: Side, who: str, event: LearningEvent) -> str:
    """The person's place: seat, waiting, or "" for none."""
    rows = SignUp.objects.unscoped(TEXT).active().filter(event=event, person=side.people[who])
    return rows.values_list("place", flat=True).first() or ""


def sign_up_of(side: Side, who: str, event: LearningEvent) -> SignUp:
    return SignUp.objects.unscoped(TEXT).filter(event=event, person=side.people[who]).latest("number")


def at_hour(event: LearningEvent, moment: datetime) -> int:
    return moment.astimezone(event.zone).hour
