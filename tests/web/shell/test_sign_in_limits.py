"""Wrong passwords and codes are limited by account and device, for all workers together, and never by address."""

from threading import Barrier, Thread

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse

from trellis.web.shell.device import COOKIE_NAME
from trellis.web.shell.joining import limits
from trellis.web.shell.joining.services import make_join_code

from .people import PASSWORD, give_account

pytestmark = pytest.mark.django_db
WRONG = "not the password 1"


def sign_in(browser, username, password):
    browser.post(reverse("account_login"), {"login": username, "password": password})
    return "_auth_user_id" in browser.session


def sign_out(browser):
    browser.post(reverse("account_logout"))


def guess(username, times, browser=None):
    for _ in range(times):
        assert not sign_in(browser or Client(), username, WRONG)


@pytest.fixture
def daniel(world):
    return give_account(world.daniel, "daniel")


def test_counts_are_in_the_database_and_so_for_all_workers_together():
    assert settings.CACHES["default"]["BACKEND"].endswith("DatabaseCache")
    cache.set("x", 1)
    assert cache.get("x") == 1


def test_no_limit_is_by_address():
    from allauth.account import app_settings

    unused = ("change_phone", "verify_phone")  # no page of Trellis asks for a phone
    assert not [
        a for a, rate in app_settings.RATE_LIMITS.items() if "/ip" in (rate or "") and a not in unused
    ]


def test_guessing_a_password_stops_however_many_browsers_guess(daniel):
    guess("daniel", 8)
    assert not sign_in(Client(), "daniel", PASSWORD)
    assert not sign_in(Client(), "DANIEL", PASSWORD)


def test_wrong_passwords_of_others_do_not_lock_out_a_known_device(daniel):
    known_client = Client()
    assert sign_in(known_client, "daniel", PASSWORD)
    sign_out(known_client)
    guess("daniel", 16)
    assert not sign_in(Client(), "daniel", PASSWORD)
    assert sign_in(known_client, "daniel", PASSWORD)


def test_a_known_device_has_a_limit_of_its_own(daniel):
    known_client = Client()
    sign_in(known_client, "daniel", PASSWORD)
    sign_out(known_client)
    guess("daniel", 8, known_client)
    assert not sign_in(known_client, "daniel", PASSWORD)
    assert sign_in(Client(), "daniel", PASSWORD)  # and does not use up the others'


def test_a_device_is_known_to_those_who_signed_in_on_it_only(daniel, world):
    give_account(world.ines, "ines")
    shared = Client()
    sign_in(shared, "ines", PASSWORD)
    sign_out(shared)
    guess("daniel", 8)
    assert not sign_in(shared, "daniel", PASSWORD)


def test_joining_makes_the_device_known(world):
    browser, code = Client(), make_join_code(world.carmen, by=None)
    sent = {"code": code, "username": "carmen", "password": PASSWORD, "again": PASSWORD}
    browser.post(reverse("join"), sent)
    sign_out(browser)
    guess("carmen", 16)
    assert sign_in(browser, "carmen", PASSWORD)


def test_a_forged_cookie_makes_no_device_known(daniel):
    known_client = Client()
    sign_in(known_client, "daniel", PASSWORD)
    value = known_client.cookies[COOKIE_NAME].value
    guess("daniel", 8)
    for forged in (value[:-2] + "xx", "x", '{"id": "1", "accounts": []}', ""):
        browser = Client()
        browser.cookies[COOKIE_NAME] = forged
        assert not sign_in(browser, "daniel", PASSWORD)


def test_whether_an_account_exists_is_not_seen_from_the_cookie(daniel):
    for username in ("daniel", "nobody"):
        browser = Client()
        sign_in(browser, username, WRONG)
        assert COOKIE_NAME in browser.cookies


def try_code(browser, code="wrong-1"):
    sent = {"code": code, "username": "charlie", "password": PASSWORD, "again": PASSWORD}
    return browser.post(reverse("join"), sent).text


def test_known_browsers_do_not_wait_for_new_ones(world, daniel, monkeypatch):
    monkeypatch.setattr(limits, "MAX_NEW_DEVICES", 5)
    known_client = Client()
    sign_in(known_client, "daniel", PASSWORD)
    sign_out(known_client)
    for _ in range(5):
        assert "do not know this code" in try_code(Client())
    assert "Too many wrong codes" in try_code(Client())
    assert "do not know this code" in try_code(known_client)
    assert "_auth_user_id" not in known_client.session
    try_code(known_client, make_join_code(world.amina, by=None))
    assert "_auth_user_id" in known_client.session


def test_one_browser_is_stopped_and_the_school_beside_it_is_not(world):
    stopped = Client()
    stopped.get(reverse("join"))
    for _ in range(limits.MAX_PER_DEVICE):
        assert "do not know this code" in try_code(stopped)
    assert "Too many wrong codes" in try_code(stopped)
    assert "do not know this code" in try_code(Client())


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one transaction write at a time")
def test_wrong_codes_in_one_moment_are_all_counted(monkeypatch):
    monkeypatch.setattr(limits, "MAX_NEW_DEVICES", 41)
    start = Barrier(8)

    def try_five(number):
        start.wait()
        for _ in range(5):
            limits.count_wrong_code(f"browser-{number}", known_device=False)
        connection.close()

    threads = [Thread(target=try_five, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not limits.has_too_many_tries("another", known_device=False)
    limits.count_wrong_code("one-more", known_device=False)
    assert limits.has_too_many_tries("another", known_device=False)
