"""Amina requests a site with a press; the school approves or declines it, and takes an approval back."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from trellis.core.community.models import Role, Tie
from trellis.core.foundation.models import Act
from trellis.learning.internships.models import (
    Agreement,
    Clearance,
    Placement,
    PlacementSearch,
    Reservation,
    SearchStep,
    Signature,
    Site,
    SiteOpening,
)
from world import Side, World, make_world, tie

pytestmark = pytest.mark.django_db
TEXT = "the test looks"
TODAY = date.today()


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def home(world) -> Side:
    """Amina looks for a site; everything at Hope Clinic is checked."""
    side = world.home
    for model in (Reservation, PlacementSearch, Clearance, SiteOpening):
        model.objects.unscoped(TEXT).all().delete()
    Placement.objects.unscoped(TEXT).filter(student=side.amina).update(ends=TODAY - timedelta(days=1))
    for kind in ("site-visit", "insurance", "background"):
        Clearance.objects.create(site=side.rows["Site"], kind=kind, expires=TODAY + timedelta(days=99))
    return side


def press(side: Side, who: str, status: int = 302, **fields) -> str:
    client = Client()
    client.force_login(side.people[who].account)
    answer = client.post(reverse("placement-search", args=[side.amina.pk]), fields)
    assert answer.status_code == status, answer.content.decode()[:1500]
    return answer.content.decode()


def see(side: Side, who: str = "amina") -> str:
    client = Client()
    client.force_login(side.people[who].account)
    html = client.get(reverse("placement-search", args=[side.amina.pk])).content.decode()
    return " ".join(html.split())


def request(side: Side, **more) -> Reservation:
    press(side, "amina", do="hold", site=side.rows["Site"].pk, **more)
    return hold()


def hold() -> Reservation:
    return Reservation.objects.unscoped(TEXT).latest("created")


def test_one_press_requests_a_site_and_begins_her_search(home):
    request(home, reason="My aunt works there.")
    search = PlacementSearch.objects.unscoped(TEXT).get(student=home.amina)
    assert (search.interest, hold().reason) == ("My aunt works there.", "My aunt works there.")
    assert "My aunt works there." in see(home, "daniel")


def test_the_same_request_sent_twice_is_one(home):
    request(home)
    request(home)
    assert Reservation.objects.unscoped(TEXT).count() == 1


@pytest.mark.parametrize("who", ["daniel", "ines"])
def test_the_school_approves_with_one_press(home, who):
    request(home)
    press(home, who, do="approve-request")
    assert (hold().approved_by_id, bool(hold().approved_at)) == (home.people[who].pk, True)
    assert f"Approved by {home.people[who].name}" in see(home)


def test_neither_amina_nor_her_mother_approves(home):
    request(home)
    for do in ("approve-request", "revoke"):
        press(home, "amina", 404, do=do)
    press(home, "amina", 404, do="decline", reason="No")
    press(home, "carmen", 404, do="approve-request")
    assert hold().approved_at is None


def test_checks_that_expired_are_looked_into_before_approval(home):
    request(home)
    Clearance.objects.unscoped(TEXT).filter(kind="insurance").delete()
    assert "Liability insurance: not recorded" in see(home, "daniel")
    assert "Something needs your attention first." in press(home, "daniel", 422, do="approve-request")
    press(home, "daniel", do="approve-request", looked="on")
    assert hold().approved_at


def test_a_declined_request_tells_amina_why_and_frees_the_spot(home):
    request(home)
    assert "says why" in press(home, "daniel", 422, do="decline", reason=" ")
    press(home, "daniel", do="decline", reason="The bus stops running at three.")
    html = see(home)
    assert "Hope Clinic did not work out this time" in html
    assert "The bus stops running at three." in html
    assert "You can choose another site." in html
    assert hold().let_go_at
    request(home)
    assert "did not work out" not in see(home)


def test_her_day_says_what_became_of_the_request(home, client):
    request(home)
    client.force_login(home.amina.account)
    assert "requested ·" in " ".join(client.get(reverse("today")).content.decode().split())
    press(home, "daniel", do="approve-request")
    assert "approved ·" in " ".join(client.get(reverse("today")).content.decode().split())
    press(home, "daniel", do="revoke")
    press(home, "daniel", do="decline", reason="The bus stops running at three.")
    assert "The bus stops running at three." in client.get(reverse("today")).content.decode()


def test_a_request_is_withdrawn(home):
    request(home)
    press(home, "amina", do="let-go", held=hold().pk)
    assert hold().let_go_at
    assert "did not work out" not in see(home)


def test_an_approval_is_taken_back_until_somebody_has_signed(home):
    request(home)
    press(home, "daniel", do="approve-request")
    press(home, "daniel", do="revoke")
    assert (hold().approved_at, hold().approved_by_id) == (None, None)
    press(home, "daniel", do="approve-request")
    agreement = Agreement.objects.create(hold=hold(), starts=TODAY, weekdays=[2])
    Signature.objects.create(agreement=agreement, part="student", name="Amina", wording="x")
    for who, do in (("daniel", "revoke"), ("amina", "let-go")):
        assert "Someone has signed the agreement, so" in press(home, who, 422, do=do)
    assert hold().approved_at


def test_another_site_waits_until_the_approval_is_taken_back(home):
    request(home)
    press(home, "daniel", do="approve-request")
    radio = Site.objects.create(network=home.network, name="Harbor Radio")
    assert "Undo the approval first" in press(home, "amina", 422, do="hold", site=radio.pk)


def test_a_site_of_another_network_cannot_be_requested(world, home):
    press(home, "amina", 404, do="hold", site=world.other.rows["Site"].pk)


def test_the_advisors_day_names_who_waits_for_an_answer(home, client):
    request(home)
    client.force_login(home.daniel.account)
    html = " ".join(client.get(reverse("today")).content.decode().split())
    assert "A student requested a site" in html or "1 student requested a site" in html
    assert f'href="{reverse("placement-search", args=[home.amina.pk])}"' in html
    press(home, "daniel", do="approve-request")
    assert "requested a site" not in client.get(reverse("today")).content.decode()


def test_ines_finds_the_requests_of_her_school_beside_its_sites(home, client):
    request(home)
    client.force_login(home.ines.account)
    html = client.get(reverse("sites")).content.decode()
    assert "Amina Diallo" in html.partition("Requests awaiting an answer")[2]
    press(home, "ines", do="approve-request")
    assert "Requests awaiting an answer" not in client.get(reverse("sites")).content.decode()


def test_a_done_step_has_a_date_and_a_person(home, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    request(home)
    need = "One interest, in the student’s own words"
    press(
        home,
        "amina",
        do="move",
        stage="interest",
        go="on",
        need=need,
        contact="Rosa",
        agreed_by="My mother",
        note="We talked for an hour.",
    )
    step = SearchStep.objects.unscoped(TEXT).get()
    assert (step.stage, step.done_on, step.contact) == ("interest", TODAY, "Rosa")
    html = see(home, "daniel")
    assert "agreed by My mother" in html
    assert "recorded by Amina Diallo" in html


def test_what_is_saved_of_a_step_stays_when_it_is_not_done(home):
    request(home)
    press(home, "amina", do="move", stage="interest", go="", note="I asked my uncle.")
    step = SearchStep.objects.unscoped(TEXT).get()
    assert (step.note, step.done_on) == ("I asked my uncle.", None)
    assert "I asked my uncle." in see(home)


def test_daniel_records_several_steps_at_once_in_their_order(home):
    request(home)
    day = (TODAY - timedelta(days=3)).isoformat()
    error = press(home, "daniel", 422, do="record", **{"on-shadow-day": day})
    assert "Record the steps in order." in error
    tomorrow = (TODAY + timedelta(days=1)).isoformat()
    assert "in the future" in press(home, "daniel", 422, do="record", **{"on-interest": tomorrow})
    assert "at least one step" in press(home, "daniel", 422, do="record")
    press(home, "daniel", do="record", **{"on-interest": day, "on-informational-interview": day})
    search = PlacementSearch.objects.unscoped(TEXT).get(student=home.amina)
    assert search.stage == "shadow-day"
    assert set(search.ticked) == {"interest", "informational-interview"}
    press(home, "amina", 404, do="record", **{"on-shadow-day": day})
    assert Act.objects.unscoped(TEXT).filter(verb="record steps of a search").count() == 1


@pytest.mark.parametrize("who", ["tomas", "noor"])
def test_other_staff_see_whom_the_request_waits_for_and_answer_nothing(home, who):
    request(home)
    page = see(home, who)
    assert "Waiting for Daniel Osei to answer." in page
    assert 'value="approve-request"' not in page
    press(home, who, 404, do="approve-request")
    press(home, who, 404, do="decline", reason="It is full.")
    assert not Reservation.objects.unscoped(TEXT).get().approved_at


def test_a_student_reads_whom_her_request_waits_for(home):
    request(home)
    assert "Waiting for Daniel Osei to answer." in see(home)


@pytest.mark.parametrize("who", ["daniel", "ines"])
def test_her_advisor_and_the_schools_leaders_answer(home, who):
    request(home)
    press(home, who, do="approve-request")
    assert Reservation.objects.unscoped(TEXT).get().approved_by_id == home.people[who].pk
    press(home, "tomas", 404, do="revoke")


def test_the_coordinator_of_the_advisory_answers_as_the_model_names_one(home):
    request(home)
    press(home, "tomas", 404, do="approve-request")
    tie(home.tomas, Role.TEACHER, home.school)  # as a roster says of everybody who teaches there
    press(home, "tomas", 404, do="approve-request")
    tie(home.tomas, Role.TEACHER, home.rows["Advisory"])
    press(home, "tomas", do="approve-request")
    assert Reservation.objects.unscoped(TEXT).get().approved_by_id == home.tomas.pk


def test_without_an_advisor_the_request_waits_for_a_leader(home):
    request(home)
    Tie.objects.unscoped(TEXT).filter(role=Role.ADVISOR).delete()
    assert "Waiting for Ines Duarte to answer." in see(home, "noor")


def test_an_agreement_is_approved_and_signed_for_the_school_by_the_same_people(home):
    hold = request(home)
    Agreement.objects.create(hold=hold, mentor=home.rosa, starts=TODAY, weekdays=[2])
    url = reverse("agreement", args=[home.amina.pk])
    client = Client()
    client.force_login(home.tomas.account)
    assert "Waiting for Daniel Osei to answer." in " ".join(client.get(url).content.decode().split())
    assert client.post(url, {"do": "approve", "looked": "on"}).status_code == 404
    press(home, "daniel", do="approve-request")
    assert client.post(url, {"do": "sign", "read": "x"}).status_code == 404
    assert not Signature.objects.unscoped(TEXT).filter(agreement__hold=hold).exists()
