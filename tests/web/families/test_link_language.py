"""A link is read in the language of whoever holds it, as the school has it; otherwise in the phone's. Never in that of
somebody who is signed in there."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext

from trellis.assessment.exhibitions import services as exhibiting
from trellis.core.community.models import Link, Person
from trellis.learning.supports import partner_services
from trellis.learning.supports.models import Consent, Partner
from trellis.web.families import services
from walk.test_every_page_as_every_role import address
from world import Side, make_world

pytestmark = pytest.mark.django_db
TEXT = "the test looks"
OPENED = [
    "agreement-link",
    "confirm-days",
    "plan-copy",
    "attendee-hours",
    "panel",
    "portfolio-score-by-link",
    "family-link",
    "referral",
]


@pytest.fixture
def home() -> Side:
    return make_world().home


def shown(address: str, **headers: str) -> str:
    return Client(headers=headers).get(address).content.decode()


@pytest.mark.parametrize("name", OPENED)
def test_a_link_of_whom_the_school_knows_no_language_is_read_in_the_phones(home, name):
    Person.objects.unscoped(TEXT).update(language="", home_languages=[])
    Link.objects.unscoped(TEXT).update(language="")
    assert '<html lang="fr"' in shown(address(name, home), **{"accept-language": "fr"})


@pytest.mark.parametrize("name", OPENED)
def test_a_link_is_read_in_its_holders_language_and_says_so(home, name):
    Person.objects.unscoped(TEXT).update(language="ar")
    Link.objects.unscoped(TEXT).update(language="ar")
    answer = Client(headers={"accept-language": "fr"}).get(address(name, home))
    assert '<html lang="ar" dir="rtl"' in answer.content.decode()
    assert answer["Content-Language"] == "ar"


@pytest.mark.parametrize("name", OPENED)
def test_that_a_link_is_over_is_said_in_its_holders_language_too(home, name):
    Person.objects.unscoped(TEXT).update(language="ar")
    Link.objects.unscoped(TEXT).update(language="ar", revoked_at=timezone.now())
    answer = Client(headers={"accept-language": "fr"}).get(address(name, home))
    assert answer.status_code == 410
    assert '<html lang="ar" dir="rtl"' in answer.content.decode()


def test_a_teacher_who_opens_carmens_link_reads_what_carmen_reads(home):
    Person.objects.unscoped(TEXT).filter(pk=home.tomas.pk).update(language="fr")
    Person.objects.unscoped(TEXT).filter(pk=home.carmen.pk).update(language="ar")
    client = Client()
    client.force_login(home.tomas.account)
    assert '<html lang="ar"' in client.get(address("family-link", home)).content.decode()


def test_without_a_word_from_carmen_it_is_the_language_of_aminas_home(home):
    Person.objects.unscoped(TEXT).filter(pk=home.amina.pk).update(home_languages=["so", "ar"])
    home.amina.refresh_from_db()
    token = services.issue_family_link(home.amina, home.carmen, home.daniel.pk)
    assert '<html lang="ar"' in shown(reverse("family-link", args=[token]))


def test_carmen_changes_the_language_of_her_page_for_good(home):
    way = address("family-link", home)
    chosen = Client().post(reverse("language"), {"language": "ar", "next": way})
    assert chosen.url == way
    assert '<html lang="ar"' in shown(way, **{"accept-language": "en"})
    assert Person.objects.unscoped(TEXT).get(pk=home.carmen.pk).language == "ar"


def test_a_partner_changes_it_too_and_only_for_its_own_link(home):
    way = address("referral", home)
    client = Client()
    client.force_login(home.tomas.account)
    client.post(reverse("language"), {"language": "es", "next": way})
    assert '<html lang="es"' in shown(way)
    assert '<html lang="en"' in shown(address("portfolio-score-by-link", home))
    assert Person.objects.unscoped(TEXT).get(pk=home.tomas.pk).language == ""


def test_a_link_that_was_taken_back_changes_nobodys_language(home):
    Link.objects.unscoped(TEXT).update(revoked_at=timezone.now())
    Client().post(reverse("language"), {"language": "ar", "next": address("family-link", home)})
    assert Person.objects.unscoped(TEXT).get(pk=home.carmen.pk).language == ""


def test_a_broken_token_is_answered_and_changes_nothing(home):
    for token in ("x", "~", home.tokens["referral"][:-1], "00" * 16 + "~x"):
        assert Client().get(reverse("family-link", args=[token])).status_code == 404
        way = reverse("family-link", args=[token])
        assert Client().post(reverse("language"), {"language": "ar", "next": way}).status_code == 302


def test_default_language_is_the_schools_or_the_familys(home):
    Person.objects.unscoped(TEXT).update(language="", home_languages=[])
    Person.objects.unscoped(TEXT).filter(pk=home.carmen.pk).update(home_languages=["so", "ar"])
    for who, language in (("daniel", "en"), ("carmen", "ar")):
        client = Client(headers={"accept-language": "fr"})
        client.force_login(home.people[who].account)
        assert f'<html lang="{language}"' in client.get(reverse("today"), follow=True).content.decode()


def test_email_is_in_the_recipients_language(home):
    partner = Partner.objects.create(school=home.school, name="Clinic", areas=["health"], email="c@x.example")
    Consent.objects.create(
        student=home.amina, partner=partner, ends=date.today() + timedelta(days=9), given_at=timezone.now()
    )
    with translation.override("fr"):
        partner_services.send_referral(
            home.rows["Need"], partner, "A bus card.", home.noor.pk, lambda token: token
        )
        Person.objects.unscoped(TEXT).filter(pk=home.rosa.pk).update(language="ar", email="r@x.example")
        home.rosa.refresh_from_db()
        exhibiting.invite_panelist(
            home.rows["Exhibition"], "outside", "", "", home.rosa, home.daniel.pk, lambda token: token
        )
    assert "Hello" in mail.outbox[0].body
    with translation.override("ar"):
        assert mail.outbox[1].subject == gettext("Would you join a student’s panel?")
