"""Looking as somebody else works among invented people, and nowhere else."""

import pytest
from django.urls import reverse

from .people import give_account, make_world


@pytest.fixture
def invented(db):
    world = make_world(invented=True, slug="invented")
    give_account(world.amina, "demo-student")
    give_account(world.imani, "demo-network")
    give_account(world.daniel, "daniel")
    return world


def be(client, username, **more):
    return client.post(reverse("switch-demo-person"), {"username": username, **more})


def test_in_a_demonstration_one_can_look_as_amina(client, invented, settings):
    settings.TRELLIS_DEMO = True
    for _ in range(2):
        assert be(client, "demo-student", next=reverse("join")).url == reverse("join")
    assert client.session["_auth_user_id"] == str(invented.amina.account.pk)


def test_every_page_of_a_demonstration_says_so(client, invented, settings):
    settings.TRELLIS_DEMO = True
    for url in ("/", reverse("join"), reverse("account_login")):
        page = client.get(url).text
        assert "Demo: all people here are made up." in page
        assert "Today in the demo: " in page


def test_only_accounts_made_for_it_are_offered(client, invented, settings):
    settings.TRELLIS_DEMO = True
    be(client, "daniel")
    assert "_auth_user_id" not in client.session


def test_without_the_setting_there_is_no_such_page(client, invented, settings):
    settings.TRELLIS_DEMO = False
    assert be(client, "demo-student").status_code == 404
    assert "invented" not in client.get("/").text


def test_one_real_network_closes_it(client, invented, settings):
    settings.TRELLIS_DEMO = True
    make_world(invented=False, slug="real")
    assert be(client, "demo-student").status_code == 404
    assert "invented" not in client.get("/").text


def test_with_no_network_at_all_it_stays_closed(client, db, settings):
    settings.TRELLIS_DEMO = True
    assert be(client, "demo-student").status_code == 404
