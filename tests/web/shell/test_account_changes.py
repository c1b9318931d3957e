"""Nobody takes an account over by its email address, and its owner is told of every change."""

import re
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse

from trellis.core.community.models import Account, Person
from trellis.web.shell.joining.services import make_join_code

from .people import PASSWORD, give_account

pytestmark = pytest.mark.django_db
ROSTER, TYPED = "daniel@school.example", "attacker@evil.example"
SENSITIVE = [
    "account_email",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_generate_recovery_codes",
    "mfa_view_recovery_codes",
    "mfa_download_recovery_codes",
    "mfa_add_webauthn",
]


@pytest.fixture
def daniel(world):
    Person.objects.unscoped("test").filter(pk=world.daniel.pk).update(email=ROSTER)
    account = give_account(world.daniel, "daniel")
    Account.objects.filter(pk=account.pk).update(email=ROSTER)
    return account


@pytest.fixture
def owner_client(client, daniel):
    client.post(reverse("account_login"), {"login": "daniel", "password": PASSWORD})
    assert "_auth_user_id" in client.session
    return client


def confirm_password(browser):
    browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def add(browser, email=TYPED):
    return browser.post(reverse("account_email"), {"email": email, "action_add": ""})


def list_sent_mail():
    """Who got mail, and the subjects."""
    return [(to, message.subject) for message in mail.outbox for to in message.to]


@pytest.mark.parametrize("name", SENSITIVE)
@pytest.mark.parametrize("method", ["get", "post"])
def test_sensitive_pages_ask_for_the_password_again(owner_client, name, method):
    if (name, method) in {
        ("account_email", "get"),
        ("mfa_deactivate_totp", "get"),
        ("mfa_deactivate_totp", "post"),
    }:
        pytest.skip("shows addresses only, or nothing to take away: 404")
    answer = getattr(owner_client, method)(
        reverse(name), {"email": TYPED, "action_add": ""} if method == "post" else {}
    )
    if answer.status_code in (404, 405):  # no second factor to show yet, and nothing to post to a list
        assert "recovery" in name
    else:
        assert urlsplit(answer.headers.get("Location", "")).path == reverse("account_reauthenticate")


def test_a_stolen_session_cannot_add_an_address(owner_client, daniel):
    add(owner_client)
    assert not EmailAddress.objects.filter(email=TYPED).exists()


def test_an_address_is_added_after_the_password_and_the_one_before_is_told(owner_client, daniel):
    confirm_password(owner_client)
    add(owner_client)
    assert EmailAddress.objects.filter(email=TYPED, verified=False).exists()
    assert (ROSTER, "[Trellis] An email address was added to your account") in list_sent_mail()
    body = next(message.body for message in mail.outbox if message.to == [ROSTER])
    assert TYPED in body


@pytest.mark.parametrize("page", ["account_reset_password", "account_request_login_code"])
def test_an_address_that_was_only_typed_gets_no_reset_and_no_code(owner_client, client, daniel, page):
    confirm_password(owner_client)
    add(owner_client)
    owner_client.post(reverse("account_email"), {"email": TYPED, "action_primary": ""})
    client.post(reverse("account_logout"))
    mail.outbox.clear()
    client.post(reverse(page), {"email": TYPED})
    assert mail.outbox == []


@pytest.mark.parametrize("page", ["account_reset_password", "account_request_login_code"])
def test_an_unknown_address_gets_no_mail_at_all(client, world, page):
    assert client.post(reverse(page), {"email": "stranger@example.org"}).status_code == 302
    assert mail.outbox == []


@pytest.mark.parametrize("confirmed", [True, False])
def test_the_schools_and_a_confirmed_address_get_the_reset(client, daniel, confirmed):
    email = "own@example.org" if confirmed else ROSTER
    if confirmed:
        EmailAddress.objects.create(user=daniel, email=email, verified=True, primary=True)
    client.post(reverse("account_reset_password"), {"email": email})
    (message,) = mail.outbox
    assert message.to == [email]


def test_changes_of_primary_address_and_removals_reach_the_address_before(owner_client, daniel):
    EmailAddress.objects.create(user=daniel, email="old@example.org", verified=True, primary=True)
    EmailAddress.objects.create(user=daniel, email="new@example.org", verified=True, primary=False)
    confirm_password(owner_client)
    owner_client.post(reverse("account_email"), {"email": "new@example.org", "action_primary": ""})
    assert {"old@example.org", ROSTER, "new@example.org"} <= {to for to, _subject in list_sent_mail()}
    mail.outbox.clear()
    owner_client.post(reverse("account_email"), {"email": "old@example.org", "action_remove": ""})
    assert {"old@example.org", ROSTER} <= {to for to, _subject in list_sent_mail()}


def test_a_new_password_is_told_of(owner_client, daniel, client):
    new = "otters over maple 7"
    owner_client.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    assert ROSTER in {to for to, _subject in list_sent_mail()}
    mail.outbox.clear()
    owner_client.post(reverse("account_logout"))
    code = make_join_code(daniel.person, by=None)
    client.post(
        reverse("join"), {"code": code, "username": "daniel", "password": PASSWORD, "again": PASSWORD}
    )
    assert ROSTER in {to for to, _subject in list_sent_mail()}


def test_mail_that_cannot_be_sent_does_not_break_the_change(owner_client, daniel, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    new = "otters over maple 7"
    sent = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert owner_client.post(reverse("account_change_password"), sent).status_code == 302
    daniel.refresh_from_db()
    assert daniel.check_password(new)


@pytest.mark.parametrize("address", ["", "https://trellis.school.example"])
@pytest.mark.parametrize("page", ["account_reset_password", "account_request_login_code"])
def test_a_foreign_port_never_gets_into_mail(client, daniel, settings, page, address):
    settings.TRELLIS_ADDRESS = address
    client.post(reverse(page), {"email": ROSTER}, headers={"host": "testserver:6666"})
    (message,) = mail.outbox
    text = message.subject + message.body
    assert "6666" not in text
    if page == "account_reset_password":
        (link,) = re.findall(r"https?://\S+/key/\S+", text)
        assert link.startswith((address or "http://testserver") + "/account/")


def test_a_foreign_host_is_refused(client, daniel):
    answer = client.post(
        reverse("account_reset_password"), {"email": ROSTER}, headers={"host": "evil.example"}
    )
    assert answer.status_code == 400
    assert mail.outbox == []
