"""The chain of the ledger: each entry carries a keyed digest over the entry before it and its own changes.

Whoever edits the database without the installation's secret cannot change, remove, add or reorder a finished entry
without `verify` finding it. What it cannot find is that the newest entries were cut off together with their changes:
compare `head()` with what a backup or an earlier report says.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC
from itertools import islice
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet, TextField
from django.db.models.expressions import RawSQL
from django.utils.crypto import constant_time_compare, salted_hmac

from . import ledger
from .models import Act, Change

OUTSIDE_VERB = "outside an act"
"""The verb of an entry that takes in changes which no act made."""
LIBRARY_TABLES = ("account_emailaddress", "mfa_authenticator")
"""Tables that the sign-in library writes to by itself, so outside our acts."""
ADVISORY_LOCK = 0x7E11155  # "TRELLIS", any fixed number
CHUNK_SIZE = 20_000
QUERY_LIMIT = 200
COLUMNS = ("sourced_id", "at", "person_id", "verb", "about_id", "details", "sequence", "contents", "digest")


@dataclass(frozen=True)
class Problem:
    """Something wrong with the ledger. kind: "changed", "missing", "unchained", "contents", "orphans" or "outside"."""

    kind: str
    what: str


def append_entry(act_id: UUID, forgotten: set[UUID]) -> None:
    """Link a finished act to the chain, inside its transaction."""
    contents = _contents_digest(act_id)
    _lock_chain()
    if _has_loose_changes():
        _record_loose_changes()
    if forgotten:
        _note_erased_acts(act_id, forgotten)
    _link_entry(act_id, contents)


def head() -> tuple[int, str]:
    """Return the number and the digest of the newest entry; (0, "") for an empty ledger."""
    newest = _one_row(
        "SELECT sequence, digest FROM foundation_act WHERE sequence IS NOT NULL ORDER BY sequence DESC LIMIT 1"
    )
    return (newest[0], newest[1]) if newest else (0, "")


def record_loose_changes() -> int:
    """Give changes that no act made an entry of their own. Return how many. Every act does this too."""
    with transaction.atomic():
        _lock_chain()
        return _record_loose_changes() if _has_loose_changes() else 0


def _acts() -> QuerySet[Act]:
    return Act.objects.system()


def _changes() -> QuerySet[Change]:
    return Change.objects.system()


def _one_row(statement: str) -> tuple | None:
    """The first row of a statement. Each act runs several; building them as querysets would cost more than they do."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()


def _lock_chain() -> None:
    """On PostgreSQL, let one transaction at a time link its entry; on SQLite only one writes anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ADVISORY_LOCK])


def _has_loose_changes() -> bool:
    return _one_row("SELECT 1 FROM foundation_change WHERE act_id IS NULL LIMIT 1") is not None


def _record_loose_changes() -> int:
    entry = Act.objects.create(verb=OUTSIDE_VERB)
    with ledger.allow_edits():
        taken = _changes().filter(act_id=None).update(act_id=entry.pk)
    _acts().filter(pk=entry.pk).update(details={"changes": taken})
    _link_entry(entry.pk, _contents_digest(entry.pk))
    return taken


def _note_erased_acts(act_id: UUID, forgotten: set[UUID]) -> None:
    details = _acts().values_list("details", flat=True).get(pk=act_id)
    now = {entry.hex: _contents_digest(entry) for entry in sorted(forgotten)}
    _acts().filter(pk=act_id).update(details={**details, ledger.ERASED_KEY: now})


def _link_entry(act_id: UUID, contents: str) -> None:
    sequence, previous = head()
    entry = _acts().values(*COLUMNS).get(pk=act_id) | {"sequence": sequence + 1, "contents": contents}
    _acts().filter(pk=act_id).update(
        sequence=sequence + 1, contents=contents, digest=_entry_digest(previous, entry, settings.SECRET_KEY)
    )


def _entry_digest(previous: str, entry: dict[str, Any], secret: str) -> str:  # Any: columns of an act
    """The keyed digest of an entry, 64 hex digits: over all of it, its place, and the digest before it."""
    ids = [entry[name] and entry[name].hex for name in ("sourced_id", "person_id", "about_id")]
    at = entry["at"].astimezone(UTC).isoformat()
    parts = [previous, entry["sequence"], *ids, at, entry["verb"], entry["details"], entry["contents"]]
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False)
    return salted_hmac("trellis.ledger", text, secret=secret, algorithm="sha256").hexdigest()  # ty: ignore[unknown-argument] the stubs leave it out


def _line_sql() -> str:
    """SQL for a change as one line of text, the same on either database."""
    if connection.vendor == "postgresql":
        row, before = "replace(\"row\"::text, '-', '')", "coalesce(before::text, '')"
    else:
        row, before = '"row"', "coalesce(before, '')"
    return f"id || '|' || \"table\" || '|' || {row} || '|' || op || '|' || {before}"


def _annotate_lines(changes: QuerySet[Change]) -> QuerySet[Change]:
    return changes.annotate(line=RawSQL(_line_sql(), [], output_field=TextField()))  # noqa: S611 no value is in it


class _ContentsDigest:
    """A keyed digest over the changes of one act, in the order in which they were made."""

    def __init__(self, secret: str) -> None:
        key = hashlib.sha256(b"trellis.ledger.contents" + secret.encode()).digest()
        self._hmac = hmac.new(key, digestmod=hashlib.sha256)

    def add(self, lines: Iterable[str]) -> None:
        self._hmac.update("".join(f"{line}\n" for line in lines).encode())

    def hexdigest(self) -> str:
        return self._hmac.hexdigest()


def _batches(lines: Iterator[str]) -> Iterator[list[str]]:
    while batch := list(islice(lines, CHUNK_SIZE)):
        yield batch


def _contents_digest(act_id: UUID) -> str:
    contents = _ContentsDigest(settings.SECRET_KEY)
    few = f"SELECT {_line_sql()} FROM foundation_change WHERE act_id = %s ORDER BY id LIMIT {QUERY_LIMIT + 1}"  # noqa: S608 no value
    with connection.cursor() as cursor:
        cursor.execute(few, [act_id if connection.vendor == "postgresql" else act_id.hex])
        lines = [line for (line,) in cursor.fetchall()]
    if len(lines) <= QUERY_LIMIT:
        contents.add(lines)
        return contents.hexdigest()
    rows = _annotate_lines(_changes().filter(act_id=act_id).order_by("pk")).values_list("line", flat=True)
    for batch in _batches(rows.iterator(chunk_size=CHUNK_SIZE)):
        contents.add(batch)
    return contents.hexdigest()


def verify() -> list[Problem]:
    """Check the whole ledger: every entry, its place, and every change. Return what is wrong, the oldest first.

    Reads all of it once; writes nothing.
    """
    problems, expected = _verify_entries()
    problems += _verify_contents(expected)
    unchained = _acts().filter(sequence=None).count()
    if unchained:
        problems.append(Problem("unchained", f"{unchained} entries are not part of the chain."))
    return problems + list(_outside_problems())


def _secrets() -> list[str]:
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


def _verify_entries() -> tuple[list[Problem], dict[UUID, str]]:
    """Check entries against each other; also return what each one's changes should come to today."""
    changed, missing, expected = [], [], {}
    last, previous = 0, ""
    entries = _acts().exclude(sequence=None).order_by("sequence").values(*COLUMNS)
    for entry in entries.iterator(chunk_size=CHUNK_SIZE):
        number = entry["sequence"]
        if number == last + 1:
            right = (
                constant_time_compare(entry["digest"], _entry_digest(previous, entry, s)) for s in _secrets()
            )
            if not any(right):
                changed.append(number)
        else:
            missing.append((last + 1, number - 1))
        last, previous = number, entry["digest"]
        expected[entry["sourced_id"]] = entry["contents"]
        for forgotten, contents in (entry["details"] or {}).get(ledger.ERASED_KEY, {}).items():
            expected[UUID(hex=forgotten)] = contents
    problems = [Problem("missing", f"{_describe_range(a, b)} of the ledger: removed.") for a, b in missing]
    problems += [
        Problem("changed", f"{_describe_range(a, b)} of the ledger: changed, swapped or put in.")
        for a, b in _number_ranges(changed)
    ]
    return problems, expected


def _verify_contents(expected: dict[UUID, str]) -> list[Problem]:
    """Check the changes of every act against what its entry says of them."""
    problems, orphans, seen = [], 0, set()
    for act_id, lines in _changes_by_act():
        candidates = [_ContentsDigest(secret) for secret in _secrets()]
        for batch in lines:
            for contents in candidates:
                contents.add(batch)
        if act_id not in expected:
            orphans += 1
            continue
        seen.add(act_id)
        if expected[act_id] not in {contents.hexdigest() for contents in candidates}:
            problems.append(_contents_problem(act_id))
    empty = {_ContentsDigest(secret).hexdigest() for secret in _secrets()}
    problems += [
        _contents_problem(act) for act, is_ in expected.items() if act not in seen and is_ not in empty
    ]
    if orphans:
        problems.append(Problem("orphans", f"Changes of {orphans} acts that have no entry in the chain."))
    return problems


def _contents_problem(act_id: UUID) -> Problem:
    return Problem("contents", f"Changes of act {act_id}: changed, removed or added.")


def _changes_by_act() -> Iterator[tuple[UUID, Iterator[list[str]]]]:
    """Each act's changes, in batches. Every act's batches must be used up before the next act is asked for."""
    rows = _annotate_lines(_changes().exclude(act_id=None).order_by("act_id", "pk")).values_list(
        "act_id", "line"
    )
    walk = rows.iterator(chunk_size=CHUNK_SIZE)
    ahead = next(walk, None)

    def batches(act_id: UUID) -> Iterator[list[str]]:
        nonlocal ahead
        batch: list[str] = []
        while ahead is not None and ahead[0] == act_id:
            batch.append(ahead[1])
            if len(batch) == CHUNK_SIZE:
                yield batch
                batch = []
            ahead = next(walk, None)
        yield batch

    while ahead is not None:
        yield ahead[0], batches(ahead[0])


def _outside_problems() -> Iterator[Problem]:
    """Changes that no act made: by a stray tool, or by a command that does not say what it does."""
    strays = _acts().filter(verb=OUTSIDE_VERB).values("pk")
    stray = _changes().filter(act_id__in=strays) | _changes().filter(act_id=None)
    tables = stray.exclude(table__in=LIBRARY_TABLES).order_by("table").values_list("table", flat=True)
    names = list(tables.distinct())
    if names:
        shown = ", ".join(names[:5]) + (" and others" if len(names) > 5 else "")
        yield Problem("outside", f"{tables.count()} changes were made outside Trellis, in {shown}.")


def _number_ranges(numbers: list[int]) -> Iterator[tuple[int, int]]:
    """Numbers in ascending order as first and last of each unbroken run."""
    if not numbers:
        return
    first = last = numbers[0]
    for number in numbers[1:]:
        if number != last + 1:
            yield first, last
            first = number
        last = number
    yield first, last


def _describe_range(first: int, last: int) -> str:
    return f"Entry {first}" if first == last else f"Entries {first} to {last}"
