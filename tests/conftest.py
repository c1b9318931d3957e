"""What every test stands on: a test database that is built once and copied."""

import fcntl
import gc
import hashlib
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import django
import pytest
from _pytest import runner
from django.db import connection
from django.db.backends.base.operations import BaseDatabaseOperations
from django.test import Client, TransactionTestCase

import copies
import frames
import trellis
from trellis.core.foundation import ledger

SOURCE = Path(trellis.__file__).parent


def pytest_collection_finish(session: pytest.Session) -> None:
    """Let the garbage collector pass over what stays until the end: it took a tenth of the time of the tests."""
    gc.set_threshold(100_000, 50, 100)
    gc.collect()
    gc.freeze()


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


@pytest.fixture(scope="session")
def django_db_setup(
    request, django_test_environment, django_db_modify_db_settings, django_db_blocker
) -> Iterator[None]:
    """Migrate into a file once per state of the models, then give each worker a copy of it.

    A file, as in use: in memory all threads of a server would share one connection and its transaction.
    """
    if connection.vendor != "sqlite":
        request.getfixturevalue("migrated_database")
        yield
        return
    path = _template(request.config)
    with django_db_blocker.unblock():
        name = connection.creation._get_test_db_name()
        with path.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if path.exists():
                connection.close()
                shutil.copyfile(path, name)
                connection.settings_dict["NAME"] = name
                connection.ensure_connection()
            else:
                connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
                _save_copy(path)
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


@pytest.fixture(scope="session")
def migrated_file(request, django_db_setup) -> Path | None:
    """A SQLite database with all tables and no rows, for tests that start `trellis` as a process; None elsewhere."""
    return _template(request.config) if connection.vendor == "sqlite" else None


def _template(config: pytest.Config) -> Path:
    return Path(config.cache.mkdir("database")) / f"{_schema_digest()}.sqlite3"


def _save_copy(path: Path) -> None:
    for old in path.parent.glob("*.sqlite3"):
        old.unlink()
    with sqlite3.connect(path.with_suffix(".new")) as copy:
        connection.connection.backup(copy)
    path.with_suffix(".new").rename(path)


def _schema_digest() -> str:
    """Name the state of everything that a fresh database depends on."""
    digest = hashlib.blake2b(django.__version__.encode(), digest_size=16)
    for path in sorted(SOURCE.rglob("*.py")):
        parts = set(path.relative_to(SOURCE).parts)
        if parts & {"migrations", "models", "models.py", "foundation", "index.py"}:
            digest.update(path.read_bytes())
    return digest.hexdigest()
