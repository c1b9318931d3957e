"""Writing aims and what is watched for them."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.utils import timezone

from trellis.core.foundation import ledger
from trellis.core.foundation.revisions import save_if_current

from ..models import Aim, AimMeasure, PracticalMeasure
from ..text_checks import check_text

REASON = "write an aim that the caller may change"
TEXTS = ("title", "why", "listened_to", "in_scope", "out_of_scope", "people", "rhythm")


def start_aim(key: UUID, owner: Mapping[str, object], values: Mapping[str, object], by: UUID) -> Aim:
    """Start an aim. Sent twice under one id, it is one."""
    with ledger.act("start an aim", by=by, about=key):
        existing = Aim.objects.unscoped(REASON).filter(pk=key).first()
        if existing is not None:
            return existing
        aim = Aim(sourced_id=key, **owner, **values)
        for name in TEXTS:
            check_text(getattr(aim, name), aim.place, name)
        aim.save(force_insert=True)
        return aim


def update_aim(
    aim: Aim, values: Mapping[str, object], seen: int | None, labels: Mapping[str, str], by: UUID
) -> None:
    """Change an aim. Raises EditConflict where somebody wrote since."""
    with ledger.act("change an aim", by=by, about=aim.pk):
        for name in TEXTS:
            if name in values:
                check_text(str(values[name]), aim.place, name)
        save_if_current(aim, values, seen, labels)


def watch_measure(aim: Aim, kind: str, measure: str, practical: PracticalMeasure | None, by: UUID) -> None:
    """Watch a measure for an aim. Added twice, it is watched once, as the kind that was said last."""
    with ledger.act("watch a measure for an aim", by=by, about=aim.pk):
        AimMeasure.objects.unscoped(REASON).update_or_create(
            aim=aim, measure=measure, practical=practical, defaults={"kind": kind, "deleted_at": None}
        )


def stop_watching(row: AimMeasure, by: UUID) -> None:
    """Watch a measure no more."""
    with ledger.act("stop watching a measure", by=by, about=row.aim_id):
        AimMeasure.objects.unscoped(REASON).filter(pk=row.pk, deleted_at=None).update(
            deleted_at=timezone.now()
        )
