"""A school's measures over the years, beside what it changed in its model. Suppressed as on every page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from trellis.core.community.models import Network
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.measures import MEASURES
from trellis.design.blueprint.adaptation_selectors import FiguresOverYears

from .figures import format_share, format_value
from .models import GapTable


def figures_over_years(viewer: Viewer, network: Network, keys: Iterable[str]) -> FiguresOverYears:
    """By school and measure the figure of each year, where it may be shown to the viewer."""
    computable = [key for key in keys if key in MEASURES]
    tables = GapTable.objects.seen_by(viewer).filter(
        network=network, school__isnull=False, audience=GapTable.Audience.NETWORK
    )
    figures: FiguresOverYears = defaultdict(list)
    for school, year, totals in tables.order_by("year").values_list("school_id", "year", "totals"):
        for key in computable:
            value = totals.get(key)
            if value is not None:
                is_rate = MEASURES[key].kind == "rate"
                figures[school, key].append(
                    (year, format_share(value) if is_rate else format_value(value, 1))
                )
    return figures
