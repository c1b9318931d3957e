"""How long it takes to open Trellis: `trellis open`, the small demo, and the demo at the study's size.

Each is a process of its own on a folder of its own. The processor's seconds are printed too: on a machine that does
other work they say more than the clock.
"""

import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

NETWORK = ["--name", "Harbor Network", "--slug", "harbor", "--package", "big-picture"]
COMMANDS = (
    ("a new network", 5, ["open", *NETWORK, "--leader-name", "Imani Moss"]),
    ("the small demo", 60, ["demo", "--no-serve"]),
    ("271 schools and 90,000 students", 150, ["demo", "--no-serve", "--size", "study"]),
)


def main() -> None:
    """Run each command once, and print how long it took."""
    for name, target, command in COMMANDS:
        with tempfile.TemporaryDirectory() as folder:
            where = ["--data", folder] if command[0] == "demo" else []
            began, cpu = perf_counter(), _processor_seconds()
            subprocess.run(
                [sys.executable, "-m", "trellis", *command, *where],
                check=True,
                capture_output=True,
                env=os.environ | {"TRELLIS_DATA": folder},
            )
            seconds, megabytes = perf_counter() - began, _size_of(folder) / 1e6
            print(
                f"  {name:<32} {seconds:6.1f} s  (processor {_processor_seconds() - cpu:5.1f} s, "
                f"target {target} s)  {megabytes:6.0f} MB",
                flush=True,
            )


def _processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _size_of(folder: str) -> int:
    return sum(file.stat().st_size for file in Path(folder).rglob("*") if file.is_file())
