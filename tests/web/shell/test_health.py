"""What a monitor, a browser's HEAD and a crawler get."""

import pytest
from django.db import OperationalError, connection
from django.test import Client

from world import make_world


@pytest.mark.django_db
def test_health_is_ok_while_the_database_answers_and_says_nothing_else():
    response = Client().get("/health")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert not response.cookies


@pytest.mark.django_db
def test_health_is_503_while_it_does_not(monkeypatch):
    def down(*_args, **_kwargs):
        raise OperationalError("gone")

    monkeypatch.setattr(connection, "cursor", down)
    assert Client(raise_request_exception=False).get("/health").status_code == 503


@pytest.mark.django_db
def test_a_monitor_asks_without_https_and_everybody_else_is_sent_there(settings):
    settings.SECURE_SSL_REDIRECT = True
    assert Client().get("/health").status_code == 200
    for path in ("/", "/join/", "/health/", "/today/", "/robots.txt", "/join/health"):
        response = Client().get(path)
        assert (response.status_code, response["Location"]) == (301, f"https://testserver{path}")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/health", "/robots.txt", "/join/", "/today/"])
def test_head_is_answered_as_get_without_a_body(path):
    client = Client()
    client.force_login(make_world().home.daniel.account)
    got, head = client.get(path), client.head(path)
    assert (head.status_code, head.content) == (got.status_code, b"")


@pytest.mark.django_db
def test_only_what_is_published_may_be_crawled():
    assert Client().get("/robots.txt").content.decode().splitlines()[-1] == "Disallow: /"
