"""Run every benchmark, or those that are named: `python -m benchmarks gaps roster`."""

import sys
from importlib import import_module
from pathlib import Path

here = Path(__file__).parent
names = sys.argv[1:] or sorted(p.stem for p in here.glob("*.py") if not p.stem.startswith("_"))
for name in names:
    print(f"\n== {name}", flush=True)
    import_module(f"benchmarks.{name}").main()
