"""Versions of a framework side by side: an outcome in the newest, what it was in older ones, and how levels carry over.

A score stays on the rubric that it was scored with. Only where scores are summed up are the levels of an older
rubric carried over, by the engine's crosswalk: the lowest to the lowest, the highest to the highest.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Max, QuerySet

from trellis.design.frameworks.models import Level, Outcome
from trellis.engines import summary


@dataclass(frozen=True)
class OutcomeVersion:
    """An outcome as one version has it. `stands_for`: the newest; `carried[i]`: where its level i + 1 goes."""

    outcome: UUID
    stands_for: UUID
    version: str
    carried: tuple[float, ...]


def outcome_versions(outcomes: Iterable[Outcome], top: int) -> list[OutcomeVersion]:
    """Return every version of some outcomes, the given ones included. `top` is the highest level of the given ones."""
    now = {outcome.key: outcome for outcome in outcomes}
    if not now:
        return []
    rows = list(_every_version(now.values()).values_list("pk", "key", "framework__version"))
    tops = _top_levels([pk for pk, _key, _version in rows])
    return [
        OutcomeVersion(
            pk, now[key].pk, version, _carried_levels(top if pk == now[key].pk else tops.get(pk, top), top)
        )
        for pk, key, version in rows
    ]


def version_ids(outcome: Outcome) -> list[UUID]:
    """The ids of an outcome in every version, its own included."""
    return list(_every_version([outcome]).values_list("pk", flat=True))


def _every_version(outcomes: Iterable[Outcome]) -> QuerySet[Outcome]:
    """The outcomes of the same keys in every version of their frameworks."""
    outcomes = list(outcomes)
    frameworks = Outcome.objects.filter(pk__in=[outcome.pk for outcome in outcomes]).values("framework__key")
    keys = [outcome.key for outcome in outcomes]
    return Outcome.objects.filter(key__in=keys, deleted_at=None, framework__key__in=frameworks)


def _top_levels(outcomes: list[UUID]) -> dict[UUID, int]:
    """By outcome, the highest level of its rubrics' rows."""
    rows = Level.objects.filter(criterion__outcome__in=outcomes, deleted_at=None).order_by()
    return dict(
        rows.values("criterion__outcome")
        .annotate(top=Max("position"))
        .values_list("criterion__outcome", "top")
    )


def _carried_levels(levels: int, top: int) -> tuple[float, ...]:
    if levels == top or levels < 2:
        return tuple(float(level) for level in range(1, top + 1))
    return summary.build_crosswalk(levels, top).to


def retired_outcomes(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """Outcomes of older versions that the newest has no longer: what was scored of them is still there."""
    now = list(outcomes)
    if not now:
        return []
    older = Outcome.objects.filter(
        framework__key__in=Outcome.objects.filter(pk__in=[outcome.pk for outcome in now]).values(
            "framework__key"
        ),
        deleted_at=None,
        criteria__isnull=False,
    ).exclude(key__in=[outcome.key for outcome in now])
    newest = {outcome.key: outcome for outcome in older.distinct().order_by("framework__created")}
    current = set(
        Outcome.objects.filter(framework__in={outcome.framework_id for outcome in now}).values_list(
            "key", flat=True
        )
    )
    return [outcome for key, outcome in newest.items() if key not in current]
