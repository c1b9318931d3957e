"""Family members who share an email address cannot open each other's accounts, and nobody learns who has one."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from trellis.core.community.models import Account, Person
from trellis.web.shell.joining.services import make_join_code, use_join_code
from trellis.web.shell.shared_email import is_shared_email

from .people import PASSWORD, give_account

pytestmark = pytest.mark.django_db
FAMILY = "moss@example.org"


def write_email(person: Person, email: str = FAMILY) -> None:
    Person.objects.unscoped("test").filter(pk=person.pk).update(email=email)
    person.email = email


def join(person: Person, name: str) -> Account:
    return use_join_code(make_join_code(person, by=None), name, PASSWORD, "browser")


def signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def give_email(account: Account, email: str = FAMILY) -> None:
    Account.objects.filter(pk=account.pk).update(email=email)


@pytest.fixture
def family(world):
    """Carmen and Amina with one address, on their accounts too, as they may stand in an older database."""
    for name in ("carmen", "amina"):
        write_email(world.people[name], FAMILY.upper() if name == "amina" else FAMILY)
        give_email(give_account(world.people[name], name))
    return world


@pytest.mark.parametrize("order", [("carmen", "amina"), ("amina", "carmen")])
def test_who_shares_an_address_joins_without_it(world, order):
    for name in order:
        write_email(world.people[name])
    assert [join(world.people[name], name).email for name in order] == ["", ""]


def test_who_has_an_address_alone_keeps_it(world, client):
    write_email(world.carmen, "carmen@example.org")
    assert join(world.carmen, "carmen").email == "carmen@example.org"
    client.post(reverse("account_request_login_code"), {"email": "carmen@example.org"})
    code = re.search(r"^\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", mail.outbox[0].body, re.MULTILINE)[1]
    client.post(reverse("account_confirm_login_code"), {"code": code})
    assert signed_in(client)


@pytest.mark.parametrize("page", ["account_request_login_code", "account_reset_password"])
def test_no_code_and_no_reset_goes_to_a_shared_address(family, client, page):
    client.post(reverse(page), {"email": FAMILY})
    mail_text = "\n".join(message.body for message in mail.outbox)
    assert "More than one person uses it" in mail_text
    assert not re.search(r"key/|[A-Z0-9]{4}-[A-Z0-9]{4}", mail_text)


@pytest.mark.parametrize("page", ["account_request_login_code", "account_reset_password"])
def test_the_page_says_the_same_whoever_asks(family, client, page):
    write_email(family.daniel, "daniel@example.org")
    give_email(give_account(family.daniel, "daniel"), "daniel@example.org")
    shown = set()
    for email in (FAMILY, "daniel@example.org", "nobody@example.org"):
        client.cookies.clear()
        answer = client.post(reverse(page), {"email": email}, follow=True)
        words = re.sub(r"<input[^>]*csrf[^>]*>|nonce=\"[^\"]*\"", "", answer.text)
        shown.add((answer.redirect_chain[-1], words.replace(email, "ADDRESS")))
    assert len(shown) == 1


def test_the_page_tells_families_who_share_an_address_what_to_do(client, db):
    assert (
        "If your family shares this email address, we do not send an email."
        in client.get(reverse("account_request_login_code")).text
    )


def test_a_shared_address_and_a_password_open_nobody_and_the_username_does(family, client):
    client.post(reverse("account_login"), {"login": FAMILY, "password": PASSWORD})
    assert not signed_in(client)
    client.post(reverse("account_login"), {"login": "amina", "password": PASSWORD})
    assert str(family.amina.account.pk) == client.session["_auth_user_id"]


def test_a_child_without_an_account_counts_too(world, client):
    write_email(world.carmen)
    give_email(give_account(world.carmen, "carmen"))
    assert not is_shared_email(FAMILY)
    write_email(world.amina)
    assert is_shared_email(FAMILY.title())
    client.post(reverse("account_request_login_code"), {"email": FAMILY})
    assert "More than one person uses it" in mail.outbox[0].body
