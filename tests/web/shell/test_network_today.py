"""A program manager's day: what to decide, whom to call, and what comes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from adults.professional_learning.events import TEXT, make_event, press, signs_up
from trellis.adults.coaching.models import CoachVisit
from trellis.adults.joining.models import JoiningStep
from trellis.adults.professional_learning.models import LearningEvent
from trellis.design.blueprint.models import ChangeProposal
from world import Side, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> Side:
    return make_world().home


def test_it_lists_what_waits_each_with_the_page_on_which_it_is_decided(home):
    step = home.rows["JoiningStep"]
    JoiningStep.objects.unscoped(TEXT).filter(pk=step.pk).update(
        done_on=None, due=step.due - timedelta(days=9), title="Annual review"
    )
    event = make_event(home, capacity=1)
    for who in ("tomas", "daniel"):
        signs_up(home, who, event)
    draft = make_event(home, title="A draft", days=9)
    LearningEvent.objects.unscoped(TEXT).filter(pk=draft.pk).update(status="draft")
    page = press(home, "imani", "today", None, 200)
    assert reverse("joining-school", args=[home.rows["JoiningSchool"].pk]) in page
    assert "1 person is on the waiting list." in page
    assert reverse("edit-learning-event", args=[draft.pk]) in page
    proposals = ChangeProposal.objects.unscoped(TEXT).filter(network=home.network, status="open")
    assert ("proposed for a model" in page) == proposals.exists()
    assert f"Handover: {home.school.name}" in page
    assert "not visited in the last" not in page  # Kofi was there 20 days ago
    CoachVisit.objects.unscoped(TEXT).update(day=timezone.localdate() - timedelta(days=61))
    assert "1 school was not visited in the last 60 days" in press(home, "imani", "today", None, 200)
    assert "Amina" not in page


def test_what_is_decided_is_gone(home):
    event = make_event(home, days=40)
    assert event.title not in press(home, "imani", "today", None, 200)
