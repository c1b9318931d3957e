"""Where a gap is made: between schools or inside them, and at which."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np

from trellis.community.models import School
from trellis.community.viewer import Viewer
from trellis.engines.gaps.hiding import hide
from trellis.foundation.measures import Measure

from . import figures
from .models import Rollup
from .queries import Cell, compare

SORTS = {"name": "name", "size": "size"}


@dataclass(frozen=True)
class AtSchool:
    """One school's line: its students, its rate, its gap for the chosen group."""

    school: School
    students: str
    row: figures.Row
    said: str


@dataclass(frozen=True)
class Made:
    """The gap over all schools. `between` and `within` add up to it, in points (or units of a mean)."""

    lines: list[Any]
    between: float | None = None
    within: float | None = None
    compared: int = 0
    schools: int = 0


def made(
    viewer: Viewer, network_id: UUID, year: int, measure: Measure, group: tuple[str, str], sort: str = "name"
) -> Made:
    """Every school with the cells of the group and of everybody else there; `line` writes one out.

    Sorted by name or by number of students, never by the figure: this is not a ranking. Two queries.
    """
    facet, level = group
    rows = (
        Rollup.objects.seen_by(viewer)
        .filter(network=network_id, year=year, measure=measure.key, facet=facet, school__isnull=False)
        .values_list("school_id", "level", "students", "base", "total", "squares")
    )
    both: dict[UUID, np.ndarray] = defaultdict(lambda: np.zeros((2, 4)))
    for school, of, *sums in rows:
        both[school][0 if of == level else 1] += sums
    names = School.objects.seen_by(viewer).filter(network=network_id).select_related("district")
    schools = [school for school in names.order_by("name", "pk") if school.pk in both]
    if sort == "size":
        schools.sort(key=lambda school: -both[school.pk][:, 0].sum())
    hidden = _hidden({school.pk: both[school.pk] for school in schools})
    between, within = _parts([both[school.pk] for school in schools])
    return Made(
        [(school, both[school.pk], hidden.get(school.pk)) for school in schools],
        between,
        within,
        compared=len(schools) - len(hidden),
        schools=len(schools),
    )


def line(measure: Measure, school: School, cells: np.ndarray, why: str | None) -> AtSchool:
    """One school's line. A school whose gap is hidden shows neither side, only all of its students."""
    everyone = compare(measure, [("all", *cells[:, 1:].sum(axis=0).tolist())])
    total = everyone.total if everyone else None
    said = figures.estimate(total) if total else ""
    students = cells[:, 0].sum()
    shown = figures.whole(students) if students >= figures.MIN_N else ""
    if why or total is None:
        return AtSchool(school, shown, figures.Row("", "", hidden=figures.reason(why or "small")), said)
    sides: list[Cell] = [("group", *cells[0, 1:].tolist()), ("rest", *cells[1, 1:].tolist())]
    answer = compare(measure, sides)
    gap = answer.gap("group") if answer else None
    row = figures.row("", "", gap, measure.kind) if gap else figures.Row("", "")
    return AtSchool(school, shown, row, said)


def _hidden(sides: dict[UUID, np.ndarray]) -> dict[UUID, str]:
    """Schools whose gap stays hidden: one side is small there, or would give another school's small side away."""
    hidden: dict[UUID, str] = {}
    for side in (0, 1):
        sizes = {(pk.hex,): int(cells[side, 1]) for pk, cells in sides.items()}
        for (pk,), why in hide(sizes, figures.MIN_N).reasons.items():
            if hidden.get(UUID(pk)) in (None, "cover"):
                hidden[UUID(pk)] = "small" if why.code == "empty" else why.code
    return hidden


def _parts(schools: Iterable[np.ndarray]) -> tuple[float | None, float | None]:
    """The gap between schools and within (Kitagawa 1955, JASA 50:1168), over schools that have both sides.

    Between: what the gap would be were both sides alike at each school, (w - v) * r, for shares w of the group and
    v of the rest by school, and the rest's rate r there. Within: w * (s - r), with the group's rate s.
    """
    cells = [c for c in schools if c[0, 1] and c[1, 1]]
    if not cells or min(sum(c[side, 1] for c in cells) for side in (0, 1)) < figures.MIN_N:
        return None, None
    base = np.array([c[:, 1] for c in cells])
    rate = np.array([c[:, 2] for c in cells]) / base
    shares = base / base.sum(axis=0)
    between = ((shares[:, 0] - shares[:, 1]) * rate[:, 1]).sum()
    within = (shares[:, 0] * (rate[:, 0] - rate[:, 1])).sum()
    return float(between), float(within)
