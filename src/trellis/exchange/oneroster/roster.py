"""A roster as one thing: its version, how each file is meant (bulk, delta, absent), and its records."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from . import csvrows, jsonrows
from .cells import Header, canonical_column, canonical_record, clean_cell
from .problems import Problem, Problems
from .source import Source
from .spec import FILE_ORDER, SPECS

Record = dict[str, str]
MODES = ("bulk", "delta", "absent")


class Roster:
    """Open one with `open_roster`. `modes` maps each file's name to bulk, delta or absent."""

    def __init__(self, source: Source, problems: Problems) -> None:
        self.source = source
        self.version = "1.2"
        self.modes: dict[str, str] = dict.fromkeys(FILE_ORDER, "absent")
        if source.is_json:
            self._from_payloads()
        elif "manifest" in source.files:
            self._from_manifest(problems)
        else:
            self._guess(problems)

    def label(self, name: str) -> str:
        if self.source.is_json and name not in self.source.files:
            return "users.json"
        return self.source.label(name)

    def here(self, name: str) -> bool:
        return self.modes[name] != "absent"

    def header(self, name: str) -> Header:
        """The columns of a CSV file; for JSON, every key that any record has."""
        if self.source.is_json:
            return Header(
                name, list({key: 0 for _, r in jsonrows.read_records(self.source, name) for key in r})
            )
        for _, cells in csvrows.read_csv_rows(self.source, name):
            return Header(name, cells)
        return Header(name, [])

    def rows(self, name: str) -> Iterator[csvrows.CsvRow]:
        """CSV rows with their line, header left out; their length is not checked here."""
        walk = csvrows.read_csv_rows(self.source, name)
        next(walk, None)
        return walk

    def records(self, name: str) -> Iterator[tuple[int, Record]]:
        """(line, clean cells by column) of a file that is here; nothing for one that is absent."""
        if not self.here(name):
            return
        if self.source.is_json:
            for number, record in jsonrows.read_records(self.source, name):
                named = {canonical_column(name, key): cell for key, cell in record.items()}
                yield number, canonical_record(name, named)
            return
        header = self.header(name)
        for line, cells in self.rows(name):
            yield line, header.record(cells)

    def _from_payloads(self) -> None:
        self.modes.update({name: "bulk" for name in FILE_ORDER if name in self.source.files})
        nested = (
            any("roles" in user for user in jsonrows.read_payload(self.source, "users"))
            if self.here("users")
            else False
        )
        self.version = "1.2" if nested else "1.1"
        if nested:
            self.modes["roles"] = "bulk"

    def _from_manifest(self, problems: Problems) -> None:
        label = self.source.label("manifest")
        manifest = {}
        for line, cells in csvrows.read_csv_rows(self.source, "manifest"):
            if len(cells) < 2:
                problems.add(
                    "manifest", Problem(label, line, "", "This row has no value", "write name,value")
                )
                continue
            key, value = clean_cell(cells[0]).lower(), clean_cell(cells[1])
            manifest[key] = (line, value if key == "oneroster.version" else value.lower())
        line, version = manifest.get("oneroster.version", (1, ""))
        self.version = version if version in ("1.1", "1.2") else "1.2"
        if self.version != version:
            what = f"The version is “{version[:20]}”" if version else "There is no row oneroster.version"
            problems.add(
                "manifest", Problem(label, line, "oneroster.version", what, "use version 1.1 or 1.2")
            )
        for name in FILE_ORDER:
            line, mode = manifest.get(f"file.{name}".lower(), (None, "absent"))
            self._take_mode(name, mode, line, problems)

    def _take_mode(self, name: str, mode: str, line: int | None, problems: Problems) -> None:
        label, column, file = self.source.label("manifest"), f"file.{name}", f"{name}.csv"
        present = name in self.source.files
        if mode not in MODES:
            problems.add(
                "manifest",
                Problem(
                    label,
                    line,
                    column,
                    f"“{mode[:20]}” is not a valid value",
                    "write bulk, delta or absent",
                ),
            )
        elif mode == "absent" and present:
            problems.note("left-out", file, "", "The manifest lists it as absent, so it is skipped")
        elif mode != "absent" and not present:
            problems.add(
                "missing-file",
                Problem(
                    file,
                    None,
                    "",
                    f"The manifest lists it as {mode}, but it is missing",
                    "add the file, or write absent in the manifest",
                ),
            )
        elif present:
            self.modes[name] = mode

    def _guess(self, problems: Problems) -> None:
        """Without a manifest: 1.1 when users carry their role, delta when the first row has a status."""
        for name in FILE_ORDER:
            if name in self.source.files:
                self.modes[name] = "bulk"
        for name in FILE_ORDER:
            for _, record in self.records(name):
                if record.get("status"):
                    self.modes[name] = "delta"
                break
        self.version = "1.1" if self.here("users") and "role" in self.header("users").named else "1.2"
        ways = sorted({mode for mode in self.modes.values() if mode != "absent"})
        problems.note(
            "manifest",
            "manifest.csv",
            "",
            f"It is missing; judging by the columns, this is version {self.version}, {' and '.join(ways)}",
            "if that is wrong, add the manifest that the standard requires",
        )


@contextmanager
def open_roster(path: Path | str, problems: Problems | None = None) -> Generator[Roster]:
    """Open a folder or zip. Raises problems.RosterReadError with a sentence when it cannot be read."""
    with closing(Source(Path(path))) as source:
        yield Roster(source, problems if problems is not None else Problems())


__all__ = ["FILE_ORDER", "SPECS", "Record", "Roster", "open_roster"]
