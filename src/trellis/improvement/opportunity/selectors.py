"""Questions about sums: who gets what by group, with small groups hidden and every comparison named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from uuid import UUID

from django.db.models import QuerySet

from trellis.core.community.viewer import Viewer
from trellis.core.foundation.measures import Measure
from trellis.core.foundation.prepared_queries import PreparedQuery
from trellis.engines import gaps

from . import figures, groups, headlines
from .models import GapTable, Rollup, Snapshot

_NETWORK_TABLES = PreparedQuery(GapTable, lambda tables: tables.defer("body").order_by("-year")[:1])
_SCHOOL_TABLES = PreparedQuery(
    GapTable, lambda tables: tables.defer("body").order_by("-year", "-audience")[:1]
)
LevelCell = tuple[str, int, float, float, float]
"""A level with the students who count, their base, total and sum of squares."""
SUM_COLUMNS = ("counted", "base", "total", "squares")
NOT_RECORDED = "not recorded"


@dataclass(frozen=True)
class MeasureReport:
    """One measure for a network or a school.

    group_gaps: a facet, a level and the engine's answer for that group. clear: the groups that are behind, and not by
    luck. adjusted: for each gap that is considered, its p-value with all comparisons counted. between: of each group's
    gap, the part that comes from which school students attend. recorded: whether there is anything to tell.
    """

    measure: Measure
    everyone: figures.FigureRow
    group_gaps: list[tuple[str, str, gaps.Gap]] = field(default_factory=list)
    between: dict[tuple[str, str], float] = field(default_factory=dict)
    recorded: bool = True
    clear: frozenset[tuple[str, str]] = frozenset()
    adjusted: dict[tuple[str, str], float] = field(default_factory=dict)

    @cached_property
    def rows(self) -> list[figures.FigureRow]:
        """Each group in words. Written when they are read: a page of many measures shows one group of each."""
        return [self._row(*group_gap) for group_gap in self.group_gaps]

    def _row(self, facet: str, level: str, gap: gaps.Gap) -> figures.FigureRow:
        name, apart = groups.group_name(facet, level), (facet, level) in self.clear
        return figures.gap_row(groups.group_key(facet, level), name, gap, self.measure.kind, apart=apart)

    @cached_property
    def largest(self) -> figures.FigureRow | None:
        """The group furthest behind the rest of its facet, of those that are clearly behind; or None."""
        clear_gaps = [group_gap for group_gap in self.group_gaps if group_gap[:2] in self.clear]
        if not clear_gaps:
            return None
        return self._row(*max(clear_gaps, key=lambda group_gap: abs(group_gap[2].points or 0)))

    @property
    def largest_gap_text(self) -> str:
        """The size of the largest clear gap with its unit; "" when there is none."""
        largest = self.largest
        return figures.format_points(largest.points, self.measure.kind) if largest and largest.points else ""

    @property
    def headline(self) -> str:
        """The sentence about the group furthest behind; "" when there is none."""
        largest, measure = self.largest, self.measure
        if largest is None or largest.points is None:
            return ""
        split = self.split(largest)
        return headlines.gap_sentence(
            largest.name, largest.points, measure.kind, measure.direction, split[0] if split else None
        )

    def split(self, row: figures.FigureRow) -> tuple[float, float] | None:
        """A group's gap in two parts, between schools and within them, in points or the unit of a mean.

        None where the group is hidden, or where one school makes up all there is.
        """
        between = self.between.get(groups.parse_group_key(row.key) or ("", ""))
        if between is None or row.points is None:
            return None
        between *= 100 if self.measure.kind == "rate" else 1
        return between, row.points - between

    def find(self, key: str) -> figures.FigureRow | None:
        return next((row for row in self.rows if row.key == key), None)


def latest_snapshot(viewer: Viewer, network_id: UUID) -> Snapshot | None:
    """Return when the network's figures were last computed, and for which year."""
    return Snapshot.objects.seen_by(viewer).filter(network=network_id).order_by("-year", "-taken_at").first()


def network_gap_table(viewer: Viewer, network_id: UUID) -> GapTable | None:
    """Return the network's measures by group, of its newest year. One query."""
    tables = _NETWORK_TABLES.seen_by(viewer, network=network_id, school=None)
    return tables[0] if tables else None


def school_gap_table(viewer: Viewer, school_id: UUID) -> GapTable | None:
    """Return a school's measures by group, of the newest year: its leaders' own table, or that of who can compare
    schools. One query."""
    tables = _SCHOOL_TABLES.seen_by(viewer, school=school_id)
    return tables[0] if tables else None


def network_reports(
    viewer: Viewer, network_id: UUID, year: int, measures: list[Measure]
) -> list[MeasureReport]:
    """Return each measure over the whole network. One query."""
    return _reports(Rollup.objects.seen_by(viewer).filter(network=network_id, school=None), year, measures)


def network_report(viewer: Viewer, network_id: UUID, year: int, measure: Measure) -> MeasureReport | None:
    """One measure over the whole network, its clear gaps as they were when all measures were compared. Two queries."""
    table = network_gap_table(viewer, network_id)
    report = next(iter(network_reports(viewer, network_id, year, [measure])), None)
    if table is None or table.year != year or report is None:
        return report
    cells = table.body["measures"].get(measure.key, {}).get("cells", {})
    behind = (groups.parse_group_key(key) for key, cell in cells.items() if cell.get("state") == "behind")
    return replace(report, clear=frozenset(group for group in behind if group))


def school_reports(
    viewer: Viewer, school_id: UUID, year: int, measures: list[Measure], alone: bool = False
) -> list[MeasureReport]:
    """Each measure over one school. One query. `alone`: the viewer leads it, and sees no sums of all schools."""
    return _reports(Rollup.objects.seen_by(viewer).filter(school=school_id), year, measures, alone)


REPORT_COLUMNS = ("measure", "facet", "level", *SUM_COLUMNS, "hidden", "recorded", "between")
"""What a report is made from: these columns of a rollup."""


def _reports(
    rollups: QuerySet[Rollup], year: int, measures: list[Measure], alone: bool = False
) -> list[MeasureReport]:
    rows = rollups.filter(year=year, measure__in=[m.key for m in measures]).values_list(*REPORT_COLUMNS)
    return reports_from_rows(rows, measures, alone)


def reports_from_rows(
    rows: Iterable[tuple], measures: list[Measure], alone: bool = False
) -> list[MeasureReport]:
    """Each measure from the sums of one network or school: rows with REPORT_COLUMNS. `alone`: as `school_reports`."""
    sums: dict[str, MeasureSums] = defaultdict(MeasureSums)
    for measure, facet, level, *cell, not_shown, recorded, between in rows:
        of_measure = sums[measure]
        of_measure.cells[facet].append((level, *cell))
        if not_shown and not alone:
            of_measure.hidden.add((facet, level))
        if facet == "all":
            of_measure.recorded += recorded
        if between is not None:
            of_measure.between[facet, level] = between
    return with_clear_gaps(
        [measure_report(measure, sums[measure.key]) for measure in measures if measure.key in sums]
    )


@dataclass
class MeasureSums:
    """The rollups of one measure: its cells by facet, the groups that stay hidden (a facet with a level), of how many
    students anything is recorded, and of each group's gap the part between schools."""

    cells: dict[str, list[LevelCell]] = field(default_factory=lambda: defaultdict(list))
    hidden: set[tuple[str, str]] = field(default_factory=set)
    recorded: int = 0
    between: dict[tuple[str, str], float] = field(default_factory=dict)


def with_clear_gaps(reports: list[MeasureReport]) -> list[MeasureReport]:
    """The measures of one network or school, with the gaps that are clear when all of them are considered."""
    measured_gaps = {
        (report.measure.key, facet, level): (report.measure.direction, gap)
        for report in reports
        for facet, level, gap in report.group_gaps
    }
    adjusted: dict[str, dict[tuple[str, str], float]] = defaultdict(dict)
    clear: dict[str, set[tuple[str, str]]] = defaultdict(set)
    p_values = headlines.adjusted_p_values(
        (key, *measured_gap) for key, measured_gap in measured_gaps.items()
    )
    for key, p in p_values.items():
        measure, group = key[0], (key[1], key[2])
        direction, gap = measured_gaps[key]
        adjusted[measure][group] = p
        if headlines.is_clear(p) and headlines.is_behind(gap, direction):
            clear[measure].add(group)
    return [
        replace(
            report, clear=frozenset(clear[report.measure.key]), adjusted=dict(adjusted[report.measure.key])
        )
        for report in reports
    ]


def measure_report(measure: Measure, sums: MeasureSums) -> MeasureReport:
    """Return one measure by group, each group against all other students."""
    if _has_nothing_recorded(measure, sums):
        row = figures.hidden_row("all.all", groups.group_name("all", "all"), "unrecorded")
        return MeasureReport(measure, row, recorded=False)
    group_gaps, safe = [], ("all", "all") not in sums.hidden
    for facet in groups.FACETS[1:]:
        if measure.facets is not None and facet not in measure.facets:
            continue
        hidden = {level for of, level in sums.hidden if of == facet}
        answer = compare_groups(measure, sums.cells.get(facet, []), hidden)
        if answer is None:
            continue
        safe = safe and _is_total_safe(answer)
        for gap in answer.gaps:
            level = gap.labels["level"] if gap.labels["level"] != NOT_RECORDED else ""
            empty = gap.hidden is not None and gap.hidden.code == "empty"
            if groups.has_own_row(facet, level) and not empty:
                group_gaps.append((facet, level, gap))
    everyone = _everyone_row(measure, sums.cells.get("all", []), safe)
    return MeasureReport(measure, everyone, group_gaps, sums.between)


def _has_nothing_recorded(measure: Measure, sums: MeasureSums) -> bool:
    """Whether nothing is recorded: 0% would read as if everybody had been left out. A small school stays hidden."""
    cells = sums.cells.get("all", [])
    counted, total = sum(cell[1] for cell in cells), sum(cell[3] for cell in cells)
    if counted == 0:
        return True
    if total > 0 or counted < figures.MIN_N or ("all", "all") in sums.hidden:
        return False
    return measure.blank_at_zero or sums.recorded == 0


def _everyone_row(measure: Measure, cells: list[LevelCell], safe: bool) -> figures.FigureRow:
    name = groups.group_name("all", "all")
    answer = compare_groups(measure, cells)
    if answer is None or answer.total is None:
        return figures.hidden_row("all.all", name, "small" if cells else "empty")
    if not safe:
        return figures.hidden_row("all.all", name, "cover")
    return figures.estimate_row("all.all", name, answer.total)


def compare_groups(
    measure: Measure, cells: Iterable[LevelCell], hidden: Collection[str] = ()
) -> gaps.Facet | None:
    """The engine's answer for the levels of one facet; None when there is nobody."""
    rows = [
        {"level": level, "n": counted, "base": base, "sum": total, "sumsq": squares}
        for level, counted, base, total, squares in cells
    ]
    rate = measure.kind == "rate"
    try:
        return gaps.compare_moments(
            rows,
            group="level",
            squares=None if rate else "sumsq",
            base="base" if rate else None,
            min_n=figures.MIN_N,
            hidden={level or NOT_RECORDED for level in hidden},
        ).facets[0]
    except gaps.InvalidInputError:
        return None


def _is_total_safe(answer: gaps.Facet) -> bool:
    """Whether the total may stand beside the rows: the engine withholds it when it would give a group away."""
    return answer.total is not None or not any(gap.hidden for gap in answer.gaps)
