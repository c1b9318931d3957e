"""Noor opens her day: what waits for her decision stands at the top, and nothing where nothing waits."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.html import compact

from trellis.core.community.models import Role
from trellis.learning.internships.models import Concern
from trellis.learning.supports.models import Consent, Need, Referral
from trellis.web.notifications.selectors import draft_digest
from world import Side, make_world, tie

pytestmark = pytest.mark.django_db
TEXT = "the test looks"
HEADING = "Waiting for your decision"


@pytest.fixture
def home() -> Side:
    """Nothing waits: no concern, everybody in an advisory, every family's yes was acted on."""
    side = make_world().home
    Concern.objects.unscoped(TEXT).all().delete()
    tie(side.bea, Role.STUDENT, side.rows["Advisory"])
    Consent.objects.unscoped(TEXT).update(asked_at=timezone.now() - timedelta(days=3))
    return side


def today(side: Side, who: str = "noor") -> str:
    browser = Client()
    browser.force_login(side.people[who].account)
    return compact(browser.get(reverse("today"), follow=True).content.decode())


def raise_concern(side: Side) -> Concern:
    return Concern.objects.create(placement=side.rows["Placement"], raised_by=side.rosa, words="Often tired.")


def test_nothing_is_shown_where_nothing_waits(home):
    assert HEADING not in today(home)


def test_a_mentors_concern_waits_for_whoever_counsels_the_student(home):
    concern = raise_concern(home)
    page = today(home)
    assert page.index(HEADING) < page.index("Follow up today")
    assert "Rosa Herrera shared a concern about Amina Diallo" in page
    assert reverse("placement", args=[home.rows["Placement"].pk]) in page
    Concern.objects.unscoped(TEXT).filter(pk=concern.pk).update(heard_at=timezone.now())
    assert HEADING not in today(home)


def test_a_student_without_an_advisory_waits_for_one(home):
    home.bea.ties.unscoped(TEXT).filter(to_group=home.rows["Advisory"]).delete()
    page = today(home)
    assert "1 student needs an advisory" in page
    assert reverse("group-drafts", args=[home.school.pk]) in page


def test_a_familys_yes_waits_until_the_partner_is_asked(home):
    Referral.objects.unscoped(TEXT).all().delete()
    page = today(home)
    assert "Amina Diallo: the family agreed to Harbor Food Bank" in page
    assert reverse("student-supports", args=[home.amina.pk]) in page
    Referral.objects.create(need=home.rows["Need"], partner=home.rows["Partner"], words="A bus card.")
    assert HEADING not in today(home)


def test_a_yes_that_is_over_or_not_needed_any_more_waits_for_nobody(home):
    Referral.objects.unscoped(TEXT).all().delete()
    yesterday = timezone.localdate() - timedelta(days=1)
    Consent.objects.unscoped(TEXT).update(ends=yesterday)
    assert HEADING not in today(home)
    Consent.objects.unscoped(TEXT).update(ends=timezone.localdate() + timedelta(days=9))
    Need.objects.unscoped(TEXT).update(met_at=timezone.localdate())
    assert HEADING not in today(home)


def test_the_daily_email_counts_what_waits(home):
    raise_concern(home)
    home.noor.email = "noor@harbor.example"
    home.noor.save()
    draft = draft_digest(home.noor, timezone.now())
    assert draft is not None
    assert "1 decision is waiting for you" in [item.text for item in draft.items]


def test_another_schools_concern_is_not_hers(home):
    raise_concern(home)
    home.noor.ties.unscoped(TEXT).all().delete()
    tie(home.noor, Role.COUNSELOR, home.bea)
    assert "Amina" not in today(home)
