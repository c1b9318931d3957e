"""Comparing one table with what the same source brought before."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from tempfile import TemporaryFile
from typing import IO

from django.db.models import Model

from trellis.core.community.models import RosterSource
from trellis.core.foundation.ids import new_id

BATCH_SIZE = 10_000
MAX_SAMPLES = 8  # of one kind, by name, in a preview
GONE_PREFIX = "gone:"
"""Begins the roster id of a row whose id the roster gave to something else: it keeps its record, and no id there."""
ROW_PRINT_BYTES, COLUMN_PRINT_BYTES = 12, 4  # bytes of the print of a row, and of a column that has its own


class Spool:
    """Rows kept on disk until they are written, so that memory holds one batch."""

    def __init__(self) -> None:
        self.file: IO[bytes] | None = None
        self.batch: list[tuple] = []
        self.count = 0

    def add(self, row: tuple) -> None:
        self.batch.append(row)
        self.count += 1
        if len(self.batch) >= BATCH_SIZE:
            self._set_down()

    def _set_down(self) -> None:
        if self.file is None:
            self.file = TemporaryFile()  # noqa: SIM115 closed with the spool
        pickle.dump(self.batch, self.file, pickle.HIGHEST_PROTOCOL)
        self.batch = []

    def rows(self) -> Iterator[tuple]:
        """Every row, in the order added."""
        if self.file is not None:
            end = self.file.tell()
            self.file.seek(0)
            while self.file.tell() < end:
                yield from pickle.load(self.file)  # noqa: S301 our own file, without a name
        yield from self.batch


def fingerprint(values: object, size: int) -> str:
    """A short print of a row or a value: equal where it is equal. Named or not, a tuple has the same."""
    plain = tuple(values) if isinstance(values, tuple) else values
    return blake2b(repr(plain).encode(), digest_size=size).hexdigest()


@dataclass
class IdChanges:
    """`moved`: new id to the id by which the same thing was known; `replaced`: ids that name something new now.

    `gone`: what stands in place of an id that went to something else.
    """

    moved: dict[str, str] = field(default_factory=dict)
    replaced: set[str] = field(default_factory=set)
    gone: dict[str, str] = field(default_factory=dict)


@dataclass
class TableDiff:
    """One table of one source. Every row that the roster has is `put`; what is left was not in it.

    `row` is the named tuple of the columns that the roster tells, `names` are theirs; `fixed` those that a new row
    gets besides. An empty value of a column in `filled` erases nothing (see bulk.update_rows). The column `apart` has a
    print of its own: while the roster says of it what it said last, what people wrote here stays, whatever else of the
    row is new. `claims` names rows that stand here by hand, by the roster id that takes them up. `rekeyed` are rows
    that get another roster id: the key, and the id.
    """

    model: type[Model]
    source: RosterSource
    row: type[tuple]
    fixed: dict[str, object] = field(default_factory=dict)
    filled: tuple[str, ...] = ()
    apart: str = ""
    claims: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.names: tuple[str, ...] = self.row._fields  # ty: ignore[missing-attribute] a named tuple has them
        self.kept: dict[str, tuple[str, str]] = {}
        self.seen: set[str] = set()
        self.added, self.changed, self.same = Spool(), Spool(), 0
        self.samples: dict[str, list[str]] = {"added": [], "changed": []}
        self.new: dict[str, str] = {}
        self.claimed: dict[str, str] = {}  # key -> roster id
        self.rekeyed = Spool()
        self.anew = Spool()  # (key, name, what the roster says anew of the column `apart`)
        if not self.source._state.adding:
            self._load()

    def _load(self) -> None:
        rows = self.model.objects.system().filter(roster_source=self.source.pk, roster_id__gt="")
        for roster_id, pk, last in rows.values_list("roster_id", "pk", "roster_print").iterator(20_000):
            self.kept[roster_id] = (pk.hex, last)

    def renumber(self, renumbered: IdChanges) -> list[str]:
        """Take note of ids that name something else now. Gives the keys of rows whose id went to another thing."""
        moved = {roster_id: self.kept[old] for roster_id, old in renumbered.moved.items() if old in self.kept}
        old_ids = set(renumbered.moved.values())
        lost = [
            roster_id
            for roster_id in {*renumbered.moved, *renumbered.replaced}
            if roster_id in self.kept and roster_id not in old_ids
        ]
        lost_keys = [self.kept[roster_id][0] for roster_id in lost]
        gone = {
            renumbered.gone.setdefault(roster_id, GONE_PREFIX + self.kept[roster_id][0]): self.kept[roster_id]
            for roster_id in lost
        }
        for roster_id in {*lost, *(renumbered.moved[roster_id] for roster_id in moved)}:
            del self.kept[roster_id]
        for roster_id, (key, _mark) in gone.items():
            self.rekeyed.add((key, roster_id))
            self.kept[roster_id] = key, ""
        for roster_id, (key, mark) in moved.items():
            self.rekeyed.add((key, roster_id))
            self.kept[roster_id] = key, mark
        return lost_keys

    def unchanged(self, roster_id: str, values: tuple) -> bool:
        """Whether the roster says of this row what it said last time."""
        existing = self.kept.get(roster_id)
        return existing is not None and existing[1][: 2 * ROW_PRINT_BYTES] == fingerprint(
            values, ROW_PRINT_BYTES
        )

    def find(self, roster_id: str) -> str | None:
        """The key (32 hex digits) of a row of this source, whether put now or brought before."""
        if (new := self.new.get(roster_id)) is not None:
            return new
        existing = self.kept.get(roster_id)
        return existing[0] if existing else None

    def put(
        self,
        roster_id: str,
        values: tuple,
        roster_values: tuple | None = None,
        name: str = "",
    ) -> str:
        """Note a row; gives its key. `roster_values` is what the roster itself says, when `values` hold more."""
        mark = fingerprint(values if roster_values is None else roster_values, ROW_PRINT_BYTES)
        if self.apart:
            mark += fingerprint(values[self.names.index(self.apart)], COLUMN_PRINT_BYTES)
        existing = self.kept.get(roster_id) or self._claim(roster_id)
        if existing is None:
            key = self.new[roster_id] = new_id().hex
            self.added.add((key, roster_id, mark, *values))
            self._sample("added", name)
            return key
        self.seen.add(roster_id)
        if existing[1][: 2 * ROW_PRINT_BYTES] == mark[: 2 * ROW_PRINT_BYTES]:
            self.same += 1
        else:
            row = self._beside(existing, mark, values, name) if self.apart else values
            self.changed.add((existing[0], mark, *row))
            self._sample("changed", name)
        return existing[0]

    def _claim(self, roster_id: str) -> tuple[str, str] | None:
        """The key and print of a row that stands here by hand and is this one."""
        if (key := self.claims.get(roster_id)) is None:
            return None
        self.new[roster_id] = key
        self.claimed[key] = roster_id
        return key, ""

    def _beside(self, existing: tuple[str, str], mark: str, row: tuple, name: str) -> tuple:
        """The row without what the roster says no differently than last time of the column `apart`."""
        at = self.names.index(self.apart)
        if existing[1][2 * ROW_PRINT_BYTES :] == mark[2 * ROW_PRINT_BYTES :]:
            return (*row[:at], None, *row[at + 1 :])
        if row[at]:
            self.anew.add((existing[0], name, row[at]))
        return row

    def _sample(self, what: str, name: str) -> None:
        if name and len(self.samples[what]) < MAX_SAMPLES:
            self.samples[what].append(name)

    def forget(self, find_later: bool) -> None:
        """Let go of what only `put` and `left` need; and of what `find` needs, where nobody asks any more."""
        self.seen.clear()
        if not find_later:
            self.kept.clear()
            self.new.clear()

    def left(self) -> list[str]:
        """Roster ids that came before and that this roster does not have."""
        return [roster_id for roster_id in self.kept if roster_id not in self.seen]
