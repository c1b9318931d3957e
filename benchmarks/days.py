"""Fifty students write their day down at once, on SQLite, over HTTP: none lost, none twice, how long each waits.

Every entry is sent twice, as a phone does when the answer got lost. The peer is the same page asked for by the
same students with nothing to write: what of the wait is the server's, and what is the writing's.
"""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import tempfile
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles

STUDENTS, PORT = 50, 8971
KINDS = ("arrived", "goal", "said", "left")
TOKEN = "b" * 32


def _prepare() -> list[tuple[str, str]]:
    """Fifty students with an internship: (person id, session key)."""
    from datetime import date, timedelta
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from trellis.community.models import Account, Role, Tie
    from trellis.demo.build import build
    from trellis.demo.plan import Shape
    from trellis.internships.models import Placement, Site

    network = build(Shape(1, 0, 0, 120, works=1), date.today())
    students = Tie.objects.unscoped("benchmark").filter(role=Role.STUDENT, to_school__isnull=False)
    Placement.objects.unscoped("benchmark").delete()
    site = Site.objects.unscoped("benchmark").filter(network=network).first()
    engine, found = import_module(settings.SESSION_ENGINE), []
    for person in students.values_list("person", flat=True)[:STUDENTS]:
        Placement.objects.create(
            student_id=person, site=site, starts=date.today() - timedelta(days=9), weekdays=[1]
        )
        account, _made = Account.objects.get_or_create(person_id=person, defaults={"username": str(person)})
        session = engine.SessionStore()
        session[SESSION_KEY], session[BACKEND_SESSION_KEY] = (
            str(account.pk),
            settings.AUTHENTICATION_BACKENDS[0],
        )
        session[HASH_SESSION_KEY] = account.get_session_auth_hash()
        session.create()
        found.append((str(person), session.session_key))
    return found


def _post(person: str, key: str, kind: str, entry: str) -> float:
    fields = {"id": entry, "student": person, "kind": kind, "words": f"{kind} of the day"}
    now = datetime.now(UTC).isoformat().replace("+", "%2B")
    body = "&".join(f"{k}={v}" for k, v in {**fields, "made_at": now, "sent_at": now}.items()).replace(
        " ", "+"
    )
    head = {
        "Cookie": f"sessionid={key}; csrftoken={TOKEN}",
        "X-CSRFToken": TOKEN,
        "Content-Type": "application/x-www-form-urlencoded",
    }
    return _ask("POST", "/day/entries/", body, head)


def _look(key: str) -> float:
    return _ask("GET", "/day/", None, {"Cookie": f"sessionid={key}"})


def _ask(method: str, path: str, body: str | None, head: dict[str, str]) -> float:
    began = time.perf_counter()
    way = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
    way.request(method, path, body, head)
    answer = way.getresponse()
    text = answer.read()
    way.close()
    if answer.status != 200:
        raise RuntimeError(f"{answer.status}: {text[:300]!r}")
    return time.perf_counter() - began


def _one(student: tuple[str, str]) -> list[float]:
    person, key = student
    waits = []
    for kind in KINDS:
        entry = str(uuid.uuid4())
        waits += [_post(person, key, kind, entry), _post(person, key, kind, entry)]
    return waits


def _said(name: str, waits: list[float]) -> float:
    cut = quantiles(waits, n=100)
    print(f"{name}: {len(waits)} requests, p50 {median(waits) * 1000:.0f} ms, p99 {cut[98] * 1000:.0f} ms")
    return cut[98]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TRELLIS_DATA"] = folder
        os.environ.pop("TRELLIS_DATABASE", None)
        program = Path(sys.executable).parent / "trellis"
        subprocess.run([program, "manage", "migrate", "-v0"], check=True)
        from trellis.foundation.boot import start

        start()
        students = _prepare()
        server = subprocess.Popen([program, "serve", "--port", str(PORT)], stdout=subprocess.DEVNULL)
        try:
            _measure(students)
        finally:
            server.terminate()
            server.wait()


def _measure(students: list[tuple[str, str]]) -> None:
    from trellis.internships.models import DayEntry, InternshipDay

    for _try in range(100):
        try:
            _look(students[0][1])
            break
        except OSError:
            time.sleep(0.2)
    with ThreadPoolExecutor(STUDENTS) as crowd:
        looks = [
            each
            for waits in crowd.map(lambda s: [_look(s[1]) for _k in range(8)], students)
            for each in waits
        ]
        began = time.perf_counter()
        writes = [each for waits in crowd.map(_one, students) for each in waits]
        took = time.perf_counter() - began
    _said("opening the page, 50 at once", looks)
    worst = _said("writing an entry, 50 at once, each sent twice", writes)
    kept = DayEntry.objects.unscoped("benchmark").count()
    days = InternshipDay.objects.unscoped("benchmark").count()
    print(
        f"{len(writes) / took:.0f} writes a second; {kept} entries kept of {STUDENTS * len(KINDS)}, {days} days"
    )
    print("none lost, none twice" if (kept, days) == (STUDENTS * len(KINDS), STUDENTS) else "LOST OR TWICE")
    print(f"bar 500 ms at p99: {'kept' if worst < 0.5 else 'NOT kept'}")
