"""Fifty students write their day down at once, on SQLite, over HTTP: none lost, none twice, how long each waits.

Every entry is sent twice, as a phone does when the answer got lost. The peer is the same page asked for by the
same students with nothing to write: what of the wait is the server's, and what is the writing's.
"""

from __future__ import annotations

import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from ._served import TOKEN, ask, report_waits, served, session_of

STUDENTS = 50
KINDS = ("arrived", "goal", "said", "left")


def _prepare() -> list[tuple[str, str]]:
    """Fifty students with an internship: (person id, session key)."""
    from datetime import date, timedelta

    from trellis.core.community.models import Role, Tie
    from trellis.demo.build import build_network
    from trellis.demo.plan import NetworkShape
    from trellis.learning.internships.models import Placement, Site

    network = build_network(NetworkShape(1, 0, 0, 120, works=1), date.today())
    students = Tie.objects.unscoped("benchmark").filter(role=Role.STUDENT, to_school__isnull=False)
    Placement.objects.unscoped("benchmark").delete()
    site = Site.objects.unscoped("benchmark").filter(network=network).first()
    sessions = []
    for person in students.values_list("person", flat=True)[:STUDENTS]:
        Placement.objects.create(
            student_id=person, site=site, starts=date.today() - timedelta(days=9), weekdays=[1]
        )
        sessions.append((str(person), session_of(person)))
    return sessions


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
    return ask("POST", "/day/entries/", body, head, wants=200)


def _look(key: str) -> float:
    return ask("GET", "/day/", None, {"Cookie": f"sessionid={key}"}, wants=200)


def _one(student: tuple[str, str]) -> list[float]:
    person, key = student
    waits = []
    for kind in KINDS:
        entry = str(uuid.uuid4())
        waits += [_post(person, key, kind, entry), _post(person, key, kind, entry)]
    return waits


def main() -> None:
    with served(_prepare) as students:
        _measure(students)


def _measure(students: list[tuple[str, str]]) -> None:
    from trellis.learning.internships.models import DayEntry, InternshipDay

    with ThreadPoolExecutor(STUDENTS) as crowd:
        looks = [
            each
            for waits in crowd.map(lambda s: [_look(s[1]) for _k in range(8)], students)
            for each in waits
        ]
        began = time.perf_counter()
        writes = [each for waits in crowd.map(_one, students) for each in waits]
        took = time.perf_counter() - began
    report_waits("opening the page, 50 at once", looks)
    worst = report_waits("writing an entry, 50 at once, each sent twice", writes)
    entries = DayEntry.objects.unscoped("benchmark").count()
    days = InternshipDay.objects.unscoped("benchmark").count()
    print(
        f"{len(writes) / took:.0f} writes a second; {entries} entries kept of {STUDENTS * len(KINDS)}, {days} days"
    )
    print(
        "none lost, none twice" if (entries, days) == (STUDENTS * len(KINDS), STUDENTS) else "LOST OR TWICE"
    )
    print(f"bar 500 ms at p99: {'kept' if worst < 0.5 else 'NOT kept'}")
