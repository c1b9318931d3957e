"""An account is reached by the address that the roster has now, unless its owner confirmed one of their own."""

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from exchange.rosters import a_network, bring_in, rows, write_out
from trellis.core.community.models import Account, Person

pytestmark = pytest.mark.django_db
OLD, NEW = "amina@example.org", "a.diallo@harbor.example"


@pytest.fixture
def network():
    return a_network()


@pytest.fixture
def folder(tmp_path, network):
    folder = write_out(tmp_path / "r", rows())
    bring_in(folder, network)
    return folder


def account(name: str, email: str, **more) -> Account:
    person = Person.objects.unscoped("test").get(roster_id=name)
    return Account.objects.create(username=name, person=person, email=email, **more)


def email_of(account: Account) -> str:
    return Account.objects.get(pk=account.pk).email


def import_with(folder, network, emails: dict[str, str]) -> None:
    new = rows()
    for row in new["users"]:
        row[6] = emails.get(row[0], row[6])
    bring_in(write_out(folder, new), network)


def test_an_account_follows_the_roster_and_the_old_address_is_told(
    folder, network, django_capture_on_commit_callbacks
):
    amina = account("amina", OLD, last_login=timezone.now())
    EmailAddress.objects.create(user=amina, email=OLD, primary=True)
    with django_capture_on_commit_callbacks(execute=True):
        import_with(folder, network, {"amina": NEW})
    assert email_of(amina) == NEW
    assert not EmailAddress.objects.filter(user=amina).exists()
    (message,) = mail.outbox
    assert (message.to, "Your school now has a different email address for you." in message.body) == (
        [OLD],
        True,
    )


def test_a_code_goes_to_the_new_address_and_not_to_the_old_one(folder, network):
    account("amina", OLD)
    import_with(folder, network, {"amina": NEW})
    for email, count in ((OLD, 0), (NEW, 1)):
        Client().post(reverse("account_request_login_code"), {"email": email})
        assert [message.to for message in mail.outbox] == [[NEW]] * count


def test_an_address_of_an_account_that_nobody_used_is_not_told(
    folder, network, django_capture_on_commit_callbacks
):
    amina = account("amina", OLD)
    with django_capture_on_commit_callbacks(execute=True):
        import_with(folder, network, {"amina": NEW})
    assert (email_of(amina), mail.outbox) == (NEW, [])


@pytest.mark.parametrize("address", [OLD, "mina@home.example"], ids=["the roster's", "another"])
def test_a_confirmed_address_stays(folder, network, address):
    amina = account("amina", address)
    EmailAddress.objects.create(user=amina, email=address, verified=True, primary=True)
    import_with(folder, network, {"amina": NEW})
    assert email_of(amina) == address


def test_an_address_that_was_typed_and_is_not_the_rosters_stays(folder, network):
    amina = account("amina", "mina@home.example")
    import_with(folder, network, {"amina": NEW})
    assert email_of(amina) == "mina@home.example"


def test_an_account_without_an_address_gets_the_rosters_first_one(folder, network):
    daniel = account("daniel", "")
    import_with(folder, network, {"daniel": NEW})
    assert email_of(daniel) == NEW


def test_two_people_may_change_addresses_with_each_other(folder, network):
    import_with(folder, network, {"daniel": NEW})
    amina, daniel = account("amina", OLD), account("daniel", NEW)
    import_with(folder, network, {"amina": NEW, "daniel": OLD})
    assert (email_of(amina), email_of(daniel)) == (NEW, OLD)


def test_an_address_that_several_people_have_now_opens_nobodys_account(folder, network):
    amina = account("amina", OLD)
    import_with(folder, network, {"amina": NEW, "carmen": NEW})
    assert email_of(amina) == ""


def test_other_news_of_a_person_and_an_empty_address_change_nothing(
    folder, network, django_capture_on_commit_callbacks
):
    amina = account("amina", OLD, last_login=timezone.now())
    new = rows()
    with django_capture_on_commit_callbacks(execute=True):
        new["users"][0][6:8] = "", "11"
        bring_in(write_out(folder, new), network)
        new["users"][0][6:8] = OLD, "12"
        bring_in(write_out(folder, new), network)
    assert (email_of(amina), mail.outbox) == (OLD, [])
