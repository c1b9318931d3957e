"""Run every benchmark, each as its own process, or those that are named: `python -m benchmarks gaps roster`."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path

folder = Path(__file__).parent
names = sys.argv[1:] or sorted(p.stem for p in folder.glob("*.py") if not p.stem.startswith("_"))
if len(names) == 1:
    print(f"\n== {names[0]}", flush=True)
    import_module(f"benchmarks.{names[0]}").main()
else:
    for name in names:
        subprocess.run([sys.executable, "-m", "benchmarks", name], check=True)
