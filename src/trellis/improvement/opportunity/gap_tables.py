"""Tables of gaps as pages show them, computed when the figures are: reading one computes nothing.

A body is JSON:

    words      what the models say of each measure, in English, and the groups it is looked at by; null: Trellis' own
    measures   by key: `recorded`, `everyone` (an estimate or the code why it is hidden), `cells` by key of a group
    findings   see `findings`
    compared   how many gaps were compared, to tell which are clear

A cell is {"hidden": code}, or its size `n`, the group's and the others' result (`value`, `other`), the gap with its
interval in points or the unit of a mean (`points`, `low`, `high`), whether the group is clearly "behind" or "ahead"
(`state`), `last`, the gap of the year before where it was shown, and in a school's table `network`, the network's gap.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import astuple, replace
from typing import Any
from uuid import UUID

from trellis.core.community.models import Network
from trellis.core.foundation.measures import MEASURES, Measure
from trellis.engines import gaps

from . import figures, findings, groups, headlines
from .columns import ROLLUP_COLUMNS
from .model_measures import AskedMeasures, MeasuresBySchool, ModelMeasure, asked_measures, measures_in_words
from .models import GapTable
from .selectors import REPORT_COLUMNS, MeasureReport, reports_from_rows

Body = dict[str, Any]  # Any: JSON, as described above
BodyKey = tuple[UUID | None, str]
"""Whose table: a school, or None for the network; and the audience."""

EARLIER_YEARS = 3
"""So many earlier years stand beside a finding."""


def gap_table_rows(
    network: Network, year: int, rollups: list[tuple], entries: MeasuresBySchool
) -> list[tuple]:
    """Rows of GapTable, in the order of GAP_TABLE_COLUMNS, from rows with ROLLUP_COLUMNS."""
    sizes = _sizes(rollups)
    places = [ROLLUP_COLUMNS.index(column) for column in REPORT_COLUMNS]
    school_place = ROLLUP_COLUMNS.index("school_id")
    sums: dict[UUID | None, list[tuple]] = defaultdict(list)
    for row in rollups:
        sums[row[school_place]].append(tuple(row[place] for place in places))
    last_year, earlier = _bodies_of_year(network, year - 1), _earlier_network_bodies(network, year)
    rows, whole = [], None
    for school in sorted(sums, key=lambda school: (school is not None, str(school))):  # the network's first
        wordings = asked_measures(entries, school)
        measures = measures_in_words(wordings)
        for audience in GapTable.Audience if school else (GapTable.Audience.NETWORK,):
            reports = reports_from_rows(sums[school], measures, alone=audience == GapTable.Audience.SCHOOL)
            body = make_body(reports, wordings, last_year.get((school, audience.value)), whole)
            if school is None:
                body["findings"], whole = findings.choose(reports, year, earlier), body
            clear = sum(len(report.clear) for report in reports) if body["compared"] else None
            totals = {report.measure.key: report.everyone.value for report in reports}
            size = sizes.get(school, 0)
            rows.append((network.pk, school, year, audience.value, size, clear, _rounded(totals), body))
    return rows


def _sizes(rollups: list[tuple]) -> dict[UUID | None, int]:
    """By school, or None for the network, how many students there are now."""
    school, measure, facet, students = (
        ROLLUP_COLUMNS.index(column) for column in ("school_id", "measure", "facet", "students")
    )
    sizes: dict[UUID | None, int] = {}
    for row in rollups:
        if row[facet] == "all" and not MEASURES[row[measure]].left_too:
            sizes[row[school]] = max(row[students], sizes.get(row[school], 0))
    return sizes


def _bodies_of_year(network: Network, year: int) -> dict[BodyKey, Body]:
    tables = GapTable.objects.system().filter(network=network, year=year)
    return {
        (school, audience): body
        for school, audience, body in tables.values_list("school", "audience", "body")
    }


def _earlier_network_bodies(network: Network, year: int) -> dict[int, Body]:
    """The network's own tables of the years just before, the oldest first."""
    tables = GapTable.objects.system().filter(
        network=network, school=None, year__lt=year, year__gte=year - EARLIER_YEARS
    )
    return dict(tables.order_by("year").values_list("year", "body"))


def make_body(
    reports: list[MeasureReport],
    wordings: AskedMeasures | None,
    last_year: Body | None = None,
    whole: Body | None = None,
) -> Body:
    """The table of one network or school. whole: the network's, to stand beside a school's."""
    return {
        "words": _words(wordings),
        "measures": {report.measure.key: _measure_cells(report, last_year, whole) for report in reports},
        "findings": [],
        "compared": sum(len(report.adjusted) for report in reports),
    }


def _measure_cells(report: MeasureReport, last_year: Body | None, whole: Body | None) -> Body:
    everyone, key = report.everyone, report.measure.key
    last, network = _cells_of(last_year, key), _cells_of(whole, key)
    shown = {"n": everyone.size, "value": everyone.value, "low": everyone.low, "high": everyone.high}
    return {
        "recorded": report.recorded,
        "everyone": {"hidden": everyone.code} if everyone.hidden else _rounded(shown),
        "cells": {
            (group := groups.group_key(facet, level)): _cell(report, (facet, level), gap)
            | _last_gap(last.get(group), gap)
            | _network_gap(network.get(group), gap)
            for facet, level, gap in report.group_gaps
        },
    }


def _cells_of(body: Body | None, measure: str) -> Body:
    return ((body or {}).get("measures", {}).get(measure) or {}).get("cells", {})


def _cell(report: MeasureReport, group: tuple[str, str], gap: gaps.Gap) -> Body:
    if gap.hidden or gap.estimate is None:
        return {"hidden": gap.hidden.code if gap.hidden else "empty"}
    other = gap.comparison_estimate
    cell = {
        "n": gap.estimate.n,
        "value": gap.estimate.value,
        "other": other.value if other else None,
        "points": gap.points,
        "low": gap.points_low,
        "high": gap.points_high,
    }
    return _rounded(cell) | {"state": _state(report.measure, report.adjusted.get(group), gap)}


def _state(measure: Measure, p: float | None, gap: gaps.Gap) -> str:
    if not headlines.is_clear(p) or not gap.points:
        return ""
    return "behind" if headlines.is_behind(gap, measure.direction) else "ahead"


def _last_gap(last: Body | None, gap: gaps.Gap) -> Body:
    """The year before beside this one, where both may be shown."""
    if not last or gap.hidden or last.get("points") is None:
        return {}
    return {"last": last["points"]}


def _network_gap(network: Body | None, gap: gaps.Gap) -> Body:
    """The network's gap beside a school's, where the group at all other schools is large enough to be shown itself: a
    school's leaders can subtract their own students."""
    if not network or gap.estimate is None or network.get("points") is None:
        return {}
    return {"network": network["points"]} if network["n"] - gap.estimate.n >= figures.MIN_N else {}


def _rounded(values: Body) -> Body:
    """Numbers as JSON keeps them: six decimals, far more than any page shows."""
    return {key: round(value, 6) if isinstance(value, float) else value for key, value in values.items()}


def _words(wordings: AskedMeasures | None) -> Body | None:
    if wordings is None:
        return None
    return {
        key: {"facets": sorted(facets), "entries": [_entry_values(entry) for entry in entries]}
        for key, (entries, facets) in wordings.items()
    }


def _entry_values(entry: ModelMeasure) -> list[object]:
    return [*astuple(replace(entry, facets=frozenset()))[:6], entry.stage]


def measures_of_body(body: Body) -> list[Measure]:
    """The measures of a table, in the reader's language."""
    if body["words"] is None:
        return measures_in_words(None)
    return measures_in_words(
        {
            key: ([_entry(values) for values in words["entries"]], frozenset(words["facets"]))
            for key, words in body["words"].items()
        }
    )


def _entry(values: Iterable[Any]) -> ModelMeasure:  # Any: columns of an entry
    model, key, title, counts, period, target, stage = values
    return ModelMeasure(model, key, title, counts, period, target, frozenset(), stage)
