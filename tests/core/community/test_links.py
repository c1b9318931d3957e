"""A link opens its page for as long as its purpose needs, and not a day longer, whatever is pressed on it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from trellis.core.community import links
from trellis.core.community.models import Link, Person
from trellis.learning.internships import agreements, confirming
from trellis.learning.internships.models import InternshipDay
from world import make_world

pytestmark = pytest.mark.django_db
TEXT = "the test looks"
MENTOR_DAYS = 10
SIGNING_DAYS = 14


@pytest.fixture
def home():
    return make_world().home


def given(purpose):
    return Link.objects.unscoped(TEXT).filter(purpose=purpose, revoked_at=None).latest("created")


def make_link(home, **changed):
    token = links.issue_link("test", home.amina.pk, home.rosa, 5, None)
    link = Link.objects.unscoped(TEXT).get(purpose="test")
    Link.objects.unscoped(TEXT).filter(pk=link.pk).update(**changed)
    return token, link


def test_a_mentors_link_is_good_for_ten_days(home):
    InternshipDay.objects.unscoped(TEXT).filter(placement=home.rows["Placement"]).update(confirmed_at=None)
    confirming.send_confirmation_request(home.rows["Placement"], None, lambda token: token)
    good_for = given(confirming.LINK_PURPOSE).expires - timezone.now()
    assert timedelta(days=MENTOR_DAYS - 1) < good_for <= timedelta(days=MENTOR_DAYS)
    assert (confirming.LINK_DAYS, agreements.LINK_DAYS) == (MENTOR_DAYS, SIGNING_DAYS)


OVER = {"expires": timezone.now() - timedelta(seconds=1)}, {"revoked_at": timezone.now()}


@pytest.mark.parametrize("changed", OVER, ids=["expired", "revoked"])
def test_a_link_that_is_over_settles_nothing(home, changed):
    """It may have run out between opening the page and pressing the button."""
    _token, link = make_link(home, **changed)
    with pytest.raises(links.LinkExpiredError):
        links.mark_link_used(link)
    link.refresh_from_db()
    assert link.used_at is None


def test_a_good_link_settles_once(home):
    _token, link = make_link(home)
    links.mark_link_used(link)
    with pytest.raises(links.LinkExpiredError):
        links.mark_link_used(link)


@pytest.mark.parametrize(
    "changed", [*OVER, {"deleted_at": timezone.now()}], ids=["expired", "revoked", "deleted"]
)
def test_a_link_that_is_over_changes_nobodys_language(home, client, changed):
    token, link = make_link(home, **changed)
    Person.objects.unscoped(TEXT).filter(pk=home.rosa.pk).update(language="en")
    assert links.set_link_language(token, "es") is False
    path = reverse("confirm-days", args=[token])
    client.post(reverse("language"), {"language": "es", "next": path})
    assert Person.objects.unscoped(TEXT).get(pk=home.rosa.pk).language == "en"
    link.refresh_from_db()
    assert link.language == ""


def test_a_good_link_keeps_its_holders_language(home):
    token, _link = make_link(home)
    assert links.set_link_language(token, "es") is True
    assert Person.objects.unscoped(TEXT).get(pk=home.rosa.pk).language == "es"


@pytest.mark.parametrize("days", [4.99, 5.01])
def test_a_link_opens_until_its_moment(home, monkeypatch, days):
    token, _link = make_link(home)
    later = timezone.now() + timedelta(days=days)
    monkeypatch.setattr(links.timezone, "now", lambda: later)
    if days < 5:
        assert links.resolve_link("test", token)
    else:
        with pytest.raises(
            links.LinkExpiredError, match="This link has expired\\. Ask the school for a new one\\."
        ):
            links.resolve_link("test", token)
