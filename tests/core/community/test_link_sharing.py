"""A link that Trellis created is copied, shown as a QR code, emailed and sent anew from the page that shows it."""

import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from tests.html import shown_link

from trellis.core.community import link_sharing, links
from trellis.core.community.models import Link, Person
from trellis.learning.plans.models import PlanVersion
from world import Side, World, make_world

pytestmark = pytest.mark.django_db
TEXT = "the test looks"


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def home(world) -> Side:
    people = Person.objects.unscoped(TEXT)
    people.filter(pk=world.home.carmen.pk).update(language="es", email="carmen@home.example")
    people.filter(pk=world.home.rosa.pk).update(language="ar", email="rosa@clinic.example")
    return world.home


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person.account)
    return client


def family_link(side: Side) -> str:
    sent = {"do": "link", "guardian": side.carmen.pk}
    return _answer(side.daniel, reverse("family", args=[side.amina.pk]), sent)


def plan_copy(side: Side) -> str:
    version = PlanVersion.objects.unscoped(TEXT).get(plan__student=side.amina)
    return _answer(side.daniel, reverse("plan-send-copies", args=[version.pk]), {})


def panel_link(side: Side) -> str:
    sent = {"person": side.rosa.pk, "part": "outside"}
    return _answer(side.daniel, reverse("exhibition-invite", args=[side.rows["Exhibition"].pk]), sent)


def _answer(person: Person, address: str, sent: dict[str, object]) -> str:
    answer = signed_in(person).post(address, sent)
    assert answer.status_code == 200, answer.content.decode()[:800]
    return answer.content.decode()


KINDS = [family_link, plan_copy, panel_link]


def press(side: Side, page: str, do: str) -> str:
    """Press a button of the link that a page shows."""
    return _answer(side.daniel, re.search(r'action="(/links/[^"]+)"', page)[1], {"do": do})


@pytest.mark.parametrize("create", KINDS)
def test_a_new_link_can_be_copied_scanned_and_texted(home, create: Callable[[Side], str]):
    page = create(home)
    assert Client().get(shown_link(page)).status_code == 200
    assert "data-copy" in page
    assert "<svg" in page.partition("QR code")[2]
    assert 'href="sms:' in page


@pytest.mark.parametrize(
    ("create", "words"),
    [(family_link, "Esta es su página."), (plan_copy, "Hola, Carmen"), (panel_link, "مرحب")],
)
def test_it_is_emailed_in_their_language_and_the_subject_names_no_child(home, create, words):
    page = create(home)
    if not mail.outbox:
        page = press(home, page, "email")
    (letter,) = mail.outbox
    assert shown_link(page) in letter.body
    assert words in letter.body
    assert "Amina" not in letter.subject
    assert f"{letter.to[0][0]}…@" in page
    press(home, page, "email")
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("create", KINDS)
def test_a_link_sent_anew_ends_the_one_before(home, create):
    first = create(home)
    second = press(home, first, "renew")
    assert Client().get(shown_link(first)).status_code == 410
    assert Client().get(shown_link(second)).status_code == 200
    assert shown_link(second) in mail.outbox[-1].body


def test_where_there_is_no_address_the_page_says_so_and_keeps_the_link(home):
    Person.objects.unscoped(TEXT).filter(pk=home.carmen.pk).update(email="")
    page = family_link(home)
    assert "There is no email address for this person." in page
    address = re.search(r'action="(/links/[^"]+)"', page)[1]
    answer = signed_in(home.daniel).post(address, {"do": "email"})
    assert answer.status_code == 422
    assert shown_link(answer.content.decode()) == shown_link(page)


def test_when_the_mail_server_is_down_the_link_can_be_emailed_later(home, monkeypatch):
    page = family_link(home)

    def refuse(*_message: object) -> None:
        raise OSError("the mail server is down")

    with monkeypatch.context() as patch:
        patch.setattr(mail.EmailMessage, "send", refuse)
        address = re.search(r'action="(/links/[^"]+)"', page)[1]
        answer = signed_in(home.daniel).post(address, {"do": "email"})
    assert "The email could not be sent. Try again later, or copy the link." in answer.content.decode()
    assert "Sent to" in press(home, page, "email")
    assert len(mail.outbox) == 1


def test_only_who_created_a_link_shares_it_and_only_while_they_see_the_student(home, world):
    page = family_link(home)
    address = re.search(r'action="(/links/[^"]+)"', page)[1]
    for stranger in (home.tomas, home.ines, home.carmen, world.other.people["ines"]):
        assert signed_in(stranger).get(address).status_code == 404
        assert signed_in(stranger).post(address, {"do": "renew"}).status_code == 404
    opened = signed_in(home.daniel).get(address).content.decode()
    assert "/family/" not in opened.partition("<main")[2]
    home.daniel.ties.unscoped(TEXT).all().delete()
    assert signed_in(home.daniel).post(address, {"do": "email"}).status_code in (302, 404)
    assert not mail.outbox


@pytest.mark.parametrize("create", [family_link, panel_link])
def test_the_page_says_later_when_the_link_was_emailed_and_leads_to_a_new_one(home, create):
    page = create(home)
    if not mail.outbox:
        press(home, page, "email")
    name = "family" if create is family_link else "exhibition"
    row = home.amina if create is family_link else home.rows["Exhibition"]
    later = signed_in(home.daniel).get(reverse(name, args=[row.pk])).content.decode()
    address = re.search(r'href="(/links/[^"]+)"', later)[1]
    assert f"{mail.outbox[0].to[0][0]}…@" in later
    assert shown_link(_answer(home.daniel, address, {"do": "renew"})) != shown_link(page)


def test_every_purpose_for_which_a_link_is_created_can_be_shared(home):
    purposes = set(Link.objects.unscoped(TEXT).values_list("purpose", flat=True))
    assert purposes <= set(link_sharing.LINK_KINDS)
    for link in Link.objects.unscoped(TEXT).all():
        kind = link_sharing.LINK_KINDS[link.purpose]
        shared = link_sharing.describe_link(
            "https://trellis.example" + reverse(kind.url_name, args=[links.sign_link(link)])
        )
        assert shared is not None
        assert shared.address in shared.text


def test_every_purpose_fits_its_column_which_postgresql_insists_on():
    most = Link._meta.get_field("purpose").max_length
    assert [purpose for purpose in link_sharing.LINK_KINDS if len(purpose) > most] == []
