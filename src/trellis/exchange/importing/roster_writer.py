"""Writing what a roster changes: all of it or nothing, as one act of the ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import islice
from uuid import UUID

from django.db.models import F
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from trellis.core.community import tie_endings
from trellis.core.community.account_emails import accounts_with_school_email, sync_school_emails
from trellis.core.community.models import Account, JoinCode, RosterSource, Tie
from trellis.core.foundation import bulk, ledger
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.models import Act

from .context import RosterChanges
from .table_diff import Spool, TableDiff
from .tie_matching import TieDiff

BATCH_SIZE = 500  # keys in one statement
MAX_NAMED_PEOPLE = 5_000  # named one by one in a statement


def write_changes(
    changes: RosterChanges, now: datetime, by: UUID | None, progress: Callable[[str, int], None]
) -> None:
    """Write the changes. Raises ActionError when another import came in between; nothing is written then."""
    source = changes.source
    inserts = {kind: _prepare_inserts(merge) for kind, merge in changes.tables.items()}
    people = _people_with_changed_ties(changes)
    with ledger.act("import a roster", by=by, about=source.network_id, source=source.name) as entry:
        _lock_source(source)
        emails = [
            school_email
            for keys in _batches(_people_with_emails(changes))
            for school_email in accounts_with_school_email(keys)
        ]
        for keys in _batches(sorted(changes.ending)):
            _end_ties(keys, now)
        for kind, merge in changes.tables.items():
            _give_new_ids(merge)
            plan, ready = inserts[kind]
            plan.insert(_with_progress(ready.rows(), progress, kind))
            _claim_rows(merge)
            _update_rows(merge, progress, kind)
        sync_school_emails(emails)
        tie_endings.handle_ended_ties(now, people)
        _update_account_access(changes, now)
        _mark_imported(source, now)
        if entry is not None:
            noted = {"source": source.name, **_counts(changes)}
            Act.objects.system().filter(pk=entry.pk).update(details=noted)


def _lock_source(source: RosterSource) -> None:
    """Keep other imports of this source waiting, and refuse to go on from what they have changed."""
    if source._state.adding:
        source.save(force_insert=True)
        return
    rows = RosterSource.objects.system().select_for_update()
    if rows.get(pk=source.pk).last_import_at != source.last_import_at:
        raise ActionError(
            _(
                "Another import finished while you were working. Your roster was not imported. Check the "
                "changes again."
            )
        )


def _give_new_ids(merge: TableDiff | TieDiff) -> None:
    """Rows that the roster knows by another id now. All let go of theirs first, since ids may change places."""
    if merge.rekeyed.count:
        bulk.update_rows(merge.model, ["roster_id"], ((key, "") for key, _own in merge.rekeyed.rows()))
        bulk.update_rows(merge.model, ["roster_id"], merge.rekeyed.rows())


def _prepare_inserts(merge: TableDiff | TieDiff) -> tuple[bulk.InsertPlan, Spool]:
    """New rows as the database takes them, on disk: nobody waits for it to write while they are made."""
    names = ["sourced_id", "roster_id", "roster_print", *merge.names, "roster_source_id", *merge.fixed]
    plan, tail, ready = (
        bulk.InsertPlan(merge.model, names),
        (merge.source.pk.hex, *merge.fixed.values()),
        Spool(),
    )
    for row in merge.added.rows():
        ready.add(plan.ready((*row, *tail)))
    return plan, ready


def _people_with_changed_ties(changes: RosterChanges) -> set[UUID] | None:
    """People whose ties end or get another end: what hangs on those is looked at. None for very many: for anybody's."""
    changed = [m.changed.rows() for m in changes.tables.values() if isinstance(m, TieDiff)]
    people = {UUID(row[2]) for rows in changed for row in rows}
    ties = Tie.objects.system()
    for keys in _batches(sorted(changes.ending)):
        people.update(ties.filter(pk__in=keys).values_list("person", flat=True))
    return people if len(people) <= MAX_NAMED_PEOPLE else None


def _people_with_emails(changes: RosterChanges) -> list[str]:
    """The keys of people of whom the roster says something else than last time, and an email address."""
    people = changes.tables["people"]
    email = people.names.index("email")
    return [key for key, _mark, *values in people.changed.rows() if values[email]]


def _claim_rows(merge: TableDiff | TieDiff) -> None:
    """Rows that stood here by hand are the roster's from now on."""
    rows = merge.model.objects.system()
    for key, roster_id in merge.claimed.items():
        if not rows.filter(pk=key, roster_id="", deleted_at=None).update(
            roster_source=merge.source, roster_id=roster_id
        ):
            raise ActionError(
                _(
                    "Another import finished while you were working. Your roster was not imported. Check the "
                    "changes again."
                )
            )


def _update_rows(merge: TableDiff | TieDiff, progress: Callable[[str, int], None], kind: str) -> None:
    names = ["roster_print", *merge.names]
    rows = _with_progress(merge.changed.rows(), progress, kind)
    earliest = merge.earliest if isinstance(merge, TieDiff) else None
    bulk.update_rows(merge.model, names, rows, filled=merge.filled, earliest=earliest)


def _end_ties(keys: list[str], now: datetime) -> None:
    """An ended tie is history: it lets go of its roster id, so that a return is a tie of its own."""
    ties = Tie.objects.system().filter(pk__in=keys)
    ties.filter(ends=None).update(ends=Greatest(F("starts"), now))
    ties.filter(ends__gt=now).update(ends=Greatest(F("starts"), now))
    ties.update(roster_id="", roster_print="", modified=now)


def _update_account_access(changes: RosterChanges, now: datetime) -> None:
    """Somebody whom the roster disables cannot sign in or join; somebody it enables again can sign in."""
    for is_enabled in (True, False):
        for keys in _batches(sorted(k for k, may in changes.access.items() if may is is_enabled)):
            Account.objects.filter(person_id__in=keys, is_active=not is_enabled).update(is_active=is_enabled)
            if not is_enabled:
                codes = JoinCode.objects.system()
                codes.filter(person_id__in=keys, used_at=None, expires__gt=now).update(
                    expires=now, modified=now
                )


def _mark_imported(source: RosterSource, now: datetime) -> None:
    RosterSource.objects.system().filter(pk=source.pk).update(last_import_at=now)


def _counts(changes: RosterChanges) -> dict[str, int]:
    tables = changes.tables.values()
    return {
        "added": sum(merge.added.count for merge in tables),
        "changed": sum(merge.changed.count for merge in tables),
        "ended": len(changes.ending),
    }


def _batches(keys: list[str]) -> Iterator[list[str]]:
    walk = iter(keys)
    while few := list(islice(walk, BATCH_SIZE)):
        yield few


def _with_progress(rows: Iterable[tuple], progress: Callable[[str, int], None], kind: str) -> Iterator[tuple]:
    count = 0
    for count, row in enumerate(rows, 1):
        if count % 5_000 == 0:
            progress(kind, 5_000)
        yield row
    progress(kind, count % 5_000)
