"""Importing a roster of the study's size: 90,000 students and 6,000 staff with their enrollments.

Run as its own process for each figure, so that peak memory is the import's own.
"""

from __future__ import annotations

import csv
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SCHOOLS, STUDENTS, STAFF, CLASSES_EACH, CLASS_SIZE = 271, 90_000, 6_000, 6, 25


def _write(folder: Path, name: str, columns: str, rows: object) -> None:
    with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(["sourcedId", "status", "dateLastModified", *columns.split(",")])
        out.writerows([i, "", "", *rest] for i, *rest in rows)  # type: ignore[attr-defined]


def make(folder: Path) -> int:
    """Write the roster; gives the number of its rows."""
    folder.mkdir()
    classes = STUDENTS * CLASSES_EACH // CLASS_SIZE
    school = [f"s{i % SCHOOLS}" for i in range(max(STUDENTS, classes, STAFF))]
    people = [
        (f"u{i}", i < STUDENTS, school[i] if i < STUDENTS else school[i - STUDENTS])
        for i in range(STUDENTS + STAFF)
    ]
    by_school: dict[str, list[int]] = {}
    for i in range(classes):
        by_school.setdefault(school[i], []).append(i)
    _write(
        folder,
        "orgs",
        "name,type,identifier,parentSourcedId",
        [(f"s{i}", f"School {i}", "school", "", "") for i in range(SCHOOLS)],
    )
    _write(
        folder,
        "academicSessions",
        "title,type,startDate,endDate,parentSourcedId,schoolYear",
        [("y", "2026-27", "schoolYear", "2026-08-15", "2027-06-30", "", "2027")],
    )
    _write(
        folder,
        "classes",
        "title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods",
        [
            (
                f"c{i}",
                f"Class {i}",
                "10",
                "",
                "",
                "homeroom" if i % 6 == 0 else "scheduled",
                "",
                school[i],
                "y",
                "",
                "",
                "",
            )
            for i in range(classes)
        ],
    )
    _write(
        folder,
        "users",
        "enabledUser,username,givenName,familyName,email,grades,identifier",
        [
            (u, "true", u, f"Given{u}", f"Family{u}", f"{u}@example.org", "10" if child else "", u)
            for u, child, _ in people
        ],
    )
    _write(
        folder,
        "roles",
        "userSourcedId,roleType,role,beginDate,endDate,orgSourcedId",
        [
            (f"r{u}", u, "primary", "student" if child else "teacher", "2026-08-15", "", s)
            for u, child, s in people
        ],
    )
    _write(
        folder,
        "demographics",
        "birthDate,sex,asian,white,hispanicOrLatinoEthnicity",
        [(u, "2010-05-04", "female", "false", "false", "true") for u, child, _ in people if child],
    )

    def enrolled() -> object:
        for n, (u, child, s) in enumerate(people):
            school_classes = by_school[s]
            for k in range(CLASSES_EACH if child else classes // STAFF):
                yield (
                    f"e{n}-{k}",
                    f"c{school_classes[(n // SCHOOLS * 7 + k) % len(school_classes)]}",
                    s,
                    u,
                    "student" if child else "teacher",
                    "",
                    "2026-08-15",
                    "",
                )

    _write(
        folder,
        "enrollments",
        "classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate",
        enrolled(),
    )
    files = ["orgs", "academicSessions", "classes", "users", "roles", "demographics", "enrollments"]
    (folder / "manifest.csv").write_text(
        "propertyName,value\noneroster.version,1.2\n" + "".join(f"file.{f},bulk\n" for f in files),
        encoding="utf-8",
    )
    return sum(sum(1 for _ in (folder / f"{f}.csv").open(encoding="utf-8")) - 1 for f in files)


def run(folder: Path, data: Path) -> tuple[float, int, float]:
    """Import once in a process of its own; gives seconds, peak memory in MiB, and seconds of the write."""
    env = {**os.environ, "TRELLIS_DATA": str(data)}
    began = time.perf_counter()
    out = subprocess.run(
        [sys.executable, __file__, "one", str(folder)], env=env, check=True, capture_output=True, text=True
    )
    *_said, write, memory = out.stdout.split()
    return time.perf_counter() - began, int(memory), float(write)


def main() -> None:
    """Print the first import, and one again with nothing changed."""
    with tempfile.TemporaryDirectory() as place:
        folder, data = Path(place) / "roster", Path(place) / "data"
        rows = make(folder)
        env = {**os.environ, "TRELLIS_DATA": str(data)}
        subprocess.run([sys.executable, __file__, "open"], env=env, check=True, capture_output=True)
        first, memory, write = run(folder, data)
        again = [run(folder, data) for _ in range(3)]
        print(f"roster import: {rows:,} rows (90,000 students, 6,000 staff, enrollments)")
        print(f"  first run {first:.1f} s, peak {memory:,} MiB, {rows / first:,.0f} rows/s")
        print(f"  of that {write:.1f} s of writing, in which others wait to write")
        seconds = sorted(s for s, _, _ in again)[1]
        print(
            f"  again, nothing changed {seconds:.1f} s (median of 3), peak {max(m for _, m, _ in again):,} MiB"
        )


def _open() -> None:
    from trellis.core.foundation.boot import start_django

    start_django(create=True)
    from django.core.management import call_command

    from trellis.core.community.models import Network
    from trellis.core.foundation import ledger

    call_command("migrate", interactive=False, verbosity=0)
    with ledger.act("open a network"):
        Network.objects.create(name="Bench", slug="bench")


def _one(folder: Path) -> None:
    from trellis.core.foundation.boot import start_django

    start_django()
    from trellis.exchange import services
    from trellis.exchange.cli import roster

    began, write = [0.0], services.write_changes

    def timed(*args: object) -> None:
        start = time.perf_counter()
        write(*args)  # type: ignore[arg-type]  # passed on as they came
        began[0] = time.perf_counter() - start

    services.write_changes = timed  # type: ignore[assignment]  # timed in place of the service
    roster.main(["import", str(folder), "--yes"], standalone_mode=False)
    print(f"{began[0]:.1f}")
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["open"]:
            _open()
        case ["one", folder]:
            _one(Path(folder))
        case _:
            main()
