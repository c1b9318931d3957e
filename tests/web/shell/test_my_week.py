"""A student reads the next days as a list, and lets the calendar on their phone know them."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from trellis.core.community.models import CalendarDay, Role, Tie
from trellis.learning.internships.models import Placement
from trellis.learning.projects.models import Project, Step, StepDone
from world import Side, make_world

pytestmark = pytest.mark.django_db
TEXT = "the test looks"
SOON = date.today() + timedelta(days=2)


@pytest.fixture
def home() -> Side:
    """Amina is at her site in two days, and a step of her project is due then."""
    side = make_world().home
    Placement.objects.unscoped(TEXT).filter(student=side.amina).update(weekdays=[SOON.isoweekday()])
    type(side.rows["Term"]).objects.unscoped(TEXT).update(ends=date.today() + timedelta(days=30))
    CalendarDay.objects.unscoped(TEXT).all().delete()
    CalendarDay.objects.create(school=side.school, date=SOON, kind=CalendarDay.Kind.SCHOOL)
    StepDone.objects.unscoped(TEXT).all().delete()
    Project.objects.unscoped(TEXT).update(ends=SOON + timedelta(days=9))
    Step.objects.unscoped(TEXT).filter(pk=side.rows["Step"].pk).update(due=SOON)
    return side


def client(side: Side, who: str = "amina") -> Client:
    browser = Client()
    browser.force_login(side.people[who].account)
    return browser


def make_link(side: Side) -> str:
    html = client(side).post(reverse("my-week"), {"do": "link"}).content.decode()
    return re.search(r"/calendar/[^\s<\"/]+/", html)[0]


def titles(body: bytes) -> list[str]:
    return sorted(str(event["summary"]) for event in Calendar.from_ical(body).walk("VEVENT"))


def test_the_week_names_the_site_and_what_is_due(home):
    html = client(home).get(reverse("my-week")).content.decode()
    assert home.rows["Site"].name in html
    assert "Turn in: Draft" in html


def test_on_a_day_without_school_nobody_is_sent_to_the_site(home):
    CalendarDay.objects.unscoped(TEXT).all().delete()
    for days in (0, 7):
        closed = SOON + timedelta(days=days)
        CalendarDay.objects.create(school=home.school, date=closed, kind=CalendarDay.Kind.CLOSED)
    assert home.rows["Site"].name not in client(home).get(reverse("my-week")).content.decode()


def test_what_is_turned_in_is_no_longer_due(home):
    StepDone.objects.create(step=home.rows["Step"], member=home.rows["Member"], at=timezone.now())
    assert "Turn in: Draft" not in client(home).get(reverse("my-week")).content.decode()


def test_the_feed_holds_the_same_and_the_same_ids_when_it_is_fetched_again(home):
    address = make_link(home)
    answer = Client().get(address)
    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert "Turn in: Draft" in titles(answer.content)
    ids = [
        sorted(
            str(event["uid"]) for event in Calendar.from_ical(Client().get(address).content).walk("VEVENT")
        )
        for _again in range(2)
    ]
    assert ids[0] == ids[1]
    assert len(set(ids[0])) == len(ids[0])


def test_a_new_link_ends_the_one_before_and_a_link_is_canceled(home):
    first, second = make_link(home), make_link(home)
    assert Client().get(first).status_code == 410
    assert Client().get(second).status_code == 200
    client(home).post(reverse("my-week"), {"do": "cancel"})
    assert Client().get(second).status_code == 410


def test_who_has_left_school_has_an_empty_feed(home):
    address = make_link(home)
    Tie.objects.unscoped(TEXT).filter(person=home.amina, role=Role.STUDENT).update(ends=timezone.now())
    assert titles(Client().get(address).content) == []


def test_a_link_for_another_purpose_opens_no_calendar(home):
    wrong = reverse("calendar-feed", args=[home.tokens["family-link"]])
    assert Client().get(wrong).status_code == 404
