"""Ines opens her school in the morning: the week, what waits for her, who has not checked in, and every advisory."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.html import compact

from trellis.assessment.exhibitions.models import Exhibition, Panelist
from trellis.core.community.models import CalendarDay, Person, Role, Tie
from trellis.learning.internships.models import (
    Clearance,
    Concern,
    InternshipDay,
    Placement,
    PlacementSearch,
    Reservation,
)
from trellis.web.shell.days import leader_views
from world import Side, make_world, tie

pytestmark = pytest.mark.django_db
TEXT = "the test looks"
WEDNESDAY = date.today() - timedelta(days=date.today().weekday() - 2)


@pytest.fixture
def home(monkeypatch) -> Side:
    """It is Wednesday at ten; Amina is at Hope Clinic on Wednesdays."""
    side = make_world().home
    now = datetime.combine(WEDNESDAY, time(10), tzinfo=ZoneInfo("America/New_York"))
    monkeypatch.setattr(leader_views.timezone, "now", lambda: now)
    CalendarDay.objects.unscoped(TEXT).all().delete()
    CalendarDay.objects.create(school=side.school, date=WEDNESDAY, kind=CalendarDay.Kind.SCHOOL)
    Placement.objects.unscoped(TEXT).filter(student=side.amina).update(
        weekdays=[3], starts=WEDNESDAY - timedelta(days=30), ends=None
    )
    for model in (InternshipDay, Concern, Clearance):
        model.objects.unscoped(TEXT).all().delete()
    return side


def read(side: Side, who: str = "ines", query: str = "") -> str:
    browser = Client()
    browser.force_login(side.people[who].account)
    answer = browser.get(reverse("today") + query)
    assert answer.status_code == 200
    return compact(answer.content.decode())


def test_who_has_not_checked_in_is_named_under_the_advisory(home):
    page = read(home)
    assert "1 student not checked in" in page
    assert "1 not checked in" in page
    placement = Placement.objects.unscoped(TEXT).get(student=home.amina)
    InternshipDay.objects.create(placement=placement, date=WEDNESDAY, arrived=time(9, 2))
    page = read(home)
    assert "not checked in" not in page
    assert "1 at " in page


def test_on_a_day_without_school_nobody_is_expected(home):
    CalendarDay.objects.unscoped(TEXT).update(kind=CalendarDay.Kind.CLOSED)
    page = read(home)
    assert "No school today." in page
    assert "Nobody is expected at a site today." in page


def test_the_week_counts_exhibitions_and_says_which_need_somebody_from_outside(home):
    starts = datetime.combine(WEDNESDAY + timedelta(days=1), time(14), tzinfo=ZoneInfo("America/New_York"))
    Exhibition.objects.unscoped(TEXT).filter(student=home.amina).update(starts=starts, held_at=None)
    Panelist.objects.unscoped(TEXT).all().delete()
    assert "1 needs an outside panelist" in read(home)
    exhibition = Exhibition.objects.unscoped(TEXT).get(student=home.amina)
    Panelist.objects.create(exhibition=exhibition, name="A nurse", part="outside")
    assert "1 needs an outside panelist" in read(home)  # invited is not accepted
    Panelist.objects.unscoped(TEXT).update(accepted_at=timezone.now())
    page = read(home)
    assert "1 exhibition" in page
    assert "needs an outside panelist" not in page


def test_a_graduation_needs_as_many_from_outside_as_the_model_wants(home):
    starts = datetime.combine(WEDNESDAY + timedelta(days=1), time(14), tzinfo=ZoneInfo("America/New_York"))
    Exhibition.objects.unscoped(TEXT).filter(student=home.amina).update(
        starts=starts, held_at=None, kind="graduation"
    )
    exhibition = Exhibition.objects.unscoped(TEXT).get(student=home.amina)
    for number in range(4):
        assert "1 needs an outside panelist" in read(home)
        Panelist.objects.create(
            exhibition=exhibition, name=f"Guest {number}", part="outside", accepted_at=timezone.now()
        )
    assert "needs an outside panelist" not in read(home)


def test_a_student_without_an_advisory_waits_for_a_decision(home):
    karim = Person.objects.create(network=home.network, given_name="Karim", family_name="Aziz")
    tie(karim, Role.STUDENT, home.school)
    page = read(home)
    assert "need an advisory" in page or "needs an advisory" in page
    assert "Karim Aziz" in page


def test_a_check_that_ends_soon_waits_while_students_are_there_until_it_is_renewed(home):
    site = home.rows["Site"]
    Clearance.objects.create(site=site, kind="insurance", expires=WEDNESDAY + timedelta(days=9))
    assert "Hope Clinic: a check ends" in read(home)
    Clearance.objects.create(site=site, kind="insurance", expires=WEDNESDAY + timedelta(days=300))
    assert "a check ends" not in read(home)


def test_a_mentors_concern_waits_to_be_read(home):
    placement = Placement.objects.unscoped(TEXT).get(student=home.amina)
    Concern.objects.create(placement=placement, raised_by=home.rosa, words="Often tired.")
    assert "shared a concern about Amina Diallo" in read(home)


def test_a_counselors_today_is_the_caseload_and_who_leads_no_school_sees_none(home):
    browser = Client()
    browser.force_login(home.noor.account)
    assert browser.get(reverse("today")).url == reverse("supports")
    browser.force_login(home.imani.account)
    page = browser.get(reverse("today")).content.decode()
    assert "Waiting for you" in page  # a program manager's day, of schools and not of students
    assert "Clear gaps" not in page


def test_the_number_of_questions_does_not_grow_with_the_school(home, django_assert_max_num_queries):
    browser = Client()
    browser.force_login(home.ines.account)
    browser.get(reverse("today"))  # what a process reads once is read now, whichever test came before
    with django_assert_max_num_queries(53) as queries:
        browser.get(reverse("today"))
    for number in range(12):
        person = Person.objects.create(network=home.network, given_name=f"S{number}", family_name="Lee")
        tie(person, Role.STUDENT, home.school)
        tie(person, Role.STUDENT, home.rows["Advisory"])
        Placement.objects.create(
            student=person, site=home.rows["Site"], starts=WEDNESDAY - timedelta(days=9), weekdays=[3]
        )
    assert Tie.objects.unscoped(TEXT).filter(role=Role.STUDENT).count() > 12
    with django_assert_max_num_queries(len(queries)):
        browser.get(reverse("today"))


def test_a_request_of_a_site_waits_until_the_school_answers(home):
    search = PlacementSearch.objects.unscoped(TEXT).filter(student=home.amina).first()
    Reservation.objects.unscoped(TEXT).all().delete()
    PlacementSearch.objects.unscoped(TEXT).filter(pk=search.pk).update(placement=None, closed_at=None)
    hold = Reservation.objects.create(
        search=search, site=home.rows["Site"], until=WEDNESDAY + timedelta(days=9)
    )
    assert "Amina Diallo requests a spot at Hope Clinic" in read(home)
    Reservation.objects.unscoped(TEXT).filter(pk=hold.pk).update(approved_at=timezone.now())
    assert "requests a spot" not in read(home)
