"""Gaps of 90,000 students in 84 crossed groups, ours against the same work done with pandas and statsmodels.

Run: python benchmarks/gaps.py. Prints medians and ratios; asserts nothing about time.
"""

import csv
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import numpy as np
import pandas as pd
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint, proportions_ztest

from trellis.engines import gaps
from trellis.engines.gaps.answer import compare_groups
from trellis.engines.gaps.csvfile import tally_csv

ROWS, LANGUAGES, SCHOOLS, RUNS = 90_000, 7, 12, 5
GROUP, NUMERATOR, DENOMINATOR = ("language", "school"), "with_internship", "student"


def students() -> dict[str, list]:
    """One row a student, with a gap between languages planted."""
    draw = np.random.default_rng(2024)
    language, school = draw.integers(0, LANGUAGES, ROWS), draw.integers(0, SCHOOLS, ROWS)
    has = draw.random(ROWS) < 0.35 + 0.04 * language
    return {
        "language": [f"Language {number}" for number in language],
        "school": [f"School {number}" for number in school],
        NUMERATOR: has.astype(int).tolist(),
        DENOMINATOR: [1] * ROWS,
        "hours": np.round(draw.gamma(4, 10, ROWS) + 3 * language, 1).tolist(),
    }


def write(columns: dict[str, list], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(zip(*columns.values(), strict=True))


def peer(frame: pd.DataFrame) -> list[tuple]:
    """The same figures, a statsmodels call each."""
    sums = frame.groupby(list(GROUP))[[NUMERATOR, DENOMINATOR]].sum()
    x_all, n_all = sums[NUMERATOR].sum(), sums[DENOMINATOR].sum()
    return [_peer_row(int(x), int(n), int(x_all - x), int(n_all - n)) for x, n in sums.to_numpy()]


def _peer_row(x: int, n: int, others_x: int, others_n: int) -> tuple:
    counts = (x, n, others_x, others_n)
    return (
        *proportion_confint(x, n, method="wilson"),
        *proportion_confint(others_x, others_n, method="wilson"),
        *confint_proportions_2indep(*counts, method="newcomb", compare="diff"),
        *confint_proportions_2indep(*counts, method="log", compare="ratio"),
        proportions_ztest([x, others_x], [n, others_n])[0],
    )


def naive(columns: dict[str, np.ndarray]) -> list[tuple]:
    """Sums only, a mask per group: what a first script does, without any interval."""
    language, school, has = columns["language"], columns["school"], columns[NUMERATOR]
    masks = (
        (language == language_number) & (school == school_number)
        for language_number in np.unique(language)
        for school_number in np.unique(school)
    )
    return [(int(has[mask].sum()), int(mask.sum())) for mask in masks]


OURS = "from trellis.cli import main; main()"
PEER = "import sys; sys.path.insert(0, sys.argv[1]); import gaps; gaps.peer(gaps.pd.read_csv(sys.argv[2]))"


def commands(path: Path) -> tuple[list[str], list[str]]:
    """The same from the shell, start of Python and imports included: ours, and the peer as a script."""
    rate = ["--numerator", NUMERATOR, "--denominator", DENOMINATOR]
    groups = [word for column in GROUP for word in ("--group", column)]
    ours = [sys.executable, "-c", OURS, "gaps", str(path), *groups, *rate]
    return ours, [sys.executable, "-c", PEER, str(Path(__file__).parent), str(path)]


def timed(work: Callable[[], object], runs: int = RUNS) -> float:
    """Median milliseconds."""
    took = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        took.append(1000 * (time.perf_counter() - start))
    return median(took)


def shelled(command: list[str], runs: int) -> float:
    return timed(lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL), runs)


def line(what: str, ours: float, peer_name: str, theirs: float) -> None:
    print(f"  {what:20}{ours:8.1f} ms   {peer_name:28}{theirs:8.1f} ms   {theirs / ours:5.1f} x")


def main() -> None:
    columns = students()
    arrays, frame = {name: np.array(column) for name, column in columns.items()}, pd.DataFrame(columns)
    rates, means = (
        gaps.ComparisonSpec(GROUP, NUMERATOR, DENOMINATOR),
        gaps.ComparisonSpec(GROUP, value="hours"),
    )
    print(f"gaps of {ROWS:,} students in {LANGUAGES * SCHOOLS} crossed groups, each against everybody else")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "students.csv"
        write(columns, path)
        ours, theirs = commands(path)
        line("from the shell", shelled(ours, runs=3), "pandas + statsmodels", shelled(theirs, runs=1))
        ours = timed(lambda: compare_groups(tally_csv(path, rates), rates))
        line("from a CSV file", ours, "pandas + statsmodels", timed(lambda: peer(pd.read_csv(path))))
        print(
            f"  {'means, from a CSV':20}{timed(lambda: compare_groups(tally_csv(path, means), means)):8.1f} ms"
        )
    ours = timed(lambda: gaps.compare(columns, group=GROUP, numerator=NUMERATOR, denominator=DENOMINATOR))
    line("from columns", ours, "pandas + statsmodels", timed(lambda: peer(frame)))
    line("from columns", ours, "numpy masks, no intervals", timed(lambda: naive(arrays)))


if __name__ == "__main__":
    main()
