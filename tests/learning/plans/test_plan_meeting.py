"""Amina's plan meeting: begun with what was recommended, written together, saved for signing."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from trellis.core.community.models import Group, Role
from trellis.learning.plans import carry_over
from trellis.learning.plans.models import Goal, Plan, PlanSignature, PlanVersion
from world import Side, make_world, tie

pytestmark = pytest.mark.django_db
TEXT = "the test looks"


@pytest.fixture
def home() -> Side:
    side = make_world().home
    PlanVersion.objects.unscoped(TEXT).filter(plan__student=side.amina).delete()
    side.carmen.email, side.carmen.language = "carmen@home.example", "es"
    side.carmen.save()
    side.amina.home_languages = ["fr", "en"]
    side.amina.save()
    return side


def page(side: Side) -> str:
    return reverse("plan-meeting", args=[side.amina.pk])


def plan_page(side: Side) -> str:
    return reverse("plan", args=[side.amina.pk])


def plan(side: Side) -> Plan:
    return Plan.objects.unscoped(TEXT).get(student=side.amina)


def form(side: Side, **more) -> dict:
    goal = Goal.objects.unscoped(TEXT).filter(plan=plan(side), deleted_at=None).first()
    fields = {
        "revision": plan(side).revision,
        "note-discuss": "She would like to be a nurse.",
        "goal-0-id": str(goal.pk) if goal else "",
        "goal-0-title": "Test six homes",
        "goal-0-due": (date.today() + timedelta(days=20)).isoformat(),
        "goal-0-helper": "Rosa",
        "present": ["student", "guardian", "advisor"],
        "name-student": "Amina Diallo",
        "name-guardian": "Carmen Diallo",
        "name-advisor": "Daniel Osei",
        "interpreter": "Ms. Ba",
        "interpreter_language": "fr",
        "next_meeting": "2027-01-12T16:30",
    }
    return {**fields, **more}


def send(side: Side, who: str = "daniel", status: int = 302, **more) -> str:
    client = Client()
    client.force_login(side.people[who].account)
    answer = client.post(page(side), form(side, **more))
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def versions(side: Side) -> list[PlanVersion]:
    return list(PlanVersion.objects.unscoped(TEXT).filter(plan__student=side.amina).order_by("number"))


def test_a_plan_begins_with_what_the_last_exhibition_recommended(home, client, monkeypatch):
    recommendations = [{"text": "Bring the numbers next time", "source": "Quarter 1"}]
    monkeypatch.setitem(carry_over.CARRY_OVER_SOURCES, "test", lambda student: recommendations)
    Plan.objects.unscoped(TEXT).filter(student=home.amina).delete()
    client.force_login(home.amina.account)
    for _twice in range(2):
        client.post(reverse("plan-begin", args=[home.amina.pk]))
    assert plan(home).carried == recommendations
    for address in (plan_page(home), page(home)):
        assert "Bring the numbers next time" in client.get(address).content.decode()


def test_the_page_asks_what_the_schools_model_asks(home, client):
    client.force_login(home.daniel.account)
    shown = client.get(page(home)).content.decode()
    for word in (
        "Discuss",
        "Plan",
        "Prioritize",
        "Make sure",
        "How do I prove it?",
        "Carmen Diallo",
        "Rosa Herrera",
    ):
        assert word in shown


def test_what_is_written_at_the_table_is_kept(home):
    send(home)
    saved_plan = plan(home)
    assert saved_plan.notes == {"discuss": "She would like to be a nurse."}
    assert saved_plan.present == ["student", "guardian", "advisor"]
    assert (saved_plan.interpreter, saved_plan.interpreter_language) == ("Ms. Ba", "fr")
    assert saved_plan.next_meeting.isoformat() == "2027-01-12T21:30:00+00:00"  # half past four in New York
    assert Goal.objects.unscoped(TEXT).get(plan=saved_plan).helper == "Rosa"


def test_amina_writes_too_and_carmen_reads(home, client):
    send(home, "amina")
    client.force_login(home.carmen.account)
    shown = client.get(plan_page(home)).content.decode()
    assert "She would like to be a nurse." in shown
    assert "<textarea" not in shown
    assert client.get(page(home)).status_code == 404
    assert client.post(page(home), form(home)).status_code == 404


def test_two_who_write_at_once_do_not_lose_each_others_words(home):
    before = plan(home).revision
    send(home, "daniel")
    shown = send(home, "amina", 422, revision=before, **{"note-discuss": "I changed my mind: boats."})
    assert "Your text is below, and the current version is next to it." in shown
    assert "I changed my mind: boats." in shown
    assert "She would like to be a nurse." in shown
    assert plan(home).notes["discuss"] == "She would like to be a nurse."


def test_finishing_the_meeting_saves_a_version_that_later_words_do_not_change(home):
    send(home, do="finish")
    send(home, **{"note-discuss": "Boats, after all."})
    assert [version.number for version in versions(home)] == [1]
    assert versions(home)[0].body["sections"][0]["text"] == "She would like to be a nurse."
    assert versions(home)[0].saved_by_id == home.daniel.pk
    assert plan(home).family_present
    assert plan(home).met_at
    assert not PlanSignature.objects.unscoped(TEXT).filter(version__plan=plan(home)).exists()


def test_finishing_with_the_same_words_makes_no_second_version(home):
    send(home, do="finish")
    send(home, do="finish", present=["student", "advisor"], next_meeting="2027-02-12T16:30")
    assert len(versions(home)) == 1


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"present": ["student"]}, "at least one adult"),
        ({"present": ["advisor", "guardian"]}, "Check who is at the meeting: the student"),
        ({"name-student": "  "}, "Someone at the meeting is checked but has no name."),
        ({"goal-0-gone": "on"}, "There is no goal yet. Add at least one goal before you sign."),
        ({"name-guardian": " "}, "Someone at the meeting is checked but has no name."),
    ],
)
def test_a_meeting_has_the_student_and_an_adult_and_agrees_on_a_goal(home, more, sentence):
    assert sentence in send(home, do="finish", status=422, **more)
    assert not versions(home)
    assert plan(home).revision == 0


def test_amina_cannot_hold_the_meeting_alone_at_home(home):
    send(home, "amina", 404, do="finish")
    assert not versions(home)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"goal-0-due": "soon"}, "Goal 1: “soon” is not a date"),
        ({"goal-0-due": "2026-02-30"}, "is not a date"),
        ({"goal-0-title": " ", "goal-0-evidence": "x"}, "Goal 1 has no name yet"),
        ({"goal-1-title": "x" * 241}, "241 characters"),
        (
            {"note-plan": "x" * 4001},
            "Plan: you have 4,001 characters.",
        ),
        ({"next_meeting": "tomorrow"}, "” is not a date and time. Enter them like 9/1/2026 2:30 PM."),
        ({"interpreter_language": "xx-klingon-nobody"}, "not a language we know"),
        (
            {"interpreter": "Bea Lopez"},
            "A child cannot be the interpreter. Enter an adult’s name, or leave it blank.",
        ),
        ({"goal-0-id": "7"}, "Something went wrong with a goal on this page. Open the page again."),
        ({"revision": "yes"}, "Your text is below, and the current version is next to it."),
        ({"revision": "99"}, "Your text is below, and the current version is next to it."),
    ],
)
def test_what_cannot_be_is_answered_with_a_sentence_and_nothing_is_written(home, more, sentence):
    assert sentence in send(home, status=422, **more)
    assert plan(home).revision == 0


def test_a_goal_of_another_student_cannot_be_written_through_this_plan(home):
    term = home.rows["Term"]
    other = Goal.objects.create(plan=Plan.objects.create(student=home.bea, term=term), title="Mine")
    assert "A goal on this page does not belong to this plan. Open the page again." in send(
        home, status=422, **{"goal-0-id": str(other.pk)}
    )
    other.refresh_from_db()
    assert other.title == "Mine"
    assert plan(home).revision == 0


def test_a_coach_does_not_write(home, client):
    client.force_login(home.kofi.account)
    assert client.post(page(home), form(home)).status_code == 404


def test_a_mentor_who_also_advises_others_does_not_read_her_mentees_plan(home, client):
    other = Group.objects.create(school=home.school, kind=Group.Kind.ADVISORY, title="Advisory 9-A")
    tie(home.rosa, Role.ADVISOR, other)
    client.force_login(home.rosa.account)
    assert client.get(page(home)).status_code == 404
    assert client.get(plan_page(home)).status_code == 404
    assert client.get(reverse("plan-versions", args=[home.amina.pk])).status_code == 404


def test_a_name_typed_at_the_table_is_saved_with_the_plan(home, client):
    send(home, **{"name-guardian": "Mariama Ba "})
    client.force_login(home.daniel.account)
    assert 'value="Mariama Ba"' in client.get(page(home)).content.decode()
    assert plan(home).names == {"guardian": "Mariama Ba"}
    assert 'value="Mariama Diop"' in send(
        home, status=422, **{"name-guardian": "Mariama Diop", "goal-0-due": "soon"}
    )
