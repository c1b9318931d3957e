"""A placement under way: its days change, its stages go on, its mentor says how it goes, and it ends."""

from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.html import compact

from trellis.core.community.models import Demographics, School, Tie
from trellis.design.blueprint.package import Package
from trellis.design.blueprint.wording import Wording
from trellis.learning.internships import active_placement_views, active_placements
from trellis.learning.internships.models import (
    Clearance,
    InternshipDay,
    MentorAnswer,
    Placement,
    PlacementSearch,
)
from world import MODEL, Side, make_world

pytestmark = pytest.mark.django_db
TEXT = "the test looks"
TODAY = date.today()
TERMS = {"starts": (TODAY - timedelta(days=60)).isoformat(), "days": ["2"], "from": "16:00", "to": "18:00"}
TERMS |= {"hours": "80"}


@pytest.fixture
def home() -> Side:
    side = make_world().home
    Clearance.objects.unscoped(TEXT).all().delete()
    for kind in ("site-visit", "insurance", "background"):
        Clearance.objects.create(site=side.rows["Site"], kind=kind, expires=TODAY + timedelta(days=300))
    aged(side, 17)
    return side


def aged(side: Side, years: int) -> None:
    born = TODAY - timedelta(days=years * 365 + years // 4 + 180)
    Demographics.objects.unscoped(TEXT).filter(student=side.amina).update(birth_date=born)


def press(side: Side, where: str, status: int = 302, who: str = "daniel", **fields) -> str:
    client = Client()
    client.force_login(side.people[who].account)
    answer = client.post(reverse(where, args=[side.rows["Placement"].pk]), fields)
    assert answer.status_code == status, answer.content.decode()[:1500]
    return answer.content.decode()


def now(side: Side) -> Placement:
    return Placement.objects.unscoped(TEXT).get(pk=side.rows["Placement"].pk)


def test_other_days_are_kept_when_there_is_nothing_to_look_at(home):
    press(home, "placement-schedule", **TERMS)
    assert (now(home).weekdays, now(home).to_time) == ([2], time(18))


def test_other_hours_of_a_fourteen_year_old_are_looked_at_first(home):
    aged(home, 14)
    late = {**TERMS, "to": "22:00", "kind": "paid"}
    assert "29 CFR" in press(home, "placement-schedule", 422, **late)
    assert now(home).to_time is None
    press(home, "placement-schedule", looked="on", **late)
    assert now(home).to_time == time(22)


def test_a_placement_is_over_when_its_last_day_is_over_at_the_school(home):
    School.objects.unscoped(TEXT).update(time_zone="Pacific/Kiritimati")
    today = timezone.now().astimezone(ZoneInfo("Pacific/Kiritimati")).date()
    Placement.objects.unscoped(TEXT).update(ends=today)
    press(home, "placement-schedule", **TERMS)
    Placement.objects.unscoped(TEXT).update(ends=today - timedelta(days=1))
    assert "is over" in press(home, "placement-schedule", 422, **{**TERMS, "to": "17:00"})


def test_a_placement_that_is_over_keeps_its_days(home):
    Placement.objects.unscoped(TEXT).update(ends=TODAY - timedelta(days=9))
    assert "is over" in press(home, "placement-schedule", 422, **TERMS)


def test_it_ends_and_rosas_tie_with_it(home):
    press(home, "end-placement", last=TODAY.isoformat())
    assert now(home).ends == TODAY
    assert not Tie.objects.unscoped(TEXT).filter(person=home.rosa, to_person=home.amina, ends=None).exists()
    assert InternshipDay.objects.unscoped(TEXT).filter(placement=now(home)).exists()


def test_rosas_tie_stays_while_she_mentors_amina_elsewhere(home):
    Placement.objects.create(student=home.amina, site=home.rows["Site"], mentor=home.rosa, starts=TODAY)
    press(home, "end-placement", last=TODAY.isoformat())
    assert Tie.objects.unscoped(TEXT).filter(person=home.rosa, to_person=home.amina, ends=None).exists()


@pytest.mark.parametrize("last", [(TODAY + timedelta(days=1)).isoformat(), "2001-01-01", "soon", ""])
def test_an_end_that_cannot_be_ends_nothing(home, last):
    press(home, "end-placement", last=last)
    assert now(home).ends is None


def test_amina_goes_on_from_learning_to_her_exhibition(home):
    stage = next(stage for stage in pipeline() if stage.key == "learning")
    press(home, "placement-stage", who="amina", stage="learning", go="on", need=list(stage.needs))
    assert PlacementSearch.objects.unscoped(TEXT).get(placement=now(home)).stage == "exhibition"


def test_a_model_without_internships_has_no_stage_to_update(home, monkeypatch):
    package = Package.model_validate(MODEL).model_copy(update={"internship": None})
    monkeypatch.setattr(active_placement_views, "wording_of", lambda _school: Wording(package))
    press(home, "placement-stage", 404, who="amina", stage="learning", go="on")


def pipeline():
    return Package.model_validate(MODEL).internship.stages


def link(side: Side) -> str:
    return reverse("confirm-days", args=[side.tokens["confirm-days"]])


def test_rosa_is_asked_once_a_quarter_how_it_goes(home):
    MentorAnswer.objects.unscoped(TEXT).all().delete()
    shown = Client().get(link(home)).content.decode()
    assert "Do you have enough time to teach?" in shown
    sent = {"question-time": "partly", "question-real": "excellent", "concern": "All well."}
    assert Client().post(link(home), sent).status_code == 200
    assert MentorAnswer.objects.unscoped(TEXT).get(placement=now(home)).answers == {"time": "partly"}


def test_answers_alone_are_worth_a_press(home):
    MentorAnswer.objects.unscoped(TEXT).all().delete()
    InternshipDay.objects.unscoped(TEXT).all().delete()
    assert Client().post(link(home), {"question-real": "yes"}).status_code == 200
    assert MentorAnswer.objects.unscoped(TEXT).get(placement=now(home)).answers == {"real": "yes"}


def test_rosa_corrects_or_removes_her_answers_by_link(home):
    MentorAnswer.objects.unscoped(TEXT).all().delete()
    thanks = Client().post(link(home), {"question-real": "yes", "question-time": "partly"}).content.decode()
    assert 'name="question-real" value="yes" checked' in thanks
    answers = MentorAnswer.objects.unscoped(TEXT)
    Client().post(link(home), {"do": "correct-answers", "question-real": "not-yet", "question-time": "all"})
    assert answers.get().answers == {"real": "not-yet", "time": "partly"}
    assert 'name="question-real" value="not-yet" checked' in compact(
        Client().get(link(home)).content.decode()
    )
    for _press in range(2):
        answer = Client().post(link(home), {"do": "take-back-answers"}, follow=True)
        assert "Removed." in answer.content.decode()
    assert answers.get().deleted_at
    assert active_placements.questions_due(now(home), questions(), TODAY)


def questions():
    return Package.model_validate(MODEL).internship.questions


def test_rosa_is_not_asked_again_within_the_quarter(home):
    assert "Do you have enough time to teach?" not in Client().get(link(home)).content.decode()


def test_rosa_is_not_asked_in_the_first_weeks(home):
    MentorAnswer.objects.unscoped(TEXT).all().delete()
    Placement.objects.unscoped(TEXT).update(starts=TODAY - timedelta(days=5))
    assert "Do you have enough time to teach?" not in Client().get(link(home)).content.decode()
