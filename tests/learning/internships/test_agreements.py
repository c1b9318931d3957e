"""Days and hours are written down, looked at, approved, and signed by everybody; then the placement begins."""

from datetime import date, time, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from trellis.core.community.models import Demographics, School, Term, Tie
from trellis.learning.internships.models import (
    Agreement,
    Clearance,
    Placement,
    PlacementSearch,
    Reservation,
    Signature,
    SiteMentor,
)
from world import Side, make_world

pytestmark = pytest.mark.django_db
TEXT = "the test looks"
TODAY = date.today()
CHECKED = ("site-visit", "insurance", "background")
TERMS = {"starts": TODAY.isoformat(), "days": ["2", "4"], "from": "16:00", "to": "18:00", "hours": "80"}


@pytest.fixture
def home() -> Side:
    """Amina holds a place at a site where everything is looked into; she is seventeen."""
    side = make_world().home
    for model in (Signature, Agreement, Clearance):
        model.objects.unscoped(TEXT).all().delete()
    Placement.objects.unscoped(TEXT).filter(student=side.amina).update(ends=TODAY - timedelta(days=1))
    PlacementSearch.objects.unscoped(TEXT).filter(student=side.amina, closed_at=None).update(
        stage="agreement"
    )
    Reservation.objects.unscoped(TEXT).update(until=TODAY + timedelta(days=14))
    for kind in CHECKED:
        Clearance.objects.create(site=side.rows["Site"], kind=kind, expires=TODAY + timedelta(days=300))
    grown(side, 17)
    return side


def grown(side: Side, years: int) -> None:
    """Amina is this many years old, and half a year."""
    born = TODAY - timedelta(days=years * 365 + years // 4 + 180)
    Demographics.objects.unscoped(TEXT).filter(student=side.amina).update(birth_date=born)


def press(side: Side, who: str, status: int = 302, **fields) -> str:
    client = Client()
    client.force_login(side.people[who].account)
    answer = client.post(reverse("agreement", args=[side.amina.pk]), fields)
    assert answer.status_code == status, answer.content.decode()[:1500]
    return answer.content.decode()


def get_hold(side: Side) -> Reservation:
    return Reservation.objects.unscoped(TEXT).get(search__student=side.amina)


def page(side: Side, who: str = "daniel") -> str:
    client = Client()
    client.force_login(side.people[who].account)
    return client.get(reverse("agreement", args=[side.amina.pk])).content.decode()


def written(side: Side, **more) -> Agreement:
    press(side, "daniel", do="write", **{**TERMS, "mentor": str(side.rosa.pk), **more})
    return Agreement.objects.unscoped(TEXT).get()


def approved(side: Side) -> Agreement:
    written(side)
    press(side, "daniel", do="approve")
    return Agreement.objects.unscoped(TEXT).get()


def read(side: Side) -> str:
    """The print of the words on the screen, as the page sends it back."""
    return page(side, "amina").split('name="read" value="')[1].split('"')[0]


def everybody_signs(side: Side) -> None:
    words = read(side)
    press(side, "amina", do="sign", read=words)
    press(side, "carmen", do="sign", read=words)
    press(side, "daniel", do="sign", read=words)
    press(side, "daniel", do="paper", part="mentor", name="Rosa Herrera", read=words)


def test_a_place_is_approved_once_days_and_hours_are_written(home):
    assert "Enter the days and hours first." in press(home, "daniel", 422, do="approve")
    assert approved(home).hold_id
    assert get_hold(home).approved_by_id == home.daniel.pk


def test_the_form_starts_with_the_only_mentor_and_the_internship_days(home):
    html = page(home)
    assert f'value="{home.rosa.pk}" selected' in html
    checked = [box for box in html.split('name="days"')[1:] if "checked" in box.partition(">")[0]]
    assert [box.split('value="')[1][0] for box in checked] == ["2", "4"]


def test_expired_checks_are_reviewed_before_approval(home):
    Clearance.objects.unscoped(TEXT).filter(kind="insurance").delete()
    Clearance.objects.create(site=home.rows["Site"], kind="site-visit", expires=TODAY - timedelta(days=1))
    written(home)
    shown = page(home)
    assert "Liability insurance: not recorded" in shown
    assert "Site visit and safety check: expired" in shown
    assert "Something needs your attention first." in press(home, "daniel", 422, do="approve")
    press(home, "daniel", do="approve", looked="on")
    assert get_hold(home).approved_at


def test_hours_at_fourteen_are_checked_before_approval(home):
    grown(home, 14)
    written(home, **{"from": "16:00", "to": "20:30", "kind": "paid"})
    assert "29 CFR" in page(home)
    assert "Something needs your attention first." in press(home, "daniel", 422, do="approve")
    press(home, "daniel", do="approve", looked="on")


def test_changed_terms_after_approval_are_checked_again(home):
    approved(home)
    grown(home, 14)
    late = {**TERMS, "to": "22:00", "kind": "paid", "mentor": str(home.rosa.pk)}
    assert "Check the box to confirm that you looked into it, then save again." in press(
        home, "daniel", 422, do="write", **late
    )
    assert Agreement.objects.unscoped(TEXT).get().to_time == time(18)
    press(home, "daniel", do="write", looked="on", **late)
    assert Agreement.objects.unscoped(TEXT).get().to_time == time(22)


def test_family_and_student_read_the_agreement_and_no_notes_about_age(home):
    grown(home, 14)
    written(home, to="22:00", kind="paid")
    for who in ("amina", "carmen"):
        assert "29 CFR" not in page(home, who)
        press(home, who, 404, do="approve")
        press(home, who, 404, do="write", **TERMS)


def test_nobody_signs_before_the_school_has_looked(home):
    written(home)
    assert "The school must approve this first. Then it can be signed." in press(
        home, "amina", 422, do="sign", read="x"
    )


def test_a_placement_begins_when_everybody_has_signed_and_rosas_tie_with_it(home):
    approved(home)
    Tie.objects.unscoped(TEXT).filter(person=home.rosa).delete()
    assert "Not everyone has signed yet." in press(home, "daniel", 422, do="begin")
    everybody_signs(home)
    press(home, "daniel", do="begin")
    placement = Placement.objects.unscoped(TEXT).get(student=home.amina, ends=None)
    assert (placement.weekdays, placement.from_time, placement.mentor_id) == ([2, 4], time(16), home.rosa.pk)
    assert Tie.objects.unscoped(TEXT).filter(person=home.rosa, to_person=home.amina).count() == 1
    assert PlacementSearch.objects.unscoped(TEXT).get(placement=placement).stage == "learning"


def test_a_second_press_signs_once_and_begins_once(home):
    approved(home)
    words = read(home)
    press(home, "amina", do="sign", read=words)
    press(home, "amina", do="sign", read=words)
    assert Signature.objects.unscoped(TEXT).filter(part="student").count() == 1
    press(home, "carmen", do="sign", read=words)
    press(home, "daniel", do="sign", read=words)
    press(home, "daniel", do="paper", part="mentor", name="Rosa", read=words)
    press(home, "daniel", do="begin")
    press(home, "daniel", do="begin")  # nothing is held any more: back to the way
    assert Placement.objects.unscoped(TEXT).filter(student=home.amina, ends=None).count() == 1


def test_other_days_want_everybodys_yes_anew(home):
    approved(home)
    everybody_signs(home)
    written(home, days=["1"])
    assert "Not everyone has signed yet." in press(home, "daniel", 422, do="begin")


def test_who_signs_what_has_changed_meanwhile_is_asked_to_read_again(home):
    approved(home)
    words = read(home)
    written(home, hours="100")
    assert "has changed since you opened it" in press(home, "amina", 422, do="sign", read=words)


def test_rosa_signs_by_a_link_that_needs_no_account_and_works_once(home):
    approved(home)
    home.rosa.email = "rosa@clinic.example"
    home.rosa.save()
    press(home, "daniel", 200, do="send", to=str(home.rosa.pk))
    link = next(word for word in mail.outbox[-1].body.split() if "/agree/" in word)
    path = "/agree/" + link.split("/agree/")[1]
    rosa = Client()
    shown = rosa.get(path).content.decode()
    assert "I agree and sign" in shown
    assert "Diallo" not in shown
    assert not Signature.objects.unscoped(TEXT).exists()
    words = shown.split('name="read" value="')[1].split('"')[0]
    assert rosa.post(path, {"name": " ", "read": words}).status_code == 422
    assert rosa.post(path, {"name": "Rosa Herrera", "read": words}).status_code == 200
    assert Signature.objects.unscoped(TEXT).get().part == "mentor"
    assert rosa.get(path).status_code == 410
    assert rosa.get(path[:-3] + "xx/").status_code == 404


def test_a_link_of_a_mentor_who_was_replaced_signs_nothing(home):
    approved(home)
    press(home, "daniel", 200, do="send", to=str(home.rosa.pk))
    other = SiteMentor.objects.create(site=home.rows["Site"], person=home.tomas).person
    written(home, mentor=str(other.pk))
    link = home.tokens["agreement-link"]
    assert Client().get(reverse("agreement-link", args=[link])).status_code in (404, 410)


def test_nobody_outside_is_sent_a_link(home):
    approved(home)
    press(home, "daniel", 404, do="send", to=str(home.bea.pk))
    press(home, "daniel", 404, do="send", to="nobody")
    press(home, "daniel", 404, do="paper", part="principal", name="X", read="x")


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"days": []}, "Choose days"),
        ({"days": ["x"]}, "Choose days"),
        ({"starts": "soon"}, "is not a date"),
        ({"starts": "0001-01-01"}, "Check the year of the first day."),
        ({"ends": (TODAY - timedelta(days=1)).isoformat()}, "The last day cannot be before the first day"),
        ({"from": "18:00", "to": "9:00"}, "The end time is before the start time. Check both times."),
        ({"from": ""}, "Enter a start time and an end time."),
        ({"to": "late"}, "is not a time"),
        ({"hours": "0"}, "from 1 to 2000"),
        ({"hours": "²"}, "from 1 to 2000"),
        ({"kind": "gift"}, "Choose whether it is paid."),
        ({"work": "x" * 601}, "Describe the work in 600 characters or fewer."),
    ],
)
def test_terms_that_cannot_be_are_asked_about_and_nothing_is_written(home, more, sentence):
    assert sentence in press(home, "daniel", 422, do="write", **{**TERMS, **more})
    assert not Agreement.objects.unscoped(TEXT).exists()


def test_days_on_which_the_site_takes_nobody_are_asked_about(home):
    site = home.rows["Site"]
    site.weekdays = [1]
    site.save()
    assert "Choose days when the site takes students." in press(home, "daniel", 422, do="write", **TERMS)


def test_without_a_place_held_there_is_no_agreement_to_write(home):
    Reservation.objects.unscoped(TEXT).update(until=TODAY - timedelta(days=1))
    press(home, "daniel", 302, do="write", **TERMS)
    assert not Agreement.objects.unscoped(TEXT).exists()


def test_no_state_or_calendar_is_said_on_the_page(home):
    School.objects.unscoped(TEXT).filter(pk=home.school.pk).update(state="")
    elsewhere = School.objects.create(network=home.network, name="Elsewhere")
    Term.objects.unscoped(TEXT).filter(school=home.school).update(school=elsewhere)
    written(home)
    shown = page(home)
    assert "This school’s state is not on file, so only the federal rules were checked." in shown
    assert "We could not check whether the hours are during school hours." in shown
    assert "Something needs your attention first. Look into it, then check the box." in press(
        home, "daniel", 422, do="approve"
    )
