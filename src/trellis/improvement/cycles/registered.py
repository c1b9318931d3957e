"""What a registered measure says now, for an aim: from the tables of the opportunity page, with their hiding."""

from __future__ import annotations

from dataclasses import dataclass

from trellis.core.community.viewer import Viewer
from trellis.improvement.opportunity import selectors
from trellis.improvement.opportunity.models import GapTable

from .amounts import format_amount, is_rate, measure_title
from .models import Aim, AimMeasure


@dataclass(frozen=True)
class RegisteredFigure:
    """A registered measure before and now. now: "" where no number is kept that the reader may see."""

    kind: str
    title: str
    before: str
    now: str


def table_of(viewer: Viewer, aim: Aim) -> GapTable | None:
    """The newest figures of the aim's school or network, as far as the viewer may see them."""
    if aim.network_id:
        return selectors.network_gap_table(viewer, aim.network_id)
    return selectors.school_gap_table(viewer, aim.place.pk) if aim.place else None


def registered_figures(viewer: Viewer, aim: Aim, watched: list[AimMeasure]) -> list[RegisteredFigure]:
    """The aim's own measure, then the others that are watched."""
    keys = [(str(AimMeasure.Kind.OUTCOME.label), aim.measure)] if aim.measure else []
    keys += [(row.get_kind_display(), row.measure) for row in watched if row.measure]
    if not keys:
        return []
    table = table_of(viewer, aim)
    return [
        RegisteredFigure(
            kind,
            measure_title(key) or key,
            format_amount(aim.baseline, is_rate(key)) if key == aim.measure else "",
            figure_now(table, key, aim.group),
        )
        for kind, key in keys
    ]


def figure_now(table: GapTable | None, key: str, group: str) -> str:
    """What a table says now of a measure, for a group ("" for everybody); "" where it may not be shown."""
    measure = (table.body["measures"].get(key) or {}) if table else {}
    cell = (measure.get("cells", {}).get(group) if group else measure.get("everyone")) or {}
    value = cell.get("value")
    return "" if value is None else format_amount((100 if is_rate(key) else 1) * value, is_rate(key))
