"""Who opened a child's record is noted even when the database could not be written to at that moment."""

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from trellis.web.families import access_log_queue
from trellis.web.families.models import RecordAccess
from world import make_world

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite can be told to refuse every write"),
]


def opened_by(person) -> int:
    return RecordAccess.objects.unscoped("the test reads").filter(person=person).count()


def refuse_writes(refuse: bool) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA query_only = {'ON' if refuse else 'OFF'}")


def test_the_page_opens_and_the_opening_is_noted_later():
    home = make_world().home
    client = Client()
    client.force_login(home.noor.account)
    before = opened_by(home.noor)
    refuse_writes(True)
    try:
        page = client.get(reverse("student", args=[home.amina.pk]))
        again = client.get(reverse("student", args=[home.amina.pk]))
    finally:
        refuse_writes(False)
    assert (page.status_code, again.status_code, opened_by(home.noor)) == (200, 200, before)
    client.get(reverse("plan", args=[home.amina.pk]))
    assert opened_by(home.noor) == before + 2


@pytest.fixture
def waiting(monkeypatch):
    """Noor opened Amina's page while nothing could be written; it waits. Gives Noor, and what runs at the end."""
    home, at_end = make_world().home, []
    monkeypatch.setattr(access_log_queue, "RETRY_PAUSE", 0)
    monkeypatch.setattr(access_log_queue, "LAST_PAUSE", 0)
    monkeypatch.setattr(access_log_queue.settings, "TRELLIS_INLINE", False)
    monkeypatch.setattr(access_log_queue.Thread, "start", lambda self: None)
    monkeypatch.setattr(
        access_log_queue.util, "Finalize", lambda _object, call, exitpriority: at_end.append(call)
    )
    client = Client()
    client.force_login(home.noor.account)
    refuse_writes(True)
    client.get(reverse("student", args=[home.amina.pk]))
    client.get(reverse("plan", args=[home.amina.pk]))
    yield home.noor, at_end
    refuse_writes(False)
    access_log_queue.clear_queue()
    if access_log_queue._retrying.locked():
        access_log_queue._retrying.release()


def test_what_waits_is_written_without_another_opening(waiting, monkeypatch):
    noor, _at_end = waiting
    refuse_writes(False)
    monkeypatch.setattr(access_log_queue.connections, "close_all", lambda: None)  # this test's is needed on
    access_log_queue._retry()
    assert opened_by(noor) == 2
    assert not access_log_queue._retrying.locked()


def test_what_waits_is_written_before_the_process_ends(waiting):
    noor, (write,) = waiting
    refuse_writes(False)
    write()
    assert opened_by(noor) == 2


def test_what_could_not_be_written_at_the_end_is_counted_in_the_log(waiting, caplog):
    _noor, (write,) = waiting
    write()
    assert "are lost: 2" in caplog.text
