"""What moved since the year before: measures of the network's aims, and all that moved by more than chance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace

from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community.clock import zone_named
from trellis.core.community.models import Network
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.formatting import format_number, format_percent, format_signed
from trellis.core.foundation.measures import Measure
from trellis.engines import gaps
from trellis.improvement.opportunity import headlines
from trellis.improvement.opportunity.model_measures import measures_of
from trellis.improvement.opportunity.models import GapTable, Rollup
from trellis.improvement.opportunity.school_figures import last_finished_year
from trellis.improvement.opportunity.selectors import LevelCell, compare_groups

YEARS = 4
NOW, BEFORE = "now", "before"


@dataclass(frozen=True)
class MovedMeasure:
    """One measure in two years. change: now less before, with its interval. is_clear: more than chance, with all
    comparisons counted. trend: "better", "worse" or "same"."""

    key: str
    title: str
    year_before: str
    year: str
    before: str
    now: str
    change: str
    interval: str
    trend: str
    is_clear: bool = False
    is_aimed_at: bool = False


@dataclass(frozen=True)
class Moved:
    """lines: what is shown. others: how many more measures were compared. is_readable: whether the viewer sees the sums
    of the whole network."""

    lines: list[MovedMeasure]
    others: int
    is_readable: bool


def read_moved(viewer: Viewer, network: Network, aimed_at: Collection[str]) -> Moved:
    """Compare each measure over the whole network with the year before. A measure that adds up over the year is
    compared once its year is over."""
    totals = _shown_totals(viewer, network)
    if not totals:
        return Moved([], 0, network.pk in viewer.networks)
    today = timezone.localdate(timezone=zone_named(network.time_zone))
    newest, finished = max(totals), last_finished_year(network, totals, today)
    cells = _cells(viewer, network, list(totals))
    lines: list[tuple[Measure, MovedMeasure, gaps.Gap]] = []
    for measure in measures_of(network):
        year = finished if measure.accumulates else newest
        if year is None or any(totals.get(each, {}).get(measure.key) is None for each in (year, year - 1)):
            continue
        gap = _compare(measure, cells.get((measure.key, year)), cells.get((measure.key, year - 1)))
        if gap is not None:
            lines.append((measure, _line(measure, gap, year, measure.key in aimed_at), gap))
    p_values = headlines.adjusted_p_values(
        ((measure.key, "all", NOW), measure.direction, gap) for measure, _moved, gap in lines
    )
    read = [
        replace(line, is_clear=headlines.is_clear(p_values.get((line.key, "all", NOW))))
        for _measure, line, _gap in lines
    ]
    shown = [line for line in read if line.is_aimed_at or line.is_clear]
    return Moved(
        sorted(shown, key=lambda line: not line.is_aimed_at), len(read) - len(shown), is_readable=True
    )


def _shown_totals(viewer: Viewer, network: Network) -> dict[int, dict[str, float | None]]:
    """By year, the results that may be shown of the whole network."""
    tables = GapTable.objects.seen_by(viewer).filter(network=network, school=None).order_by("-year")
    return dict(tables.values_list("year", "totals")[:YEARS])


def _cells(viewer: Viewer, network: Network, years: list[int]) -> dict[tuple[str, int], LevelCell]:
    rows = Rollup.objects.seen_by(viewer).filter(network=network, school=None, year__in=years, facet="all")
    sums: dict[tuple[str, int], LevelCell] = defaultdict(lambda: ("", 0, 0.0, 0.0, 0.0))
    for key, year, *cell in rows.values_list("measure", "year", "counted", "base", "total", "squares"):
        sums[key, year] = ("", *cell)
    return sums


def _compare(measure: Measure, now: LevelCell | None, before: LevelCell | None) -> gaps.Gap | None:
    """The engine's comparison of two groups of students, here of two years."""
    if now is None or before is None:
        return None
    answer = compare_groups(measure, [(NOW, *now[1:]), (BEFORE, *before[1:])])
    rows = answer.gaps if answer else []
    gap = next((each for each in rows if each.labels["level"] == NOW), None)
    return gap if gap and not gap.hidden and gap.estimate and gap.points is not None else None


def _line(measure: Measure, gap: gaps.Gap, year: int, is_aimed_at: bool) -> MovedMeasure:
    points, decimals = gap.points or 0.0, 0 if measure.kind == "rate" else 1
    gain = points if measure.direction == "more" else -points
    ends = {
        "low": format_signed(gap.points_low or 0.0, decimals),
        "high": format_signed(gap.points_high or 0.0, decimals),
    }
    return MovedMeasure(
        measure.key,
        str(measure.title),
        f"{year - 2}–{(year - 1) % 100:02}",
        f"{year - 1}–{year % 100:02}",
        _amount(measure, gap.comparison_estimate),
        _amount(measure, gap.estimate),
        format_signed(points, decimals),
        _("%(low)s to %(high)s") % ends if gap.points_low is not None else "",
        "better" if gain > 0 else "worse" if gain < 0 else "same",
        is_aimed_at=is_aimed_at,
    )


def _amount(measure: Measure, estimate: gaps.Estimate | None) -> str:
    if estimate is None:
        return ""
    return format_percent(estimate.value) if measure.kind == "rate" else format_number(estimate.value, 1)
