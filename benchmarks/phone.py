"""When a phone on a slow network shows a page: first and largest contentful paint, and bytes, with nothing cached.

Chromium imitates the phone as Lighthouse does ("Slow 4G"): 150 ms each way, 1.6 Mbit/s down, 750 kbit/s up, a processor
four times as slow. The processor of this machine is what is slowed, so nothing else should run beside it.

    TRELLIS_BENCH_DATA  a folder with a demonstration (of any size), else a small one is built
    TRELLIS_CHROMIUM    Chromium's program, where it is not `chromium`
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import NamedTuple

from playwright.sync_api import Browser, CDPSession, sync_playwright

from ._served import session_of

PORT = 8977
ADDRESS = f"http://127.0.0.1:{PORT}"
VIEWS = 7
"""How often each page is opened; the first time warms the server up and does not count."""
BAR = 2.0
"""Seconds within which the pages that it is for show their content."""
NETWORK = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
PAINTS = """() => new Promise(resolve => {
  const observer = new PerformanceObserver(list => {
    observer.disconnect();
    const first = performance.getEntriesByName("first-contentful-paint")[0];
    resolve([first.startTime, list.getEntries().at(-1).startTime]);
  });
  observer.observe({ type: "largest-contentful-paint", buffered: true });
})"""


class Page(NamedTuple):
    """A page, whose session opens it, and whether the bar is for it."""

    name: str
    path: str
    session: str
    barred: bool


class View(NamedTuple):
    """One view: seconds until the first and the largest content was painted, and bytes over the wire."""

    first: float
    largest: float
    size: int


def main() -> None:
    """Open each page as a phone would, and print the medians beside the bar."""
    with _demo() as pages, sync_playwright() as playwright:
        program = os.environ.get("TRELLIS_CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        misses = []
        for page in pages:
            views = _open(browser, page)
            first, largest = median(view.first for view in views), median(view.largest for view in views)
            if page.barred and largest > BAR:
                misses.append(page.name)
            print(
                f"  {page.name:<22} first {first:5.2f} s   largest {largest:5.2f} s "
                f"(longest {max(view.largest for view in views):5.2f})   "
                f"{median(view.size for view in views) / 1000:6.1f} kB",
                flush=True,
            )
        browser.close()
    outcome = "missed by " + ", ".join(misses) if misses else "kept"
    print(f"  bar {BAR:.0f} s for student, advisor, family and overview: {outcome}")


def _open(browser: Browser, page: Page) -> list[View]:
    phone = {"viewport": {"width": 360, "height": 740}, "device_scale_factor": 2, "is_mobile": True}
    context = browser.new_context(**phone, service_workers="block")  # or the second view comes from its store
    context.add_cookies([{"name": "sessionid", "value": page.session, "url": ADDRESS}])
    tab = context.new_page()
    tools = context.new_cdp_session(tab)
    tools.send("Network.enable")
    tools.send("Network.emulateNetworkConditions", NETWORK)
    tools.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    views = []
    for _view in range(VIEWS + 1):
        tab.goto("about:blank")
        tools.send("Network.clearBrowserCache")
        with _counted_bytes(tools) as sizes:
            answer = tab.goto(ADDRESS + page.path, wait_until="load")
            if answer is None or answer.status != 200 or "/login" in tab.url:
                raise RuntimeError(f"{page.path} does not open.")
            tab.wait_for_timeout(200)
        first, largest = tab.evaluate(PAINTS)
        views.append(View(first / 1000, largest / 1000, sum(sizes)))
    context.close()
    return views[1:]


@contextmanager
def _counted_bytes(tools: CDPSession) -> Iterator[list[int]]:
    """The bytes of each answer, heads included, as Chromium counts them."""
    sizes: list[int] = []

    def count(event: dict) -> None:
        sizes.append(event["encodedDataLength"])

    tools.on("Network.loadingFinished", count)
    yield sizes
    tools.remove_listener("Network.loadingFinished", count)


@contextmanager
def _demo() -> Iterator[list[Page]]:
    """A demonstration, served, and its pages."""
    with tempfile.TemporaryDirectory(prefix="trellis-bench-") as temporary:
        folder = os.environ.get("TRELLIS_BENCH_DATA") or temporary
        program = [sys.executable, "-m", "trellis"]
        if not (Path(folder) / "trellis.sqlite3").exists():
            build = [*program, "demo", "--no-serve", "--data", folder]
            subprocess.run(build, check=True, capture_output=True)
        os.environ |= {"TRELLIS_DATA": folder, "TRELLIS_HOSTS": "127.0.0.1"}
        from trellis.core.foundation.boot import start_django

        start_django()
        pages = _pages()
        server = subprocess.Popen([*program, "serve", "--port", str(PORT)], stdout=subprocess.DEVNULL)
        try:
            _wait()
            yield pages
        finally:
            server.terminate()
            server.wait()


def _pages() -> list[Page]:
    from trellis.core.community.models import Account, Network

    network = Network.objects.unscoped("the benchmark opens it").get().pk
    people = dict(Account.objects.values_list("username", "person_id"))
    amina = people["demo-student"]
    visits = (
        ("student's day", "demo-student", "/today/", True),
        ("advisor's day", "demo-advisor", "/today/", True),
        ("family", "demo-guardian", f"/students/{amina}/family/", True),
        ("overview", "demo-network", f"/networks/{network}/", True),
        ("internship day", "demo-student", "/day/", False),
        ("learning plan", "demo-guardian", f"/students/{amina}/plan/", False),
        ("teacher's day", "demo-teacher", "/today/", False),
        ("scoring queue", "demo-teacher", "/to-score/", False),
        ("principal's day", "demo-leader", "/today/", False),
        ("opportunity", "demo-network", f"/networks/{network}/opportunity/", False),
    )
    return [Page(name, path, session_of(people[who]), barred) for name, who, path, barred in visits]


def _wait() -> None:
    for _try in range(100):
        try:
            urllib.request.urlopen(f"{ADDRESS}/health", timeout=5).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError("The server does not answer.")
