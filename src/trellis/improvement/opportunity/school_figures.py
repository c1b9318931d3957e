"""A school's measures over the years, beside what it changed in its model. Suppressed as on every page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from trellis.core.community.models import Network
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.measures import MEASURES
from trellis.design.blueprint.adaptation_selectors import FiguresOverYears

from .figures import format_share, format_value
from .models import GapTable
from .periods import network_school_year, school_periods


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


def totals_by_year(network: Network, key: str) -> dict[int, dict[UUID, float]]:
    """By year and school the figure of one measure, where it may be shown to who compares schools.

    For sums over schools that are shown without any of them: the caller says who may read those.
    """
    tables = GapTable.objects.system().filter(
        network=network,
        school__isnull=False,
        school__deleted_at=None,
        audience=GapTable.Audience.NETWORK,
    )
    totals: dict[int, dict[UUID, float]] = defaultdict(dict)
    for school, year, values in tables.order_by("year", "school").values_list("school_id", "year", "totals"):
        if values.get(key) is not None:
            totals[year][school] = values[key]
    return dict(totals)


def school_years_of(network: Network, days: Mapping[UUID, date], years: Iterable[int]) -> dict[UUID, int]:
    """By school, the first of these years that its day lies in or before; schools whose day is later are left out."""
    numbers: dict[UUID, int] = {}
    for year in sorted(years):
        periods = school_periods(network, year)
        for school, day in days.items():
            if day <= periods.year(school).ends:
                numbers.setdefault(school, year)
    return numbers


def last_finished_year(network: Network, years: Iterable[int], today: date) -> int | None:
    """The newest of these school years that is over; None where none is."""
    return next(
        (year for year in sorted(years, reverse=True) if network_school_year(network, year).ends < today),
        None,
    )
