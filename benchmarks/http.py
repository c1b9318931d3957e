"""Trellis and Kolibri over HTTP, side by side: requests a second, the slowest hundredth, and the size of an answer.

Trellis serves the demonstration with its own server (two processes), Kolibri 0.19.5 a facility with 30 users, each as
it comes. `wrk` (Debian) asks each page over 4 connections; every page is asked for by somebody who is signed in.

    TRELLIS_BENCH_DATA     a folder with a demonstration of the study's size (271 schools, 90,000 students), else one
                           is built; the small one, of 4,000 students, is always built
    TRELLIS_BENCH_SECONDS  how long each page is asked for (10)
    TRELLIS_BENCH_KOLIBRI  a folder for Kolibri's own environment and data, else one is made and thrown away
"""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from ._served import session_of

TRELLIS_PORT, KOLIBRI_PORT, KOLIBRI_FILES_PORT = 8974, 8975, 8976
CONNECTIONS = 4
KOLIBRI = "kolibri==0.19.5"
KOLIBRI_USERS = 30
PASSWORD = "trellis-demo"
WARM_UP_SECONDS = 4
RUNS = 4
SECONDS = int(os.environ.get("TRELLIS_BENCH_SECONDS", "10"))


class Page(NamedTuple):
    """What is asked for: its name, port and path, and the cookie of whoever asks."""

    name: str
    port: int
    path: str
    cookie: str


class Load(NamedTuple):
    """What wrk measured: requests a second, the longest 99th percentile of its runs, and kB of one answer."""

    per_second: float
    p99: str
    kilobytes: float


def main() -> None:
    """Load every page of both and print them beside each other."""
    if shutil.which("wrk") is None:
        raise SystemExit("This benchmark needs wrk. On Debian: apt install wrk")
    with serve_trellis("study", os.environ.get("TRELLIS_BENCH_DATA"), _signed_in_pages) as pages:
        loads = {page.name: _load(page) for page in pages}
    with serve_kolibri() as peers:
        peer_loads = {page.name: _load(page) for page in peers}
    with serve_trellis("small", None, _signed_in_pages) as pages:
        small_loads = {page.name: _load(page) for page in pages}
    fastest = max((load.per_second for load in peer_loads.values()), default=0.0)
    for name, load in loads.items():
        beside_peer = f"{load.per_second / fastest:6.1f} x" if fastest else ""
        slower = small_loads[name].per_second / load.per_second
        print(f"  {_line(name, load)} {beside_peer}   {slower:5.2f} times as long as with 4,000 students")
    for name, load in peer_loads.items():
        print(f"  {_line(name, load)}")
    print("  x: requests a second beside Kolibri's faster page")


def _line(name: str, load: Load) -> str:
    return f"{name:<28} {load.per_second:8.1f} /s   p99 {load.p99:>9}   {load.kilobytes:7.1f} kB"


@contextmanager
def serve_trellis(
    size: str, data: str | None, signed_in_pages: Callable[[dict[str, str]], list[Page]]
) -> Iterator[list[Page]]:
    """Trellis on the demonstration of a size, in the folder `data` or a new one, and the pages that
    `signed_in_pages(environment)` names."""
    with tempfile.TemporaryDirectory(prefix="trellis-bench-") as temporary:
        folder = data or temporary
        program = [sys.executable, "-m", "trellis"]
        if not (Path(folder) / "trellis.sqlite3").exists():
            build = [*program, "demo", "--size", size, "--no-serve", "--data", folder]
            subprocess.run(build, check=True, capture_output=True)
        environment = {**os.environ, "TRELLIS_DATA": folder, "TRELLIS_HOSTS": "127.0.0.1"}
        pages = signed_in_pages(environment)
        serve = [*program, "serve", "--port", str(TRELLIS_PORT)]
        server = subprocess.Popen(serve, env=environment, stdout=subprocess.DEVNULL)
        try:
            _wait(TRELLIS_PORT, "/health")
            yield pages
        finally:
            server.terminate()
            server.wait()


def _signed_in_pages(environment: dict[str, str]) -> list[Page]:
    sign_in = [sys.executable, "-c", "from benchmarks.http import print_pages; print_pages()"]
    signed_in = subprocess.run(sign_in, env=environment, check=True, capture_output=True, text=True)
    return [Page(*fields) for fields in json.loads(signed_in.stdout)]


def print_pages() -> None:
    """Print the pages of Trellis, each with a session of whom it is for. In a process of its own: Django reads its
    settings, and the key that signs sessions, once."""
    from trellis.core.foundation.boot import start_django

    start_django()
    print(json.dumps(_pages()))


def _pages() -> list[Page]:
    from trellis.core.community.models import Account, Network, Tie

    network = Network.objects.unscoped("the benchmark opens it").get()
    leader = Account.objects.get(username="demo-leader").person_id
    led = (
        Tie.objects.unscoped("the benchmark opens it").filter(person=leader, to_school__isnull=False).first()
    )
    visits = (
        ("overview", "demo-network", f"/networks/{network.pk}/"),
        ("principal", "demo-leader", "/today/"),
        ("principal (school)", "demo-leader", f"/schools/{led.to_school_id}/"),
        ("advisor", "demo-advisor", "/today/"),
        ("teacher", "demo-teacher", "/today/"),
        ("student", "demo-student", "/today/"),
        ("family", "demo-guardian", "/today/"),
    )
    return [
        Page(
            f"Trellis {name}",
            TRELLIS_PORT,
            path,
            f"sessionid={session_of(Account.objects.get(username=username).person_id)}",
        )
        for name, username, path in visits
    ]


@contextmanager
def serve_kolibri() -> Iterator[list[Page]]:
    """Kolibri with a facility of 30 users, and two of its pages; none where it cannot be installed."""
    with tempfile.TemporaryDirectory(prefix="kolibri-bench-") as temporary:
        folder = Path(os.environ.get("TRELLIS_BENCH_KOLIBRI") or temporary)
        program = folder / "venv" / "bin" / "kolibri"
        environment = {
            **{
                key: value
                for key, value in os.environ.items()
                if key not in ("PYTHONPATH", "DJANGO_SETTINGS_MODULE")
            },
            "KOLIBRI_HOME": str(folder / "home"),
            "KOLIBRI_RUN_MODE": "benchmark",
        }
        try:
            _install_kolibri(folder, program, environment)
        except subprocess.CalledProcessError as error:
            print(f"  Kolibri can't be installed here: {error.stderr.decode()[-300:]}")
            yield []
            return
        start = [
            program,
            "start",
            "--foreground",
            "--port",
            str(KOLIBRI_PORT),
            "--zip-port",
            str(KOLIBRI_FILES_PORT),
        ]
        server = subprocess.Popen(
            start, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            _wait(KOLIBRI_PORT, "/api/public/info/")
            cookie = _sign_in_to_kolibri()
            yield [
                Page("Kolibri list of users", KOLIBRI_PORT, "/api/auth/facilityuser/", cookie),
                Page("Kolibri sign-in page", KOLIBRI_PORT, "/en/auth/", ""),
            ]
        finally:
            server.terminate()
            server.wait()


def _install_kolibri(folder: Path, program: Path, environment: dict[str, str]) -> None:
    """Kolibri in an environment of its own, with a facility and a superuser."""
    if not program.exists():
        subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True, capture_output=True)
        install = [folder / "venv" / "bin" / "pip", "install", "-q", KOLIBRI]
        subprocess.run(install, check=True, capture_output=True)
    if not (folder / "home" / "db.sqlite3").exists():
        options = [
            "--facility",
            "Harbor",
            "--preset",
            "formal",
            "--superusername",
            "admin",
            "--language_id",
            "en",
            "--noinput",
        ]
        provision = [program, "manage", "provisiondevice", *options, "--superuserpassword", PASSWORD]
        subprocess.run(provision, check=True, capture_output=True, env=environment)


def _sign_in_to_kolibri() -> str:
    """Sign the superuser in and see to it that there are 30 users; gives the cookie. Its command for importing users
    fails in this version (handle() got an unexpected keyword argument), so they are made by its own API."""
    facility = json.loads(_ask("GET", "/api/auth/facility/")[0])[0]["id"]
    token = re.search(r"kolibri_csrftoken=(\w+)", _ask("GET", "/en/auth/")[1])
    headers = {"Cookie": f"kolibri_csrftoken={token[1]}", "X-CSRFToken": token[1]} if token else {}
    credentials = {"username": "admin", "password": PASSWORD, "facility": facility}
    _text, cookies = _ask("POST", "/api/auth/session/", credentials, headers)
    session, token = (re.search(rf"{name}=(\w+)", cookies) for name in ("kolibri", "kolibri_csrftoken"))
    if session is None or token is None:
        raise RuntimeError("Kolibri did not sign the superuser in.")
    cookie = f"kolibri={session[1]}; kolibri_csrftoken={token[1]}"
    headers = {"Cookie": cookie, "X-CSRFToken": token[1]}
    users = json.loads(_ask("GET", "/api/auth/facilityuser/", None, headers)[0])
    for number in range(len(users), KOLIBRI_USERS):
        user = {"username": f"student{number}", "full_name": f"Student {number}", "password": PASSWORD}
        _ask("POST", "/api/auth/facilityuser/", {**user, "facility": facility}, headers)
    return cookie


def _ask(
    method: str, path: str, body: dict[str, str] | None = None, headers: dict[str, str] | None = None
) -> tuple[str, str]:
    """Ask Kolibri; gives the answer and the cookies that it set. RuntimeError for an error."""
    connection = http.client.HTTPConnection("127.0.0.1", KOLIBRI_PORT, timeout=60)
    sent = {"Content-Type": "application/json", **(headers or {})}
    connection.request(method, path, json.dumps(body) if body else None, sent)
    response = connection.getresponse()
    text = response.read().decode()
    if response.status >= 400:
        raise RuntimeError(f"{method} {path}: {response.status} {text[:300]}")
    return text, "; ".join(response.headers.get_all("Set-Cookie") or [])


def _wait(port: int, path: str) -> None:
    for _try in range(300):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", path)
            if connection.getresponse().status < 400:
                return
        except OSError:
            pass
        time.sleep(0.3)
    raise RuntimeError(f"Nothing answers on port {port}.")


def _load(page: Page) -> Load:
    """Ask for a page once to see its size, then as fast as 4 connections can."""
    connection = http.client.HTTPConnection("127.0.0.1", page.port, timeout=60)
    connection.request("GET", page.path, headers={"Cookie": page.cookie})
    response = connection.getresponse()
    kilobytes = len(response.read()) / 1000
    if response.status == 302 and page.cookie:  # a day that is another page: a mother's is her daughter's
        return _load(page._replace(path=response.getheader("Location") or "/"))
    if response.status != 200:
        raise RuntimeError(f"{page.name}: {response.status} {response.getheader('Location')}")
    _run_wrk(page, WARM_UP_SECONDS)  # each process loads what a page needs when it is first asked for it
    # Each run makes new connections: the system may give all four of one run to the same of the two processes.
    reports = [_run_wrk(page, max(2, SECONDS // RUNS)) for _run in range(RUNS)]
    per_second = [
        float(rate) for report in reports for rate in re.findall(r"Requests/sec:\s+([\d.]+)", report)
    ]
    p99 = [value for report in reports for value in re.findall(r"(?m)^\s+99%\s+(\S+)", report)]
    return Load(sum(per_second) / RUNS, sorted(p99, key=_milliseconds)[-1], kilobytes)


def _milliseconds(text: str) -> float:
    """A time as wrk writes it: "93.13ms", "1.02s"."""
    return float(text.rstrip("mus")) * (1 if text.endswith("ms") else 0.001 if text.endswith("us") else 1000)


def _run_wrk(page: Page, seconds: int) -> str:
    """What wrk prints. RuntimeError when an answer was an error."""
    url = f"http://127.0.0.1:{page.port}{page.path}"
    command = ["wrk", "-t2", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "30s", "--latency"]
    command += ["-H", f"Cookie: {page.cookie}", url]
    report = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in report:
        raise RuntimeError(f"{page.name}: {report}")
    return report
