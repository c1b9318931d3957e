"""The days of an apprenticeship as a table that the person keeps."""

from __future__ import annotations

from typing import TextIO

from django.utils.translation import gettext as _

from trellis.core.community.clock import zone_named
from trellis.core.foundation.csv_export import ExportWriter

from ..models import InternshipDay
from .selectors import Apprenticeship


def write_hours(page: Apprenticeship, file: TextIO) -> int:
    """Write each day with hours as CSV, the first day first, and return how many."""
    writer = ExportWriter(file)
    writer.writerow([_("Name"), _("School"), _("Date"), _("Minutes"), _("Confirmed by"), _("Confirmed on")])
    days = InternshipDay.objects.seen_by(page.viewer).filter(placement=page.placement, minutes__gt=0)
    zone = zone_named(page.host_school.time_zone)
    rows = [
        [
            page.apprentice.name,
            page.host_school.name,
            day.date.isoformat(),
            day.minutes,
            day.confirmed_by.name if day.confirmed_by else "",
            day.confirmed_at.astimezone(zone).date().isoformat() if day.confirmed_at else "",
        ]
        for day in days.select_related("confirmed_by").order_by("date")
    ]
    writer.writerows(rows)
    return len(rows)
