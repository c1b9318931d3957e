"""A teacher's own page: what they try, their record and hours, and what they can be asked. It goes where they go."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from exchange.rosters import a_network, bring_in, rows, write_out
from trellis.adults.professional_learning.models import (
    DirectoryEntry,
    HoursGoal,
    LearningCertificate,
    LearningEvent,
    LearningSession,
    PracticeTry,
    SessionAttendance,
    SessionCredit,
    SignUp,
)
from trellis.core.community.models import Account, Person
from world import Side, World, make_world

from .days import TEXT, client_of, event_of, seat, session_of

pytestmark = pytest.mark.django_db
PAGE = reverse("my-learning")


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def home(world) -> Side:
    return world.home


@pytest.fixture
def daniel(home) -> Client:
    return client_of(home.daniel)


def tries() -> list[tuple[str, str]]:
    return list(PracticeTry.objects.unscoped(TEXT).filter(deleted_at=None).values_list("text", "outcome"))


def test_what_to_try_is_written_once_and_what_happened_stands_beside_it(home, daniel):
    PracticeTry.objects.unscoped(TEXT).all().delete()
    for _twice in range(2):
        daniel.post(PAGE, {"do": "try", "text": "Two of us score first", "review_on": "12/15/2026"})
    row = PracticeTry.objects.unscoped(TEXT).get()
    assert row.review_on == date(2026, 12, 15)
    about = {"try": row.pk, "revision": row.revision}
    daniel.post(PAGE, {"do": "finish-try", "outcome": "We differed on one row.", **about})
    assert tries() == [("Two of us score first", "We differed on one row.")]
    page = daniel.post(PAGE, {"do": "remove-try", "try": row.pk}, follow=True).text
    assert tries() == []
    assert "Undo" in page
    daniel.post(PAGE, {"do": "restore-try", "try": row.pk})
    assert len(tries()) == 1


def test_colleagues_read_only_what_is_shared(home, daniel):
    daniel.post(PAGE, {"do": "try", "text": "Mine alone"})
    daniel.post(PAGE, {"do": "try", "text": "For all of us", "shared": "on"})
    for who, reads in (("noor", True), ("kofi", False), ("imani", False)):
        page = client_of(home.people[who]).get(PAGE).text
        assert ("For all of us" in page) is reads
        assert "Mine alone" not in page


def test_hours_count_by_the_rule_of_the_state_beside_what_is_booked(home, daniel):
    event = event_of(home, timezone.now() - timedelta(days=30), sponsor="Us", sponsor_state="NY")
    SessionCredit.objects.create(session=session_of(event), category="language", minutes=60)
    unapproved = event_of(home, timezone.now() - timedelta(days=20), hours=2)
    for each in (event, unapproved):
        row = seat(each, home.daniel, home)
        SessionAttendance.objects.create(sign_up=row, session=session_of(each), how="code", by=home.daniel)
    seat(event_of(home, timezone.now() + timedelta(days=3), hours=1.5), home.daniel, home)
    today = date.today()
    sent = {"do": "goal", "rule": "NY", "hours": "", "revision": ""}
    dates = {"starts": today - timedelta(days=300), "ends": today + timedelta(days=300)}
    page = daniel.post(PAGE, sent | dates, follow=True).text
    for text in (
        "3 hours of 100 hours",
        "97 hours left until",
        "You are signed up for 1.5 hours.",
        "Language acquisition: 14 hours left",
        "2 hours not counted: No sponsor approved by this state",
        "Check with your state.",
    ):
        assert text in page
    assert "3 hours of 100 hours" in daniel.get(reverse("learning-record")).text
    assert HoursGoal.objects.unscoped(TEXT).get(person=home.daniel).hours == 100


def test_whoever_is_glad_to_be_asked_is_in_the_directory_of_the_network(world, home, daniel):
    sent = {"do": "entry", "text": "Bilingual panels", "contact": "Fridays at noon"}
    for _twice in range(2):
        daniel.post(PAGE, sent)
    kofi = client_of(home.kofi)
    listed = kofi.get(reverse("learning-directory"), {"q": "panels osei"}).text
    assert listed.count("Bilingual panels") == 1
    assert "Harbor High" in listed
    assert "No matches" in kofi.get(reverse("learning-directory"), {"q": "chemistry"}).text
    charlie = client_of(world.other.ines)
    assert "Bilingual panels" not in charlie.get(reverse("learning-directory")).text
    row = DirectoryEntry.objects.unscoped(TEXT).get(text="Bilingual panels")
    daniel.post(PAGE, {"do": "remove-entry", "entry": row.pk})
    assert "Bilingual panels" not in kofi.get(reverse("learning-directory")).text


def test_a_roster_moves_a_teacher_to_another_school_with_all_of_it(tmp_path):
    network = a_network()
    tables = rows()
    tables["orgs"].append(["s2", "Summit High", "school", "", "d1"])
    folder = write_out(tmp_path / "r", tables)
    bring_in(folder, network)
    person = Person.objects.unscoped(TEXT).get(roster_id="tomas")
    Account.objects.create_user("tomas@harbor", person=person)
    _learn_something(person)
    before = Client()
    before.force_login(person.account)
    assert "Scoring together" in before.get(PAGE).text
    tables["roles"][3] = ["r9", "tomas", "primary", "teacher", "", "", "s2"]
    tables["enrollments"].pop()
    bring_in(write_out(folder, tables), network)
    after = Client()
    after.force_login(person.account)
    page = after.get(PAGE).text
    assert "Summit High" in after.get(reverse("learning-directory")).text
    for text in ("Scoring together", "Score before we talk", "Ran panels", "3 hours of 100 hours"):
        assert text in page
    certificate = LearningCertificate.objects.unscoped(TEXT).get()
    assert after.get(reverse("learning-certificate", args=[certificate.pk])).status_code == 200


def _learn_something(person: Person) -> None:
    starts = timezone.now() - timedelta(days=9)
    times = {"starts": starts, "ends": starts + timedelta(hours=3)}
    event = LearningEvent.objects.create(
        network_id=person.network_id,
        kind="workshop",
        title="Scoring together",
        time_zone="America/New_York",
        status="open",
        sponsor="Us",
        sponsor_state="NY",
        **times,
    )
    session = LearningSession.objects.create(event=event, code="123456", **times)
    row = SignUp.objects.create(event=event, person=person, number=1, place="seat")
    SessionAttendance.objects.create(sign_up=row, session=session, how="code", by=person)
    LearningCertificate.objects.create(
        sign_up=row,
        number="2222-3333-4444",
        name=person.name,
        title=event.title,
        starts=starts.date(),
        ends=starts.date(),
        format="online",
        provider="Harbor Network",
        minutes=180,
    )
    today = date.today()
    PracticeTry.objects.create(person=person, text="Score before we talk")
    DirectoryEntry.objects.create(person=person, network_id=person.network_id, text="Ran panels")
    HoursGoal.objects.create(
        person=person,
        rule="NY",
        hours=100,
        starts=today - timedelta(days=90),
        ends=today + timedelta(days=90),
    )
