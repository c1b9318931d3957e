"""Amina looks for a site: the filters hold, and what does not match is counted with one reason each."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from trellis.core.community.models import Term
from trellis.learning.internships.models import (
    Clearance,
    Placement,
    PlacementSearch,
    Reservation,
    Site,
    SiteOpening,
)
from trellis.learning.internships.site_filters import SiteFilters, find_mismatch, split_by_match
from world import Side, World, make_world

TEXT = "the test looks"
TODAY = date.today()


@dataclass(frozen=True)
class Place:
    """A site as the filters see it."""

    minutes: int | None
    days: frozenset[int]
    field: str
    languages: frozenset[str]
    free: int


WEEKDAYS = st.frozensets(st.integers(1, 7))
FIELDS, LANGUAGES = st.sampled_from(["", "health", "Health", "boats"]), st.sampled_from(["en", "es", "ht"])
PLACES = st.builds(
    Place,
    st.none() | st.integers(0, 90),
    WEEKDAYS,
    FIELDS,
    st.frozensets(LANGUAGES),
    st.integers(0, 3),
)
FILTERS = st.builds(
    SiteFilters, st.none() | st.integers(5, 60), WEEKDAYS, FIELDS, st.just("") | LANGUAGES, st.booleans()
)


def matches(place: Place, filters: SiteFilters) -> bool:
    """Written apart from the code: every filter that is set lets the site through."""
    return (
        (
            filters.most_minutes is None
            or (place.minutes is not None and place.minutes <= filters.most_minutes)
        )
        and (not filters.days or not place.days or bool(filters.days & place.days))
        and (not filters.field or place.field.lower() == filters.field.lower())
        and (not filters.language or filters.language in place.languages)
        and (not filters.has_opening or place.free > 0)
    )


@given(st.lists(PLACES, max_size=12), FILTERS)
def test_no_site_that_matches_is_hidden_and_each_other_one_has_one_reason(places, filters):
    shown, others = split_by_match(places, filters)
    assert shown == [place for place in places if matches(place, filters)]
    assert [place for place, _reason in others] == [place for place in places if not matches(place, filters)]
    assert Counter(reason for _place, reason in others).total() + len(shown) == len(places)


@given(PLACES, FILTERS)
def test_the_reason_goes_away_with_its_filter(place, filters):
    """Taking off the filter of each reason in turn ends with a match, in at most five steps."""
    without = {
        "other-field": {"field": ""},
        "other-language": {"language": ""},
        "too-far": {"most_minutes": None},
        "travel-unknown": {"most_minutes": None},
        "other-days": {"days": frozenset()},
        "full": {"has_opening": False},
    }
    for _step in range(5):
        mismatch = find_mismatch(place, filters)
        if mismatch:
            filters = replace(filters, **without[mismatch])
    assert find_mismatch(place, filters) is None


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def home(world) -> Side:
    """Near Harbor High: a clinic, a radio that is far, a workshop that is full, a garden with other days."""
    side = world.home
    for model in (Reservation, PlacementSearch, Clearance, SiteOpening):
        model.objects.unscoped(TEXT).all().delete()
    Placement.objects.unscoped(TEXT).update(ends=TODAY - timedelta(days=1))
    side.school.city = "Harbor"
    side.school.save()
    clinic = side.rows["Site"]
    clinic.city, clinic.field, clinic.weekdays, clinic.minutes_away = "Harbor", "health", [2, 4], 12
    clinic.save()
    near = {"network": side.network, "city": "harbor", "weekdays": [2, 4]}
    Site.objects.create(name="Far Radio", minutes_away=50, languages=["ht"], field="media", **near)
    Site.objects.create(name="Full Workshop", minutes_away=10, capacity=0, **near)
    Site.objects.create(name="Garden", minutes_away=5, **{**near, "weekdays": [5]})
    Site.objects.create(network=side.network, name="Other Town Bakery", city="Elsewhere", minutes_away=1)
    return side


def see(side: Side, query: str = "", who: str = "amina") -> str:
    client = Client()
    client.force_login(side.people[who].account)
    response = client.get(reverse("placement-search", args=[side.amina.pk]) + query)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def names_of(html: str) -> list[str]:
    """The sites that the page shows as results, in order."""
    names = ("Hope Clinic", "Far Radio", "Full Workshop", "Garden", "Other Town Bakery")
    results = html.partition('class="results"')[2].partition("</ul>")[0]
    return sorted((name for name in names if name in results), key=results.index)


@pytest.mark.django_db
def test_amina_sees_sites_for_her_internship_days_that_have_an_opening(home):
    html = see(home)
    assert names_of(html) == ["Hope Clinic", "Far Radio"]
    assert "2 of 4 sites near Harbor High match your filters." in html
    assert "2 more sites do not match: 1 has other days, 1 is full." in html
    assert "1 site is in another city." in html


@pytest.mark.django_db
def test_each_filter_in_the_address_holds_and_can_be_taken_off(home):
    html = see(home, "?filtered=1&minutes=20&days=2&open=1")
    assert names_of(html) == ["Hope Clinic"]
    assert "1 is too far" in html
    assert "Remove filter: 20 minutes or less" in html
    assert 'href="?filtered=1&amp;days=2&amp;open=1"' in html
    assert names_of(see(home, "?filtered=1&days=2&open=1")) == ["Hope Clinic", "Far Radio"]
    assert names_of(see(home, "?filtered=1")) == ["Garden", "Full Workshop", "Hope Clinic", "Far Radio"]
    assert names_of(see(home, "?filtered=1&language=ht")) == ["Far Radio"]
    assert names_of(see(home, "?filtered=1&field=HEALTH")) == ["Hope Clinic"]


@pytest.mark.django_db
def test_a_language_that_only_a_mentor_speaks_finds_the_site(home):
    home.rosa.language = "es"
    home.rosa.save()
    assert names_of(see(home, "?filtered=1&language=es")) == ["Hope Clinic"]


@pytest.mark.django_db
def test_what_is_no_filter_in_the_address_is_left_out(home):
    html = see(home, "?filtered=1&minutes=soon&days=9&days=%00&field=%3Cb%3E")
    assert "&lt;b&gt;" in html
    assert "<b>&" not in html


@pytest.mark.django_db
def test_sites_that_do_not_match_are_shown_with_their_reason(home):
    html = see(home, "?filtered=1&minutes=20&open=1&others=1").partition('id="others"')[2]
    assert 'Far Radio <span class="meta">· too far</span>' in html
    assert 'Full Workshop <span class="meta">· full</span>' in html


@pytest.mark.django_db
def test_a_term_without_openings_makes_a_site_full(home):
    SiteOpening.objects.create(site=home.rows["Site"], term=home.rows["Term"], students=0)
    assert names_of(see(home)) == ["Far Radio"]
    Term.objects.unscoped(TEXT).filter(pk=home.rows["Term"].pk).update(starts=TODAY + timedelta(days=5))
    assert names_of(see(home)) == ["Hope Clinic", "Far Radio"]


@pytest.mark.django_db
def test_the_longest_trip_of_her_interest_is_a_filter(home):
    PlacementSearch.objects.create(
        student=home.amina, interest="Radio", field="media", stage="interest", most_minutes=30
    )
    assert "30 minutes or less" in see(home)
    assert names_of(see(home)) == ["Hope Clinic"]


@pytest.mark.django_db
def test_her_menu_and_her_day_lead_to_the_search(home, client):
    client.force_login(home.amina.account)
    html = client.get(reverse("today")).content.decode()
    assert html.count(f'href="{reverse("placement-search", args=[home.amina.pk])}"') >= 2


@pytest.mark.django_db
def test_a_student_sees_mentors_names_and_no_phone(home):
    home.rosa.phone, home.rosa.email, home.rosa.language = "401-555-0139", "rosa@clinic.example", "es"
    home.rosa.save()
    html = see(home)
    assert "Rosa Herrera · Spanish" in html
    assert "401-555-0139" not in html
    assert "rosa@clinic.example" not in html


@pytest.mark.django_db
def test_a_school_without_sites_is_told_how_to_begin(home):
    Placement.objects.unscoped(TEXT).all().delete()
    Site.objects.unscoped(TEXT).filter(network=home.network).delete()
    assert "Tell your advisor about a place that you like." in see(home)
    assert reverse("new-site") in see(home, who="daniel")


@pytest.mark.django_db
def test_charlie_and_a_classmate_never_get_in(world, home, client):
    for stranger in (world.other.ines, home.bea):
        client.force_login(stranger.account)
        assert client.get(reverse("placement-search", args=[home.amina.pk])).status_code == 404


@pytest.mark.django_db
def test_the_number_of_queries_does_not_grow_with_the_sites(home, client, django_assert_max_num_queries):
    client.force_login(home.daniel.account)
    address = reverse("placement-search", args=[home.amina.pk])
    with django_assert_max_num_queries(46) as first:
        client.get(address)
    for number in range(20):
        Site.objects.create(network=home.network, name=f"Site {number}", city="Harbor")
    with django_assert_max_num_queries(len(first)):
        client.get(address)
