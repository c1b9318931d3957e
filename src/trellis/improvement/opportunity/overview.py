"""What the overview of a network and the page of a school say of their tables of gaps."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse

from trellis.core.community.models import Network, School
from trellis.core.foundation.measures import Measure

from . import findings
from .gap_tables import Body, measures_of_body
from .matrix import make_matrix

LISTED_MEASURES = 2
"""So many measures stand beside each school in the list of schools."""


def network_context(network: Network, body: Body, view: str) -> dict[str, object]:
    """The three findings, the table of all measures, and the measures to list for each school."""
    url = reverse("opportunity", args=[network.pk])

    def cell_url(measure: Measure, group: str) -> str:
        return f"{url}?{urlencode({'measure': measure.key, 'group': group})}"

    measures = {measure.key: measure for measure in measures_of_body(body)}
    worded = [
        findings.word_finding(finding, measures[finding["measure"]])
        for finding in body["findings"]
        if finding["measure"] in measures
    ]
    return {
        "matrix": make_matrix(body, view, cell_url),
        "view": view,
        "findings": worded,
        "measure_url": url,
        "listed_measures": _listed_measures(body, measures, worded),
    }


def _listed_measures(
    body: Body, measures: dict[str, Measure], worded: list[findings.FindingText]
) -> list[Measure]:
    """The measures of the findings, then others in their order: rates that are recorded."""
    recorded = [
        measure
        for key, measure in measures.items()
        if measure.kind == "rate" and "value" in body["measures"].get(key, {}).get("everyone", {})
    ]
    in_order = {finding.measure.key: finding.measure for finding in worded}
    in_order |= {measure.key: measure for measure in recorded if measure.key not in in_order}
    return list(in_order.values())[:LISTED_MEASURES]


def school_context(school: School, body: Body, view: str, names_students: bool) -> dict[str, object]:
    """The school's table. names_students: whether a number opens the students behind it, by name."""
    url = reverse("gap-students", args=[school.pk])

    def cell_url(measure: Measure, group: str) -> str:
        if not names_students or not measure.names_students:
            return ""
        return f"{url}?{urlencode({'measure': measure.key, 'group': group})}"

    return {
        "matrix": make_matrix(body, view, cell_url),
        "view": view,
    }
