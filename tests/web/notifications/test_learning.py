"""What adults are told of their own learning, once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from trellis.adults.professional_learning.models import (
    LearningEvent,
    LearningSession,
    SessionAttendance,
    SignUp,
)
from trellis.web.notifications.sources.learning import own_learning
from web.notifications.letters import TEXT
from world import Side, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> Side:
    return make_world().home


def lines(side: Side, who: str = "tomas", hours: int = 24 * 7) -> list[tuple[str, bool]]:
    since = timezone.now() - timedelta(hours=hours)
    return [(item.text, item.is_new) for item in own_learning(side.viewer(who), since)]


def test_a_teacher_is_told_of_a_certificate_and_the_day_to_look_back(home):
    assert lines(home) == [
        ("Exhibitions from inside: your certificate is ready", True),
        ("Time to look back on “Ask one open question first”", True),
    ]
    assert lines(home, "noor") == []


def test_whoever_was_there_is_asked_for_feedback_until_they_gave_it(home):
    home.rows["EventFeedback"].delete()
    asks = "Exhibitions from inside: tell the organizers what helped"
    assert (asks, True) in lines(home)
    assert (asks, False) in lines(home, hours=1)
    SessionAttendance.objects.unscoped(TEXT).all().delete()
    assert asks not in dict(lines(home))


def test_whoever_has_not_entered_the_code_hears_of_it_while_they_can(home):
    ends = timezone.now() - timedelta(hours=2)
    times = {"starts": ends - timedelta(hours=3), "ends": ends}
    LearningEvent.objects.unscoped(TEXT).update(**times)
    LearningSession.objects.unscoped(TEXT).update(**times)
    SessionAttendance.objects.unscoped(TEXT).all().delete()
    assert ("Two panels: did you attend? Enter its code today.", True) in lines(home)
    SignUp.objects.unscoped(TEXT).update(place=SignUp.Place.WAITING)
    assert "Two panels: did you attend? Enter its code today." not in dict(lines(home))
