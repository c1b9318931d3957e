"""Amina's way from an interest to a placement: stages of the model, a place kept for a while, the school's yes."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from trellis.core.foundation.errors import ActionError
from trellis.design.blueprint.package import Package
from trellis.learning.internships import placement_searches, site_requests
from trellis.learning.internships.models import (
    Agreement,
    Clearance,
    Placement,
    PlacementSearch,
    Reservation,
    Site,
    SiteOpening,
)
from world import MODEL, Side, make_world

pytestmark = pytest.mark.django_db
TEXT = "the test looks"
TODAY = date.today()
PIPELINE = Package.model_validate(MODEL).internship


@pytest.fixture
def home() -> Side:
    side = make_world().home
    for model in (Agreement, Reservation, PlacementSearch, Clearance, SiteOpening):
        model.objects.unscoped(TEXT).all().delete()
    Placement.objects.unscoped(TEXT).filter(student=side.amina).update(ends=TODAY - timedelta(days=1))
    site = side.rows["Site"]
    site.capacity, site.weekdays, site.field, site.email = 1, [2, 4], "health", "desk@clinic.example"
    site.save()
    return side


def press(side: Side, who: str, status: int = 302, **fields) -> str:
    client = Client()
    client.force_login(side.people[who].account)
    answer = client.post(reverse("placement-search", args=[side.amina.pk]), fields)
    assert answer.status_code == status, answer.content.decode()[:1500]
    return answer.content.decode()


def search(side: Side) -> PlacementSearch:
    return PlacementSearch.objects.unscoped(TEXT).get(student=side.amina)


def begun(side: Side) -> PlacementSearch:
    press(side, "amina", do="begin", interest="Why people wait so long", field="health")
    return search(side)


def hold(side: Side) -> None:
    press(side, "amina", do="hold", site=side.rows["Site"].pk)


def test_it_begins_with_an_interest_in_her_own_words(home):
    assert (begun(home).interest, search(home).stage) == ("Why people wait so long", "interest")
    press(home, "amina", do="begin", interest="Boats")
    assert search(home).interest == "Boats"
    assert "What are you curious about" in press(home, "amina", 422, do="begin", interest="  ")


def test_a_stage_is_left_once_what_it_needs_is_there(home):
    begun(home)
    need = PIPELINE.stages[0].needs[0]
    assert "Still needed:" in press(home, "amina", 422, do="move", stage="interest", go="on")
    press(home, "amina", do="move", stage="interest", go="on", need=need)
    assert search(home).stage == "informational-interview"


def test_what_is_ticked_is_kept_without_going_on(home):
    begun(home)
    PlacementSearch.objects.unscoped(TEXT).update(stage="informational-interview")
    press(home, "amina", do="move", stage="informational-interview", go="", need="Thank-you note sent")
    assert search(home).ticked == {"informational-interview": ["Thank-you note sent"]}


def needs_of(stage: str) -> list[str]:
    return list(next(candidate for candidate in PIPELINE.stages if candidate.key == stage).needs)


def test_old_tab_keeps_checkboxes_of_others(home):
    begun(home)
    first, second, *_rest = needs_of("informational-interview")
    PlacementSearch.objects.unscoped(TEXT).update(
        stage="informational-interview", ticked={"informational-interview": [first]}
    )
    old = {"do": "move", "stage": "informational-interview", "shown-need": ["", first]}
    press(home, "daniel", go="", need=[second], **old)
    assert search(home).ticked == {"informational-interview": [second]}
    press(home, "amina", go="", need=[first], **old)
    assert search(home).ticked == {"informational-interview": [second]}, "Amina changed no box"
    press(home, "amina", go="", need=[first, second], **old)
    assert search(home).ticked == {"informational-interview": [second]}, "both ticked the same box"
    html = press(home, "daniel", 422, go="on", need=[first, second], **old)
    assert f"Still needed: {first}" in html


def test_a_tick_can_be_taken_away_again_and_the_page_says_what_it_showed(home):
    begun(home)
    first = needs_of("informational-interview")[0]
    PlacementSearch.objects.unscoped(TEXT).update(stage="informational-interview")
    press(home, "amina", do="move", stage="informational-interview", go="", need=first, **{"shown-need": ""})
    client = Client()
    client.force_login(home.amina.account)
    shown = client.get(reverse("placement-search", args=[home.amina.pk])).content.decode()
    assert f'name="shown-need" value="{first}"' in shown
    press(home, "amina", do="move", stage="informational-interview", go="", **{"shown-need": ["", first]})
    assert search(home).ticked == {"informational-interview": []}


def test_an_old_tab_lets_no_place_go_that_somebody_else_held_meanwhile(home):
    begun(home)
    second = Site.objects.create(network=home.network, name="Harbor Radio", capacity=1)
    press(home, "amina", do="hold", site=second.pk, held="")
    message = "Someone else changed this while you had it open. Check it again."
    assert message in press(home, "daniel", 422, do="hold", site=home.rows["Site"].pk, held="")
    assert message in press(home, "daniel", 422, do="let-go", held="")
    current_hold = Reservation.objects.unscoped(TEXT).get()
    assert (current_hold.site_id, current_hold.let_go_at) == (second.pk, None)
    press(home, "daniel", do="let-go", held=current_hold.pk)
    assert Reservation.objects.unscoped(TEXT).get().let_go_at


def test_a_stage_of_the_advisor_is_moved_by_the_advisor(home):
    begun(home)
    PlacementSearch.objects.unscoped(TEXT).update(stage="set-up-meeting")
    needs = list(next(stage for stage in PIPELINE.stages if stage.key == "set-up-meeting").needs)
    html = press(home, "amina", 422, do="move", stage="set-up-meeting", go="on", need=needs)
    assert "Your advisor completes this step. Ask them to look at it with you." in html
    press(home, "daniel", do="move", stage="set-up-meeting", go="on", need=needs)
    assert search(home).stage == "agreement"


def test_a_page_that_is_older_than_the_stage_moves_nothing(home):
    begun(home)
    PlacementSearch.objects.unscoped(TEXT).update(stage="shadow-day")
    assert "Someone else changed this while you had it open. Check it again." in press(
        home, "daniel", 422, do="move", stage="interest", go="on"
    )


def test_a_spot_is_reserved_for_two_weeks_and_the_site_hears_nothing_until_staff_write(home):
    begun(home)
    hold(home)
    assert Reservation.objects.unscoped(TEXT).get().until == TODAY + timedelta(days=14)
    assert not mail.outbox


def test_a_full_site_keeps_no_second_place_and_a_hold_that_ran_out_frees_it(home):
    begun(home)
    hold(home)
    other = placement_searches.begin_search(home.bea, "Nursing", "health", PIPELINE, home.bea.pk)
    with pytest.raises(
        ActionError,
        match="Every spot at Hope Clinic is taken or reserved",
    ):
        site_requests.request_site(other, home.rows["Site"], TODAY, home.bea.pk)
    site_requests.request_site(other, home.rows["Site"], TODAY + timedelta(days=15), home.bea.pk)


def test_another_place_lets_the_first_one_go(home):
    begun(home)
    hold(home)
    second = Site.objects.create(network=home.network, name="Harbor Radio", capacity=1)
    press(home, "amina", do="hold", site=second.pk)
    assert site_requests.count_taken_spots(home.rows["Site"], TODAY) == 0
    assert site_requests.count_taken_spots(second, TODAY) == 1


def test_amina_keeps_a_list_of_places_she_would_like_in_her_order(home):
    begun(home)
    second = Site.objects.create(network=home.network, name="Harbor Radio", capacity=1)
    for site in (home.rows["Site"], second, home.rows["Site"]):
        press(home, "amina", do="wish", site=site.pk, wanted="yes")
    assert search(home).wishes == [str(second.pk), str(home.rows["Site"].pk)]
    press(home, "amina", do="wish", site=second.pk, wanted="no")
    assert search(home).wishes == [str(home.rows["Site"].pk)]


def test_the_longest_way_is_a_number_of_minutes(home):
    press(home, "amina", do="begin", interest="Boats", most_minutes="45")
    assert search(home).most_minutes == 45
    assert "Enter the longest trip in minutes, from 5 to 240." in press(
        home, "amina", 422, do="begin", interest="Boats", most_minutes="an hour"
    )


def test_the_agreement_stage_is_left_once_everybody_has_signed(home):
    begun(home)
    hold(home)
    PlacementSearch.objects.unscoped(TEXT).update(stage="agreement")
    needs = list(next(stage for stage in PIPELINE.stages if stage.key == "agreement").needs)
    html = press(home, "daniel", 422, do="move", stage="agreement", go="on", need=needs)
    assert "Not everyone has signed the agreement yet." in html


def test_carmen_reads_and_lets_no_place_go(home):
    begun(home)
    hold(home)
    press(home, "carmen", 404, do="let-go")
    assert Reservation.objects.unscoped(TEXT).get().let_go_at is None


def test_sites_of_her_field_come_first_with_their_free_places(home, client):
    Site.objects.create(network=home.network, name="Aaa Boats", field="boats", capacity=9)
    begun(home)
    client.force_login(home.amina.account)
    shown = client.get(reverse("placement-search", args=[home.amina.pk])).content.decode()
    assert shown.index("Hope Clinic") < shown.index("Aaa Boats")
    assert "9 open spots" in shown
