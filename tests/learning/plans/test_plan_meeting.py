"""Amina's plan: begun with what was recommended, written together, signed, laid side by side, given to Carmen."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from trellis.core.community.models import Group, Link, Role, Tie
from trellis.core.foundation.models import Act
from trellis.learning.plans import carry_over
from trellis.learning.plans.models import Goal, Plan, PlanVersion
from trellis.learning.plans.versions import compare_versions
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
    assert "Bring the numbers next time" in client.get(page(home)).content.decode()


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
    shown = client.get(page(home)).content.decode()
    assert "She would like to be a nurse." in shown
    assert "<textarea" not in shown
    assert client.post(page(home), form(home)).status_code == 404


def test_two_who_write_at_once_do_not_lose_each_others_words(home):
    before = plan(home).revision
    send(home, "daniel")
    shown = send(home, "amina", 422, revision=before, **{"note-discuss": "I changed my mind: boats."})
    assert "Your text is below, and the current version is next to it." in shown
    assert "I changed my mind: boats." in shown
    assert "She would like to be a nurse." in shown
    assert plan(home).notes["discuss"] == "She would like to be a nurse."


def test_signing_makes_a_version_that_later_words_do_not_change(home):
    send(home, do="sign")
    send(home, **{"note-discuss": "Boats, after all."})
    assert [version.number for version in versions(home)] == [1]
    assert versions(home)[0].body["sections"][0]["text"] == "She would like to be a nurse."
    assert [each["name"] for each in versions(home)[0].signatures] == [
        "Amina Diallo",
        "Carmen Diallo",
        "Daniel Osei",
    ]
    assert plan(home).family_present
    assert plan(home).met_at
    assert Act.objects.unscoped(TEXT).filter(verb="sign a plan").count() == 1


def test_signing_the_same_words_twice_makes_no_second_version(home):
    send(home, do="sign")
    assert "Nothing has changed since version 1" in send(home, do="sign", status=422)
    assert len(versions(home)) == 1


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"present": ["student"]}, "at least one adult"),
        (
            {"present": ["advisor", "guardian"]},
            "The student and at least one adult at the meeting need to sign the plan.",
        ),
        ({"name-student": "  "}, "The student and at least one adult at the meeting need to sign the plan."),
        ({"goal-0-gone": "on"}, "There is no goal yet. Add at least one goal before you sign."),
        ({"name-guardian": " "}, "Someone at the meeting is checked but has no name."),
    ],
)
def test_a_plan_is_signed_by_the_student_and_an_adult_and_holds_a_goal(home, more, sentence):
    assert sentence in send(home, do="sign", status=422, **more)
    assert not versions(home)


def test_amina_cannot_sign_alone_at_home(home):
    send(home, "amina", 404, do="sign")
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
            "Plan: you have 4001 characters.",
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


def test_versions_lie_side_by_side_and_say_what_changed(home, client):
    send(home, do="sign")
    send(home, do="sign", **{"note-discuss": "She would like to be a midwife."})
    client.force_login(home.carmen.account)
    shown = client.get(reverse("plan-versions", args=[home.amina.pk])).content.decode()
    assert "<del>nurse.</del>" in shown
    assert "<ins>midwife.</ins>" in shown


def test_carmen_gets_a_copy_in_her_language_by_a_link_that_needs_no_account(home, client):
    send(home, do="sign")
    client.force_login(home.daniel.account)
    client.post(reverse("plan-send-copies", args=[versions(home)[0].pk]))
    link = next(word for word in mail.outbox[0].body.split() if word.startswith("http"))
    shown = Client().get(link).content.decode()
    assert 'lang="es"' in shown
    assert "Test six homes" in shown
    assert "plan de aprendizaje" in shown.lower()


def test_the_copy_ends_with_the_tie_and_with_its_time(home, client):
    send(home, do="sign")
    client.force_login(home.daniel.account)
    client.post(reverse("plan-send-copies", args=[versions(home)[0].pk]))
    link = next(word for word in mail.outbox[0].body.split() if word.startswith("http"))
    Tie.objects.unscoped(TEXT).filter(person=home.carmen).update(ends=timezone.now())
    assert Client().get(link).status_code == 410
    Tie.objects.unscoped(TEXT).filter(person=home.carmen).update(ends=None)
    assert Client().get(link).status_code == 200
    Link.objects.unscoped(TEXT).update(expires=timezone.now())
    assert Client().get(link).status_code == 410


def test_a_goal_is_reached_and_taken_back(home, client):
    goal = Goal.objects.unscoped(TEXT).get(plan=plan(home))
    client.force_login(home.amina.account)
    for reached in ("yes", "yes", "no"):
        client.post(reverse("goal-reached", args=[goal.pk]), {"reached": reached})
        goal.refresh_from_db()
        assert bool(goal.reached_at) is (reached == "yes")


def test_tomas_of_another_class_and_charlie_do_not_write(home, client):
    client.force_login(home.kofi.account)
    assert client.post(page(home), form(home)).status_code == 404


def body(text: str, goal: str) -> dict:
    goals = (
        [{"id": "1", "title": goal, "outcome": "", "evidence": "", "due": "", "helper": ""}] if goal else []
    )
    return {"sections": [{"key": "discuss", "title": "Discuss", "text": text}], "goals": goals}


@given(st.text(), st.text(), st.text(), st.text())
def test_side_by_side_loses_no_word_of_either_version(before, after, old_goal, new_goal):
    lines = compare_versions(body(before, old_goal), body(after, new_goal))
    assert "".join(words for _how, words in lines[0].before) == before
    assert "".join(words for _how, words in lines[0].after) == after
    assert lines[0].changed == (before != after)


def test_a_mentor_who_also_advises_others_does_not_read_her_mentees_plan(home, client):
    other = Group.objects.create(school=home.school, kind=Group.Kind.ADVISORY, title="Advisory 9-A")
    tie(home.rosa, Role.ADVISOR, other)
    client.force_login(home.rosa.account)
    assert client.get(page(home)).status_code == 404
    assert client.get(reverse("plan-versions", args=[home.amina.pk])).status_code == 404


def test_a_name_typed_at_the_table_is_saved_with_the_plan(home, client):
    send(home, **{"name-guardian": "Mariama Ba "})
    client.force_login(home.daniel.account)
    assert 'value="Mariama Ba"' in client.get(page(home)).content.decode()
    assert plan(home).names == {"guardian": "Mariama Ba"}
    assert 'value="Mariama Diop"' in send(
        home, status=422, **{"name-guardian": "Mariama Diop", "goal-0-due": "soon"}
    )
