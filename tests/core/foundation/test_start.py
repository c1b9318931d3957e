"""A command starts without what few of them need."""

import subprocess
import sys

SLOW = ("ortools", "pandas", "scipy")


def test_django_starts_without_the_solver_and_statistics():
    program = (
        "import sys; from trellis.core.foundation.boot import start_django; start_django(database=False); "
        "import trellis.config.urls; print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert {name.partition(".")[0] for name in done.stdout.split()}.isdisjoint(SLOW)
