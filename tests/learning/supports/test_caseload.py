"""Noor's desk and a student's page with very much on them, and with people who have left."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from learning.supports.asking import client, page, press, rows
from trellis.core.community.models import Person, Role, School, Tie
from trellis.learning.supports.models import (
    CaseNote,
    Consent,
    EmergencyAccess,
    Need,
    Partner,
    Referral,
    Service,
    Strength,
)
from world import make_world, tie

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    return make_world().home


def fill(home, n):
    today, now = timezone.localdate(), timezone.now()
    partner = home.rows["Partner"]
    for i in range(n):
        student = Person.objects.create(network=home.network, given_name=f"S{i}")
        tie(student, Role.STUDENT, home.school)
        need = Need.objects.create(
            student=student, area="food", words=f"n{i}", opened_at=today, review_on=today
        )
        Service.objects.create(need=need, words="x", starts=today, giver=home.noor)
        Consent.objects.create(student=student, partner=partner, ends=today, given_at=now)
        Referral.objects.create(need=need, partner=partner, words="w", sent_at=now - timedelta(days=9))
        Referral.objects.create(
            need=need, partner=partner, words="w", sent_at=now, declined_at=now, answer="No"
        )
        CaseNote.objects.create(student=student, kind="noticed", words="x", by=None)
        EmergencyAccess.objects.create(student=student, person=home.kofi, why="y", until=now)


def queries(home, path):
    c = client(home, "noor")
    c.get(path)
    with CaptureQueriesContext(
        connection,
    ) as got:
        assert c.get(path).status_code == 200
    return len(got)


def test_queries_of_the_desk(home):
    fill(home, 3)
    few = queries(home, reverse("supports"))
    fill(home, 100)
    many = queries(home, reverse("supports"))
    assert few == many


def test_queries_around_one(home):
    path = reverse("student-supports", args=[home.amina.pk])
    few = queries(home, path)
    today, now = timezone.localdate(), timezone.now()
    for i in range(20):
        met = today if i % 2 else None
        need = Need.objects.create(
            student=home.amina, area="food", words=f"n{i}", opened_at=today, review_on=today, met_at=met
        )
        Service.objects.create(need=need, words="x", starts=today, giver=home.noor)
        p = Partner.objects.create(school=home.school, name=f"p{i}", deleted_at=now if i % 3 else None)
        Consent.objects.create(student=home.amina, partner=p, ends=today, given_at=now, given_by=home.carmen)
        Referral.objects.create(need=need, partner=p, words="w", declined_at=now, answer="No")
        Strength.objects.create(student=home.amina, words=f"s{i}")
        CaseNote.objects.create(student=home.amina, kind="note", words=f"n{i}")
        EmergencyAccess.objects.create(student=home.amina, person=home.tomas, why="y", until=now)
    many = queries(home, path)
    queries(home, reverse("confidential-notes", args=[home.amina.pk]))
    rows(Tie).filter(person=home.tomas).update(ends=now)
    rows(Person).filter(pk=home.tomas.pk).update(deleted_at=now)
    second = School.objects.create(network=home.network, name="Second")
    tie(home.amina, Role.STUDENT, second, starts=now)
    for who in ("noor", "ines", "daniel", "carmen", "amina"):
        for name in ("student-supports", "family"):
            page(home, who, name)
        if who in ("noor", "ines", "daniel"):
            page(home, who, "confidential-notes")
    queries(home, reverse("family", args=[home.amina.pk]))
    assert few == many


def test_desk_of_a_counselor_of_two_schools_leads_to_both(home):
    second = School.objects.create(network=home.network, name="Second")
    tie(home.noor, Role.COUNSELOR, second)
    shown = client(home, "noor").get(reverse("supports")).content.decode()
    for s in (home.school, second):
        assert reverse("support-partners", args=[s.pk]) in shown


def test_counselor_of_first_school_can_refer_for_a_student_of_two(home):
    second = School.objects.create(network=home.network, name="Second")
    tie(home.amina, Role.STUDENT, second, starts=timezone.now())
    shown = page(home, "noor")
    assert "Harbor Food Bank" in shown
    press(
        home,
        "noor",
        200,
        do="refer",
        need=home.rows["Need"].pk,
        partner=home.rows["Partner"].pk,
        words="A bus card for a month.",
    )
