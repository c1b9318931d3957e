"""Placement help proposes a place to everybody who looks for one, says why, and assigns nobody."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from trellis.learning.internships.models import (
    Clearance,
    Placement,
    PlacementSearch,
    Reservation,
    Site,
    SiteOpening,
)
from world import Side, make_world

pytestmark = pytest.mark.django_db
TEXT = "the test looks"
TODAY = date.today()


@pytest.fixture
def home() -> Side:
    side = make_world().home
    for model in (Reservation, Clearance, SiteOpening):
        model.objects.unscoped(TEXT).all().delete()
    Placement.objects.unscoped(TEXT).update(ends=TODAY - timedelta(days=1))
    site = side.rows["Site"]
    site.capacity, site.field, site.minutes_away = 1, "health", 12
    site.save()
    cleared(site)
    PlacementSearch.objects.unscoped(TEXT).filter(student=side.amina, closed_at=None).update(
        field="Health", wishes=[str(site.pk)]
    )
    return side


def cleared(site: Site) -> None:
    for kind in ("site-visit", "insurance", "background"):
        Clearance.objects.create(site=site, kind=kind, expires=TODAY + timedelta(days=200))


def page(side: Side, who: str = "ines") -> str:
    client = Client()
    client.force_login(side.people[who].account)
    return client.get(reverse("suggested-placements", args=[side.school.pk])).content.decode()


def keep(side: Side, search: PlacementSearch, site: Site, status: int = 302, who: str = "ines") -> None:
    client = Client()
    client.force_login(side.people[who].account)
    where = reverse("suggested-placements", args=[side.school.pk])
    assert client.post(where, {"search": search.pk, "site": site.pk}).status_code == status


def test_a_place_comes_with_its_reasons(home):
    shown = page(home)
    for words in (
        "Hope Clinic",
        "First choice on the student’s own list.",
        "In the field the student asked for: health.",
        "12 minutes from school",
    ):
        assert words in shown


def test_to_look_at_proposals_assigns_nobody(home):
    page(home)
    assert not Reservation.objects.unscoped(TEXT).exists()


def test_of_two_who_want_the_last_place_one_hears_what_stands_in_the_way(home):
    PlacementSearch.objects.create(student=home.bea, interest="Nursing", field="health", stage="interest")
    shown = page(home)
    assert "Every site that fits is full. Adding a new site would help." in shown
    assert shown.count("Reserve this spot") == 1


def test_a_press_keeps_the_place_and_the_student_looks_no_longer(home):
    keep(
        home,
        PlacementSearch.objects.unscoped(TEXT).get(student=home.amina, closed_at=None),
        home.rows["Site"],
    )
    assert Reservation.objects.unscoped(TEXT).get().site_id == home.rows["Site"].pk
    assert (
        "No one is looking for a site right now, or everyone who is looking already has a reserved spot."
        in page(home)
    )


def test_a_site_without_its_checks_is_proposed_to_nobody(home):
    Clearance.objects.unscoped(TEXT).filter(kind="background").delete()
    assert "No site has finished all of its checks yet. Start with a site visit." in page(home)


def test_daniel_sees_his_own_advisory_and_nobody_else(home):
    PlacementSearch.objects.create(student=home.bea, interest="Nursing", field="health", stage="interest")
    shown = page(home, "daniel")
    assert "Amina" in shown
    assert "Bea" not in shown
    keep(home, PlacementSearch.objects.unscoped(TEXT).get(student=home.bea), home.rows["Site"], 404, "daniel")


def test_the_same_morning_gives_the_same_proposals(home):
    PlacementSearch.objects.create(student=home.bea, interest="Nursing", field="health", stage="interest")
    first, second = (page(home).split("<main")[1].split("csrfmiddlewaretoken")[0] for _ in range(2))
    assert first == second
