"""Measures that Trellis counts by itself: each week or month a number from the newest figures, on the run chart of a
cycle like any other.

Numbers come from the tables that may be shown to whoever compares schools, since a network's staff read a school's
cycles too. A number that may not be shown is left out.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from trellis.core.foundation import ledger
from trellis.core.foundation.daily_tasks import PageUrlBuilder
from trellis.core.foundation.device_entries import fingerprint
from trellis.core.foundation.measures import MEASURES
from trellis.improvement.opportunity.models import GapTable

from .models import DataPoint, PracticalMeasure
from .selectors import OWNER, today_of

REASON = "fill in the measures that Trellis counts by itself"
DAYS = {
    PracticalMeasure.Rhythm.DAY: 1,
    PracticalMeasure.Rhythm.WEEK: 7,
    PracticalMeasure.Rhythm.MONTH: 28,
}


def fill_all(now: datetime, address: PageUrlBuilder) -> int:
    """Add today's number to each measure that is due. Run twice on a day, it adds one. Return how many were added."""
    measures = PracticalMeasure.objects.unscoped(REASON).filter(deleted_at=None).exclude(measure="")
    return sum(fill_if_due(measure) for measure in measures.select_related(*OWNER))


def fill_if_due(measure: PracticalMeasure) -> bool:
    """Add today's number where the last one is a period old. False where none is due, or none may be shown."""
    today = today_of(measure)
    points = DataPoint.objects.unscoped(REASON).filter(measure=measure, deleted_at=None)
    last = points.order_by("-day").values_list("day", flat=True).first()
    if last is not None and last > today - timedelta(days=DAYS[PracticalMeasure.Rhythm(measure.rhythm)]):
        return False
    columns = _columns_now(measure, today)
    if columns is None:
        return False
    with ledger.act("fill in a measure", about=measure.pk):
        print_ = fingerprint(measure.pk, *columns.values())
        DataPoint.objects.create(measure=measure, fingerprint=print_, **columns)
    return True


def _columns_now(measure: PracticalMeasure, today: date) -> dict[str, object] | None:
    """The columns of today's number; None where the newest table does not show it."""
    table = _newest_table(measure)
    stored = table.body["measures"].get(measure.measure) if table else None
    cells = stored or {}
    cell = cells.get("cells", {}).get(measure.group) if measure.group else cells.get("everyone")
    value = (cell or {}).get("value")
    if cell is None or value is None or measure.measure not in MEASURES:
        return None
    if not measure.is_share:
        return {"day": today, "value": value}
    return {"day": today, "numerator": round(value * cell["n"]), "denominator": cell["n"]}


def _newest_table(measure: PracticalMeasure) -> GapTable | None:
    place = measure.place
    tables = GapTable.objects.unscoped(REASON).filter(audience=GapTable.Audience.NETWORK)
    tables = tables.filter(school=place) if place else tables.filter(network=measure.network_id, school=None)
    return tables.order_by("-year").first()
