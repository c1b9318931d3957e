"""Reading a page never depends on a write: every page opens while the database refuses to be written to, as it does
when the disk is full or a long import holds the lock."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client

from trellis.web.families import access_log_queue
from walk.pages import OPENS
from walk.test_every_page_as_every_role import ROUTES, address, opened
from world import World, make_world

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite can be told to refuse every write"),
]


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def clients(world) -> dict[str, Client]:
    clients = {"nobody": Client()}
    for name, person in world.home.people.items():
        clients[name] = Client()
        clients[name].force_login(person.account)
    return clients


@pytest.fixture
def refusing_writes(world, clients):
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON")
    yield
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = OFF")
    access_log_queue.clear_queue()


def test_every_page_opens_while_nothing_can_be_written(world, clients, refusing_writes):
    shut = []
    for name in ROUTES:
        for who in OPENS[name]:
            try:
                response = clients[who].get(address(name, world.home))
            except Exception as error:
                shut.append(f"{name} for {who}: {error}")
            else:
                if not opened(response):
                    shut.append(f"{name} for {who}: {response.status_code}")
    assert "\n".join(shut) == ""
