"""Server time and number of queries of the search and the lists of people, warm, at the study's own size.

The processor's time is printed too: it says how long an answer takes on a machine that has nothing else to do.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter, process_time


def main() -> None:
    """Build the study-size demonstration once (or use TRELLIS_BENCH_DATA), then ask for each answer 20 times."""
    folder = os.environ.get("TRELLIS_BENCH_DATA") or tempfile.mkdtemp(prefix="trellis-bench-")
    size = os.environ.get("TRELLIS_BENCH_SIZE", "study")
    if not (Path(folder) / "trellis.sqlite3").exists():
        build = [sys.executable, "-m", "trellis", "demo", "--size", size, "--no-serve", "--data", folder]
        subprocess.run(build, check=True, capture_output=True)
    os.environ |= {"TRELLIS_DATA": folder, "TRELLIS_DEBUG": "1", "TRELLIS_HOSTS": "testserver"}
    from trellis.core.foundation.boot import start_django

    start_django(create=True)
    _measure()


def _measure() -> None:
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from trellis.core.community.models import Account, Role
    from trellis.core.community.viewer import Viewer

    settings.DEBUG = False  # as served; DEBUG above is for static files only
    client = Client()
    leader = Account.objects.select_related("person").get(username="demo-leader")
    school = min(Viewer.of(leader.person).to("school", Role.LEADER))
    for name, who, address in (
        ("principal, 1 letter", "demo-leader", "/search/options/?q=a"),
        ("principal, a name", "demo-leader", "/search/options/?q=dia"),
        ("principal, no match", "demo-leader", "/search/options/?q=xqz"),
        ("advisor, a name", "demo-advisor", "/search/options/?q=dia"),
        ("network, a name", "demo-network", "/search/options/?q=dia"),
        ("page of results", "demo-leader", "/search/?q=an"),
        ("students", "demo-leader", f"/schools/{school}/students/"),
        ("students, a filter", "demo-leader", f"/schools/{school}/students/?status=internship"),
        ("families", "demo-leader", f"/schools/{school}/students/families/"),
        ("staff", "demo-leader", f"/schools/{school}/staff/"),
        ("groups", "demo-leader", f"/schools/{school}/groups/"),
    ):
        client.force_login(Account.objects.get(username=who))
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        query_count = len(queries)
        waits, processor_times = [], []
        for _ in range(20):
            began, began_processor = perf_counter(), process_time()
            client.get(address)
            waits.append((perf_counter() - began) * 1000)
            processor_times.append((process_time() - began_processor) * 1000)
        wait, processor = median(waits), median(processor_times)
        print(
            f"  {name:<20} {wait:6.1f} ms median of 20, {processor:5.1f} of processor   {query_count} queries"
        )
