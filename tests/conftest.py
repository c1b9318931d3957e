"""What every test stands on: a test database, and room and quiet for Python."""

import gc
import threading
from collections.abc import Iterator
from copy import copy

import pytest
from _pytest import runner
from django.db import connection
from django.db.backends.base.operations import BaseDatabaseOperations
from django.template import Context, Template
from django.test import Client, TransactionTestCase
from django.test import client as test_client
from django.test.utils import ContextList

import copies
import frames
from trellis.core.foundation import ledger
from trellis.core.foundation.new_database import prepare_database


def pytest_collection_finish(session: pytest.Session) -> None:
    """Let the garbage collector pass over what stays until the end: it took a tenth of the time of the tests."""
    gc.set_threshold(100_000, 50, 100)
    gc.collect()
    gc.freeze()


LONGEST = (
    "foundation/test_new_database",
    "walk/test_every_page",
    "walk/test_page_weight",
    "shell/test_operations",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest tests: a worker that is done takes others' last ones, which are then short."""
    items.sort(key=lambda item: not any(name in item.nodeid for name in LONGEST))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool:
    """Let a test that has moved to a copy of the database (`copies.py`) leave it, after all its fixtures have."""
    copies.begin_test()
    try:
        return run_test(item, nextitem)
    finally:
        copies.end_test()


def run_test(item: pytest.Item, nextitem: pytest.Item | None) -> bool:
    """As pytest itself, with room for frames."""
    return runner.pytest_runtest_protocol(item, nextitem)


frames.give_room(run_test)
frames.give_room(threading.Thread.run)  # of the servers that a browser's tests talk to


@pytest.fixture(autouse=True)
def pages_without_bdi(request, monkeypatch) -> None:
    """Let tests read a page as a person does: <bdi> around names can't be seen. Marked `markup`: as it was sent."""
    if request.node.get_closest_marker("markup"):
        return
    send = Client.request

    def send_and_read(self: Client, **more: object) -> object:
        response = send(self, **more)
        if not response.streaming and "text/html" in response.headers.get("Content-Type", ""):
            response.content = response.content.replace(b"<bdi>", b"").replace(b"</bdi>", b"")
        return response

    monkeypatch.setattr(Client, "request", send_and_read)


@pytest.fixture(scope="session", autouse=True)
def only_pages_keep_their_context() -> Iterator[None]:
    """Let `response.context` hold what a page was given, without a copy of it for each part that it includes.

    A page includes some fifty; copying was a thirtieth of the time of the tests.
    """

    def store(store: dict, signal: object, sender: object, template: Template, context: Context, **_: object):
        store.setdefault("templates", []).append(template)
        contexts = store.setdefault("context", ContextList())
        if template is context.template:
            contexts.append(copy(context))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(test_client, "store_rendered_templates", store)
        yield


@pytest.fixture(scope="session")
def django_db_setup(
    request, django_test_environment, django_db_modify_db_settings, django_db_blocker
) -> Iterator[None]:
    """Make each worker a database in one go, as `trellis open` does; `test_new_database.py` compares with migrations.

    A file, as in use: in memory all threads of a server would share one connection and its transaction.
    """
    if connection.vendor != "sqlite":
        request.getfixturevalue("migrated_database")
        yield
        return
    with django_db_blocker.unblock():
        name = connection.creation._get_test_db_name()
        connection.close()
        connection.settings_dict["NAME"] = name
        prepare_database()
        copies.keep_empty()
    yield
    with django_db_blocker.unblock():
        connection.creation.destroy_test_db(name, verbosity=0)


@pytest.fixture(scope="session", autouse=True)
def tests_that_commit_leave_nothing() -> Iterator[None]:
    """After a test that commits, put a copy of the empty database in place: emptying every table and laying the
    triggers anew takes twenty times as long. Elsewhere than on SQLite, Django does that.
    """
    with pytest.MonkeyPatch.context() as patch:
        if connection.vendor == "sqlite":
            patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _test: copies.restore_empty())
        yield


@pytest.fixture(scope="session", autouse=True)
def flush_clears_the_ledger() -> Iterator[None]:
    """Let Django empty the tables after a test that commits; Trellis itself never may (`ledger.allow_edits`)."""
    flush = BaseDatabaseOperations.execute_sql_flush

    def flush_all(self: BaseDatabaseOperations, sql_list: list[str]) -> None:
        with ledger.allow_edits():
            flush(self, sql_list)

    BaseDatabaseOperations.execute_sql_flush = flush_all
    yield
    BaseDatabaseOperations.execute_sql_flush = flush


@pytest.fixture(scope="session")
def migrated_database(
    django_test_environment, django_db_modify_db_settings, django_db_blocker
) -> Iterator[None]:
    """Another database than SQLite, migrated for each worker."""
    with django_db_blocker.unblock():
        old = connection.settings_dict["NAME"]
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    yield
    with django_db_blocker.unblock():
        connection.creation.destroy_test_db(old, verbosity=0)
