"""What the overview of a network and the page of a school say of their tables of gaps."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse

from trellis.core.community.models import Network, School
from trellis.core.foundation.measures import Measure

from . import findings
from .gap_tables import Body, measures_of_body
from .matrix import VIEWS, make_matrix

LISTED_MEASURES = 2
"""So many measures stand beside each school in the list of schools."""


def network_context(network: Network, body: Body, measures: list[Measure], view: str) -> dict[str, object]:
    """The three findings and the table of all measures."""
    url = reverse("opportunity", args=[network.pk])

    def cell_url(measure: Measure, group: str) -> str:
        return f"{url}?{urlencode({'measure': measure.key, 'group': group})}"

    by_key = {measure.key: measure for measure in measures}
    worded = [
        findings.word_finding(finding, by_key[finding["measure"]])
        for finding in body["findings"]
        if finding["measure"] in by_key
    ]
    return {
        "matrix": make_matrix(body, measures, view, cell_url),
        "view": view,
        "findings": worded,
        "measure_url": url,
    }


def chosen_view(name: str | None) -> str:
    """The view that an address names, or the main one."""
    return name if name in VIEWS else "main"


def measures_to_list(body: Body, measures: list[Measure]) -> list[Measure]:
    """The measures that stand beside each school: those of the findings, then other rates that are recorded."""
    by_key = {measure.key: measure for measure in measures}
    of_findings = [finding["measure"] for finding in body["findings"]]
    recorded = [
        key
        for key, measure in by_key.items()
        if measure.kind == "rate" and "value" in body["measures"].get(key, {}).get("everyone", {})
    ]
    keys = dict.fromkeys(key for key in [*of_findings, *recorded] if key in by_key)
    return [by_key[key] for key in keys][:LISTED_MEASURES]


def school_context(school: School, body: Body, view: str, names_students: bool) -> dict[str, object]:
    """The school's table. names_students: whether a number opens the students behind it, by name."""
    url = reverse("gap-students", args=[school.pk])

    def cell_url(measure: Measure, group: str) -> str:
        if not names_students or not measure.names_students:
            return ""
        return f"{url}?{urlencode({'measure': measure.key, 'group': group})}"

    return {
        "matrix": make_matrix(body, measures_of_body(body), view, cell_url),
        "view": view,
    }
