"""A few figures of a district's schools together. They are added up from what each school's table already shows: where
one school's figure is left out because few students are behind it, the sum is left out too."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.functional import Promise

from trellis.core.community.models import School
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.measures import Measure
from trellis.improvement.opportunity import figures, gap_tables
from trellis.improvement.opportunity.gap_tables import Body
from trellis.improvement.opportunity.models import GapTable

LEARNERS = "multilingual.yes"
MOST = 5
"""So many measures stand on the page; each school's own page has all."""


class DistrictFigure(NamedTuple):
    """A measure over all students and over multilingual learners; "" where there is not enough data."""

    title: str | Promise
    everyone: str
    learners: str


class DistrictFigures(NamedTuple):
    """The figures, and how many of the district's schools and students they are about."""

    rows: list[DistrictFigure]
    schools: int
    students: int
    year: int


def district_figures(viewer: Viewer, schools: list[School]) -> DistrictFigures | None:
    """The first rates that each school has recorded; None before any were computed."""
    tables = newest_tables(viewer, schools)
    if not tables:
        return None
    bodies = [table.body for table in tables]
    rows = [row for measure in _rates(bodies) if (row := _figure(measure, bodies))]
    students = sum(table.students for table in tables if table.students >= figures.MIN_N)
    return DistrictFigures(rows[:MOST], len(tables), students, tables[0].year)


def newest_tables(viewer: Viewer, schools: list[School]) -> list[GapTable]:
    """The tables of the newest year, as they were computed for whoever can compare schools. One query."""
    rows = GapTable.objects.seen_by(viewer).filter(school__in=schools, audience=GapTable.Audience.NETWORK)
    tables = list(rows.order_by("school"))
    year = max((table.year for table in tables), default=None)
    return [table for table in tables if table.year == year]


def _rates(bodies: list[Body]) -> list[Measure]:
    """The rates of all tables, in the order of the first."""
    measures = {m.key: m for body in bodies for m in gap_tables.measures_of_body(body) if m.kind == "rate"}
    return list(measures.values())


def _figure(measure: Measure, bodies: list[Body]) -> DistrictFigure | None:
    """None for a measure of which no school has anything recorded."""
    stored = [body["measures"][measure.key] for body in bodies if measure.key in body["measures"]]
    recorded = [each for each in stored if each["recorded"]]
    if not recorded:
        return None
    everyone = _share([each["everyone"] for each in recorded])
    learners = _share([each["cells"].get(LEARNERS, {"hidden": "empty"}) for each in recorded])
    return DistrictFigure(measure.title, everyone, learners)


def _share(cells: list[Body]) -> str:
    """The share over all schools, each by its students; "" as soon as one of them is left out for being small."""
    shown = [cell for cell in cells if cell.get("hidden") != "empty"]
    if not shown or any(cell.get("value") is None for cell in shown):
        return ""
    total = sum(cell["n"] for cell in shown)
    if total < figures.MIN_N:
        return ""
    return figures.format_share(sum(cell["n"] * cell["value"] for cell in shown) / total)
