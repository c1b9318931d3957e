"""The page of a mentor: how to reach them, what awaits their confirmation, and whom they mentored before."""

from datetime import date, time, timedelta

import pytest
from django.urls import reverse
from tests.html import compact

from trellis.core.community.models import Link, Person, Role
from trellis.learning.internships.models import Clearance, InternshipDay, Placement, SiteMentor
from world import Side, account, make_world, tie

pytestmark = pytest.mark.django_db
TEXT = "the test looks"
TODAY = date.today()


@pytest.fixture
def home() -> Side:
    return make_world().home


def answer(client, side: Side, who: str, mentor: Person):
    client.force_login(side.people[who].account)
    return client.get(reverse("mentor", args=[mentor.pk]))


def read(client, side: Side, who: str, mentor: Person) -> str:
    response = answer(client, side, who, mentor)
    assert response.status_code == 200
    return compact(response.content.decode())


def bea_was_with_rosa(home: Side) -> Placement:
    return Placement.objects.create(
        student=home.bea,
        site=home.rows["Site"],
        mentor=home.rosa,
        starts=TODAY - timedelta(days=300),
        ends=TODAY - timedelta(days=200),
    )


def test_an_advisor_reads_how_to_reach_a_mentor_and_in_which_language(client, home):
    Person.objects.unscoped(TEXT).filter(pk=home.rosa.pk).update(
        phone="401 555 0102", email="rosa@clinic.org", language="es"
    )
    page = read(client, home, "daniel", home.rosa)
    assert 'href="tel:4015550102"' in page
    assert 'href="mailto:rosa@clinic.org"' in page
    assert "Spanish" in page
    assert f'href="{reverse("site", args=[home.rows["Site"].pk])}"' in page


def test_days_that_await_confirmation_stand_with_a_button_that_reminds(client, home):
    placement = home.rows["Placement"]
    InternshipDay.objects.unscoped(TEXT).all().delete()
    ask = reverse("ask-mentor", args=[placement.pk])
    page = read(client, home, "daniel", home.rosa)
    assert "No days to confirm." in page
    assert ask not in page
    InternshipDay.objects.create(placement=placement, date=TODAY, arrived=time(9), left=time(12), minutes=180)
    page = read(client, home, "daniel", home.rosa)
    assert "1 day to confirm" in page
    assert f'action="{ask}"' in page
    Link.objects.unscoped(TEXT).all().delete()
    client.post(ask)
    assert "Remind" in read(client, home, "daniel", home.rosa)


def test_checks_of_the_site_say_until_when(client, home):
    until = TODAY + timedelta(days=12)
    Clearance.objects.create(site=home.rows["Site"], kind="Fire inspection", expires=until)
    page = read(client, home, "daniel", home.rosa)
    assert "Fire inspection" in page
    assert f", {until.year}" in page
    assert "plan the next one now" in page


def test_students_of_before_are_shown_to_those_who_work_with_them(client, home):
    bea_was_with_rosa(home)
    assert "Bea Lopez" in read(client, home, "ines", home.rosa)
    assert "Bea Lopez" not in read(client, home, "daniel", home.rosa)


def test_a_mentor_of_nobody_yet_is_opened_from_the_list_of_the_site(client, home):
    new = Person.objects.create(network=home.network, given_name="Omar", family_name="Reyes")
    row = SiteMentor.objects.create(site=home.rows["Site"], person=new)
    page = read(client, home, "tomas", new)
    assert "None of your students right now." in page
    client.force_login(home.tomas.account)
    site = reverse("site", args=[home.rows["Site"].pk])
    assert reverse("mentor", args=[new.pk]) in client.get(site).content.decode()
    client.post(site, {"do": "part", "mentor": row.pk})
    assert answer(client, home, "tomas", new).status_code == 404


@pytest.mark.parametrize("who", ["amina", "carmen", "rosa", "imani", "kofi", "devi"])
def test_others_have_no_such_page(client, home, who):
    assert answer(client, home, who, home.rosa).status_code == 404


def test_a_mentor_of_students_whom_one_does_not_work_with_has_no_page(client, home):
    """Without a place on the list of a site, a mentor is known by their students only."""
    SiteMentor.objects.unscoped(TEXT).filter(person=home.rosa).delete()
    stranger = Person.objects.create(network=home.network, given_name="Lia", family_name="Stone")
    tie(stranger, Role.TEACHER, home.school)
    assert answer(client, home, "daniel", home.rosa).status_code == 200
    home.people["lia"] = stranger
    account(stranger, "lia")
    assert answer(client, home, "lia", home.rosa).status_code == 404


@pytest.mark.parametrize("about", ["amina", "carmen", "daniel"])
def test_who_is_no_mentor_has_no_such_page(client, home, about):
    assert answer(client, home, "ines", home.people[about]).status_code == 404
