"""The pages of improvement over HTTP, one request after the other, beside Kolibri's list of 30 users in the same run.

Both serve as in `http`. TRELLIS_BENCH_DATA, TRELLIS_BENCH_KOLIBRI: as there.
"""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
from statistics import median, quantiles
from time import perf_counter

from . import http as served

REQUESTS = 100
BAR_MS = 100


def main() -> None:
    """Ask each page a hundred times and print the median, the slowest hundredth and the size."""
    with served.serve_trellis("study", os.environ.get("TRELLIS_BENCH_DATA"), _signed_in_pages) as pages:
        for page in pages:
            _print_line(page)
    with served.serve_kolibri() as peers:
        for page in peers[:1]:
            _print_line(page)
    print(f"  bar: {BAR_MS} ms for the page of a cycle")


def _print_line(page: served.Page) -> None:
    times, size = _ask(page)
    print(
        f"  {page.name:<34} median {median(times):6.1f} ms   p99 {quantiles(times, n=100)[98]:6.1f} ms   "
        f"{size / 1000:6.1f} kB"
    )


def _ask(page: served.Page) -> tuple[list[float], int]:
    """Milliseconds of each request after five that are not counted, and the bytes of an answer."""
    connection = http.client.HTTPConnection("127.0.0.1", page.port, timeout=60)
    times, size = [], 0
    for number in range(REQUESTS + 5):
        began = perf_counter()
        connection.request("GET", page.path, headers={"Cookie": page.cookie})
        response = connection.getresponse()
        size = len(response.read())
        if response.status != 200:
            raise SystemExit(f"{page.path} answers {response.status}")
        if number >= 5:
            times.append(1000 * (perf_counter() - began))
    return times, size


def _signed_in_pages(environment: dict[str, str]) -> list[served.Page]:
    code = [sys.executable, "-c", "from benchmarks.cycles import print_pages; print_pages()"]
    printed = subprocess.run(code, env=environment, check=True, capture_output=True, text=True)
    return [served.Page(*fields) for fields in json.loads(printed.stdout)]


def print_pages() -> None:
    """Print the pages, each with a session of whom it is for. In a process of its own, as in `http`."""
    from trellis.core.foundation.boot import start_django

    start_django()
    from trellis.core.community.models import Account, Network
    from trellis.improvement.cycles.models import Cycle, CycleMeasure

    reason = "the benchmark opens it"
    network = Network.objects.unscoped(reason).get()
    measured = CycleMeasure.objects.unscoped(reason).values("cycle")
    cycle = Cycle.objects.unscoped(reason).filter(pk__in=measured, school__isnull=False).first()
    visits = (
        ("a cycle with its run chart", "demo-leader", f"/cycles/{cycle.pk}/"),
        ("improvement of a school", "demo-leader", f"/schools/{cycle.school_id}/improvement/"),
        ("improvement of the network", "demo-network", f"/networks/{network.pk}/improvement/"),
        ("what the network learns", "demo-network", f"/networks/{network.pk}/learning/"),
    )
    pages = [
        served.Page(
            name,
            served.TRELLIS_PORT,
            path,
            f"sessionid={served.session_of(Account.objects.get(username=username).person_id)}",
        )
        for name, username, path in visits
    ]
    print(json.dumps(pages))
