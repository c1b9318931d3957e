"""Materials, feedback and substitutes: each to whom it is for, and nobody judged."""

from __future__ import annotations

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from trellis.adults.professional_learning.events import feedback
from trellis.adults.professional_learning.models import (
    EventFeedback,
    EventMaterial,
    LearningEvent,
    SignUp,
)
from trellis.core.community.models import Person
from world import Side, make_world

from .days import TEXT, client_of, end, event_of, seat

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> Side:
    return make_world().home


def address(name: str, event: LearningEvent, *more) -> str:
    return reverse(name, args=[event.pk, *more])


def test_materials_are_for_seats_and_some_only_once_it_has_started(home):
    event = event_of(home, timezone.now() + timedelta(days=1))
    seat(event, home.daniel, home)
    imani, daniel = client_of(home.imani), client_of(home.daniel)
    page = address("event-materials", event)
    link = {"do": "material", "title": "Protocol", "link": "example.org/protocol"}
    for _twice in range(2):
        imani.post(page, link)
    file = SimpleUploadedFile("answers.txt", b"the answers", "text/plain")
    imani.post(page, {"do": "material", "title": "Answers", "file": file, "after": "on"})
    assert EventMaterial.objects.unscoped(TEXT).filter(event=event).count() == 2
    material = EventMaterial.objects.unscoped(TEXT).get(title="Answers")
    assert "Protocol" in daniel.get(page).text
    assert "Answers" not in daniel.get(page).text
    assert daniel.get(address("material-file", event, material.pk)).status_code == 404
    end(event)
    sent = daniel.get(address("material-file", event, material.pk))
    assert sent["Content-Disposition"].startswith("attachment")
    assert client_of(home.noor).get(page).status_code == 404
    removed = imani.post(page, {"do": "remove-material", "material": material.pk}, follow=True)
    assert "“Answers” was removed." in removed.text
    imani.post(page, {"do": "restore-material", "material": material.pk})
    assert "Answers" in daniel.get(page).text


def test_a_material_that_is_neither_file_nor_link_is_refused_with_a_sentence(home):
    event = event_of(home)
    sent = client_of(home.imani).post(
        address("event-materials", event), {"do": "material", "title": "Slides"}
    )
    assert sent.status_code == 422
    assert "Add a link or a file, not both." in sent.text


@pytest.mark.parametrize(("seats", "needed"), [(4, 3), (12, 5)])
def test_feedback_is_read_without_names_and_once_enough_answered(home, seats, needed):
    event = event_of(home)
    for number in range(seats):
        person = Person.objects.create(network=home.network, given_name=f"Guest{number}", family_name="Reyes")
        seat(event, person, home)
    seat(event, home.daniel, home, number=99)
    end(event)
    rows = list(SignUp.objects.unscoped(TEXT).filter(event=event).exclude(person=home.daniel))
    for row in rows[: needed - 2]:
        EventFeedback.objects.create(sign_up=row, use="now", useful=f"Words of {row.number}")
    page, daniel, imani = address("event-feedback", event), client_of(home.daniel), client_of(home.imani)
    answer = {"do": "feedback", "use": "more", "useful": "Scoring apart first", "revision": ""}
    assert daniel.post(page, answer).status_code == 302
    early = imani.get(page).text
    assert "after 1 more person answers" in early
    assert "Scoring apart first" not in early
    EventFeedback.objects.create(sign_up=rows[-1], use="later")
    late = imani.get(page).text
    assert "Scoring apart first" in late
    assert "Osei" not in late.partition("<main")[2]
    viewer = home.viewer("imani")
    orders = [tuple(feedback.feedback_summary(viewer, event).useful) for _again in range(2)]
    assert orders[0] == orders[1]


def test_a_leader_sees_by_day_who_needs_a_substitute_and_names_one(home):
    day = timezone.now() + timedelta(days=2)
    event = event_of(home, day)
    row = seat(event, home.daniel, home, substitute="needed")
    seat(event, home.noor, home)
    ines, page = client_of(home.ines), reverse("school-learning", args=[home.school.pk])
    shown = ines.get(page).text.partition("<main")[2]
    assert "Daniel Osei" in shown
    assert "Noor" not in shown
    assert (
        "Ruth Amsel"
        in ines.post(page, {"do": "arrange", "sign_up": row.pk, "name": "Ruth Amsel"}, follow=True).text
    )
    row = SignUp.objects.unscoped(TEXT).get(pk=row.pk)
    assert (row.substitute, row.substitute_name) == ("arranged", "Ruth Amsel")
    ines.post(page, {"do": "clear", "sign_up": row.pk})
    assert SignUp.objects.unscoped(TEXT).get(pk=row.pk).substitute == "needed"


def test_an_organizer_gets_the_sign_ups_with_what_each_is_booked_on(home):
    event = event_of(home, cost_code="=PD-1")
    seat(event, home.daniel, home)
    seat(event, home.noor, home, cost_code="GRANT-7")
    sent = client_of(home.imani).get(address("event-sign-ups-csv", event)).content.decode("utf-8-sig")
    lines = list(csv.DictReader(StringIO(sent)))
    assert [(line["Name"], line["Cost code"]) for line in lines] == [
        ("Daniel Osei", "'=PD-1"),
        ("Noor Haddad", "GRANT-7"),
    ]
