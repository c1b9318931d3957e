"""From a gap on the opportunity page to an aim: the link there, and what the gap fills in."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from trellis.core.community.models import Network, Role, School
from trellis.core.community.viewer import Viewer
from trellis.improvement.opportunity import groups, selectors
from trellis.improvement.opportunity.gap_actions import GapAction

from .amounts import is_rate, measure_title
from .permissions import writes_for_school


def start_an_aim(viewer: Viewer, place: Network | School, measure: str, group: str) -> GapAction | None:
    """The link for who may start an aim of the network, or of the school."""
    query = urlencode({"measure": measure, "group": group})
    if isinstance(place, Network):
        if place.pk not in viewer.to("network", Role.NETWORK_STAFF):
            return None
        address = reverse("start-network-aim", args=[place.pk])
    elif writes_for_school(viewer, place.pk):
        address = reverse("start-school-aim", args=[place.pk])
    else:
        return None
    return GapAction(_("Start an aim"), f"{address}?{query}")


def group_label(key: str) -> str:
    """A group of students in words; everybody for ""."""
    parsed = groups.parse_group_key(key) if key else None
    return groups.group_name(*parsed) if parsed else _("All students")


def filled_in_by_gap(
    viewer: Viewer, place: Network | School, measure: str, group: str
) -> tuple[dict[str, object], dict[str, object]]:
    """What the form of an aim starts with, and the gap itself; empty where the viewer sees no such gap."""
    table = (
        selectors.network_gap_table(viewer, place.pk)
        if isinstance(place, Network)
        else selectors.school_gap_table(viewer, place.pk)
    )
    cell = (table.body["measures"].get(measure) or {}).get("cells", {}).get(group, {}) if table else {}
    if table is None or "n" not in cell:
        return {}, {}
    factor = 100 if is_rate(measure) else 1
    value, other = cell.get("value"), cell.get("other")
    baseline = None if value is None else round(factor * value, 1)
    comparison = None if other is None else round(factor * other, 1)
    year = f"{table.year - 1}–{table.year % 100:02}"
    initial: dict[str, object] = {
        "title": _("%(measure)s: %(group)s")
        % {"measure": measure_title(measure), "group": group_label(group)},
        "group": group,
        "measure": measure,
        "baseline": baseline,
        "baseline_n": cell["n"],
        "baseline_source": _("Opportunity page, school year %(year)s, compared with all other students")
        % {"year": year},
        "comparison": comparison,
        "target": comparison,
    }
    columns = ("value", "other", "points", "low", "high", "n")
    return initial, {
        "measure": measure,
        "group": group,
        "year": table.year,
        **{name: cell.get(name) for name in columns},
    }
