"""Writing roll-outs: what they bring, and which school starts when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from django.utils import timezone

from trellis.core.community.models import Network
from trellis.core.foundation import ledger
from trellis.core.foundation.revisions import save_if_current
from trellis.improvement.cycles.services.practical import copy_to_schools

from ..models import RollOut, RollOutSchool
from ..text_checks import check_network_text

REASON = "write a roll-out that the caller may change"
TEXTS = ("title", "what")


def start_roll_out(key: UUID, network: Network, values: Mapping[str, object], by: UUID) -> RollOut:
    """Start a roll-out. Sent twice under one id, it is one."""
    with ledger.act("start a roll-out", by=by, about=key):
        existing = RollOut.objects.unscoped(REASON).filter(pk=key).first()
        if existing is not None:
            return existing
        roll_out = RollOut(sourced_id=key, network=network, by_id=by, **values)
        for name in TEXTS:
            check_network_text(getattr(roll_out, name), network.pk, name)
        roll_out.save(force_insert=True)
        return roll_out


def update_roll_out(
    roll_out: RollOut, values: Mapping[str, object], seen: int | None, labels: Mapping[str, str], by: UUID
) -> None:
    """Change its words. The measure stays. Raises EditConflict where somebody wrote since."""
    with ledger.act("change a roll-out", by=by, about=roll_out.pk):
        for name in TEXTS:
            check_network_text(str(values[name]), roll_out.network_id, name)
        save_if_current(roll_out, values, seen, labels)


def add_schools(roll_out: RollOut, schools: Iterable[UUID], starts: date, by: UUID) -> None:
    """Say that these schools start on a day; a school that has another day gets this one. Of a practical measure, each
    gets its copy to count."""
    keys = list(schools)
    with ledger.act("add schools to a roll-out", by=by, about=roll_out.pk):
        for key in keys:
            RollOutSchool.objects.unscoped(REASON).update_or_create(
                roll_out=roll_out, school_id=key, deleted_at=None, defaults={"starts": starts}
            )
        ask_to_count(roll_out, keys, by)


def ask_to_count(roll_out: RollOut, schools: Iterable[UUID], by: UUID) -> None:
    """Give schools their copy of the practical measure, also those that have not started: they are compared with."""
    if roll_out.practical is not None:
        copy_to_schools(roll_out.practical, schools, by)


def remove_school(row: RollOutSchool, by: UUID) -> None:
    """Take a school out: it has not started after all. What it counted stays."""
    with ledger.act("remove a school from a roll-out", by=by, about=row.roll_out_id):
        rows = RollOutSchool.objects.unscoped(REASON).filter(pk=row.pk, deleted_at=None)
        rows.update(deleted_at=timezone.now())
