"""How a school's rates moved, and its clear gaps, for its coach: from the tables that are suppressed for whoever can
compare schools."""

from __future__ import annotations

from typing import TypedDict, cast

from django.db.models import QuerySet

from trellis.adults.coaching.school_changes import Figures, MovedMeasure, SchoolChanges
from trellis.core.community.models import School
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.measures import Measure
from trellis.engines.gaps import intervals

from . import figures, groups, headlines
from .gap_tables import measures_of_body
from .models import GapTable

MOST = 4
"""So many measures, and so many gaps, stand on the page; the school's own page has all."""


class Rate(TypedDict):
    """A rate of all students, and how many they are."""

    value: float
    n: int


def figures_to_keep(viewer: Viewer, school: School) -> Figures:
    """By measure, the rate and the number of students that may be shown today."""
    table = _tables(viewer, school).first()
    return dict(_rates(table)) if table else {}


def changes_since(viewer: Viewer, school: School, earlier: Figures) -> SchoolChanges:
    """What moved since figures that were kept, or since last year where there are none."""
    tables = list(_tables(viewer, school)[:2])
    if not tables:
        return SchoolChanges()
    before = cast("dict[str, Rate]", earlier) or (_rates(tables[1]) if len(tables) > 1 else {})
    now = _rates(tables[0])
    measures = measures_of_body(tables[0].body)
    moved = [
        _moved(measure, before[measure.key], now[measure.key])
        for measure in measures
        if measure.key in before and measure.key in now
    ]
    moved.sort(key=lambda each: not each.is_clear)
    return SchoolChanges(tuple(moved[:MOST]), tuple(_gaps(tables[0], measures)[:MOST]), not earlier)


def _tables(viewer: Viewer, school: School) -> QuerySet[GapTable]:
    """The school's tables, the newest year first."""
    rows = GapTable.objects.seen_by(viewer).filter(school=school, audience=GapTable.Audience.NETWORK)
    return rows.order_by("-year")


def _rates(table: GapTable) -> dict[str, Rate]:
    """The rates of all students that a table shows: value and number of students, by measure."""
    rates: dict[str, Rate] = {}
    for measure in measures_of_body(table.body):
        cell = table.body["measures"].get(measure.key, {}).get("everyone", {})
        if measure.kind == "rate" and cell.get("value") is not None and cell.get("n", 0) >= figures.MIN_N:
            rates[measure.key] = {"value": cell["value"], "n": cell["n"]}
    return rates


def _moved(measure: Measure, before: Rate, now: Rate) -> MovedMeasure:
    counts = [(round(each["value"] * each["n"]), each["n"]) for each in (before, now)]
    p = intervals.normal_p(intervals.pooled_z(*counts[1], *counts[0]))
    difference = now["value"] - before["value"]
    gain = difference if measure.direction == "more" else -difference
    return MovedMeasure(
        str(measure.title),
        figures.format_share(before["value"]),
        figures.format_share(now["value"]),
        "better" if gain > 0 else "worse" if gain < 0 else "same",
        p is not None and p <= headlines.SIGNIFICANCE_LEVEL,
    )


def _gaps(table: GapTable, measures: list[Measure]) -> list[str]:
    """The groups that are clearly behind, each in a sentence with its measure."""
    sentences = []
    for measure in measures:
        cells = table.body["measures"].get(measure.key, {}).get("cells", {})
        for key, cell in cells.items():
            group = groups.parse_group_key(key)
            if cell.get("state") == "behind" and group and cell.get("points") is not None:
                sentence = headlines.gap_sentence(
                    str(groups.group_name(*group)), cell["points"], measure.kind, measure.direction
                )
                sentences.append(f"{measure.title}: {sentence}")
    return sentences
