"""An adult notes that a student has arrived at the site: the mentor said so on the phone."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from trellis.core.foundation import ledger

from .models import InternshipDay, Placement


def mark_arrived(placement: Placement, local_now: datetime, by: UUID) -> InternshipDay:
    """Note that a student is at the site now, on the school's clock. An arrival that is there stays; twice is once.

    What the student logs later counts too: the earlier of the two is the arrival.
    """
    arrived = local_now.time().replace(second=0, microsecond=0)
    with ledger.act("mark a student arrived", by=by, about=placement.pk):
        days = InternshipDay.objects.unscoped("note the arrival of a student whom the viewer works with")
        day, created = days.select_for_update().get_or_create(
            placement=placement, date=local_now.date(), defaults={"arrived": arrived}
        )
        if not created and day.arrived is None:
            day.arrived = arrived
            day.save(update_fields=["arrived", "modified"])
    return day
