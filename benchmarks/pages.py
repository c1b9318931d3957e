"""Server time, queries and rows of the pages about many students, warm, at the study's own size.

TRELLIS_BENCH_DATA: a folder with a demonstration (of any size), else one is built.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter


def main() -> None:
    """Build the study-size demonstration once, then open each page 20 times."""
    folder = os.environ.get("TRELLIS_BENCH_DATA") or tempfile.mkdtemp(prefix="trellis-bench-")
    if not (Path(folder) / "trellis.sqlite3").exists():
        began = perf_counter()
        build = [sys.executable, "-m", "trellis", "demo", "--size", "study", "--no-serve", "--data", folder]
        subprocess.run(build, check=True, capture_output=True)
        print(f"  building 271 schools and 90,000 students  {perf_counter() - began:6.1f} s")
    os.environ |= {"TRELLIS_DATA": folder, "TRELLIS_DEBUG": "1", "TRELLIS_HOSTS": "testserver"}
    from trellis.core.foundation.boot import start_django

    start_django(create=True)
    _measure()


def _measure() -> None:
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from trellis.core.community.models import Account, Network, School, Tie

    settings.DEBUG = False  # as served; DEBUG above is for static files only
    network = Network.objects.unscoped("the benchmark opens it").get()
    school = School.objects.unscoped("the benchmark opens it").order_by("pk").first()
    leader = Account.objects.get(username="demo-leader").person_id
    led = (
        Tie.objects.unscoped("the benchmark opens it").filter(person=leader, to_school__isnull=False).first()
    )
    amina = Account.objects.get(username="demo-student").person_id
    client = Client()
    for name, who, address in (
        ("network overview", "demo-network", f"/networks/{network.pk}/"),
        ("opportunity", "demo-network", f"/networks/{network.pk}/opportunity/"),
        ("school", "demo-network", f"/schools/{school.pk}/"),
        ("principal's school", "demo-leader", f"/schools/{led.to_school_id}/"),
        ("students behind a gap", "demo-leader", f"/schools/{led.to_school_id}/not-yet/"),
        ("advisor's day", "demo-advisor", "/today/"),
        ("student's day", "demo-student", "/today/"),
        ("student", "demo-advisor", f"/students/{amina}/"),
    ):
        client.force_login(Account.objects.get(username=who))
        client.get(address)
        with CaptureQueriesContext(connection) as queries, _counted_rows() as rows:
            answer = client.get(address)
        assert answer.status_code == 200, address
        query_count, row_count, kilobytes = len(queries), sum(rows), len(answer.content) / 1000
        times = []
        for _ in range(20):
            began = perf_counter()
            client.get(address)
            times.append((perf_counter() - began) * 1000)
        print(
            f"  {name:<22} {median(times):6.1f} ms median of 20   {query_count:3} queries {row_count:6} rows"
            f" {kilobytes:7.1f} kB"
        )


@contextmanager
def _counted_rows() -> Iterator[list[int]]:
    """How many rows the queries within give, a number for each batch that Django fetches."""
    from django.db.models.sql import compiler

    counts: list[int] = []
    original = compiler.cursor_iter

    def counting(*args: object) -> Iterator[list]:
        for rows in original(*args):
            counts.append(len(rows))
            yield rows

    compiler.cursor_iter = counting
    try:
        yield counts
    finally:
        compiler.cursor_iter = original
