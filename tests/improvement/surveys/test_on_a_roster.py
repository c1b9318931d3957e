"""A network as a real one begins: the principal plans a survey of the model, students answer, she reads it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from imported_world import ImportedWorld, open_imported_world
from trellis.core.foundation.ids import new_id
from trellis.improvement.surveys.models import SurveyRound, SurveyTicket
from trellis.improvement.surveys.people import today_of
from trellis.improvement.surveys.scheduled_tasks import move_rounds
from trellis.improvement.surveys.services.answers import save_answer

from .conftest import TEXT, reload
from .test_answering import address

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(tmp_path, settings) -> ImportedWorld:
    settings.MEDIA_ROOT = tmp_path
    return open_imported_world(tmp_path)


def plan(world: ImportedWorld, client: Client, school: str, **fields: object) -> SurveyRound:
    today = today_of(world.school(school))
    sent = {"do": "start", "id": new_id(), "survey": "students", "opens": today, "closes": today} | fields
    page = reverse("school-surveys", args=[world.school(school).pk])
    for _time in range(2):  # sent twice, it is one
        assert client.post(page, sent).status_code == 302
    return reload(SurveyRound.objects.unscoped(TEXT).get(pk=sent["id"]))


def test_a_survey_of_the_model_is_planned_opened_answered_and_read(world):
    ines = world.clients["Ines"]
    row = plan(world, ines, "Harbor High")
    page = reverse("survey-round", args=[row.pk])
    assert ines.post(page, {"do": "open"}).status_code == 302
    chidi, answer = world.clients["Chidi"], reverse("answer-survey", args=[row.pk])
    assert answer in chidi.get(reverse("today")).content.decode()
    assert chidi.post(answer, {"do": "answer", "item-known": "3"}).status_code == 302
    tickets = SurveyTicket.objects.unscoped(TEXT).filter(round=row, is_used=False).select_related("person")
    for ticket in tickets:
        save_answer(reload(row), ticket.person, {"known": 2}, {})
    ines.post(page, {"do": "close"})
    body = ines.get(page).content.decode()
    assert "12 people answered, of 12 who were asked." in body
    assert "Download CSV" in body
    assert world.clients["Kai"].get(answer).status_code == 404  # of the other school


def test_a_day_begins_and_ends_on_the_clock_of_each_school(world):
    alba = world.clients["Alba"]
    row = plan(world, alba, "Hobart Secondary")
    noon = today_of(row.school)
    assert alba.post(reverse("survey-round", args=[row.pk]), {"do": "open"}).status_code == 302
    assert reload(row).opened_on == noon


def test_a_planned_round_opens_by_itself_on_its_day_and_not_before(world):
    today = today_of(world.school())
    row = plan(
        world,
        world.clients["Ines"],
        "Harbor High",
        opens=today + timedelta(days=1),
        closes=today + timedelta(days=5),
    )
    assert move_rounds(timezone.now(), address) == 0
    assert not reload(row).is_open
