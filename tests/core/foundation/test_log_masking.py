"""No live link token is logged or mailed, whichever page it opens and however the request fails."""

import io
import logging
import sys
from urllib.parse import quote

import pytest
from django.conf import settings
from django.core import mail
from django.core.signing import Signer
from django.test import Client, RequestFactory
from django.urls import URLPattern, get_resolver
from django.views.debug import get_exception_reporter_class

from trellis.core.community import links
from trellis.core.foundation.ids import new_id
from trellis.core.foundation.log_masking import mask_tokens

LIVE = links._signer("any").sign(new_id().hex)
RESET_KEY = "c8bf2z-0b9a7a7c1d2e3f40"
CONFIRM_KEY = Signer(salt="account").sign("1")


def secret_paths(resolver=None, before="/"):
    """Yield a path with a live secret, and the secret, for every URL pattern that takes one."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + str(pattern.pattern)
        if not isinstance(pattern, URLPattern):
            yield from secret_paths(pattern, route)
        elif "<str:token>" in route:
            yield route.replace("<str:token>", LIVE), LIVE
        elif pattern.name == "account_confirm_email":
            yield f"/account/confirm-email/{CONFIRM_KEY}/", CONFIRM_KEY
        elif pattern.name == "account_reset_password_from_key":
            yield f"/account/password/reset/key/{RESET_KEY}/", RESET_KEY


PATHS = sorted(secret_paths())


@pytest.fixture
def console():
    """What the console handler writes meanwhile."""
    handler = next(
        h for h in logging.getLogger().handlers if getattr(h.formatter, "__module__", "").endswith("masking")
    )
    written = io.StringIO()
    before = handler.setStream(written)
    yield written
    handler.setStream(before)


def fail(words, token):
    """Raise with a token among the local variables, which a report shows."""
    raise ValueError(words)


def test_every_pattern_that_takes_a_secret_is_walked():
    taking = [p for p in map(str, _routes()) if "token" in p or "key>" in p]
    assert len(PATHS) == len([p for p in taking if "gradebook" not in p]) >= 11


def _routes(resolver=None, before="/"):
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + str(pattern.pattern)
        yield from _routes(pattern, route) if hasattr(pattern, "url_patterns") else [route]


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "secret"), PATHS, ids=range(len(PATHS)))
def test_a_failing_request_is_logged_without_its_token(path, secret, console):
    strict = Client(enforce_csrf_checks=True)
    strict.get(path + "nothing-here/")  # 404
    strict.post(path)  # 403, no CSRF token
    strict.put(path)  # 405 on pages that take GET and POST
    strict.get(f"/nothing-here/?next={quote(path, safe='')}", headers={"referer": f"http://localhost{path}"})
    strict.get(path, headers={"host": "other.example"})  # 400
    logged = console.getvalue()
    assert "nothing-here" in logged
    assert secret not in logged
    assert secret.partition("~")[2] not in logged or "~" not in secret


@pytest.mark.parametrize(("path", "secret"), PATHS, ids=range(len(PATHS)))
@pytest.mark.parametrize("debug", [True, False])
def test_an_exception_report_holds_no_token(path, secret, debug, settings):
    settings.DEBUG = debug
    request = RequestFactory().get(path, headers={"referer": f"http://localhost{path}"})
    try:
        fail(f"no row for {path}", secret)
    except ValueError:
        reporter = get_exception_reporter_class(request)(request, *sys.exc_info())
    for report in (reporter.get_traceback_text(), reporter.get_traceback_html()):
        assert "no row for" in report
        assert path not in report
        assert LIVE not in report


@pytest.mark.parametrize(("path", "secret"), PATHS, ids=range(len(PATHS)))
def test_an_error_mail_and_a_traceback_hold_no_token(path, secret, console, settings):
    settings.ADMINS = [("Technologist", "tech@example.org")]
    request = RequestFactory().get(path)
    try:
        fail(path, secret)
    except ValueError:
        logging.getLogger("django.request").exception("Failed: %s", path, extra={"request": request})
    (message,) = mail.outbox
    html = "".join(content for content, _type in message.alternatives)
    for text in (message.subject, message.body, html, console.getvalue()):
        assert path not in text
        assert secret not in text


def test_development_server_lines_hold_no_token():
    name = settings.LOGGING["loggers"]["django.server"]["handlers"][0]
    formatter = settings.LOGGING["handlers"][name]["formatter"]
    assert settings.LOGGING["formatters"][formatter]["()"].endswith("MaskedServerFormatter")


@pytest.mark.parametrize("times", [0, 1, 2, 3])
def test_an_escaped_token_is_masked_too(times):
    text = LIVE.replace("~", "%7E") if times else LIVE
    for _ in range(times - 1):
        text = quote(text)
    assert mask_tokens(f"GET /family/{text}/ 404") == "GET /family/[link]/ 404"


def test_ordinary_paths_stay():
    for text in (
        "GET /students/018f2d3c-0000-7000-8000-000000000000/ 404",
        "GET /account/password/reset/key/done/ 200",
        "GET /account/password/reset/key/set-password/",
        "Not Found: /account/confirm-email/",
    ):
        assert mask_tokens(text) == text
