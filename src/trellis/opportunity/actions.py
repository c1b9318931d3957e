"""Updating the figures: they are computed first, and then take the place of the old ones in one short act."""

from __future__ import annotations

from trellis.community.models import Network
from trellis.foundation import bulk, ledger

from .models import Rollup, Snapshot
from .students import WHY
from .sums import COLUMNS, Figures, compute, school_year

__all__ = ["lay_out", "school_year"]


def lay_out(network: Network, year: int | None = None) -> Snapshot:
    """Compute a network's figures anew and put them in place of that year's old ones.

    Raises Refusal when the network has no students. Nobody who writes meanwhile has to wait for the computing, and
    readers see the old figures or the new ones.
    """
    return _replace(compute(network, year))


def _replace(figures: Figures) -> Snapshot:
    """Write figures. Those that somebody else began to compute later, and wrote already, stay."""
    with ledger.act("update figures", about=figures.network.pk, year=figures.year):
        Network.objects.unscoped(WHY).select_for_update().get(pk=figures.network.pk)
        same_year = {"network": figures.network, "year": figures.year}
        newer = Snapshot.objects.unscoped(WHY).filter(**same_year, taken_at__gt=figures.started).first()
        if newer is not None:
            return newer
        Rollup.objects.unscoped(WHY).filter(**same_year).delete()
        bulk.copy_in(Rollup, list(COLUMNS), figures.rows)
        return Snapshot.objects.create(**same_year, students=figures.students, taken_at=figures.started)
