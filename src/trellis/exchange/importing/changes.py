"""What a roster would change, found by comparing it with what came from the same source before."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from tempfile import TemporaryFile
from typing import IO, Any

from django.db.models import Model

from trellis.community.models import RosterSource
from trellis.foundation.ids import new_id

BATCH = 10_000
SHOWN = 8  # of one kind, by name, in a preview
WHOLE, PART = 12, 4  # bytes of the print of a row, and of a column that has its own


class Spool:
    """Rows kept on disk until they are written, so that memory holds one batch."""

    def __init__(self) -> None:
        self.file: IO[bytes] | None = None
        self.batch: list[tuple] = []
        self.count = 0

    def add(self, row: tuple) -> None:
        self.batch.append(row)
        self.count += 1
        if len(self.batch) >= BATCH:
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


def _print(told: Any, size: int) -> str:
    return blake2b(repr(told).encode(), digest_size=size).hexdigest()


@dataclass
class Merge:
    """One table of one source. Every row that the roster has is `put`; what is left was not in it.

    `names` are the columns that the roster tells; `fixed` those that a new row gets besides. An empty value
    of a column in `filled` erases nothing; of one in `earliest` the smaller value stays (see bulk.change_in).
    `prefix` narrows a table that several files write (ties). The column `apart` has a print of its own: while the
    roster says of it what it said last, what people wrote here stays, whatever else of the row is new.
    `claims` names rows that stand here by hand, by the roster id that takes them up.
    """

    model: type[Model]
    source: RosterSource
    names: tuple[str, ...]
    fixed: dict[str, Any] = field(default_factory=dict)
    filled: tuple[str, ...] = ()
    earliest: dict[str, Any] = field(default_factory=dict)
    prefix: str = ""
    apart: str = ""
    claims: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.kept: dict[str, tuple[str, str]] = {}
        self.seen: set[str] = set()
        self.added, self.changed, self.same = Spool(), Spool(), 0
        self.samples: dict[str, list[str]] = {"added": [], "changed": []}
        self.new: dict[str, str] = {}
        self.claimed: dict[str, str] = {}  # key -> roster id
        self.anew = Spool()  # (key, name, what the roster says anew of the column `apart`)
        if not self.source._state.adding:
            self._load()

    def _load(self) -> None:
        rows = self.model.objects.unscoped("compares with what the roster brought before").filter(
            roster_source=self.source.pk, roster_id__gt=""
        )
        if self.prefix:
            rows = rows.filter(roster_id__startswith=self.prefix)
        for roster_id, pk, last in rows.values_list("roster_id", "pk", "roster_print").iterator(20_000):
            self.kept[roster_id] = (pk.hex, last)

    def find(self, roster_id: str) -> str | None:
        """The key (32 hex digits) of a row of this source, whether put now or brought before."""
        if (new := self.new.get(roster_id)) is not None:
            return new
        kept = self.kept.get(roster_id)
        return kept[0] if kept else None

    def put(
        self,
        roster_id: str,
        values: tuple,
        told: tuple | None = None,
        name: str = "",
        changed: tuple | None = None,
    ) -> str:
        """Note a row; gives its key. `told` is what the roster itself says, when `values` hold more;
        `changed` are the values for a row that is there already, when they are others."""
        mark = _print(values if told is None else told, WHOLE)
        if self.apart:
            mark += _print(values[self.names.index(self.apart)], PART)
        kept = self.kept.get(roster_id) or self._claim(roster_id)
        if kept is None:
            key = self.new[roster_id] = new_id().hex
            self.added.add((key, roster_id, mark, *values))
            self._sample("added", name)
            return key
        self.seen.add(roster_id)
        if kept[1][: 2 * WHOLE] == mark[: 2 * WHOLE]:
            self.same += 1
        else:
            row = values if changed is None else changed
            self.changed.add((kept[0], mark, *(self._beside(kept, mark, row, name) if self.apart else row)))
            self._sample("changed", name)
        return kept[0]

    def _claim(self, roster_id: str) -> tuple[str, str] | None:
        """The key and print of a row that stands here by hand and is this one."""
        if (key := self.claims.get(roster_id)) is None:
            return None
        self.new[roster_id] = key
        self.claimed[key] = roster_id
        return key, ""

    def _beside(self, kept: tuple[str, str], mark: str, row: tuple, name: str) -> tuple:
        """The row without what the roster says no differently than last time of the column `apart`."""
        at = self.names.index(self.apart)
        if kept[1][2 * WHOLE :] == mark[2 * WHOLE :]:
            return (*row[:at], None, *row[at + 1 :])
        if row[at]:
            self.anew.add((kept[0], name, row[at]))
        return row

    def _sample(self, what: str, name: str) -> None:
        if name and len(self.samples[what]) < SHOWN:
            self.samples[what].append(name)

    def left(self) -> list[str]:
        """Roster ids that came before and that this roster does not have."""
        return [roster_id for roster_id in self.kept if roster_id not in self.seen]


@dataclass
class Changes:
    """All that a roster would change: tables in the order of writing, ties to end, accounts to close or open."""

    source: RosterSource
    tables: dict[str, Merge] = field(default_factory=dict)
    ending: set[str] = field(default_factory=set)  # keys of ties
    live_ties: int = 0
    ending_samples: list[str] = field(default_factory=list)
    not_here: dict[str, int] = field(default_factory=dict)
    passed_over: dict[str, int] = field(default_factory=dict)
    access: dict[str, bool] = field(default_factory=dict)  # person's key -> may sign in
    by_hand: dict[str, list] = field(default_factory=dict)  # see `claiming.Met`

    @property
    def many_end(self) -> bool:
        """Whether so many ties would end that somebody should look twice: a fifth of them, and more than 50."""
        return len(self.ending) > max(50, self.live_ties // 5)

    @property
    def nothing(self) -> bool:
        return not self.ending and not any(m.added.count or m.changed.count for m in self.tables.values())

    def summary(self) -> dict[str, Any]:
        """Small JSON: what a preview and the ledger show."""
        return {
            "tables": [
                {
                    "kind": kind,
                    "added": merge.added.count,
                    "changed": merge.changed.count,
                    "same": merge.same,
                    "not_here": self.not_here.get(kind, 0),
                    "samples": merge.samples,
                }
                for kind, merge in self.tables.items()
            ],
            "ended": len(self.ending),
            "ended_samples": self.ending_samples,
            "many_end": self.many_end,
            "passed_over": self.passed_over,
            "by_hand": self.by_hand,
            "nothing": self.nothing,
        }
