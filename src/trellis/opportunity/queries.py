"""Questions about sums: who gets what by group, with small groups hidden and every comparison named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any
from uuid import UUID

from trellis.blueprint.models import Adoption, ModelPackage
from trellis.community.models import Network
from trellis.community.viewer import Viewer
from trellis.engines import gaps
from trellis.foundation.measures import MEASURES, Measure

from . import figures, groups, headlines
from .models import Rollup, Snapshot

Cell = tuple[str, int, float, float, float]
"""A level with the students who count, their base, total and sum of squares."""
SUMS = ("counted", "base", "total", "squares")
NOT_RECORDED = "not recorded"


@dataclass(frozen=True)
class Told:
    """One measure told for a network or a school. `found`: a facet, a level and the engine's answer for that group."""

    measure: Measure
    everyone: figures.Row
    found: list[tuple[str, str, gaps.Gap]] = field(default_factory=list)

    @cached_property
    def rows(self) -> list[figures.Row]:
        """Each group in words. Written when they are read: a page of many measures shows one group of each."""
        return [self._row(*one) for one in self.found]

    def _row(self, facet: str, level: str, gap: gaps.Gap) -> figures.Row:
        return figures.row(
            groups.key(facet, level),
            groups.name(facet, level),
            gap,
            self.measure.kind,
            apart=headlines.is_behind(gap, self.measure.direction),
        )

    @cached_property
    def largest(self) -> figures.Row | None:
        """The group furthest behind the rest of its facet, with the chance of luck below 1 in 20; or None."""
        behind = [one for one in self.found if headlines.is_behind(one[2], self.measure.direction)]
        return self._row(*max(behind, key=lambda one: abs(one[2].points or 0))) if behind else None

    @property
    def largest_said(self) -> str:
        largest = self.largest
        return figures.points(largest.points, self.measure.kind) if largest and largest.points else ""

    @property
    def headline(self) -> str:
        """The sentence about the group furthest behind; "" when there is none."""
        largest = self.largest
        if largest is None or largest.points is None:
            return ""
        return headlines.sentence(largest.name, largest.points, self.measure.kind, self.measure.direction)

    def find(self, key: str) -> figures.Row | None:
        return next((row for row in self.rows if row.key == key), None)


def latest(viewer: Viewer, network_id: UUID) -> Snapshot | None:
    """When the network's sums were last laid out."""
    return Snapshot.objects.seen_by(viewer).filter(network=network_id).order_by("-year", "-taken_at").first()


def measures_of(viewer: Viewer, network: Network) -> list[Measure]:
    """The measures that the models of the network's schools care for, by the facets that they name; all when none
    says."""
    adopted = (
        Adoption.objects.seen_by(viewer)
        .filter(school__network=network, ends=None)
        .order_by()
        .values_list("package_id", flat=True)
        .distinct()
    )
    parts = ModelPackage.objects.filter(pk__in=list(adopted)).values_list("body__measures", flat=True)
    wanted: dict[str, set[str]] = defaultdict(set)
    for part in parts:
        for entry in _entries(part):
            wanted[entry.get("key")] |= set(entry.get("facets") or groups.FACETS)
    return [
        replace(measure, facets=frozenset(wanted[key])) for key, measure in MEASURES.items() if key in wanted
    ] or list(MEASURES.values())


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


def told_of_school(
    viewer: Viewer, school_id: UUID, year: int, measures: list[Measure], alone: bool = False
) -> list[Told]:
    """Each measure over one school. One query. `alone`: the viewer leads it, and sees no sums of all schools."""
    return _told(Rollup.objects.seen_by(viewer).filter(school=school_id), year, measures, alone)


def _told(rollups: Any, year: int, measures: list[Measure], alone: bool = False) -> list[Told]:
    rows = rollups.filter(year=year, measure__in=[m.key for m in measures]).values_list(
        "measure", "facet", "level", *SUMS, "hidden"
    )
    cells: dict[str, dict[str, list[Cell]]] = defaultdict(lambda: defaultdict(list))
    hidden: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for measure, facet, level, *sums, not_shown in rows:
        cells[measure][facet].append((level, *sums))
        if not_shown and not alone:
            hidden[measure].add((facet, level))
    return [
        tell(measure, cells[measure.key], hidden[measure.key]) for measure in measures if measure.key in cells
    ]


def tell(measure: Measure, facets: dict[str, list[Cell]], hidden: Collection[tuple[str, str]] = ()) -> Told:
    """One measure by group, each against everybody else of its facet. `hidden`: facets with a level."""
    found, safe = [], ("all", "all") not in hidden
    for facet in groups.FACETS[1:]:
        if measure.facets is not None and facet not in measure.facets:
            continue
        answer = compare(measure, facets.get(facet, []), {level for of, level in hidden if of == facet})
        if answer is None:
            continue
        safe = safe and _keeps_its_secret(answer)
        for gap in answer.gaps:
            level = gap.labels["level"] if gap.labels["level"] != NOT_RECORDED else ""
            empty = gap.hidden is not None and gap.hidden.code == "empty"
            if groups.worth_a_row(facet, level) and not empty:
                found.append((facet, level, gap))
    return Told(measure, _everyone(measure, facets.get("all", []), safe), found)


def _everyone(measure: Measure, cells: list[Cell], safe: bool) -> figures.Row:
    name = groups.name("all", "all")
    answer = compare(measure, cells)
    if answer is None or answer.total is None:
        return figures.Row("all.all", name, hidden=figures.reason("small" if cells else "empty"))
    if not safe:
        return figures.Row("all.all", name, hidden=figures.reason("cover"))
    return figures.Row("all.all", name, **figures.stands(answer.total))


def compare(measure: Measure, cells: Iterable[Cell], hidden: Collection[str] = ()) -> gaps.Facet | None:
    """The engine's answer for the levels of one facet; None when there is nobody."""
    rows = [
        {"level": level, "n": counted, "base": base, "sum": total, "sumsq": squares}
        for level, counted, base, total, squares in cells
    ]
    rate = measure.kind == "rate"
    try:
        return gaps.from_moments(
            rows,
            group="level",
            squares=None if rate else "sumsq",
            base="base" if rate else None,
            min_n=figures.MIN_N,
            hidden={level or NOT_RECORDED for level in hidden},
        ).facets[0]
    except gaps.Refused:
        return None


def _keeps_its_secret(answer: gaps.Facet) -> bool:
    """Whether the total may stand beside the rows: the engine withholds it when it would give a group away."""
    return answer.total is not None or not any(gap.hidden for gap in answer.gaps)


def widest(told: list[Told]) -> Told | None:
    """Of the rates, the measure whose largest gap is the widest; None when no gap is beyond luck."""
    behind = [one for one in told if one.measure.kind == "rate" and one.largest]
    return max(behind, key=lambda one: abs(one.largest.points or 0), default=None)
