"""Updating the figures: they are computed first, and then take the place of the old ones in one short act."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from contextlib import suppress
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils import timezone

from trellis.core.community.models import Network
from trellis.core.foundation import background, bulk, ledger
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.models import Act

from .columns import GAP_TABLE_COLUMNS, ROLLUP_COLUMNS, STANDING_COLUMNS
from .models import GapTable, Rollup, Snapshot, StudentStanding
from .periods import network_school_year
from .rollup_sums import NetworkFigures, compute_figures

__all__ = ["network_school_year", "rebuild_rollups"]

log = logging.getLogger(__name__)


def rebuild_rollups(network: Network, year: int | None = None) -> Snapshot:
    """Compute a network's figures anew and put them in place of that year's old ones.

    Raises ActionError when the network has no students. Nobody who writes meanwhile has to wait for the computing, and
    readers see the old figures or the new ones.
    """
    return _replace_rollups(compute_figures(network, year))


class Replacement(NamedTuple):
    """Of one table, the keys of the rows that are no longer right, and the rows to write."""

    model: type[Model]
    columns: tuple[str, ...]
    stale: list[int]
    fresh: list[tuple]

    def write(self) -> None:
        for place in range(0, len(self.stale), DELETE_BATCH):
            self.model.objects.system().filter(pk__in=self.stale[place : place + DELETE_BATCH]).delete()
        bulk.insert_rows(self.model, list(self.columns), self.fresh)


def _replace_rollups(figures: NetworkFigures) -> Snapshot:
    """Write figures: only what differs from what is there. Those that somebody began to compute later stay."""
    same_year = {"network": figures.network, "year": figures.year}
    snapshots = Snapshot.objects.system().filter(**same_year)
    seen = snapshots.order_by("-taken_at").first()
    replacements = _replacements(figures)
    with ledger.act("update figures", about=figures.network.pk, year=figures.year):
        Network.objects.system().select_for_update().get(pk=figures.network.pk)
        newest = snapshots.order_by("-taken_at").first()
        if newest is not None and newest.taken_at > figures.started:
            return newest
        if newest != seen:  # others were written since the difference was found
            replacements = _replacements(figures)
        for replacement in replacements:
            replacement.write()
        GapTable.objects.system().filter(**same_year).update(taken_at=figures.started)
        return Snapshot.objects.create(**same_year, students=figures.students, taken_at=figures.started)


DELETE_BATCH = 10_000
"""Rows deleted by one statement: databases limit how many values a statement names."""


def _replacements(figures: NetworkFigures) -> list[Replacement]:
    """What to write of each table. Students stand behind the figures of the newest year alone."""
    same_year = {"network": figures.network, "year": figures.year}
    rollups = Rollup.objects.system().filter(**same_year)
    tables = GapTable.objects.system().filter(**same_year)
    replacements = [
        _difference(rollups, ROLLUP_COLUMNS, ROLLUP_COLUMNS.index("students"), figures.rows),
        _difference(tables, GAP_TABLE_COLUMNS, GAP_TABLE_COLUMNS.index("students"), figures.gap_tables),
    ]
    snapshots = Snapshot.objects.system().filter(network=figures.network, year__gt=figures.year)
    if not snapshots.exists():
        standings = StudentStanding.objects.system().filter(school__network=figures.network)
        replacements.append(_difference(standings, STANDING_COLUMNS, 2, figures.standings))
    return replacements


def _difference(
    written: QuerySet, columns: tuple[str, ...], key_size: int, rows: Iterable[tuple]
) -> Replacement:
    """What differs between rows that are written and rows as they should be; the first columns are the key."""
    missing = {row[:key_size]: row for row in rows}
    stale = []
    for pk, *row in written.values_list("pk", *columns).iterator(chunk_size=5_000):
        key = tuple(row[:key_size])
        if missing.get(key) == tuple(row):
            del missing[key]
        else:
            stale.append(pk)
    return Replacement(written.model, columns, stale, list(missing.values()))


def update_networks(networks: Iterable[Network]) -> int:
    """Update the figures of several networks, one after the other; gives how many were updated.

    A network without students is passed over. One that fails keeps no other from its figures; its error is raised when
    the others are done.
    """
    updated, failed = 0, None
    for network in networks:
        try:
            with suppress(ActionError):
                rebuild_rollups(network)
                updated += 1
        except Exception as error:
            failed = failed or error
    if failed:
        raise failed
    return updated


def update_after_change(network: Network) -> None:
    """Update a network's figures once what is being written stands: never within its transaction, which would hold the
    lock meanwhile. What was written stands whatever comes of the figures."""
    transaction.on_commit(lambda: _update_or_log(network))


def _update_or_log(network: Network) -> None:
    try:
        update_networks([network])
    except Exception:
        log.exception("Figures could not be updated after a change. They will be updated tonight.")


REQUEST_VERB = "ask for new figures"
UPDATE_TIMEOUT = timedelta(minutes=10)
"""After this long, an update that somebody asked for and that came to nothing may be asked for again."""


def request_update(network: Network, by: UUID) -> bool:
    """Update a network's figures beside the request. False when somebody asked already and they are not there yet."""
    if is_updating(network):
        return False
    with ledger.act(REQUEST_VERB, by=by, about=network.pk):
        background.run_in_background(lambda: update_networks([network]))
    return True


def is_updating(network: Network) -> bool:
    """Whether somebody asked for new figures that are not there yet."""
    requests = Act.objects.system().filter(
        verb=REQUEST_VERB, about_id=network.pk, at__gt=timezone.now() - UPDATE_TIMEOUT
    )
    newest = requests.order_by("-at").values_list("at", flat=True).first()
    if newest is None:
        return False
    return not Snapshot.objects.system().filter(network=network, taken_at__gte=newest).exists()
