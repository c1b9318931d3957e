"""A request that is too large is refused before anything of it is read."""

import io

import pytest
from django.urls import get_resolver, reverse

from trellis.web.shell import body_limits
from trellis.web.shell.body_limits import LIMITS_BY_PAGE, MEGABYTE

pytestmark = pytest.mark.django_db


class Unread(io.RawIOBase):
    """A body that must not be read."""

    def read(self, *_: object) -> bytes:
        raise AssertionError("the body was read")


def accepted(client, path, megabytes):
    """Whether a request of this size gets as far as the page, which may then read it."""
    try:
        return send(client, path, megabytes).status_code != 413
    except AssertionError:
        return True


def send(client, path, megabytes, length=None):
    return client.generic(
        "POST",
        path,
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=length or str(int(megabytes * MEGABYTE)),
        **{"wsgi.input": Unread()},
    )


@pytest.mark.parametrize(
    "page", ["account_login", "join", "home", "account_reset_password", "my-day", "library"]
)
def test_a_stranger_sends_nothing_large_anywhere(client, page):
    answer = send(client, reverse(page), 400)
    assert answer.status_code == 413
    assert "Nothing was saved" in answer.text


def test_a_stranger_sends_no_roster_either(client, world):
    assert send(client, reverse("roster-upload", args=[world.network.pk]), 400).status_code == 413


def test_who_holds_a_link_sends_a_voice_note_and_no_more(client, world):
    path = reverse("family-link", args=["x"])
    assert send(client, path, 41).status_code == 413
    assert accepted(client, path, 12)


def test_each_page_has_its_own_limit_and_only_for_those_it_is_for(enter, world):
    imani = enter("imani")
    roster = reverse("roster-upload", args=[world.network.pk])
    assert accepted(imani, roster, 400)
    assert send(imani, roster, 520).status_code == 413
    assert send(imani, reverse("join"), 5).status_code == 413
    amina = enter("amina")
    assert send(amina, roster, 400).status_code == 413
    assert send(amina, reverse("my-day"), 41).status_code == 413
    assert accepted(amina, reverse("my-day"), 12)


@pytest.mark.parametrize("length", ["", "x", "-5"])
def test_a_length_that_is_none_reads_nothing(client, length):
    answer = send(client, reverse("join"), 0, length=length or " ")
    assert answer.status_code in (200, 400, 422)


def test_every_page_with_a_limit_is_a_page():
    names = set(get_resolver().reverse_dict)
    assert set(LIMITS_BY_PAGE) <= {name for name in names if isinstance(name, str)}


def test_the_limit_comes_before_whatever_reads_the_body(settings):
    order = settings.MIDDLEWARE
    limit = order.index(f"{body_limits.__name__}.BodyLimitMiddleware")
    assert limit < order.index("django.middleware.csrf.CsrfViewMiddleware")
