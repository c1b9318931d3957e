"""Sites come into the list by hand, with who takes students on there and what was looked into."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from trellis.core.community.models import Person
from trellis.learning.internships import checks
from trellis.learning.internships.models import Clearance, Placement, Site, SiteMentor, SiteOpening
from trellis.learning.internships.selectors import mentors_at
from world import Side, make_world

pytestmark = pytest.mark.django_db
TEXT = "the test looks"
TODAY = date.today()
FACTS = {"name": "Dean Street Bakery", "city": "Harbor", "capacity": "2"}


@pytest.fixture
def home() -> Side:
    side = make_world().home
    Clearance.objects.unscoped(TEXT).all().delete()
    return side


def send(side: Side, where: str, status: int = 302, who: str = "daniel", args=(), **fields) -> str:
    client = Client()
    client.force_login(side.people[who].account)
    answer = client.post(reverse(where, args=args), fields)
    assert answer.status_code == status, answer.content.decode()[:1500]
    return answer.content.decode()


def see(side: Side, where: str, args=(), **query) -> str:
    client = Client()
    client.force_login(side.daniel.account)
    return client.get(reverse(where, args=args), query).content.decode()


def test_daniel_adds_a_bakery_and_finds_it_by_a_word(home):
    send(home, "new-site", **FACTS, field="food", weekdays=["2", "4"], languages=["es"])
    site = Site.objects.unscoped(TEXT).get(name="Dean Street Bakery")
    assert (site.weekdays, site.languages, site.network_id) == ([2, 4], ["es"], home.network.pk)
    assert "Dean Street Bakery" in see(home, "sites", q="food")
    assert "Dean Street Bakery" not in see(home, "sites", q="clinic")


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"name": " "}, "Enter the site’s name."),
        ({"capacity": ""}, "Enter 0 if the site is not taking students now."),
        ({"capacity": "-1"}, "greater than or equal to 0"),
        ({"email": "bakery"}, "is not an email address"),
        ({"name": "x" * 161}, "The limit is 160 characters."),
        ({"weekdays": ["9"]}, "Select a valid choice"),
        ({"name": "hope CLINIC", "city": ""}, "Search for it there, or add the branch to the name."),
    ],
)
def test_a_site_that_cannot_be_is_asked_about(home, more, sentence):
    before = Site.objects.unscoped(TEXT).count()
    assert sentence in send(home, "new-site", 422, **{**FACTS, **more})
    assert Site.objects.unscoped(TEXT).count() == before


def test_what_is_known_of_a_site_is_changed(home):
    site = home.rows["Site"]
    send(home, "site-facts", args=[site.pk], **{**FACTS, "name": "Hope Clinic", "capacity": "7"})
    assert Site.objects.unscoped(TEXT).get(pk=site.pk).capacity == 7


def test_a_check_noted_today_holds_as_long_as_the_model_says(home):
    site = home.rows["Site"]
    send(home, "site", args=[site.pk], do="check", kind="site-visit", on="2026-01-31")
    until = Clearance.objects.unscoped(TEXT).get(site=site).expires
    assert until == date(2027, 1, 31)


def test_a_check_of_the_last_of_february_ends_on_a_day_that_there_is(home):
    assert checks._add_months(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert checks._add_months(date(2026, 11, 30), 3) == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        (
            (TODAY + timedelta(days=1)).isoformat(),
            "That date is in the future. Record a check after it is done.",
        ),
        ("yesterday", "Enter the date of the check, like 9/1/2026."),
        ("1990-01-01", "more than ten years"),
    ],
)
def test_a_check_on_a_day_that_cannot_be_is_asked_about(home, on, sentence):
    args = [home.rows["Site"].pk]
    assert sentence in send(home, "site", 422, args=args, do="check", kind="site-visit", on=on)
    send(home, "site", 404, args=args, do="check", kind="a kind of its own", on="2026-01-31")
    assert not Clearance.objects.unscoped(TEXT).exists()


def test_the_newest_note_of_a_check_counts(home):
    site = home.rows["Site"]
    for days in (-5, 200):
        Clearance.objects.create(site=site, kind="insurance", expires=TODAY + timedelta(days=days))
    standings = checks.check_statuses([site.pk], (), TODAY)[site.pk]
    assert [(standing.kind, standing.state) for standing in standings] == [("insurance", "holds")]


def test_a_check_that_runs_out_within_a_month_is_said_beforehand(home):
    Clearance.objects.create(site=home.rows["Site"], kind="insurance", expires=TODAY + timedelta(days=20))
    assert "Liability insurance: valid until" in " ".join(see(home, "sites").split())


def test_a_mentor_is_known_at_the_site_before_any_student_comes(home):
    site = home.rows["Site"]
    facts = {"do": "mentor", "given_name": "Lena", "email": "lena@bakery.example", "language": "es"}
    send(home, "site", args=[site.pk], **facts)
    assert "Lena" in [mentor.given_name for mentor in mentors_at(site)]
    assert "is already on this site’s list." in send(home, "site", 422, args=[site.pk], **facts)
    assert Person.objects.unscoped(TEXT).filter(email="lena@bakery.example").count() == 1


def test_an_address_of_somebody_at_school_makes_no_mentor(home):
    home.carmen.email = "carmen@home.example"
    home.carmen.save()
    facts = {"do": "mentor", "given_name": "C", "email": "carmen@home.example", "language": "en"}
    assert "This email address belongs to someone at a school." in send(
        home, "site", 422, args=[home.rows["Site"].pk], **facts
    )


def test_who_takes_no_new_students_is_offered_for_none_and_can_come_back(home):
    site, row = home.rows["Site"], SiteMentor.objects.unscoped(TEXT).get(site=home.rows["Site"])
    send(home, "site", args=[site.pk], do="part", mentor=row.pk)
    assert mentors_at(site) == []


def test_a_site_of_another_network_does_not_exist_here(home):
    other = Site.objects.unscoped(TEXT).exclude(network=home.network).get()
    for where in ("site", "site-facts"):
        send(home, where, 404, args=[other.pk], do="check", kind="site-visit", on="2026-01-31")


def test_openings_are_entered_by_term_and_an_old_page_overwrites_nothing(home):
    site, term = home.rows["Site"], home.rows["Term"]
    SiteOpening.objects.unscoped(TEXT).all().delete()
    assert "This year" in see(home, "site", args=[site.pk])
    send(home, "site", args=[site.pk], do="opening", term=term.pk, students="2", revision="")
    opening = SiteOpening.objects.unscoped(TEXT).get(site=site)
    assert opening.students == 2
    assert "Enter a whole number" in send(
        home, "site", 422, args=[site.pk], do="opening", term=term.pk, students="-"
    )
    send(home, "site", args=[site.pk], do="opening", term=term.pk, students="5", revision=f"{opening.pk}:1")
    html = send(
        home,
        "site",
        409,
        args=[site.pk],
        do="opening",
        term=term.pk,
        students="9",
        revision=f"{opening.pk}:1",
    )
    assert "9" in html
    assert SiteOpening.objects.unscoped(TEXT).get(site=site).students == 5


def test_the_page_shows_people_history_and_what_to_do_about_an_expired_check(home):
    home.rosa.phone, home.rosa.language = "401-555-0139", "es"
    home.rosa.save()
    Clearance.objects.create(site=home.rows["Site"], kind="insurance", expires=TODAY - timedelta(days=2))
    Placement.objects.unscoped(TEXT).update(ends=TODAY - timedelta(days=3))
    html = " ".join(see(home, "site", args=[home.rows["Site"].pk]).split())
    assert "tel:401-555-0139" in html
    assert "Spanish" in html
    assert "do it again before a student starts" in html
    assert "Amina Diallo" in html.partition("History</h2>")[2].partition("</section>")[0]
