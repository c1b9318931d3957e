"""A script that saves is told that its person is signed out; what a page's button sends is answered as ever."""

import pytest
from django.test import Client
from django.urls import reverse

from world import Side, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> Side:
    return make_world().home


def send(client: Client, side: Side, accept: str = "application/json", **headers: str) -> int:
    url = reverse("project-design", args=[side.rows["Project"].pk])
    return client.post(url, {"do": "write"}, HTTP_ACCEPT=accept, **headers).status_code


def signed_in(side: Side, who: str) -> Client:
    client = Client()
    client.force_login(side.people[who].account)
    return client


def test_a_script_learns_that_nobody_is_signed_in(home):
    assert send(Client(), home) == 401
    assert send(Client(), home, accept="text/html") == 404


def test_a_script_learns_that_somebody_else_is_signed_in(home):
    tomas = str(home.tomas.pk)
    assert send(signed_in(home, "daniel"), home, HTTP_X_TRELLIS_PERSON=tomas) == 401
    assert send(signed_in(home, "tomas"), home, HTTP_X_TRELLIS_PERSON=tomas) != 401


def test_a_panelist_with_a_link_signs_in_nowhere(home):
    url = reverse("panel", args=[home.tokens["panel"]])
    assert Client().post(url, {"do": "row"}, HTTP_ACCEPT="application/json").status_code != 401
