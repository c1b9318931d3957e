"""The three gaps that an overview puts in sentences: chosen with the figures, worded for the reader.

Only gaps that are clear (see `headlines`: at least 20 students on either side, Holm's correction), of rates, because
sizes in different units cannot be compared. Grades are left out: who is younger has had less time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from trellis.core.foundation.formatting import format_signed
from trellis.core.foundation.measures import FACETS, Measure
from trellis.engines import gaps

from . import figures, groups, headlines
from .selectors import MeasureReport

MAX_FINDINGS = 3
VERY_SURE = 0.001
"""At or below this adjusted p-value a finding is called very sure, else fairly sure."""
SAME_GROUP = {"ever_learner": "multilingual"}
"""Facets that are much the same students as another: one of the two is enough."""

JsonObject = dict[str, Any]  # Any: JSON, one finding or a table as it is stored
Finding = JsonObject


def choose(reports: list[MeasureReport], year: int, earlier: dict[int, JsonObject]) -> list[Finding]:
    """The widest clear gaps, each of another measure and another group while there are such.

    earlier: the bodies of the network's tables of earlier years (see `gap_tables`).
    """
    candidates = sorted(
        (
            (-abs(gap.points), report.measure.key, FACETS.index(facet), level, facet, report, gap)
            for report in reports
            for facet, level, gap in report.group_gaps
            if report.measure.kind == "rate"
            and facet != "grade"
            and (facet, level) in report.clear
            and gap.points
        ),
        key=lambda candidate: candidate[:4],
    )
    chosen: list[tuple] = []
    for is_alike in (_shares_measure_or_group, _shares_measure):
        for candidate in candidates:
            if len(chosen) < MAX_FINDINGS and not any(is_alike(candidate, other) for other in chosen):
                chosen.append(candidate)
    return [
        _finding(report, (facet, level), gap, year, earlier)
        for _size, _key, _place, level, facet, report, gap in sorted(
            chosen, key=lambda candidate: candidate[:4]
        )
    ]


def _shares_measure(candidate: tuple, other: tuple) -> bool:
    return candidate[1] == other[1]


def _shares_measure_or_group(candidate: tuple, other: tuple) -> bool:
    facets = [SAME_GROUP.get(facet, facet) for facet in (candidate[4], other[4])]
    return _shares_measure(candidate, other) or facets[0] == facets[1]


def _finding(
    report: MeasureReport, group: tuple[str, str], gap: gaps.Gap, year: int, earlier: dict[int, JsonObject]
) -> Finding:
    key, between = groups.group_key(*group), report.between.get(group)
    past = [
        [past_year, *_cell_points(body["measures"].get(report.measure.key, {}).get("cells", {}).get(key, {}))]
        for past_year, body in sorted(earlier.items())
    ]
    return {
        "measure": report.measure.key,
        "group": key,
        "points": round(gap.points or 0.0, 6),
        "low": round(gap.points_low or 0.0, 6),
        "high": round(gap.points_high or 0.0, 6),
        "value": round(gap.estimate.value, 6) if gap.estimate else None,
        "other": round(gap.comparison_estimate.value, 6) if gap.comparison_estimate else None,
        "p": report.adjusted[group],
        "between": None if between is None else round(100 * between, 6),
        "years": [*past, [year, round(gap.points or 0.0, 6), True]],
    }


def _cell_points(cell: JsonObject) -> tuple[float | None, bool]:
    return cell.get("points"), cell.get("state") == "behind"


@dataclass(frozen=True)
class FindingText:
    """A finding in words. years: each year with the gap then and whether it was clear, "" where it was not shown."""

    measure: Measure
    group_key: str
    sentence: SafeString
    comparison: str
    interval: str
    is_very_sure: bool
    since: str
    between_part: str
    between_width: int | None
    years: list[tuple[str, str, bool]]


def word_finding(finding: Finding, measure: Measure) -> FindingText:
    """A stored finding in the reader's language."""
    facet, level = groups.parse_group_key(finding["group"]) or ("", "")
    points = finding["points"]
    size = format_html("<b>{}</b>", figures.format_points(points))
    sentence = format_html(
        headlines.plain_sentence(measure.direction)
        .replace("%(group)s", "{group}")
        .replace("%(gap)s", "{gap}"),
        group=groups.group_name(facet, level),
        gap=size,
    )
    shares = {
        "group": figures.format_share(finding["value"]),
        "others": figures.format_share(finding["other"]),
    }
    ends = sorted(abs(round(finding[end])) for end in ("low", "high"))
    low, high = figures.format_value(ends[0]), figures.format_points(ends[1])
    return FindingText(
        measure,
        finding["group"],
        sentence,
        _("%(group)s compared with %(others)s.") % shares,
        _("Likely between %(low)s and %(high)s") % {"low": low, "high": high},
        finding["p"] <= VERY_SURE,
        _since(finding["years"]),
        _between_sentence(points, finding["between"]),
        _between_width(points, finding["between"]),
        [
            (str(year), "" if gap is None else format_signed(-abs(gap) if clear else gap), clear)
            for year, gap, clear in finding["years"]
        ],
    )


def _since(years: list[list[Any]]) -> str:  # Any: JSON, [year, points, clear]
    """Since when the gap has been clear without a break."""
    if len(years) == 1:
        return _("No earlier year to compare with")
    first = years[-1][0]
    for year, _points, clear in reversed(years[:-1]):
        if not clear or year != first - 1:
            break
        first = year
    if first == years[-1][0]:
        return _("First seen this year")
    return _("Seen since %(year)s") % {"year": f"{first - 1}–{first % 100:02}"}


def _between_sentence(points: float, between: float | None) -> str:
    """How much of the gap follows from which school students attend."""
    if between is None:
        return _("There is too little data to tell how much lies between schools.")
    size, part = abs(round(points)), round(between if points > 0 else -between)
    if part < 0:
        return _("Inside schools the gap is wider: %(gap)s.") % {"gap": figures.format_points(size - part)}
    if part == 0:
        return _("All of the gap is inside schools.")
    if part >= size:
        return _("All of the gap lies between schools.")
    words = {"part": figures.format_value(part), "gap": figures.format_points(size)}
    return _("Between schools: %(part)s of the %(gap)s.") % words


def _between_width(points: float, between: float | None) -> int | None:
    """How much of a bar 240 wide stands for the part between schools."""
    if between is None or not points:
        return None
    return round(240 * min(max(between / points, 0.0), 1.0))
