"""Ties of a roster, compared by who they tie to what, and not by the id of their row alone.

A row that keeps its id but names another person, school or class ends the old tie and begins a new one. A row that
names the same tie under another id, because a system counts its rows anew, changes nothing but the id.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import NamedTuple, TypeVar

from django.db.models import Model

from trellis.core.community.models import LONG_AGO, RosterSource, Tie
from trellis.core.foundation.ids import new_id

from . import table_rows
from .table_diff import ROW_PRINT_BYTES, Spool, fingerprint

BATCH_SIZE = 500  # rows looked up at once
Item = TypeVar("Item")
KEY_BYTES = 16  # bytes of a primary key

Target = tuple[str | None, str | None, str | None, str | None]
"""The keys of (person, group, school, district), one of them filled."""


class TieRow(NamedTuple):
    """A row that does not say what it said last time. `is_known`: its id named a tie before."""

    row_id: str
    mark: bytes
    person: str
    role: str
    to: Target
    begins: str
    ends: str
    is_known: bool

    @property
    def identity(self) -> tuple:
        return self.person, self.role, self.to


@dataclass(frozen=True)
class KnownTie:
    """A tie that came before."""

    key: str
    row_id: str
    identity: tuple
    starts: datetime
    live: bool


class TieDiff:
    """The ties that one file tells of, compared with those that it told of before.

    Rows are `put` as they stream by; `settle` then says what is added, changed, renumbered and ended. Only rows that
    say something new are kept, on disk. `prefix` begins the roster id of every tie of the file.
    """

    model: type[Model] = Tie
    names = table_rows.TieColumns._fields
    fixed: dict[str, object] = {"to_network_id": None}
    filled: tuple[str, ...] = ()
    earliest = {"starts": LONG_AGO}
    samples: dict[str, list[str]] = {"added": [], "changed": []}

    def __init__(self, source: RosterSource, prefix: str, now: datetime, since: datetime) -> None:
        """since: when a tie began of which nobody says it."""
        self.source, self.prefix, self.now, self.since = source, prefix, now, since
        self.kept: dict[str, bytes] = {}  # the roster id without its prefix -> key and fingerprint
        self.by_hand: dict[tuple, str] = {}
        self.claimed: dict[str, str] = {}
        self.added, self.changed, self.rekeyed, self.same = Spool(), Spool(), Spool(), 0
        self.ending: list[str] = []
        self.begun: list[tuple] = []
        """The first few identities of ties that begin."""
        self._rows = Spool()
        if not source._state.adding:
            self._load()

    def _load(self) -> None:
        rows = Tie.objects.system().filter(roster_source=self.source.pk, roster_id__startswith=self.prefix)
        skip = len(self.prefix)
        for roster_id, pk, mark in rows.values_list("roster_id", "pk", "roster_print").iterator(5_000):
            self.kept[roster_id[skip:]] = pk.bytes + _mark_bytes(mark)

    def put(self, row_id: str, person: str, role: str, to: Target, begins: str = "", ends: str = "") -> None:
        """Note a row by its id (without the prefix). An id may be put once."""
        mark = bytes.fromhex(fingerprint((person, role, to, begins, ends), ROW_PRINT_BYTES))
        existing = self.kept.get(row_id)
        if existing is not None and existing[KEY_BYTES:] == mark:
            del self.kept[row_id]
            self.same += 1
        else:
            self._rows.add(tuple(TieRow(row_id, mark, person, role, to, begins, ends, existing is not None)))

    def let_go(self, row_id: str) -> None:
        """End the tie of an id, if it named one."""
        if (existing := self.kept.pop(row_id, None)) is not None:
            self.ending.append(existing[:KEY_BYTES].hex())

    def settle(self, whole: bool) -> None:
        """Compare the rows that say something new with the ties that no row has named yet.

        whole: a tie that no row names has ended.
        """
        rows = self._without_new_ids(self._rows, whole)
        rows = self._same_id(rows)
        displaced = {row.row_id for row in _tie_rows(rows) if row.is_known and row.row_id in self.kept}
        self._same_tie(rows, displaced, whole)
        for row_id in list(self.kept) if whole else displaced:
            self.let_go(row_id)
        self.kept.clear()

    def _without_new_ids(self, rows: Spool, whole: bool) -> Spool:
        """Rows that say exactly what another id said last time have only changed their id."""
        if not rows.count:
            return rows
        named = None if whole else {row.row_id for row in _tie_rows(rows) if row.is_known}
        by_mark = {
            existing[KEY_BYTES:]: row_id
            for row_id, existing in self.kept.items()
            if named is None or row_id in named
        }
        rest = Spool()
        for row in _tie_rows(rows):
            old = by_mark.get(row.mark)
            if old is not None and old != row.row_id and old in self.kept:
                self._rekey(self.kept.pop(old)[:KEY_BYTES].hex(), row.row_id)
                self.same += 1
            else:
                rest.add(tuple(row))
        return rest

    def _rekey(self, key: str, row_id: str) -> None:
        self.rekeyed.add((key, self.prefix + row_id))

    def _same_id(self, rows: Spool) -> Spool:
        """Rows whose id named the same tie before: its days have changed."""
        rest = Spool()
        for batch in _batches(_tie_rows(rows)):
            ties_by_id = {
                tie.row_id: tie
                for tie in self._known([row.row_id for row in batch if row.row_id in self.kept])
            }
            for row in batch:
                tie = ties_by_id.get(row.row_id)
                if tie and tie.identity == row.identity and row.row_id in self.kept:
                    self._change(row, tie)
                else:
                    rest.add(tuple(row))
        return rest

    def _same_tie(self, rows: Spool, displaced: set[str], whole: bool) -> None:
        """Rows that name a tie which another id named before; the others are new ties."""
        candidates: dict[tuple, list[KnownTie]] = {}
        if rows.count and self.kept:
            candidates = self._by_identity(list(self.kept) if whole else sorted(displaced), rows)
        starts = {tie.row_id: tie.starts for ties in candidates.values() for tie in ties}
        for row in _tie_rows(rows):
            ties = candidates.get(row.identity, [])
            tie = next(
                (candidate for candidate in ties if candidate.live and candidate.row_id in self.kept), None
            )
            if tie:
                self._change(row, tie)
                self._rekey(tie.key, row.row_id)
            else:
                self._begin(row, starts.get(row.row_id))

    def _by_identity(self, owns: list[str], rows: Spool) -> dict[tuple, list[KnownTie]]:
        """The ties of these ids by identity: those that a row names, and those whose id a row has."""
        identities = {row.identity for row in _tie_rows(rows)} if rows.count < len(owns) else None
        ids = {row.row_id for row in _tie_rows(rows) if row.is_known}
        ties_by_identity: dict[tuple, list[KnownTie]] = defaultdict(list)
        for some in _batches(owns):
            for tie in self._known(some):
                if identities is None or tie.identity in identities or tie.row_id in ids:
                    ties_by_identity[tie.identity].append(tie)
        return ties_by_identity

    def _known(self, owns: Iterable[str]) -> list[KnownTie]:
        keys = {self.kept[row_id][:KEY_BYTES].hex(): row_id for row_id in owns}
        if not keys:
            return []
        ties = Tie.objects.system().filter(pk__in=list(keys))
        columns = ("pk", "person_id", "role", "to_person_id", "to_group_id", "to_school_id", "to_district_id")
        known_ties = []
        for pk, person, role, *rest in ties.values_list(*columns, "starts", "ends"):
            *to, starts, ends = rest
            identity = person.hex, role, tuple(key and key.hex for key in to)
            live = ends is None or ends > self.now
            known_ties.append(KnownTie(pk.hex, keys[pk.hex], identity, starts, live))
        return known_ties

    def _change(self, row: TieRow, tie: KnownTie) -> None:
        """The same tie with other days."""
        del self.kept[tie.row_id]
        begins, ends = table_rows.start_moment(row.begins), table_rows.end_moment(row.ends)
        if ends:
            first_days = [day for day in (begins, tie.starts) if day and day != LONG_AGO]
            ends = max(ends, min(first_days, default=LONG_AGO))
        self.changed.add((tie.key, row.mark.hex(), row.person, row.role, *row.to, begins, ends))

    def _begin(self, row: TieRow, replaced: datetime | None) -> None:
        """A new tie. `replaced`: the first day of the tie that the id named before; it ends now, and this one begins,
        unless the row tells a later day than that tie's."""
        begins, ends = table_rows.start_moment(row.begins), table_rows.end_moment(row.ends)
        if row.is_known and not (begins and replaced and begins > replaced):
            begins = self.now
        begins = begins or self.since
        ends = max(ends, begins) if ends else None
        if tie_key := self.by_hand.pop(row.identity, None):
            self.claimed[tie_key] = self.prefix + row.row_id
            self.changed.add(
                (
                    tie_key,
                    row.mark.hex(),
                    row.person,
                    row.role,
                    *row.to,
                    table_rows.start_moment(row.begins),
                    ends,
                )
            )
            return
        values = (row.person, row.role, *row.to, begins, ends)
        self.added.add((new_id().hex, self.prefix + row.row_id, row.mark.hex(), *values))
        if len(self.begun) < 20:
            self.begun.append(row.identity)


def _mark_bytes(mark: str) -> bytes:
    try:
        return bytes.fromhex(mark)
    except ValueError:
        return b""


def _tie_rows(spool: Spool) -> Iterator[TieRow]:
    return (TieRow(*row) for row in spool.rows())


def _batches(rows: Iterable[Item]) -> Iterator[list[Item]]:
    walk = iter(rows)
    while batch := list(islice(walk, BATCH_SIZE)):
        yield batch
