"""Nothing inline runs: no script, no style, on any page that the shell draws."""

import re

import pytest
from django.urls import reverse

OPEN = [
    "home",
    "join",
    "account_login",
    "account_request_login_code",
    "account_reset_password",
    "account_signup",
]
SIGNED_IN = ["home", "account_change_password", "account_logout", "mfa_index", "account_reauthenticate"]


def nothing_inline(answer):
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"<[^>]+\sstyle\s*=", answer.text)
    assert not re.search(r"<[^>]+\son[a-z]+\s*=", answer.text)
    assert "<style" not in answer.text
    for tag in re.findall(r"<script[^>]*>", answer.text):
        assert "src=" in tag or "application/json" in tag
    assert not re.search(r"""(?:src|href)=["']https?://""", answer.text)


@pytest.mark.parametrize("name", OPEN)
def test_pages_before_sign_in(client, db, name):
    answer = client.get(reverse(name))
    assert answer.status_code == 200
    nothing_inline(answer)


@pytest.mark.parametrize("name", SIGNED_IN)
def test_pages_after_sign_in(enter, name):
    answer = enter("carmen").get(reverse(name), follow=True)
    assert answer.status_code == 200
    nothing_inline(answer)
    assert "Carmen" in answer.text
