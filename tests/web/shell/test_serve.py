"""`trellis serve` as a process: its port, its workers and its end."""

import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from opened import TRELLIS, environment, open_installation, trellis


@pytest.fixture(scope="module")
def school(tmp_path_factory) -> Path:
    """A folder with an installation of one network, as `trellis open` makes it."""
    return open_installation(tmp_path_factory.mktemp("school"))


def test_a_port_that_is_taken_is_one_sentence(school):
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)  # as the server itself does
        other.bind(("127.0.0.1", 0))
        other.listen()
        done = trellis(school, "serve", "--port", str(other.getsockname()[1]))
    assert (done.returncode, "Choose another port" in done.stderr, "Traceback" in done.stderr) == (
        1,
        True,
        False,
    )


def test_a_worker_that_dies_is_replaced_and_a_stop_ends_the_server(school):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [*TRELLIS, "serve", "--port", str(port)], cwd=school, env=environment(), stdout=subprocess.DEVNULL
    )
    try:
        wait_until(lambda: len(children(server.pid)) >= 2 and answers(port), 60)
        first = children(server.pid)
        os.kill(first[0], signal.SIGKILL)
        wait_until(lambda: len(set(children(server.pid)) - {first[0]}) >= 2, 30)
        assert server.poll() is None
        wait_until(lambda: answers(port), 30)
        server.terminate()
        assert server.wait(60) == 0  # a worker that was only starting is killed after 30 seconds
    finally:
        server.kill()


def children(pid: int) -> list[int]:
    """Worker processes, oldest first. Python's own resource tracker is none."""
    listed = subprocess.run(
        ["ps", "-o", "pid=,args=", "--ppid", str(pid)], capture_output=True, text=True, check=False
    )
    rows = [line.split(None, 1) for line in listed.stdout.splitlines()]
    return sorted(
        int(child) for child, words in rows if "resource_tracker" not in words and "defunct" not in words
    )


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5) as response:
            return response.status == 200
    except OSError:
        return False


def wait_until(true: Callable[[], bool], seconds: float) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until
        time.sleep(0.2)
