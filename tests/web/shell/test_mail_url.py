"""TRELLIS_MAIL and TRELLIS_HOSTS as an operator writes them."""

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from trellis.config.mail_url import mail_settings


@pytest.mark.parametrize(
    ("url", "port", "from_the_start", "after_the_greeting"),
    [
        ("smtp://mail.example.org:587", 587, False, True),
        ("smtp://mail.example.org", 587, False, True),
        ("smtps://mail.example.org", 465, True, False),
        ("smtps://mail.example.org:587", 587, True, False),
        ("smtp://mail.example.org:465", 465, True, False),
        ("smtp://localhost:25", 25, False, False),
    ],
)
def test_encryption_follows_scheme_and_port(url, port, from_the_start, after_the_greeting):
    mail_options = mail_settings(url)
    assert (mail_options["EMAIL_PORT"], mail_options["EMAIL_USE_SSL"], mail_options["EMAIL_USE_TLS"]) == (
        port,
        from_the_start,
        after_the_greeting,
    )
    assert mail_options["EMAIL_TIMEOUT"]


def test_special_characters_in_a_password_are_written_as_in_any_address():
    mail_options = mail_settings("smtp://mailer%40example.org:p%3Aw%2F@mail.example.org:587")
    assert (mail_options["EMAIL_HOST_USER"], mail_options["EMAIL_HOST_PASSWORD"]) == (
        "mailer@example.org",
        "p:w/",
    )
    assert mail_settings("") == {}


@pytest.mark.parametrize(
    "url", ["mail.example.org:587", "http://u:pass-word@mail.example.org", "smtp://u:pass-word@h:x"]
)
def test_what_names_no_mail_server_is_one_sentence_without_its_password(url):
    with pytest.raises(ImproperlyConfigured) as refused:
        mail_settings(url)
    assert "TRELLIS_MAIL" in str(refused.value)
    assert "pass-word" not in str(refused.value)


def test_spaces_between_hosts_do_not_make_a_name_useless(tmp_path):
    code = "from trellis.config import settings; print(settings.ALLOWED_HOSTS)"
    environment = {
        **os.environ,
        "TRELLIS_HOSTS": "one.example.org, two.example.org,",
        "TRELLIS_DATA": str(tmp_path),
    }
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "['one.example.org', 'two.example.org']"
