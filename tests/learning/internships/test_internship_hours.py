"""Hours at sites as a table and as CSV, of the students that an adult works with."""

import csv
from datetime import date, timedelta
from io import StringIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from trellis.core.community.models import Role, Term
from trellis.core.foundation.models import Act
from trellis.learning.internships.models import InternshipDay, Placement
from world import Side, World, make_world, tie

pytestmark = pytest.mark.django_db
TEXT = "the test looks"
TODAY = date.today()


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def home(world) -> Side:
    """Amina has 5 hours that await confirmation and 4 that Rosa confirmed; Bea has 3 hours."""
    side = world.home
    days = InternshipDay.objects
    days.create(
        placement=side.rows["Placement"],
        date=TODAY - timedelta(days=7),
        minutes=240,
        confirmed_at=timezone.now(),
        confirmed_by=side.rosa,
    )
    other = Placement.objects.create(student=side.bea, site=side.rows["Site"], starts=TODAY)
    days.create(placement=other, date=TODAY, minutes=180)
    return side


def download(side: Side, who: str, status: int = 200, query: str = "") -> list[list[str]]:
    client = Client()
    client.force_login(side.people[who].account)
    answer = client.post(reverse("internship-hours", args=[side.school.pk]) + query)
    assert answer.status_code == status
    return list(csv.reader(StringIO(answer.content.decode("utf-8-sig")))) if status == 200 else []


def test_ines_downloads_each_day_with_who_confirmed_it_and_the_ledger_says_so(home):
    header, *rows = download(home, "ines")
    assert header == ["Student", "Student ID", "Site", "Date", "Minutes", "Confirmed by", "Confirmed on"]
    assert ["Bea Lopez", "", "Hope Clinic", TODAY.isoformat(), "180", "", ""] in rows
    confirmed = next(row for row in rows if row[4] == "240")
    assert (confirmed[0], confirmed[5]) == ("Amina Diallo", "Rosa Herrera")
    assert confirmed[6]
    act = Act.objects.unscoped(TEXT).get(verb="export internship hours")
    assert (act.person_id, act.details["days"]) == (home.ines.pk, 3)


def test_daniel_gets_the_students_of_his_advisory_alone(home):
    _header, *rows = download(home, "daniel")
    assert {row[0] for row in rows} == {"Amina Diallo"}


def test_an_advisors_own_child_is_no_student_of_the_export(home):
    tie(home.daniel, Role.GUARDIAN, home.bea)
    _header, *rows = download(home, "daniel")
    assert {row[0] for row in rows} == {"Amina Diallo"}


@pytest.mark.parametrize("who", ["amina", "carmen", "rosa", "tomas", "imani", "kofi"])
def test_nobody_else_gets_hours(home, who):
    download(home, who, 404)
    assert not Act.objects.unscoped(TEXT).filter(verb="export internship hours").exists()


def test_charlie_gets_no_hours_of_this_school(world, home):
    client = Client()
    client.force_login(world.other.ines.account)
    assert client.post(reverse("internship-hours", args=[home.school.pk])).status_code == 404


def test_a_term_limits_the_hours(home):
    term = Term.objects.create(
        network=home.network,
        school=home.school,
        kind=Term.Kind.TERM,
        title="This week",
        starts=TODAY - timedelta(days=2),
        ends=TODAY + timedelta(days=2),
        school_year=TODAY.year,
    )
    _header, *rows = download(home, "ines", query=f"?term={term.pk}")
    assert sorted(row[4] for row in rows) == ["180", "300"]


def test_the_page_sums_confirmed_hours_and_those_awaiting_confirmation(home):
    client = Client()
    client.force_login(home.ines.account)
    html = client.get(reverse("internship-hours", args=[home.school.pk])).content.decode()
    amina = html.partition("Amina Diallo")[2].partition("</tr>")[0]
    assert [cell.partition("<")[0] for cell in amina.split('class="n">')[1:]] == ["2", "4", "5"]


def test_a_name_that_is_a_formula_is_only_text(home):
    home.bea.given_name, home.bea.family_name = "=1+1", ""
    home.bea.save()
    assert "'=1+1" in {row[0] for row in download(home, "ines")}
