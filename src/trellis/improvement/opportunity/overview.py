"""What the overview of a network and the page of a school say of their tables of gaps."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import urlencode

from django.core.cache import caches
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from trellis.core.community.models import Network, School
from trellis.core.foundation.measures import Measure

from . import findings
from .gap_tables import Body, measures_of_body
from .matrix import VIEWS, Matrix, make_matrix
from .models import GapTable

LISTED_MEASURES = 2
"""So many measures stand beside each school in the list of schools."""


def network_context(network: Network, table: GapTable, view: str) -> dict[str, object]:
    """The three findings and the table of all measures. Both are made when the page first shows them: the page keeps
    what it wrote until the figures are computed again."""
    url = reverse("opportunity", args=[network.pk])

    def cell_url(measure: Measure, group: str) -> str:
        return f"{url}?{urlencode({'measure': measure.key, 'group': group})}"

    return {
        "matrix": SimpleLazyObject(
            lambda: make_matrix(table.body, measures_of_body(table.body), view, cell_url)
        ),
        "view": view,
        "findings": SimpleLazyObject(lambda: _worded_findings(table.body)),
        "measure_url": url,
    }


def _worded_findings(body: Body) -> list[findings.FindingText]:
    by_key = {measure.key: measure for measure in measures_of_body(body)}
    return [
        findings.word_finding(finding, by_key[finding["measure"]])
        for finding in body["findings"]
        if finding["measure"] in by_key
    ]


def chosen_view(name: str | None) -> str:
    """The view that an address names, or the main one."""
    return name if name in VIEWS else "main"


class ListedMeasure(NamedTuple):
    """A measure that stands beside each school: its key, and its title in the reader's language."""

    key: str
    title: str


def measures_to_list(table: GapTable) -> list[ListedMeasure]:
    """The measures that stand beside each school; kept until the figures are computed again."""
    moment = table.taken_at.timestamp() if table.taken_at else 0
    cache, key = caches["template_fragments"], f"listed-measures.{table.pk}.{moment}.{get_language()}"
    listed = cache.get(key)
    if listed is None:
        listed = [ListedMeasure(measure.key, str(measure.title)) for measure in _measures_to_list(table.body)]
        cache.set(key, listed)
    return listed


def _measures_to_list(body: Body) -> list[Measure]:
    """Those of the findings, then other rates that are recorded."""
    measures = measures_of_body(body)
    by_key = {measure.key: measure for measure in measures}
    of_findings = [finding["measure"] for finding in body["findings"]]
    recorded = [
        key
        for key, measure in by_key.items()
        if measure.kind == "rate" and "value" in body["measures"].get(key, {}).get("everyone", {})
    ]
    keys = dict.fromkeys(key for key in [*of_findings, *recorded] if key in by_key)
    return [by_key[key] for key in keys][:LISTED_MEASURES]


def school_context(school: School, table: GapTable, view: str, names_students: bool) -> dict[str, object]:
    """The school's table, made when the page first shows it; see `school_matrix`."""
    return {
        "matrix": SimpleLazyObject(lambda: school_matrix(school, table, view, names_students)),
        "view": view,
    }


def school_matrix(school: School, table: GapTable, view: str, names_students: bool) -> Matrix:
    """The school's table. names_students: whether a number opens the students behind it, by name."""
    url = reverse("gap-students", args=[school.pk])

    def cell_url(measure: Measure, group: str) -> str:
        if not names_students or not measure.names_students:
            return ""
        return f"{url}?{urlencode({'measure': measure.key, 'group': group})}"

    return make_matrix(table.body, measures_of_body(table.body), view, cell_url)
