"""Who was there: by the code in the room or by hand; and the certificates that follow."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from trellis.adults.professional_learning.models import (
    LearningCertificate,
    LearningEvent,
    SessionAttendance,
    SessionCredit,
)
from trellis.adults.professional_learning.records import certificates
from trellis.adults.professional_learning.scheduled_tasks import issue_all_certificates
from world import Side, make_world

from .days import TEXT, client_of, end, event_of, seat, session_of

pytestmark = pytest.mark.django_db
CODE = reverse("enter-code")


@pytest.fixture
def home() -> Side:
    cache.clear()
    return make_world().home


def enter(client: Client, code: str):
    return client.post(CODE, {"do": "code", "code": code}, follow=True)


def marks(event: LearningEvent) -> list[tuple[str, str]]:
    rows = SessionAttendance.objects.unscoped(TEXT).filter(session__event=event)
    return sorted(rows.values_list("sign_up__person__given_name", "how"))


def save_roster(client: Client, event: LearningEvent, present=(), shown=(), **more):
    data = {
        "do": "attendance",
        "session": session_of(event).pk,
        "present": [row.pk for row in present],
        "shown": [row.pk for row in shown],
    }
    return client.post(reverse("event-attendance", args=[event.pk]), data | more)


def certificate_of(event: LearningEvent) -> LearningCertificate:
    return LearningCertificate.objects.unscoped(TEXT).get(sign_up__event=event, deleted_at=None)


def test_the_code_in_the_room_marks_who_has_a_seat_once(home):
    event = event_of(home)
    seat(event, home.daniel, home)
    daniel = client_of(home.daniel)
    assert reverse("enter-code") in daniel.get(reverse("today")).text
    assert "You’re checked in to “Scoring together”." in enter(daniel, " ٧٣١ 904 ").text
    enter(daniel, "731904")
    assert marks(event) == [("Daniel", "code")]
    assert reverse("enter-code") not in daniel.get(reverse("today")).text


def test_a_code_works_from_15_minutes_before_until_a_day_after_and_for_seats_only(home):
    event = event_of(home, timezone.now() + timedelta(minutes=20))
    seat(event, home.daniel, home)
    daniel = client_of(home.daniel)
    assert "That code doesn’t match" in enter(daniel, "731904").text
    end(event, timedelta(hours=23))
    seat(event, home.noor, home, place="waiting")
    assert "That code doesn’t match" in enter(client_of(home.noor), "731904").text
    enter(daniel, "731904")
    assert marks(event) == [("Daniel", "code")]
    end(event, timedelta(hours=25))
    assert "No session to check in to" in client_of(home.daniel).get(CODE).text


def test_wrong_codes_are_limited_for_one_person_and_not_for_the_others_at_that_address(home):
    event = event_of(home)
    seat(event, home.daniel, home)
    seat(event, home.noor, home)
    for number in range(8):
        enter(client_of(home.daniel), str(number))
    assert "That was too many wrong codes." in enter(client_of(home.daniel), "731904").text
    enter(client_of(home.noor), "731904")
    assert marks(event) == [("Noor", "code")]


def test_an_organizer_marks_by_hand_and_keeps_what_came_by_code_meanwhile(home):
    event = event_of(home)
    daniel, noor = seat(event, home.daniel, home), seat(event, home.noor, home)
    imani = client_of(home.imani)
    enter(client_of(home.noor), "731904")  # after the page was shown
    save_roster(imani, event, present=[daniel])
    save_roster(imani, event, present=[daniel])
    assert marks(event) == [("Daniel", "hand"), ("Noor", "code")]
    save_roster(imani, event, present=[noor], shown=[daniel, noor])
    assert marks(event) == [("Noor", "code")]


def test_who_gave_the_seat_back_or_signed_up_elsewhere_cannot_be_marked(home):
    event, other = event_of(home), event_of(home)
    waiting, stranger = seat(event, home.daniel, home, place="waiting"), seat(other, home.noor, home)
    imani = client_of(home.imani)
    assert save_roster(imani, event, present=[waiting]).status_code == 302
    assert save_roster(imani, event, present=[stranger]).status_code == 404
    assert marks(event) == []


def test_a_certificate_says_hours_by_category_and_who_approved_them(home):
    home.school.state = "NY"
    home.school.save()
    event = event_of(
        home, sponsor="Harbor Schools", sponsor_number="NY-12", sponsor_state="NY", place="Room 4"
    )
    SessionCredit.objects.create(session=session_of(event), category="language", minutes=90)
    seat(event, home.daniel, home)
    enter(client_of(home.daniel), "731904")
    end(event, timedelta(hours=30))
    assert issue_all_certificates(timezone.now(), reverse) == 1
    assert issue_all_certificates(timezone.now(), reverse) == 0
    row = certificate_of(event)
    page = client_of(home.daniel).get(reverse("learning-certificate", args=[row.pk])).text
    for text in ("Daniel Osei", "Scoring together", "3 hours", "1.5 hours", "CTLE", "NY-12", row.number):
        assert text in page
    assert "Attendance only" not in page
    assert client_of(home.noor).get(reverse("learning-certificate", args=[row.pk])).status_code == 404


@pytest.mark.parametrize(
    "columns",
    [
        {},
        {"sponsor": "Us", "sponsor_state": "NJ"},
        {"sponsor": "Us", "sponsor_state": "NY", "sponsor_until": "2020-06-30"},
    ],
)
def test_without_a_sponsor_approved_by_the_state_it_is_attendance_only(home, columns):
    home.school.state = "NY"
    home.school.save()
    event = event_of(home, **columns)
    seat(event, home.daniel, home)
    enter(client_of(home.daniel), "731904")
    end(event)
    event = LearningEvent.objects.unscoped(TEXT).select_related("network", "host").get(pk=event.pk)
    certificates.issue_certificates(event, home.imani.pk)
    page = client_of(home.daniel).get(reverse("learning-certificate", args=[certificate_of(event).pk])).text
    assert "Attendance only" in page


def test_anybody_can_check_a_number_and_sees_initials_only(home):
    event = event_of(home)
    daniel = seat(event, home.daniel, home)
    enter(client_of(home.daniel), "731904")
    end(event)
    imani = client_of(home.imani)
    imani.post(reverse("event-attendance", args=[event.pk]), {"do": "certificates"})
    number = certificate_of(event).number
    page = Client().get(reverse("check-certificate", args=[number.lower()])).text
    assert "This certificate is genuine" in page
    assert "D. O." in page
    assert "Osei" not in page
    save_roster(imani, event, shown=[daniel])
    assert "This certificate was withdrawn" in Client().get(reverse("check-certificate", args=[number])).text
    assert "We issued no certificate" in Client().get(reverse("check-certificate", args=["X"])).text


@pytest.mark.parametrize(("noted", "sponsor"), [(True, "Us"), (False, "")])
def test_massachusetts_wants_an_assessment_which_the_organizer_notes(home, noted, sponsor):
    event = event_of(home, hours=10, sponsor="Us", sponsor_state="MA")
    daniel = seat(event, home.daniel, home)
    save_roster(client_of(home.imani), event, present=[daniel], assessed=[daniel.pk] if noted else [])
    end(event)
    event = LearningEvent.objects.unscoped(TEXT).select_related("network", "host").get(pk=event.pk)
    certificates.issue_certificates(event, None)
    row = certificate_of(event)
    assert (row.minutes, row.assessed, row.sponsor) == (600, noted, sponsor)
