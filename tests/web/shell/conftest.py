import pytest

from .people import World, give_account, make_world


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture
def enter(client, world):
    """Sign somebody in by name and give their browser."""

    def as_(name: str):
        client.force_login(give_account(world.people[name], name))
        return client

    return as_
