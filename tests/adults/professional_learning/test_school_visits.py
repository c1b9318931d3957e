"""A school offers a visit, changes it on the visit's own page, and both sides record it without judging anybody."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from trellis.adults.professional_learning.models import LearningEvent, LearningSession, VisitRecord
from world import Side, make_world

from .days import TEXT, client_of, end, event_of, seat, session_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> Side:
    return make_world().home


def address(name: str, event: LearningEvent) -> str:
    return reverse(name, args=[event.pk])


def offer(home, **more):
    day = timezone.localdate() + timedelta(days=9)
    sent = {"do": "offer", "title": "A day of exhibitions", "focus": "How panels ask", "day": day.isoformat()}
    return {**sent, "starts_at": "9:00 AM", "ends_at": "1 PM", "seats": "6", **more}


def test_a_visit_is_offered_questions_come_along_and_both_sides_record_it(home):
    ines, page = client_of(home.ines), reverse("offer-visit", args=[home.school.pk])
    for _twice in range(2):
        ines.post(page, offer(home))
    event = LearningEvent.objects.unscoped(TEXT).select_related("host").get(title="A day of exhibitions")
    assert (event.is_open, event.capacity) == (True, 6)
    row = seat(event, home.kofi, home, school=None)
    kofi, visit = client_of(home.kofi), address("school-visit", event)
    kofi.post(
        visit, {"do": "question", "sign_up": row.pk, "revision": row.revision, "question": "Who asks first?"}
    )
    assert "Who asks first?" in ines.get(visit).text
    assert client_of(home.imani).get(visit).status_code == 200
    assert "What I saw" not in kofi.get(visit).text
    end(event)
    kofi.post(visit, {"do": "record", "saw": "Students ask each other first.", "revision": ""})
    ines.post(visit, {"do": "record", "saw": "Six guests.", "takes_home": "More time.", "revision": ""})
    assert "Students ask each other first." in client_of(home.noor).get(visit).text
    sides = VisitRecord.objects.unscoped(TEXT).filter(event=event).values_list("person__given_name", "side")
    assert sorted(sides) == [("Ines", "host"), ("Kofi", "visitor")]


def edit_fields(page: str) -> dict[str, str]:
    """What the form of a visit's page sends if nobody changes anything in it."""
    form = page.partition('value="edit-visit"')[2].partition("</form>")[0]
    fields = {"do": "edit-visit"}
    for tag in re.findall(r"<input[^>]*>", form):
        sent = dict(re.findall(r'(name|value)="([^"]*)"', tag))
        fields[sent["name"]] = sent.get("value", "")
    return fields | {
        "about": form.partition("<textarea")[2].partition(">")[2].partition("</textarea>")[0].strip()
    }


def offered_visit(home) -> LearningEvent:
    client_of(home.ines).post(reverse("offer-visit", args=[home.school.pk]), offer(home))
    return LearningEvent.objects.unscoped(TEXT).get(title="A day of exhibitions")


def test_a_host_changes_the_date_the_focus_and_the_seats_of_a_visit_on_its_own_page(home):
    event = offered_visit(home)
    ines, visit = client_of(home.ines), address("school-visit", event)
    fields = edit_fields(ines.get(visit).text)
    assert (fields["starts_at"], fields["seats"]) == ("09:00", "6")
    later = timezone.localdate() + timedelta(days=16)
    sent = fields | {"day": later.isoformat(), "focus": "How panels listen", "seats": "9"}
    assert ines.post(visit, sent).status_code == 302
    event.refresh_from_db(from_queryset=LearningEvent.objects.unscoped(TEXT))
    assert (event.focus, event.capacity) == ("How panels listen", 9)
    assert event.starts.astimezone(event.zone).date() == later
    assert session_of(event).starts == event.starts
    past = edit_fields(ines.get(visit).text) | {"day": "2020-01-06"}
    assert "still to come" in ines.post(visit, past).text


def test_two_hosts_who_move_a_visit_see_both_times(home):
    event = offered_visit(home)
    ines, imani, visit = client_of(home.ines), client_of(home.imani), address("school-visit", event)
    first, second = edit_fields(ines.get(visit).text), edit_fields(imani.get(visit).text)
    day = (timezone.localdate() + timedelta(days=20)).isoformat()
    session = session_of(event)
    session_form = {"do": "edit-session", "session": session.pk, "revision": session.revision, "day": day}
    manage = address("edit-learning-event", event)
    assert ines.post(manage, session_form | {"starts_at": "9:00", "ends_at": "13:00"}).status_code == 302
    conflict = imani.post(visit, second | {"starts_at": "10:00"})
    assert conflict.status_code == 409
    assert "Starts at" in conflict.text
    assert ines.post(visit, first | {"focus": "How panels listen"}).status_code == 302
    assert session_of(event).starts.astimezone(event.zone).date().isoformat() == day


@pytest.mark.parametrize("who", ["kofi", "daniel", "noor"])
def test_visitors_and_teachers_of_the_host_cannot_change_a_visit(home, who):
    event = offered_visit(home)
    seat(event, home.people[who], home)
    client, visit = client_of(home.people[who]), address("school-visit", event)
    fields = edit_fields(client_of(home.ines).get(visit).text)
    assert 'value="edit-visit"' not in client.get(visit).text
    assert client.post(visit, fields | {"focus": "Mine"}).status_code == 404


def test_the_times_of_a_visit_of_two_days_are_edited_under_more_details(home):
    event = offered_visit(home)
    later = {"starts": event.starts + timedelta(days=1), "ends": event.ends + timedelta(days=1)}
    LearningSession.objects.create(event=event, code="731904", **later)
    ines, visit = client_of(home.ines), address("school-visit", event)
    page = ines.get(visit).text
    fields = edit_fields(page)
    assert "day" not in fields
    assert address("edit-learning-event", event) in page
    assert ines.post(visit, fields | {"seats": ""}).status_code == 302
    assert LearningEvent.objects.unscoped(TEXT).get(pk=event.pk).capacity is None


@pytest.mark.parametrize(
    "words",
    ["Amina Diallo spoke well", "Mr. Silva talks too much", "ms haddad helped", "She has no papers"],
)
def test_a_visitors_record_names_no_student_and_judges_no_teacher(home, words):
    event = event_of(home, kind="visit", host=home.school)
    seat(event, home.kofi, home, school=None)
    sent = client_of(home.kofi).post(
        address("school-visit", event), {"do": "record", "saw": words, "revision": ""}
    )
    assert sent.status_code == 422
    assert words in sent.text
    assert not VisitRecord.objects.unscoped(TEXT).filter(event=event).exists()
