"""Questions about sums: who gets what by group, with small groups hidden and every comparison named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from trellis.blueprint.models import Adoption, ModelPackage
from trellis.community.models import Network
from trellis.community.viewer import Viewer
from trellis.engines import gaps
from trellis.foundation.measures import MEASURES, Measure

from . import figures, groups
from .models import Rollup, Snapshot

Cell = tuple[str, float, float, float]
"""A level with its base, total and sum of squares."""
NOT_RECORDED = "not recorded"


@dataclass(frozen=True)
class Told:
    """One measure told for a network or a school. `rows` begin with all students."""

    measure: Measure
    everyone: figures.Row
    rows: list[figures.Row] = field(default_factory=list)
    before: str = ""

    @property
    def largest(self) -> figures.Row | None:
        """The group furthest below the rest of its facet, with the chance of luck below 1 in 20; or None."""
        behind = [row for row in self.rows if row.apart and row.points is not None]
        return min(behind, key=lambda row: row.points or 0) if behind else None

    @property
    def largest_said(self) -> str:
        largest = self.largest
        return figures.points(largest.points, self.measure.kind) if largest and largest.points else ""

    def find(self, key: str) -> figures.Row | None:
        return next((row for row in self.rows if row.key == key), None)


def latest(viewer: Viewer, network_id: UUID) -> Snapshot | None:
    """When the network's sums were last laid out."""
    return Snapshot.objects.seen_by(viewer).filter(network=network_id).order_by("-year", "-taken_at").first()


def measures_of(viewer: Viewer, network: Network) -> list[Measure]:
    """The measures that the models of the network's schools care for; all of them when none says."""
    adopted = (
        Adoption.objects.seen_by(viewer)
        .filter(school__network=network, ends=None)
        .order_by()
        .values_list("package_id", flat=True)
        .distinct()
    )
    parts = ModelPackage.objects.filter(pk__in=list(adopted)).values_list("body__measures", flat=True)
    wanted = {entry.get("key") for part in parts for entry in _entries(part)}
    return [measure for key, measure in MEASURES.items() if key in wanted] or list(MEASURES.values())


def wanted_by_school(network: Network) -> dict[UUID, set[str]]:
    """For each school of the network whose model names measures: their keys."""
    adopted = dict(
        Adoption.objects.unscoped("lays out rollups")
        .filter(school__network=network, ends=None, deleted_at=None)
        .values_list("school_id", "package_id")
    )
    parts = ModelPackage.objects.filter(pk__in=set(adopted.values())).values_list("pk", "body__measures")
    keys = {pk: {entry.get("key") for entry in _entries(part)} for pk, part in parts}
    return {school: keys[package] for school, package in adopted.items() if keys.get(package)}


def _entries(part: Any) -> Iterable[dict]:
    if isinstance(part, dict):
        part = part.get("measures")
    return [entry for entry in part or () if isinstance(entry, dict)]


def told_of_network(viewer: Viewer, network_id: UUID, year: int, measures: list[Measure]) -> list[Told]:
    """Each measure over the whole network. One query."""
    return _told(Rollup.objects.seen_by(viewer).filter(network=network_id, school=None), year, measures)


def told_of_school(viewer: Viewer, school_id: UUID, year: int, measures: list[Measure]) -> list[Told]:
    """Each measure over one school. One query."""
    return _told(Rollup.objects.seen_by(viewer).filter(school=school_id), year, measures)


def _told(rollups: Any, year: int, measures: list[Measure]) -> list[Told]:
    rows = rollups.filter(year=year, measure__in=[m.key for m in measures]).values_list(
        "measure", "facet", "level", "base", "total", "squares"
    )
    cells: dict[str, dict[str, list[Cell]]] = defaultdict(lambda: defaultdict(list))
    for measure, facet, level, *sums in rows:
        cells[measure][facet].append((level, *sums))
    return [tell(measure, cells[measure.key]) for measure in measures if measure.key in cells]


def tell(measure: Measure, facets: dict[str, list[Cell]]) -> Told:
    """One measure by group, each against everybody else of its facet."""
    rows, safe = [], True
    for facet in groups.FACETS[1:]:
        answer = compare(measure, facets.get(facet, []))
        if answer is None:
            continue
        safe = safe and _keeps_its_secret(answer)
        for gap in answer.gaps:
            level = gap.labels["level"] if gap.labels["level"] != NOT_RECORDED else ""
            empty = gap.hidden is not None and gap.hidden.code == "empty"
            if groups.worth_a_row(facet, level) and not empty:
                rows.append(
                    figures.row(groups.key(facet, level), groups.name(facet, level), gap, measure.kind)
                )
    return Told(measure, _everyone(measure, facets.get("all", []), safe), rows)


def _everyone(measure: Measure, cells: list[Cell], safe: bool) -> figures.Row:
    name = groups.name("all", "all")
    answer = compare(measure, cells)
    if answer is None or answer.total is None:
        return figures.Row("all.all", name, hidden=figures.reason("small" if cells else "empty"))
    if not safe:
        return figures.Row("all.all", name, hidden=figures.reason("cover"))
    return figures.Row("all.all", name, **figures.stands(answer.total))


def compare(measure: Measure, cells: Iterable[Cell]) -> gaps.Facet | None:
    """The engine's answer for the levels of one facet; None when there is nobody."""
    rows = [
        {"level": level, "n": round(base), "sum": total, "sumsq": squares}
        for level, base, total, squares in cells
    ]
    try:
        return gaps.from_moments(
            rows, group="level", squares=None if measure.kind == "rate" else "sumsq", min_n=figures.MIN_N
        ).facets[0]
    except gaps.Refused:
        return None


def _keeps_its_secret(answer: gaps.Facet) -> bool:
    """Whether the total may stand beside the rows: the engine withholds it when it would give a group away."""
    return answer.total is not None or not any(gap.hidden for gap in answer.gaps)


def widest(told: list[Told]) -> Told | None:
    """Of the rates, the measure whose largest gap is the widest; None when no gap is beyond luck."""
    behind = [one for one in told if one.measure.kind == "rate" and one.largest]
    return min(behind, key=lambda one: one.largest.points or 0, default=None)
