"""A passkey, made and used with the browser's own (virtual) authenticator."""

import pytest
from django.core.cache import cache

from browser.test_sign_in import sign_in
from web.shell.people import PASSWORD, give_account, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def test_daniel_makes_a_passkey_and_comes_in_with_it_alone(page, settings):
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # the test's server speaks http, to this machine only
    cache.clear()
    world = make_world()
    give_account(world.daniel, "daniel")
    browser = page.context.new_cdp_session(page)
    browser.send("WebAuthn.enable")
    browser.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    sign_in(page, "daniel")
    page.get_by_role("heading", name="Good").wait_for()
    page.goto("/account/2fa/webauthn/add/")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.get_by_label("Name").fill("Daniel's phone")
    page.get_by_label("Passwordless").check()
    page.get_by_role("button", name="Add").click()
    page.wait_for_url("**/recovery-codes/")  # shown once, beside the first passkey
    page.context.clear_cookies()
    page.goto("/account/login/")
    page.get_by_role("button", name="passkey").click()
    page.get_by_role("heading", name="Good").wait_for()
