"""What benchmarks over HTTP share: a server of its own, people who are signed in, and how long an answer took."""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from statistics import median, quantiles
from typing import Any

PORT = 8971
TOKEN = "b" * 32
DATABASE = "TRELLIS_BENCH_DATABASE"


def session_of(person: Any) -> str:
    """Sign a person in; gives the key of their session."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from trellis.core.community.models import Account

    account, _made = Account.objects.get_or_create(person_id=person, defaults={"username": str(person)})
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(account.pk), settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session.create()
    return session.session_key


@contextmanager
def served(prepare: Callable[[], Any]) -> Iterator[Any]:
    """A server on a database of its own, filled by `prepare`, whose result is given."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TRELLIS_DATA"] = folder
        os.environ.pop("TRELLIS_DATABASE", None)
        if os.environ.get(DATABASE):  # an empty one, such as PostgreSQL's
            os.environ["TRELLIS_DATABASE"] = os.environ[DATABASE]
        program = Path(sys.executable).parent / "trellis"
        subprocess.run([program, "manage", "migrate", "-v0"], check=True)
        from trellis.core.foundation.boot import start_django

        start_django()
        prepared = prepare()
        server = subprocess.Popen([program, "serve", "--port", str(PORT)], stdout=subprocess.DEVNULL)
        try:
            _wait()
            yield prepared
        finally:
            server.terminate()
            server.wait()


def _wait() -> None:
    for _try in range(100):
        try:
            ask("GET", "/", None, {})
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError("The server does not answer.")


def ask(
    method: str, path: str, body: str | bytes | None, head: dict[str, str], wants: int | None = None
) -> float:
    """Ask for a page; gives how many seconds the answer took. RuntimeError for another answer than `wants`."""
    began = time.perf_counter()
    way = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
    way.request(method, path, body, head)
    answer = way.getresponse()
    text = answer.read()
    way.close()
    if wants and answer.status != wants:
        raise RuntimeError(f"{answer.status}: {text[:300]!r}")
    return time.perf_counter() - began


def report_waits(name: str, waits: list[float]) -> float:
    """Print the median and the 99th percentile of some waits; gives the latter, in seconds."""
    cut = quantiles(waits, n=100)
    print(f"{name}: {len(waits)} requests, p50 {median(waits) * 1000:.0f} ms, p99 {cut[98] * 1000:.0f} ms")
    return cut[98]
