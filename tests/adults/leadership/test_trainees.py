"""People in training: their access is their mentor's group, and it ends on their last day."""

from __future__ import annotations

import html
from datetime import date, datetime, time, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from trellis.adults.leadership.models import Trainee
from trellis.adults.organizations.models import Organization
from trellis.core.community.clock import school_local_time, zone_named
from trellis.core.community.models import Person, Role, Tie
from trellis.core.community.tie_endings import end_ties
from trellis.core.community.viewer import Viewer
from world import Side, make_world

pytestmark = pytest.mark.django_db
TEXT = "the test looks"


@pytest.fixture
def home() -> Side:
    side = make_world().home
    Trainee.objects.unscoped(TEXT).all().delete()
    return side


def press(side: Side, do: str, status: int = 302, who: str = "ines", **sent: object) -> str:
    client = Client()
    client.force_login(side.people[who].account)
    answer = client.post(reverse("school-training", args=[side.school.pk]), {"do": do} | sent)
    assert answer.status_code == status, answer.content.decode()
    return html.unescape(answer.content.decode())


def today(side: Side) -> date:
    return school_local_time(side.school, timezone.now()).date()


def mentor_tie(side: Side) -> Tie:
    return Tie.objects.unscoped(TEXT).get(
        person=side.daniel, to_group=side.rows["Advisory"], role=Role.ADVISOR
    )


def fields(side: Side, **more: object) -> dict[str, object]:
    return {
        "name": "Wren Castillo",
        "email": "wren@college.example",
        "kind": "student-teacher",
        "learns": "Advising",
        "university": "Bay College",
        "mentor": mentor_tie(side).pk,
        "starts": today(side).isoformat(),
        "ends": (today(side) + timedelta(days=30)).isoformat(),
    } | more


def trainee() -> Trainee:
    return Trainee.objects.unscoped(TEXT).select_related("person", "tie", "university").get(deleted_at=None)


def midnight_after(side: Side, day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time.min, zone_named(side.school.time_zone))


def sees_the_group(side: Side, moment: datetime) -> bool:
    viewer = Viewer.of(trainee().person, moment)
    students = Person.objects.seen_by(viewer).filter(pk=side.amina.pk)
    return students.exists()


def test_access_ends_at_the_school_s_midnight_after_the_last_day(home):
    press(home, "add", **fields(home))
    press(home, "add", **fields(home))  # sent twice
    end = midnight_after(home, trainee().ends)
    assert sees_the_group(home, timezone.now())
    assert sees_the_group(home, end - timedelta(minutes=1))
    assert not sees_the_group(home, end)
    viewer = Viewer.of(trainee().person)
    assert viewer.ties == {(Role.TEACHER, "group"): {home.rows["Advisory"].pk}}
    assert trainee().university.name == "Bay College"
    assert Organization.objects.unscoped(TEXT).filter(name="Bay College").count() == 1


def test_changed_days_move_the_access(home):
    press(home, "add", **fields(home))
    last = today(home) + timedelta(days=3)
    sent = fields(home, ends=last.isoformat(), trainee=trainee().pk, revision=trainee().revision)
    press(home, "change", **sent)
    assert trainee().tie.ends == midnight_after(home, last)
    press(home, "end", trainee=trainee().pk)
    assert not Trainee.objects.unscoped(TEXT).filter(deleted_at=None).exists()  # began today
    assert not Tie.objects.unscoped(TEXT).filter(person__email="wren@college.example", ends=None).exists()
    assert Viewer.of(Person.objects.unscoped(TEXT).get(email="wren@college.example")).ties == {}


def test_it_ends_with_the_mentor_s(home):
    press(home, "add", **fields(home))
    end_ties(Tie.objects.unscoped(TEXT).filter(pk=mentor_tie(home).pk), timezone.now())
    assert not sees_the_group(home, timezone.now())


def test_bad_days_are_refused_and_only_leaders_add(home):
    assert "before the first" in press(home, "add", 422, **fields(home, ends="2020-01-01"))
    assert "three years" in press(home, "add", 422, **fields(home, ends="2099-01-01"))
    press(home, "add", 404, "imani", **fields(home))
    assert not Trainee.objects.unscoped(TEXT).exists()


def test_a_private_pathway_shows_nowhere_in_who_is_in_training(home):
    pathway = home.rows["StartedPathway"]
    network = reverse("network-training", args=[home.network.pk])
    client = Client()
    client.force_login(home.people["imani"].account)
    leader = "Principal"
    assert leader not in client.get(network).text  # Daniel shows his to the network
    type(pathway).objects.unscoped(TEXT).filter(pk=pathway.pk).update(shown_to_network=False)
    assert leader in client.get(network).text
    client.force_login(home.people["ines"].account)
    assert leader in client.get(reverse("school-training", args=[home.school.pk])).text
