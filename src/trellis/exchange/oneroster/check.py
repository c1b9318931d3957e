"""Every problem of a roster, found before anything is written. Needs no database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from . import forbidden
from .cells import Header
from .problems import Problem, Problems, RosterReadError
from .roster import Roster, open_roster
from .rowcheck import KnownIds, RowChecker
from .spec import FILE_ORDER, REFERRED_FILES, required_columns


@dataclass
class RosterCheck:
    """What was found: version, how each file is meant, how many rows it has, and the problems."""

    version: str = ""
    modes: dict[str, str] = field(default_factory=dict)
    rows: Counter[str] = field(default_factory=Counter)
    problems: Problems = field(default_factory=Problems)

    @property
    def good(self) -> bool:
        return not self.problems.errors


def check_roster(path: Path | str) -> RosterCheck:
    """Read all of it once and say what is wrong. Never raises for what a file holds."""
    checked = RosterCheck()
    try:
        with open_roster(path, checked.problems) as roster:
            checked.version = roster.version
            checked.modes = {n: m for n, m in roster.modes.items() if m != "absent"}
            _check_required_files(roster, checked.problems)
            _check_files(roster, checked)
    except RosterReadError as stopped:
        checked.problems.add("unreadable", stopped.problem)
    return checked


def _check_required_files(roster: Roster, problems: Problems) -> None:
    needed = ["orgs", "users"] + (["roles"] if roster.version == "1.2" and roster.here("users") else [])
    if "delta" in roster.modes.values():
        return
    for name in needed:
        if not roster.here(name) and not problems.counts["missing-file", f"{name}.csv", ""]:
            what = "This file is missing, and a complete roster needs it"
            problems.add(
                "missing-file", Problem(f"{name}.csv", None, "", what, "export it with the other files")
            )


def _check_files(roster: Roster, checked: RosterCheck) -> None:
    known_ids = KnownIds()
    late: list[RowChecker] = []
    for name in FILE_ORDER:
        if not roster.here(name):
            continue
        header = roster.header(name)
        if not header.named and roster.source.is_json:
            continue
        if not _check_header(roster, name, header, checked.problems):
            continue
        row_check = RowChecker(roster, name, header, known_ids, checked.problems)
        row_check.run()
        checked.rows[name] = row_check.rows
        if row_check.waiting:
            late.append(row_check)
        if name not in REFERRED_FILES:
            known_ids.forget(name)
    for row_check in late:
        row_check.finish()


def _check_header(roster: Roster, name: str, header: Header, problems: Problems) -> bool:
    """Whether the rows of the file can be read at all."""
    label, good = roster.label(name), True
    for column in header.twice:
        good = False
        problems.add("header", Problem(label, 1, column, "This column appears twice", "remove one of them"))
    _check_columns(label, header.named, problems)
    for column in required_columns(name, roster.version):
        if column not in header.named:
            good = False
            problems.add(
                "header", Problem(label, 1, column, "This column is missing", "export the file with it")
            )
    if roster.modes[name] == "delta" and "status" not in header.named:
        good = False
        what = "A delta file needs this column"
        problems.add("header", Problem(label, 1, "status", what, "add it, or send the file as bulk"))
    return good


def _check_columns(label: str, columns: Iterable[str], problems: Problems) -> None:
    for column in columns:
        _check_forbidden(label, column, problems)


def _check_forbidden(label: str, column: str, problems: Problems) -> None:
    if forbidden.is_refused(column):
        what = "Trellis never stores this information, so it refuses the file and keeps nothing from it"
        problems.add("forbidden", Problem(label, 1, column, what, "export the file without this column"))
    elif forbidden.is_dropped(column):
        problems.note(
            "dropped",
            label,
            column,
            "Trellis does not need a person's place of birth, so it drops the column",
        )
    elif column.lower() == "password":
        problems.note(
            "dropped",
            label,
            column,
            "Trellis never reads passwords from a roster; people sign in another way",
        )
